"""Reads of impartiality: what points at a case, who is in doubt, and what must be done again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role, exclude_each_other
from helsetek.accounts.selectors import Person
from helsetek.casework import grounds, verbs
from helsetek.casework.models import ActToRedo, Case, ImpartialityDeclaration
from helsetek.casework.permissions import may_judge_impartiality, open_acts, replaced
from helsetek.casework.rules import impartiality as rules
from helsetek.casework.rules.impartiality import Bond, Hint
from helsetek.common import clock, events
from helsetek.registry import selectors as registry

from .cases import last_words, parties_of_cases

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
    "unfit_in",
]


def hints(person: Person, case: Case) -> list[Hint]:
    """What in the person's own ties points at the case: shown before declaring, stored with the declaration."""
    return hints_for_people([person.pk], case)[person.pk]


def hints_for_people(person_ids: Iterable[int], case: Case) -> dict[int, list[Hint]]:
    """The same for many people, so that who names them sees it too. Four queries, however many."""
    ids, day = list(person_ids), clock.today()
    bonds, roles = _bonds_and_roles(ids)
    parties = frozenset(
        case.parties.filter(until__isnull=True).order_by().values_list("organisation_id", flat=True)
    )
    vendors = [one.organisation_id for one in grounds.related(case)]
    years = grounds.earlier_years(day)
    return {pk: rules.hints(bonds[pk], roles[pk], parties, vendors, day, years) for pk in ids}


def unfit_in(person_ids: Iterable[int], cases: Iterable[Case], role: Role) -> dict[int, set[int]]:
    """By case: those who should not be given the role in it. Five queries, however many people and cases.

    Declared or found disqualified, with a tie to a party, or with a hand in the case that excludes the role.
    """
    people, found = list(person_ids), {case.pk: case for case in cases}
    unfit: dict[int, set[int]] = {pk: set() for pk in found}
    last = ImpartialityDeclaration.objects.filter(case_id__in=found, person_id__in=people)
    words = last.order_by("declared_at", "id").values_list("case_id", "person_id", "conflict")
    for (case_id, person_id), conflict in {(one, two): three for one, two, three in words}.items():
        if conflict:
            unfit[case_id].add(person_id)
    numbers = {case.number: pk for pk, case in found.items()}
    for number, person_id, verb in events.acts_in(people, numbers):
        used = verbs.known(verb).role
        if used is not None and exclude_each_other(used, role):
            unfit[numbers[number]].add(person_id)
    for case_id, person_id in _tied(people, found):
        unfit[case_id].add(person_id)
    return unfit


def _tied(people: list[int], found: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(case, person) where a tie or an earlier role points at a party."""
    day, parties = clock.today(), defaultdict[int, set[int]](set)
    years = grounds.earlier_years(day)
    bonds, roles = _bonds_and_roles(people)
    for party in parties_of_cases(found):
        parties[party.case_id].add(party.organisation_id)
    for case_id, places in parties.items():
        for pk in people:
            if rules.hints(bonds[pk], roles[pk], frozenset(places), [], day, years):
                yield case_id, pk


def _bonds_and_roles(ids: list[int]) -> tuple[dict[int, list[Bond]], dict[int, set[int]]]:
    bonds, roles = defaultdict[int, list[Bond]](list), defaultdict[int, set[int]](set)
    for tie in accounts.ties_of_people(ids):
        bonds[tie.person_id].append(Bond(tie.organisation_id, tie.kind, tie.leads, tie.since, tie.until))
    for held in accounts.roles_ever_held(ids):
        roles[held.person_id].add(held.organisation_id)
    return bonds, roles


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
