"""Prepare what is to be ruled: the outcome, its reasons, and the letter as it begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import appealing, permissions, selectors
from helsetek.casework.models import Appeal, AppealState, Case, PartyRequest, RequestState, Ruling
from helsetek.casework.parameters import parameter
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Ground, Hindrance, Kind
from helsetek.casework.rules.forewarnings import About
from helsetek.casework.rules.reasons import Reasons
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.web import show
from helsetek.registry import selectors as registry

from . import appeals, composing
from .forewarnings import require_notice
from .given import text
from .rulings import record, state_in_log

NO_REASONS = Reasons()


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer on one document. What is withheld needs the paragraph and the reason (§§ 18–19)."""

    document_id: UUID
    given: bool
    paragraph: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What is to be ruled. ``values`` are the answers to the fields of the room's remedy."""

    outcome: str
    reasons: Reasons = NO_REASONS
    values: Mapping[str, Any] = field(default_factory=dict)
    late_excused: str = ""
    until: date | None = None
    documents: tuple[Answered, ...] = ()
    body: str = ""
    decided_on: date | None = None
    ground: str = ""
    noticed_on: date | None = None


@transaction.atomic
def prepare_on_appeal(*, by: Person, appeal: Appeal, proposed: Proposed) -> Ruling:
    """Prepare what is ruled on an appeal: by the first instance, anew after annulment, or as the appeal body has ruled.

    Which of them follows from the appeal's state. Raises NotAllowed, WrongState, RuleBroken.
    """
    appeal = appeals.lock(appeal)
    right = permissions.may_prepare_answer(by, appeal.case).require()
    kind = kind_for(appeal)
    if kind is Kind.BODY and appeal.rulings.filter(state="prepared").exists():
        raise WrongState(_("What the appeal body has ruled is prepared already. Somebody else confirms it."))
    _check_outcome(kind, proposed, appeal)
    data = _remedy_data(appeal.case, appeal.subject, appeal.subject_id, proposed)
    if appeal.late and kind is Kind.FIRST and proposed.outcome != rules.DISMISSED:
        missing = _("The appeal came late. Write why it is tried all the same, or dismiss it.")
        data["late_excused"] = text(proposed.late_excused, "late_excused", missing=missing)
    if kind is not Kind.BODY:
        appeals.move(appeal, "prepare")
        appeal.save(update_fields=["state"])
    ruling = _new(by, appeal.case, kind, appeal.organisation_id, proposed, data)
    ruling.appeal, ruling.subject, ruling.subject_id = appeal, appeal.subject, appeal.subject_id
    ruling.subject_title = appeal.subject_title
    if kind is Kind.BODY:
        ruling.body, ruling.body_decided_on = _body(proposed)
    return _keep(ruling, by, right.acting_for, proposed)


def kind_for(appeal: Appeal) -> Kind:
    """What can be prepared on the appeal as it stands. Raises WrongState."""
    kinds = {
        AppealState.SUBMITTED: Kind.FIRST,
        AppealState.ANEW: Kind.ANEW,
        AppealState.SENT_ON: Kind.BODY,
    }
    kind = kinds.get(AppealState(appeal.state))
    if kind is None:
        raise WrongState(_("Nothing can be prepared on the appeal in the state it is in now."))
    return kind


def allowed_outcomes(appeal: Appeal) -> tuple[str, ...]:
    """What can be ruled on the appeal now."""
    return rules.outcomes(kind_for(appeal), appeal.subject, late=appeal.late, excusable=_is_excusable(appeal))


def _is_excusable(appeal: Appeal) -> bool:
    decision = selectors.appealable(appeal.case, appeal.subject, appeal.subject_id)
    if decision is None or appeal.submitted_at is None:
        return True
    years = int(parameter("late_appeal_years", clock.today()))
    return rules.can_be_excused(decision.decided_at, appeal.submitted_at, years)


def _check_outcome(kind: Kind, proposed: Proposed, appeal: Appeal) -> None:
    if proposed.outcome not in allowed_outcomes(appeal):
        sentence = _("This cannot be the outcome of the appeal as it stands.")
        raise RuleBroken(sentence, {"outcome": [sentence]})


def _remedy_data(case: Case, subject: str, subject_id: int, proposed: Proposed) -> dict[str, Any]:
    """What the change gives, checked by the room."""
    if proposed.outcome not in rules.CARRIED_OUT or subject in rules.OWN_SUBJECTS:
        return {}
    remedy = appealing.remedy_of(case)
    return {"remedy": remedy.read(case, subject, subject_id, proposed.outcome, proposed.values)}


