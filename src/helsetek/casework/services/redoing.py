"""What somebody disqualified has done must be done again, or be let stand by one without a hand in the case."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.rules import DECIDING_SIDE
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions, verbs
from helsetek.casework.models import ActToRedo, Case, ImpartialityDeclaration
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.events import Event

from .notices import notify

LONGEST_REASON = 2000


def mark(declaration: ImpartialityDeclaration) -> list[ActToRedo]:
    """Mark what the person has done in the case, by the event log. Part of the act by which the conflict is known.

    Acts by which somebody uses a role of the deciding side count, each kind on each thing once (the last); those that
    settle nothing by themselves do not. What is marked already stays as it is marked.
    """
    case, person = declaration.case, declaration.person
    last: dict[tuple[str, str], Event] = {}
    for event in events.of_case(case.number):
        verb = verbs.known(event.verb)
        if event.person_id == person.pk and verb.role in DECIDING_SIDE and not verb.minor:
            last[event.verb, event.thing] = event
    known = set(case.acts_to_redo.values_list("event_id", flat=True))
    made = ActToRedo.objects.bulk_create(
        _marked(declaration, event) for event in last.values() if event.id not in known
    )
    if made:
        _tell_officer(declaration, len(made))
    return made


def _marked(declaration: ImpartialityDeclaration, event: Event) -> ActToRedo:
    return ActToRedo(
        case=declaration.case,
        declaration=declaration,
        person=declaration.person,
        event_id=event.id,
        verb=event.verb,
        thing=event.thing,
        done_at=event.at,
        after=events.length(),
    )


def _tell_officer(declaration: ImpartialityDeclaration, count: int) -> None:
    case = declaration.case
    if case.officer is None or case.officer_id == declaration.person_id:
        return
    notify(
        [case.officer],
        kind="casework.acts_to_redo",
        key=f"acts_to_redo:{declaration.pk}",
        path=f"/saker/{case.number}/habilitet/",
        case=case,
        data={"number": case.number, "name": declaration.person.name, "count": count},
    )


@transaction.atomic
def leave_standing(*, by: Person, act: ActToRedo, reason: str) -> ActToRedo:
    """Say why an act of somebody disqualified can stand: by one who has had no hand in the case.

    Forvaltningsloven § 41: a decision is valid all the same when there is reason to think that the fault cannot have
    worked on what it says. The reason is on the log.
    """
    case = Case.objects.select_for_update().get(pk=act.case_id)
    right = permissions.may_leave_standing(by, case).require()
    if act.pk not in {one.pk for one in permissions.open_acts(case)}:
        raise WrongState(_("This act has been done again, or been let stand, already."))
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        sentence = _("Write why the act can stand, in at most 2,000 characters.")
        raise RuleBroken(sentence, {"reason": [sentence]})
    act = ActToRedo.objects.select_for_update().get(pk=act.pk)
    act.left_by, act.left_reason, act.left_at = by, reason, clock.now()
    act.save(update_fields=["left_by", "left_reason", "left_at"])
    events.record(
        "casework.act_left_standing",
        thing=f"act:{act.event_id}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        case_number=case.number,
        reasons=reason,
        data={"verb": act.verb, "of": act.person_id},
    )
    return act
