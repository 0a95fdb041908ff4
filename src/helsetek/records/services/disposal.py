"""Delete what has served its time: proposed by one, confirmed by another, carried out by the worker.

Each thing is deleted in a transaction of its own, with an event that says which thing and by which rule, never what it
held. Whether it is due, and whether anything holds it, is asked anew under lock. A worker that dies goes on next time.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.common import clock, events
from helsetek.common.errors import Refusal, RuleBroken, WrongState
from helsetek.records import retention
from helsetek.records.models import Disposal, DisposalItem, DisposalState
from helsetek.records.permissions import may_archive, may_confirm_deletion
from helsetek.records.rules.machines import DISPOSAL
from helsetek.records.selectors import retention as selectors

log = logging.getLogger(__name__)
MOST_AT_A_TIME = 5000
_LONGEST = 2000


@transaction.atomic
def propose(*, by: Person, kinds: Sequence[str], words: str = "") -> Disposal:
    """Propose to delete all that is due in these classes and that nothing holds.

    personvernforordningen art. 5 no. 1 e. Raises NotAllowed, RuleBroken, WrongState.
    """
    right = may_archive(by).require()
    if selectors.waiting():
        raise WrongState(_("There is a proposal already. It must be answered and carried out first."))
    if not set(kinds) <= set(retention.classes()) or not kinds:
        problem = _("Choose at least one class of data.")
        raise RuleBroken(problem, {"kinds": [problem]})
    lines = [line for line in selectors.dry_run(kinds) if not line.held][:MOST_AT_A_TIME]
    if not lines:
        raise RuleBroken(_("There is nothing to delete in these classes today."))
    disposal = _create(by, lines, words)
    _record(
        "disposal_proposed", disposal, by, right.acting_for, data=dict(Counter(one.kind for one in lines))
    )
    return disposal


def _create(by: Person, lines: list[selectors.Line], words: str) -> Disposal:
    rules = {kind: selectors.rule_of(kind) for kind in {line.kind for line in lines}}
    basis = {
        kind: {
            "months": rule.period,
            "edge": selectors.edge_of(kind).isoformat(),
            "source": rule.source,
        }
        for kind, rule in rules.items()
    }
    try:
        with transaction.atomic():
            disposal = Disposal.objects.create(
                proposed_at=clock.now(), proposed_by=by, words=words.strip()[:_LONGEST], basis=basis,
                things=len(lines),
            )  # fmt: skip
    except IntegrityError as error:  # somebody was a moment before
        raise WrongState(
            _("There is a proposal already. It must be answered and carried out first.")
        ) from error
    DisposalItem.objects.bulk_create(
        DisposalItem(disposal=disposal, kind=one.kind, thing=one.thing, since=one.since, case_number=one.case_number)
        for one in lines
    )  # fmt: skip
    return disposal


@transaction.atomic
def confirm(*, by: Person, disposal: Disposal) -> Disposal:
    """Another person has looked through the list: it is carried out from now on. Raises NotAllowed, WrongState."""
    disposal = _locked(disposal)
    right = may_confirm_deletion(by, disposal).require()
    return _answer("confirm", disposal, by, right.acting_for, "")


@transaction.atomic
def reject(*, by: Person, disposal: Disposal, reason: str) -> Disposal:
    """Nothing of it is deleted. Who proposed may take it back so too. Raises NotAllowed, RuleBroken, WrongState."""
    disposal = _locked(disposal)
    right = may_archive(by).require()
    if not reason.strip():
        problem = _("Say why nothing is to be deleted.")
        raise RuleBroken(problem, {"reason": [problem]})
    return _answer("reject", disposal, by, right.acting_for, reason.strip()[:_LONGEST])


def _answer(act: str, disposal: Disposal, by: Person, acting_for: int | None, reason: str) -> Disposal:
    before, disposal.state = disposal.state, state.move(DISPOSAL, act, disposal.state)
    disposal.answered_at, disposal.answered_by, disposal.answer = clock.now(), by, reason
    disposal.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    verb = {"confirm": "disposal_confirmed", "reject": "disposal_rejected"}[act]
    _record(verb, disposal, by, acting_for, states=(before, disposal.state), reasons=reason)
    return disposal


# -- By the worker ----------------------------------------------------------------------------------


def carry_out_confirmed() -> int:
    """Delete what two people have agreed on. Gives how many things were deleted; may be called again at any time."""
    deleted = 0
    for disposal in list(Disposal.objects.filter(state=DisposalState.CONFIRMED).order_by("pk")):
        for pk in list(disposal.items.filter(outcome="").values_list("pk", flat=True)):
            deleted += _try_item(pk)
        if not disposal.items.filter(outcome="").exists():
            _finish(disposal)
    take_files_away()
    return deleted


def _try_item(pk: int) -> int:
    try:
        return _carry_out(pk)
    except Exception:
        log.exception("one thing could not be deleted, and will be tried again")
        return 0


@transaction.atomic
def _carry_out(pk: int) -> int:
    item = DisposalItem.objects.select_for_update(of=("self",)).select_related("disposal").get(pk=pk)
    if item.outcome or item.disposal.state != DisposalState.CONFIRMED:
        return 0
    data_class = retention.classes()[item.kind]
    data_class.lock(item.thing)
    with override("nb"):
        due, held = selectors.due_now(item.kind, item.thing)
        if due is None:
            return _keep(item, _("it is not due any more"))
    return _keep(item, held) if held else _erase(item, data_class)


def _keep(item: DisposalItem, why: str) -> int:
    item.outcome, item.why_kept, item.done_at = "kept", why[:200], clock.now()
    item.save(update_fields=["outcome", "why_kept", "done_at"])
    return 0


def _erase(item: DisposalItem, data_class: retention.DataClass) -> int:
    try:
        with transaction.atomic():
            gone = data_class.erase(item.thing, selectors.edge_of(item.kind))
    except Refusal as refusal:
        return _keep(item, str(refusal))
    item.outcome, item.done_at, item.rows = "deleted", clock.now(), gone.rows
    item.files, item.file_count, item.has_files = list(gone.files), len(gone.files), bool(gone.files)
    item.save(update_fields=["outcome", "done_at", "rows", "files", "file_count", "has_files"])
    disposal = item.disposal
    events.record(
        "records.data_deleted",
        thing=item.thing,
        person_id=disposal.answered_by_id,
        case_number=item.case_number,
        from_state=gone.from_state,
        to_state=gone.to_state,
        data={
            "class": item.kind,
            "disposal": disposal.pk,
            "files": len(gone.files),
            "months": disposal.basis.get(item.kind, {}).get("months"),
            "proposed_by": disposal.proposed_by_id,
            "rows": gone.rows,
        },
    )
    return 1


def take_files_away() -> int:
    """The stored files of what is deleted and committed. What a worker that died has left is taken here too."""
    taken = 0
    for item in list(DisposalItem.objects.filter(outcome="deleted", has_files=True)):
        for name in item.files:
            casework.take_file_away(name)
            taken += 1
        DisposalItem.objects.filter(pk=item.pk).update(files=[], has_files=False)
    return taken


@transaction.atomic
def _finish(disposal: Disposal) -> None:
    disposal = _locked(disposal)
    if disposal.state != DisposalState.CONFIRMED:
        return
    before, disposal.state = disposal.state, state.move(DISPOSAL, "finish", disposal.state)
    disposal.done_at = clock.now()
    disposal.deleted = disposal.items.filter(outcome="deleted").count()
    disposal.save(update_fields=["state", "done_at", "deleted"])
    data = {"deleted": disposal.deleted, "kept": disposal.things - disposal.deleted}
    _record("disposal_done", disposal, None, None, states=(before, disposal.state), data=data)


def sweep() -> int:
    """What the worker deletes by itself: short-lived traces. One event for each class in which something went."""
    gone = 0
    for one in retention.sweeps().values():
        gone += _sweep(one)
    return gone


@transaction.atomic
def _sweep(one: retention.Sweep) -> int:
    count = one.act()
    if count:
        events.record(
            "records.traces_deleted", thing=f"traces:{one.name}", person_id=None, data={"count": count}
        )
    return count


def _locked(disposal: Disposal) -> Disposal:
    return Disposal.objects.select_for_update(of=("self",)).get(pk=disposal.pk)


def _record(
    verb: str,
    disposal: Disposal,
    by: Person | None,
    acting_for: int | None,
    *,
    states: tuple[str, str] = ("", ""),
    reasons: str = "",
    data: dict[str, int] | None = None,
) -> None:
    events.record(
        f"records.{verb}",
        thing=f"disposal:{disposal.pk}",
        person_id=by.pk if by else None,
        organisation_id=acting_for,
        from_state=states[0],
        to_state=states[1],
        reasons=reasons,
        data=data or {},
    )