def _body(proposed: Proposed) -> tuple[str, date]:
    name = text(proposed.body, "body", missing=_("Write who has ruled."), longest=200)
    if proposed.decided_on is None or proposed.decided_on > clock.today():
        sentence = _("Give the day of the ruling, not later than today.")
        raise RuleBroken(sentence, {"decided_on": [sentence]})
    return name, proposed.decided_on


@transaction.atomic
def prepare_answer(*, by: Person, request: PartyRequest, proposed: Proposed) -> Ruling:
    """Prepare the answer to what a party has asked for. Raises NotAllowed, WrongState, RuleBroken."""
    appealing.hold(request.case)
    rows = PartyRequest.objects.select_for_update(of=("self",)).select_related(
        "case__officer", "organisation"
    )
    request = rows.get(pk=request.pk)
    right = permissions.may_prepare_answer(by, request.case).require()
    kind = Kind(request.kind)
    if request.state != RequestState.OPEN or request.rulings.filter(state="prepared").exists():
        raise WrongState(_("This is answered already, or the answer waits to be approved."))
    data: dict[str, Any] = {}
    if kind is Kind.ACCESS:
        proposed, data = _access(request, proposed)
    elif proposed.outcome not in rules.outcomes(kind):
        raise RuleBroken(_("Choose what to answer."), {"outcome": [_("Choose what to answer.")]})
    if kind is Kind.EXTENSION and proposed.outcome == rules.GRANTED:
        data["until"] = _until(proposed)
    ruling = _new(by, request.case, kind, request.organisation_id, proposed, data)
    ruling.request, ruling.subject, ruling.subject_id = request, request.subject, request.subject_id
    ruling.subject_title = request.subject_title
    return _keep(ruling, by, right.acting_for, proposed)


def _until(proposed: Proposed) -> str:
    if proposed.until is None or proposed.until <= clock.today():
        sentence = _("Give the last day of the extended time limit.")
        raise RuleBroken(sentence, {"until": [sentence]})
    return proposed.until.isoformat()


def _access(request: PartyRequest, proposed: Proposed) -> tuple[Proposed, dict[str, Any]]:
    """The answers on each document; what they come to is the outcome."""
    known = {one.pk: one for one in selectors.documents_of_case(request.case)}
    answers = [one for one in proposed.documents if one.document_id in known]
    if not answers:
        raise RuleBroken(_("Say of at least one document whether it is given."))
    for one in answers:
        if not one.given and not (one.paragraph.strip() and one.reason.strip()):
            raise RuleBroken(
                _("«%(title)s» is withheld: give the paragraph and the reason.")
                % {"title": known[one.document_id].title}
            )
    rows = [
        {
            "document": str(one.document_id),
            "title": known[one.document_id].title,
            "given": one.given,
            "paragraph": one.paragraph.strip()[:120],
            "reason": text(one.reason, "reason", longest=2000),
        }
        for one in answers
    ]
    outcome = rules.access_outcome(one.given for one in answers)
    return Proposed(outcome=outcome, reasons=proposed.reasons), {"documents": rows}


@transaction.atomic
def prepare_reversal(*, by: Person, case: Case, subject: str, subject_id: int, proposed: Proposed) -> Ruling:
    """Prepare that a decision is reversed without an appeal (§ 35), on the grounds and within the times of the act."""
    appealing.hold(case)
    right = permissions.may_prepare_answer(by, case).require()
    decision = selectors.appealable(case, subject, subject_id)
    if decision is None:
        raise RuleBroken(_("There is no such decision in this case."))
    if selectors.has_open_appeal(subject, subject_id):
        raise WrongState(_("The decision is appealed. Change it by deciding on the appeal."))
    if proposed.outcome not in rules.OUTCOMES[Kind.REVERSAL] or proposed.ground not in set(Ground):
        raise RuleBroken(_("Choose the ground, and whether the change benefits or harms the party."))
    told_at = decision.letter.sent_at if decision.letter else None
    _check_reversal(told_at, proposed)
    data = {"ground": proposed.ground} | _remedy_data(case, subject, subject_id, proposed)
    if proposed.outcome == rules.TO_HARM:
        require_notice(About.REVERSAL, subject, subject_id)
    lead = selectors.parties_of(case)[0].organisation_id
    ruling = _new(by, case, Kind.REVERSAL, lead, proposed, data)
    ruling.subject, ruling.subject_id, ruling.subject_title = subject, subject_id, decision.title[:300]
    return _keep(ruling, by, right.acting_for, proposed)


