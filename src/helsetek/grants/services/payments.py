"""Instalments on their way out: prepared by one, attested by another, sent in a file, answered by the bank."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.casework.permissions import disqualified_in
from helsetek.common import clock, events, instants
from helsetek.common.errors import NotAllowed, Refusal, RuleBroken, WrongState
from helsetek.common.money import show
from helsetek.grants.models import Grant, Instalment, PaymentFile
from helsetek.grants.permissions.payments import may_attest, may_make_files, may_prepare
from helsetek.grants.rules import pain
from helsetek.grants.rules.instalments import room_left
from helsetek.grants.rules.machines import INSTALMENT
from helsetek.grants.selectors.amendments import grants_with_account_in_doubt
from helsetek.grants.selectors.grants import granted_ore, paid_again_ore
from helsetek.grants.selectors.payments import not_stopped, set_off_of
from helsetek.scheme.selectors import Account
from helsetek.scheme.services import ledger

from . import stops
from .accounting import post_paid_after_approval
from .holds import require_not_held, require_payable
from .recovery import set_off_paid


@transaction.atomic
def prepare(*, by: Person, instalment: Instalment) -> Instalment:
    """Prepare a payment: what releases it has happened, an account is confirmed, and there is room in the grant."""
    instalment = _locked(instalment)
    acting_for = may_prepare(by, instalment).require().acting_for
    before, target = instalment.state, state.move(INSTALMENT, "prepare", instalment.state)
    _check_ready(instalment)
    instalment.state, instalment.prepared_by, instalment.attested_by = target, by, None
    instalment.file, instalment.problem = None, ""
    instalment.save()
    _check_sum(instalment.grant)
    _record(instalment, "grants.payment_prepared", before, by.pk, acting_for)
    return instalment


@transaction.atomic
def attest(*, by: Person, instalment: Instalment) -> Instalment:
    """Attest a prepared payment, with what is set off in it. Never the person who prepared it.

    Where all of it is set off, nothing goes to the bank: it is settled at once.
    """
    instalment = _locked(instalment)
    acting_for = may_attest(by, instalment).require().acting_for
    require_payable(instalment.grant)
    stops.require_none(instalment.grant)
    before, instalment.state = instalment.state, state.move(INSTALMENT, "attest", instalment.state)
    instalment.attested_by = by
    instalment.save()
    _record(instalment, "grants.payment_attested", before, by.pk, acting_for)
    if set_off_of([instalment]).get(instalment.pk, 0) == instalment.amount_ore:
        instalment.state = state.move(INSTALMENT, "put_in_file", instalment.state)
        _settle(instalment, by, acting_for)
    return instalment


@transaction.atomic
def send_back(*, by: Person, instalment: Instalment, reason: str) -> Instalment:
    """The attester sends a prepared payment back, with a reason."""
    if not reason.strip():
        raise RuleBroken(_("Write why the payment is sent back."), {"reason": [_("Write why.")]})
    instalment = _locked(instalment)
    acting_for = may_attest(by, instalment).require().acting_for
    before, instalment.state = instalment.state, state.move(INSTALMENT, "send_back", instalment.state)
    instalment.prepared_by = None
    instalment.save()
    _record(instalment, "grants.payment_sent_back", before, by.pk, acting_for, reasons=reason)
    return instalment


@transaction.atomic
def make_file(*, by: Person) -> PaymentFile:
    """Put every attested instalment into one pain.001 file. An instalment goes into one file only.

    Those in whose case the person is disqualified are left for somebody else (forvaltningsloven § 6).
    """
    acting_for = may_make_files(by).require().acting_for
    waiting = list(_attested().select_for_update(of=("self",)))
    if not waiting:
        raise WrongState(_("No attested payments are waiting."))
    blocked = _blocked(by, waiting)
    rows = [row for row in waiting if row.grant.application.case.number not in blocked]
    if not rows:
        raise NotAllowed(_disqualified(blocked))
    file = _store(by, rows)
    for row in rows:
        row.state, row.file = state.move(INSTALMENT, "put_in_file", row.state), file
        row.save(update_fields=["state", "file"])
    for row in rows:
        _record(row, "grants.payment_sent", "attested", by.pk, acting_for, data={"file": file.message_id})
    return file


def _blocked(by: Person, rows: list[Instalment]) -> set[str]:
    """Numbers of the cases in which the person may have no hand."""
    numbers = {row.grant.application.case_id: row.grant.application.case.number for row in rows}
    return {numbers[pk] for pk in disqualified_in(by, numbers)}


def _disqualified(numbers: set[str]) -> str:
    words = _("You are disqualified in %(cases)s. Ask a colleague to do this.")
    return words % {"cases": ", ".join(sorted(numbers))}


def _attested() -> QuerySet[Instalment]:
    live = Instalment.objects.filter(state="attested", grant__state="accepted", grant__account__isnull=False)
    live = not_stopped(live.exclude(grant__in=grants_with_account_in_doubt()))
    return live.select_related(
        "grant__application__case", "grant__application__lead", "grant__account"
    ).order_by("id")


def _store(by: Person, rows: list[Instalment]) -> PaymentFile:
    now, taken = clock.now(), set_off_of(rows)
    message_id = f"HTO-{now:%Y%m%d%H%M%S}-{rows[0].pk}"
    content = pain.write_file(
        message_id=message_id,
        made_at=now.astimezone(clock.OSLO),
        pay_on=instants.next_working_day(clock.today()),
        debtor=pain.Debtor(**settings.PAYER),
        transfers=[_transfer(row, taken.get(row.pk, 0)) for row in rows],
    )
    file = PaymentFile(message_id=message_id, made_at=now, made_by=by)
    file.document = casework.store_document(
        by=by,
        case=None,
        page="grants.payments",
        page_id=0,
        title=message_id,
        file_name=f"{message_id}.xml",
        content=content,
        content_type="application/xml",
        made_here=True,
    )
    file.save()
    return file


def _transfer(row: Instalment, set_off_ore: int) -> pain.Transfer:
    """What the bank is asked to pay: the instalment, less what is set off in it."""
    case = row.grant.application.case
    if row.grant.account is None:  # the state machine lets no grant this far without one
        raise WrongState(_("The grant in case %(case)s has no confirmed account.") % {"case": case.number})
    return pain.Transfer(
        end_to_end_id=row.end_to_end_id,
        creditor=row.grant.application.lead.name,
        account=row.grant.account.number,
        amount_ore=row.amount_ore - set_off_ore,
        text=f"Tilskudd {case.number} rate {row.number}",
    )


@transaction.atomic
def read_answer(*, by: Person, content: bytes) -> dict[str, int]:
    """Read the bank's answer. Returns how many were paid, rejected, and are still on their way.

    Reading the same answer again changes nothing. Raises RuleBroken for a file that is not an answer to ours.
    """
    acting_for = may_make_files(by).require().acting_for
    answer = _parse(content)
    file = PaymentFile.objects.select_for_update().filter(message_id=answer.original_message_id).first()
    if file is None:
        raise _not_ours(answer.original_message_id)
    counts = {"paid": 0, "rejected": 0, "waiting": 0}
    sent = Instalment.objects.filter(file=file, state="sent").select_for_update(of=("self",))
    rows = list(sent.select_related("grant__application__case", "grant__application__lead").order_by("id"))
    if blocked := _blocked(by, rows):
        raise NotAllowed(_disqualified(blocked))
    for row in rows:
        counts[_apply(row, answer.for_transfer(row.end_to_end_id), by, acting_for)] += 1
    if not rows:  # read before: the time of the first reading stands
        return counts
    file.answered_at = clock.now() if not counts["waiting"] else None
    file.save(update_fields=["answered_at"])
    return counts


def _parse(content: bytes) -> pain.BankAnswer:
    try:
        return pain.read_answer(content)
    except pain.NotAnAnswer as error:
        message = _("This is not an answer from the bank (pain.002). Choose the file that the bank sent.")
        raise RuleBroken(message, {"file": [message]}) from error


def _not_ours(message_id: str) -> RuleBroken:
    message = _("The answer is about the file «%(id)s», which was not made here.") % {"id": message_id[:60]}
    return RuleBroken(message, {"file": [message]})


def _apply(row: Instalment, status: pain.Status | None, by: Person, acting_for: int | None) -> str:
    if status is not None and status.settled:
        _settle(row, by, acting_for)
        return "paid"
    if status is not None and status.rejected:
        _reject(row, status, by, acting_for)
        return "rejected"
    return "waiting"


def _settle(row: Instalment, by: Person, acting_for: int | None) -> None:
    ledger.move(
        envelope_id=row.envelope_id,
        source=Account.ACCEPTED,
        target=Account.PAID,
        amount_ore=row.amount_ore,
        case_number=row.grant.application.case.number,
        verb="grants.payment_settled",
        key=f"instalment:{row.pk}:paid",
    )
    row.state, row.paid_at = state.move(INSTALMENT, "confirm", row.state), clock.now()
    row.save(update_fields=["state", "paid_at"])
    post_paid_after_approval(row.grant, row.amount_ore, key=f"instalment:{row.pk}:approved")
    set_off_paid(by=by, instalment=row)
    _tell(row)
    _record(row, "grants.payment_settled", "sent", by.pk, acting_for)


def _reject(row: Instalment, status: pain.Status, by: Person, acting_for: int | None) -> None:
    row.state, row.problem = state.move(INSTALMENT, "reject", row.state), status.reason
    row.save(update_fields=["state", "problem"])
    _record(row, "grants.payment_rejected", "sent", by.pk, acting_for, reasons=status.reason)


def _tell(row: Instalment) -> None:
    casework.notify(
        accounts.people_with(Role.SIGNATORY, row.grant.application.lead_id),
        kind="grants.paid",
        key=f"instalment:{row.pk}:paid",
        path=f"/tilskudd/{row.grant_id}/",
        case=row.grant.application.case,
        data={"title": row.grant.application.case.title, "amount": show(row.amount_ore)},
    )


def _check_ready(instalment: Instalment) -> None:
    grant = instalment.grant
    if grant.state != "accepted":
        raise WrongState(_("The grant is not accepted, or has no confirmed account."))
    require_payable(grant)
    stops.require_none(grant)
    if not instalment.is_released:
        raise WrongState(_("What releases this instalment has not happened yet."))


def _check_sum(grant: Grant) -> None:
    """The sum paid can never pass the sum granted: checked under the grant's lock at every step out."""
    rows = grant.instalments.values_list("state", "amount_ore")
    if room_left(granted_ore(grant) + paid_again_ore(grant), rows) < 0:
        raise WrongState(_("The instalments would add up to more than the grant. Nothing was prepared."))


