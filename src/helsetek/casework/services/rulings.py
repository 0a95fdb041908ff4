"""What is ruled: prepared by one with its letter, corrected, sent back, or decided by another and sent at once.

Deciding is approving the letter too: what is stored is what was approved, and nothing goes out that two have not seen.
The outcome, the letter and what the room carries out (money) stand or fall in one transaction.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import appealing, permissions, state
from helsetek.casework.models import Appeal, Ruling, RulingState
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, StaleEdit

from . import composing, effects
from .given import text
from .letters import mark_sent
from .notices import notify

LONGEST_LETTER = 40_000
_VERBS = {
    Kind.FIRST: "casework.appeal_decided",
    Kind.BODY: "casework.appeal_outcome_recorded",
    Kind.ANEW: "casework.decided_anew",
    Kind.REVERSAL: "casework.reversed",
    Kind.SUSPENSION: "casework.suspension_decided",
    Kind.EXTENSION: "casework.extension_answered",
    Kind.ACCESS: "casework.access_answered",
    Kind.REASONS: "casework.reasons_given",
}


def lock(given: Ruling) -> Ruling:
    """What the case is about, then the appeal, then the ruling."""
    appealing.hold(given.case)
    if given.appeal_id:
        Appeal.objects.select_for_update().get(pk=given.appeal_id)
    rows = Ruling.objects.select_for_update(of=("self",))
    related = ("case__officer", "organisation", "appeal__case", "request", "prepared_by", "decided_by")
    return rows.select_related(*related).get(pk=given.pk)


def record(verb: str, ruling: Ruling, by: Person, acting_for: int | None, **more: Any) -> None:
    """In the log of the appeal or the request it is about; else as a ruling of its own."""
    thing = (
        f"appeal:{ruling.appeal_id}"
        if ruling.appeal_id
        else f"request:{ruling.request_id}"
        if ruling.request_id
        else f"ruling:{ruling.pk}"
    )
    events.record(
        verb,
        thing=thing,
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=ruling.case.number,
        **{"data": {"ruling": ruling.pk, "kind": ruling.kind, "outcome": ruling.outcome}, **more},
    )


def state_in_log(ruling: Ruling) -> str:
    """The state of what the ruling is logged under: the appeal, or the ruling itself. A request stays as it is."""
    if ruling.appeal is not None:
        return ruling.appeal.state
    return "" if ruling.request_id else ruling.state


@transaction.atomic
def correct_letter(*, by: Person, ruling: Ruling, title: str, body: str, revision: int) -> Ruling:
    """Correct the text of the letter. Who corrects can no longer be the one who decides.

    Raises NotAllowed, WrongState, StaleEdit, RuleBroken.
    """
    ruling = lock(ruling)
    right = permissions.may_prepare_answer(by, ruling.case).require()
    state.move(rules.RULING, "correct", ruling.state)
    if revision != ruling.revision:
        raise StaleEdit(
            _("Somebody has corrected the letter since you opened it."),
            theirs={"title": ruling.letter_title, "body": ruling.letter_body},
            yours={"title": title, "body": body},
            revision=ruling.revision,
        )
    ruling.letter_title = text(title, "title", missing=_("The letter needs a title."), longest=300)
    ruling.letter_body = text(body, "body", missing=_("The letter needs a text."), longest=LONGEST_LETTER)
    ruling.corrected_by = by if by.pk != ruling.prepared_by_id else ruling.corrected_by
    ruling.revision += 1
    ruling.save()
    record("casework.letter_corrected", ruling, by, right.acting_for)
    return ruling


@transaction.atomic
def send_ruling_back(*, by: Person, ruling: Ruling, reason: str) -> Ruling:
    """Do not decide what is prepared: send it back with the reason. What was prepared is kept."""
    ruling = lock(ruling)
    right = permissions.may_rule(by, ruling).require()
    before = state_in_log(ruling)
    ruling.state = state.move(rules.RULING, "send_back", ruling.state)
    ruling.returned_why = text(
        reason, "reason", missing=_("Write what should be done otherwise."), longest=4000
    )
    ruling.save()
    effects.appeal_goes_back(ruling)
    notify(
        [ruling.prepared_by],
        kind="casework.ruling_returned",
        key=f"ruling:{ruling.pk}:returned",
        path=f"/avgjorelser/{ruling.pk}/",
        case=ruling.case,
        data={"title": ruling.case.title, "number": ruling.case.number, "reason": ruling.returned_why},
    )
    record(
        "casework.ruling_sent_back",
        ruling,
        by,
        right.acting_for,
        from_state=before,
        to_state=state_in_log(ruling),
        reasons=ruling.returned_why,
    )
    return ruling


@transaction.atomic
def decide_ruling(*, by: Person, ruling: Ruling) -> Ruling:
    """Decide what another has prepared: the letter is made and sent, and everything that follows is done with it.

    Raises NotAllowed, WrongState (the state, or something that has changed since), RuleBroken (there is no money).
    """
    ruling = lock(ruling)
    right = permissions.may_rule(by, ruling).require()
    before, target = ruling.state, state.move(rules.RULING, "decide", ruling.state)
    ruling.decided_by, ruling.decided_at = by, clock.now()
    if ruling.outcome in rules.CARRIED_OUT:
        _require(appealing.remedy_of(ruling.case).may_carry_out(ruling))
    if ruling.kind == Kind.ANEW:
        _require(appealing.remedy_of(ruling.case).may_decide_anew(ruling))
    ruling.letter, ruling.state = composing.make(ruling), target
    mark_sent(ruling.letter)
    ruling.save()
    states = effects.follow(ruling, by)
    effects.tell(ruling)
    record(
        _VERBS[Kind(ruling.kind)],
        ruling,
        by,
        right.acting_for,
        from_state=states[0] or before,
        to_state=states[1] or RulingState.DECIDED,
        reasons=_logged(ruling),
        data={
            "ruling": ruling.pk,
            "kind": ruling.kind,
            "outcome": ruling.outcome,
            "letter": ruling.letter.pk,
            "sha256": ruling.letter.document.sha256,
            "given": ruling.data.get("remedy", {}),
        },
    )
    return ruling


def _require(answer: Any) -> None:
    if not answer:
        raise RuleBroken(answer.reason)


def _logged(ruling: Ruling) -> str:
    parts = (ruling.reason_rule, ruling.reason_facts, ruling.reason_discretion)
    return "\n\n".join(part for part in parts if part)
