"""Partners that left the collaboration after the application was submitted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from helsetek.accounts.selectors import Person
from helsetek.cooperation import selectors as cooperation
from helsetek.cooperation.selectors import Membership
from helsetek.grants.models import Application, Decision
from helsetek.scheme.selectors import Allotment

from .handling import cases

# Where there is something to think through: before the decision is told.
OPEN = ("submitted", "more_information", "eligible", "inadmissible", "recommended", "decided")


@dataclass(frozen=True, slots=True)
class Departure:
    """Who left, when and why. ``considered``: the case officer has said what follows, and it is no party any more."""

    organisation_id: int
    name: str
    at: datetime
    reason: str
    considered: bool


def departures(application: Application) -> list[Departure]:
    """Those who left this application, in the order they did. Two queries, one where nobody has left."""
    return of_many([application])[application.pk]


def of_many(applications: Iterable[Application]) -> dict[int, list[Departure]]:
    """The same for several at once, by application: empty where nobody has left."""
    rows = list(applications)
    places = cooperation.departed(one.collaboration_id for one in rows)
    gone: dict[int, list[Membership]] = defaultdict(list)
    for place in places:
        gone[place.collaboration_id].append(place)
    return {one.pk: list(_from(one, gone[one.collaboration_id])) for one in rows}


def _from(application: Application, places: list[Membership]) -> Iterator[Departure]:
    """Those of the places whose organisation was party to the application and left after it was submitted."""
    parties = _parties(application) if places else {}
    for place in places:
        left, at, submitted = place.organisation, place.answered_at, application.submitted_at
        if left.pk in parties and at is not None and submitted is not None and at >= submitted:
            yield Departure(left.pk, left.name, at, place.reason, considered=not parties[left.pk])


def _parties(application: Application) -> dict[int, bool]:
    """Organisations that are or have been party to the case, and whether they still are."""
    rows = application.case.parties.order_by("since", "id").values_list("organisation_id", "until")
    return {organisation: until is None for organisation, until in rows}


def to_consider(officer: Person) -> list[tuple[Application, list[Departure]]]:
    """The officer's own cases with a partner that has left, on which nothing is said yet."""
    rows = cases().filter(case__officer=officer, state__in=OPEN)
    gone = cooperation.departed(rows.values_list("collaboration_id", flat=True))
    if not gone:
        return []
    mine = list(rows.filter(collaboration__in={place.collaboration_id for place in gone}))
    unsaid = {pk: [one for one in left if not one.considered] for pk, left in of_many(mine).items()}
    return [(application, unsaid[application.pk]) for application in mine if unsaid[application.pk]]


def before_deciding(allotment: Allotment) -> list[tuple[Decision, list[Departure]]]:
    """Decisions that wait to be made in the allotment, on applications that a partner has left."""
    waiting = Decision.objects.filter(allotment=allotment, decided_at__isnull=True, reopened_at__isnull=True)
    rows = list(waiting.select_related("application__case").order_by("application__case__number"))
    left = of_many(one.application for one in rows)
    return [(one, left[one.application_id]) for one in rows if left[one.application_id]]