def _locked(instalment: Instalment) -> Instalment:
    """The grant first, then the instalment: always in that order, so that two at once wait instead of locking up."""
    require_not_held(Grant.objects.select_for_update().get(pk=instalment.grant_id))
    related = "grant__application__case", "grant__application__lead", "grant__account", "waits_for"
    return Instalment.objects.select_for_update(of=("self",)).select_related(*related).get(pk=instalment.pk)


def _record(
    row: Instalment,
    verb: str,
    before: str,
    person_id: int,
    acting_for: int | None,
    *,
    reasons: str = "",
    data: dict[str, object] | None = None,
) -> None:
    events.record(
        verb,
        thing=f"instalment:{row.pk}",
        person_id=person_id,
        organisation_id=acting_for,
        case_number=row.grant.application.case.number,
        from_state=before,
        to_state=row.state,
        reasons=reasons,
        data={"amount_ore": row.amount_ore, "number": row.number} | (data or {}),
    )


def prepare_all(*, by: Person, instalments: list[Instalment]) -> tuple[int, list[str]]:
    """Prepare many, each by itself. Returns how many were prepared, and why the others were not."""
    return _each(lambda row: prepare(by=by, instalment=row), instalments)


def attest_all(*, by: Person, instalments: list[Instalment]) -> tuple[int, list[str]]:
    """Attest many, each by itself."""
    return _each(lambda row: attest(by=by, instalment=row), instalments)


def _each(act: Callable[[Instalment], Instalment], rows: list[Instalment]) -> tuple[int, list[str]]:
    done, problems = 0, []
    for row in rows:
        try:
            act(row)
            done += 1
        except Refusal as refusal:
            problems.append(f"{row.end_to_end_id}: {refusal}")
    return done, problems
