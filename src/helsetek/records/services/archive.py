"""Deposit closed cases: ordered by a person, made by the worker or at the command line; then they are archived."""

from __future__ import annotations

import logging
import shutil
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.common import clock, events
from helsetek.common.clock import OSLO
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.records.archive.writing import Progress, Written, write
from helsetek.records.models import ArchivedCase, Deposit, DepositState
from helsetek.records.permissions import may_archive
from helsetek.records.selectors import archive as selectors

log = logging.getLogger(__name__)
_SHOW_EVERY = 10
_LONGEST_PROBLEM = 500


@transaction.atomic
def order_deposit(*, by: Person) -> Deposit:
    """Ask for a deposit of every closed case that is in none yet. The worker makes it."""
    right = may_archive(by).require()
    if Deposit.objects.filter(state__in=[DepositState.ORDERED, DepositState.MAKING]).exists():
        raise WrongState(_("A deposit is being made already. Wait until it is ready."))
    wanted = len(selectors.waiting())
    if not wanted:
        raise RuleBroken(_("There are no closed cases that are not archived."))
    deposit = Deposit.objects.create(name=_name(), ordered_at=clock.now(), ordered_by=by, wanted=wanted)
    events.record(
        "records.deposit_ordered",
        thing=f"deposit:{deposit.pk}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        data={"cases": wanted},
    )
    return deposit


def _name() -> str:
    now = clock.now().astimezone(OSLO)
    return f"noark5-{now:%Y-%m-%d-%H%M%S}"


def make_ordered() -> int:
    """Make the deposits that are ordered. Done by the worker; gives how many were made."""
    made = 0
    for deposit in list(Deposit.objects.filter(state=DepositState.ORDERED)):
        if _take(deposit):
            made += bool(_try_to_make(deposit))
    return made


def _take(deposit: Deposit) -> bool:
    """One worker takes it, and no other."""
    rows = Deposit.objects.filter(pk=deposit.pk, state=DepositState.ORDERED)
    return bool(rows.update(state=DepositState.MAKING))


def _try_to_make(deposit: Deposit) -> Deposit | None:
    try:
        return make(deposit, selectors.folder_of(deposit))
    except Exception as error:
        log.exception("a deposit could not be made")
        problem = f"{type(error).__name__}: {error}"[:_LONGEST_PROBLEM]
        Deposit.objects.filter(pk=deposit.pk).update(state=DepositState.FAILED, problem=problem)
        shutil.rmtree(selectors.folder_of(deposit), ignore_errors=True)
        return None


def export(
    *, folder: Path, numbers: tuple[str, ...] = (), progress: Progress = lambda count: None
) -> Deposit:
    """For the command line: deposit the closed cases (those with the numbers, if any are given) in a new folder."""
    closed = selectors.waiting()
    if numbers:
        wanted = {casework.case(number).pk: number for number in numbers}
        open_ones = sorted(number for pk, number in wanted.items() if pk not in closed)
        if open_ones:
            raise RuleBroken(f"These cases are not closed, or archived already: {', '.join(open_ones)}.")
        closed = {pk: closed[pk] for pk in wanted}
    if not closed:
        raise RuleBroken("There are no closed cases that are not archived.")
    deposit = Deposit.objects.create(
        name=_name(), ordered_at=clock.now(), wanted=len(closed), state=DepositState.MAKING
    )
    try:
        return make(deposit, folder, closed, progress)
    except BaseException:
        Deposit.objects.filter(pk=deposit.pk).delete()
        raise


def make(
    deposit: Deposit,
    folder: Path,
    closed: dict[int, datetime] | None = None,
    progress: Progress = lambda count: None,
) -> Deposit:
    """Write the deposit, and then, all at once, let its cases be archived. Written aside first: a folder with the
    name of a deposit is a whole one."""
    closed = selectors.waiting() if closed is None else closed
    aside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    by = deposit.ordered_by.name if deposit.ordered_by else selectors.SYSTEM

    def told(count: int) -> None:
        progress(count)
        if count % _SHOW_EVERY == 0:
            Deposit.objects.filter(pk=deposit.pk).update(cases=count)

    written = write(selectors.shape_of(deposit.name, by, closed), aside, told)
    aside.rename(folder)
    return _archive(deposit, closed, written)


@transaction.atomic
def _archive(deposit: Deposit, closed: dict[int, datetime], written: Written) -> Deposit:
    """The cases are archived from now on; each has it in its log."""
    deposit = Deposit.objects.select_for_update(of=("self",)).get(pk=deposit.pk)
    now = clock.now()
    ArchivedCase.objects.bulk_create(
        ArchivedCase(case_id=case_id, deposit=deposit, archived_at=now) for case_id in sorted(closed)
    )
    deposit.state, deposit.made_at = DepositState.READY, now
    deposit.cases, deposit.documents = len(closed), written.counts["dokumentobjekt"]
    deposit.size, deposit.checksum = written.bytes, written.checksum
    deposit.save()
    for case_id, number in casework.numbers_of(closed):
        events.record(
            "records.case_archived",
            thing=f"case:{case_id}",
            person_id=deposit.ordered_by_id,
            case_number=number,
            data={"deposit": deposit.name},
        )
    events.record(
        "records.deposit_made",
        thing=f"deposit:{deposit.pk}",
        person_id=deposit.ordered_by_id,
        data={"cases": deposit.cases, "documents": deposit.documents, "checksum": deposit.checksum},
    )
    return deposit
