"""Reads of impartiality: what points at a case, who is in doubt, and what must be done again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from helsetek.accounts import selectors as accounts
from helsetek.accounts.selectors import Person
from helsetek.casework import grounds, verbs
from helsetek.casework.models import ActToRedo, Case, ImpartialityDeclaration
from helsetek.casework.permissions import may_judge_impartiality, open_acts, replaced
from helsetek.casework.rules import impartiality as rules
from helsetek.casework.rules.impartiality import Bond, Hint
from helsetek.common import clock
from helsetek.registry import selectors as registry

from .cases import last_words

__all__ = [
    "ActToRedo",
    "RedoRow",
    "acts_to_redo",
    "cases_to_redo",
    "doubts",
    "doubts_for",
    "hints",
    "hints_for_people",
    "said_hints",
]


def hints(person: Person, case: Case) -> list[Hint]:
    """What in the person's own ties points at the case: shown before declaring, stored with the declaration."""
    return hints_for_people([person.pk], case)[person.pk]


def hints_for_people(person_ids: Iterable[int], case: Case) -> dict[int, list[Hint]]:
    """The same for many people, so that who names them sees it too. Four queries, however many."""
    ids, day = list(person_ids), clock.today()
    bonds, roles = defaultdict[int, list[Bond]](list), defaultdict[int, set[int]](set)
    for tie in accounts.ties_of_people(ids):
        bonds[tie.person_id].append(Bond(tie.organisation_id, tie.kind, tie.leads, tie.since, tie.until))
    for held in accounts.roles_ever_held(ids):
        roles[held.person_id].add(held.organisation_id)
    parties = frozenset(
        case.parties.filter(until__isnull=True).order_by().values_list("organisation_id", flat=True)
    )
    vendors = [one.organisation_id for one in grounds.related(case)]
    years = grounds.earlier_years(day)
    return {pk: rules.hints(bonds[pk], roles[pk], parties, vendors, day, years) for pk in ids}


def said_hints(found: Iterable[Hint]) -> list[str]:
    """Hints in the reader's language."""
    found = list(found)
    places = registry.organisations(hint.organisation_id for hint in found)
    return [grounds.said(hint, {pk: place.name for pk, place in places.items()}) for hint in found]


def doubts(case: Case) -> list[ImpartialityDeclaration]:
    """Those in doubt, for whom the superior has not decided yet."""
    return [one for one in last_words(case) if one.in_doubt]


def doubts_for(by: Person) -> list[ImpartialityDeclaration]:
    """All doubts that wait for the person's decision, oldest first."""
    waiting = ImpartialityDeclaration.objects.filter(in_doubt=True, rulings__isnull=True).exclude(person=by)
    rows = waiting.select_related("case", "person").order_by("declared_at", "id")
    return [one for one in rows if may_judge_impartiality(by, one.person, one.case)]


@dataclass(frozen=True, slots=True)
class RedoRow:
    """An act of somebody disqualified: ``again`` is the act that replaced it, ``left`` whether it was let stand."""

    act: ActToRedo
    text: str
    again: int | None

    @property
    def is_open(self) -> bool:
        return self.again is None and self.act.left_at is None


def acts_to_redo(case: Case) -> list[RedoRow]:
    """Everything that is or was to be done again in the case, oldest first. One query where nothing is marked."""
    marked = list(case.acts_to_redo.select_related("person", "left_by"))
    again = replaced(case, [act for act in marked if act.left_at is None]) if marked else {}
    return [RedoRow(act, str(verbs.known(act.verb).text), again.get(act.event_id)) for act in marked]


def cases_to_redo() -> list[Case]:
    """The cases in which something waits to be done again."""
    marked = ActToRedo.objects.filter(left_at__isnull=True).order_by().values("case_id")
    found = Case.objects.filter(pk__in=marked).select_related("officer")
    return [case for case in found if open_acts(case)]
