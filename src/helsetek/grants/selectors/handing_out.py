"""A proposal for who assesses what in a whole round: by competence and load, conflicts kept out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext_lazy

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as cases
from helsetek.grants.models import Application, Assessment, Competence, SectionVersion
from helsetek.grants.rules import assigning
from helsetek.grants.rules.assigning import Chosen, Free, Impossible, Wanted, Why
from helsetek.grants.rules.scoring import ASSESSORS
from helsetek.grants.rules.sections import SectionKey
from helsetek.scheme.selectors import Call

WHY = {
    Why.COMPETENT: gettext_lazy("knows the field"),
    Why.LOAD: gettext_lazy("has room"),
}
_TAKES_A_PLACE = ("assigned", "open", "handed_in", "blocked")


@dataclass(frozen=True, slots=True)
class Row:
    """One application that lacks assessors: its field, who has it, what is proposed, and who cannot."""

    application: Application
    area: str
    has: tuple[Person, ...]
    proposed: tuple[Chosen, ...]
    needs: int
    barred: frozenset[int]


@dataclass(frozen=True, slots=True)
class Desk:
    """One assessor: fields, how many are on the desk now, and how many with the proposal."""

    assessor: Person
    areas: tuple[str, ...]
    load: int
    after: int


@dataclass(frozen=True, slots=True)
class Proposed:
    """The whole proposal. ``lacking`` are case numbers for which too few are free: then nothing is proposed."""

    rows: tuple[Row, ...]
    desks: tuple[Desk, ...]
    lacking: tuple[str, ...] = ()


def propose(call: Call) -> Proposed:
    """The same question gets the same answer; nothing is stored."""
    people = {one.pk: one for one in accounts.people_with(Role.ASSESSOR)}
    applications = _waiting(call)
    areas = areas_of(one.pk for one in applications)
    barred = cases.unfit_in(people, [one.case for one in applications], Role.ASSESSOR)
    wanted = [_wanted(one, areas.get(one.pk, ""), barred[one.case_id]) for one in applications]
    free = _free(people)
    chosen, lacking = _chosen(wanted, free, applications)
    return Proposed(
        tuple(_row(one, want, chosen) for one, want in zip(applications, wanted, strict=True)),
        _desks(people, free, chosen),
        lacking,
    )


def _waiting(call: Call) -> list[Application]:
    live = Prefetch(
        "assessments", Assessment.objects.filter(state__in=_TAKES_A_PLACE).select_related("assessor"), "taken"
    )
    places = Count("assessments", filter=Q(assessments__state__in=_TAKES_A_PLACE))
    rows = Application.objects.filter(call=call, state="eligible").annotate(places=places)
    return list(
        rows.filter(places__lt=ASSESSORS).select_related("case", "lead").prefetch_related(live).order_by("pk")
    )


def areas_of(application_ids: Iterable[int]) -> dict[int, str]:
    """The field that each application sorts itself under. One query."""
    rows = SectionVersion.objects.filter(application_id__in=list(application_ids), key=SectionKey.PROJECT)
    found = rows.order_by("application_id", "number").values_list("application_id", "data__area")
    return {pk: str(area or "") for pk, area in found}


def _wanted(one: Application, area: str, barred: set[int]) -> Wanted:
    taken = [assessment.assessor_id for assessment in one.taken]  # type: ignore[attr-defined]
    return Wanted(one.pk, area, ASSESSORS - len(taken), frozenset(barred), tuple(taken))


def _free(people: Iterable[int]) -> list[Free]:
    waiting = Assessment.objects.filter(state__in=["assigned", "open"]).order_by().values_list("assessor_id")
    loads = dict(waiting.annotate(n=Count("pk")))
    known = {one.person_id: frozenset(one.areas) for one in Competence.objects.all()}
    return [Free(pk, known.get(pk, frozenset()), loads.get(pk, 0)) for pk in people]


def _chosen(
    wanted: list[Wanted], free: list[Free], applications: list[Application]
) -> tuple[list[Chosen], tuple[str, ...]]:
    try:
        return assigning.assign(wanted, free), ()
    except Impossible as lack:
        numbers = {one.pk: one.case.number for one in applications}
        return [], tuple(numbers[pk] for pk in lack.applications)


def _row(one: Application, want: Wanted, chosen: Iterable[Chosen]) -> Row:
    has = tuple(assessment.assessor for assessment in one.taken)  # type: ignore[attr-defined]
    mine = tuple(each for each in chosen if each.application == one.pk)
    return Row(one, want.field, has, mine, want.needs, want.barred)


def _desks(people: dict[int, Person], free: list[Free], chosen: list[Chosen]) -> tuple[Desk, ...]:
    after = assigning.loads_after(free, chosen)
    desks = [
        Desk(people[one.assessor], tuple(sorted(one.fields)), one.load, after[one.assessor]) for one in free
    ]
    return tuple(sorted(desks, key=lambda desk: desk.assessor.name))


def competence_of(person: Person) -> list[str]:
    found = Competence.objects.filter(person=person).first()
    return list(found.areas) if found else []