def _check_reversal(told_at: datetime | None, proposed: Proposed) -> None:
    noticed = proposed.noticed_on
    day = clock.today()
    hindrance = rules.hinders_reversal(
        Ground(proposed.ground),
        to_harm=proposed.outcome == rules.TO_HARM,
        told_at=told_at,
        noticed_at=datetime(noticed.year, noticed.month, noticed.day, 12, tzinfo=clock.OSLO)
        if noticed
        else None,
        now=clock.now(),
        notice_weeks=int(parameter("reversal_notice_weeks", day)),
        months=int(parameter("reversal_months", day)),
    )
    if hindrance is not None:
        sentence = hindrance_in_words(hindrance)
        raise RuleBroken(sentence, {"ground": [sentence]})


def hindrance_in_words(hindrance: Hindrance) -> str:
    return {
        Hindrance.HARMS: _(
            "On this ground a decision can be reversed only where it harms nobody it is directed to."
        ),
        Hindrance.TOLD: _("The party has been told of the decision, so this ground does not hold."),
        Hindrance.NOTICE_LATE: _(
            "Notice of the reversal must be given within three weeks of when it was told."
        ),
        Hindrance.TOO_LATE: _("The time in which a superior can reverse to somebody's harm has passed."),
    }[hindrance]


# -- What they share ----------------------------------------------------------------------------------


def _new(
    by: Person, case: Case, kind: Kind, organisation_id: int, proposed: Proposed, data: dict[str, Any]
) -> Ruling:
    reasons = proposed.reasons
    if rules.needs_reasons(kind, proposed.outcome) and kind is not Kind.BODY:
        text(reasons.whole, "discretion", missing=_("Write the reasons: the law asks for them."))
    return Ruling(
        case=case,
        kind=kind.value,
        outcome=proposed.outcome,
        organisation_id=organisation_id,
        reason_rule=text(reasons.rule, "rule"),
        reason_facts=text(reasons.facts, "facts"),
        reason_discretion=text(reasons.discretion, "discretion"),
        data=data,
        prepared_by=by,
        prepared_at=clock.now(),
    )


def _keep(ruling: Ruling, by: Person, acting_for: int | None, proposed: Proposed) -> Ruling:
    """Compose the letter, save, and record."""
    ruling.language = registry.letter_language(registry.organisation(ruling.organisation_id))
    kind, remedy = Kind(ruling.kind), appealing.remedy_of(ruling.case)
    first, *after = composing.keys_for(kind, ruling.outcome)
    own = ruling.subject in rules.OWN_SUBJECTS
    carried = remedy.texts(ruling) if rules.needs_room_texts(kind, ruling.outcome) and not own else []
    values = composing.plain_values(ruling.case, ruling.subject, ruling.subject_id, ruling.language)
    values |= _own_values(ruling) | ({} if own else remedy.values(ruling, ruling.language))
    made = composing.compose([first, *carried, *after], values, ruling.language, proposed.reasons)
    ruling.letter_title, ruling.letter_body, ruling.blocks = made.title[:300], made.body, made.blocks
    ruling.save()
    record(
        "casework.ruling_prepared",
        ruling,
        by,
        acting_for,
        to_state=state_in_log(ruling),
        reasons=proposed.reasons.whole,
        data={"ruling": ruling.pk, "kind": ruling.kind, "outcome": ruling.outcome, "given": ruling.data},
    )
    return ruling


def _own_values(ruling: Ruling) -> dict[str, str]:
    """What fills the places of this room's texts."""
    with translation.override(ruling.language):
        until = ruling.data.get("until")
        documents = ruling.data.get("documents", [])
        return {
            "until": show.day(date.fromisoformat(until)) if until else "",
            "decided_by": ruling.body,
            "decided_on": show.day(ruling.body_decided_on) if ruling.body_decided_on else "",
            "documents": _listed(row["title"] for row in documents if row["given"]),
            "withheld": _listed(
                f"{row['title']}: {row['paragraph']}. {row['reason']}"
                for row in documents
                if not row["given"]
            ),
        }


def _listed(items: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(item.split())}" for item in items)
