"""The figures of the rounds, and how much of the country the awards reach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from helsetek.grants.selectors.awards import Award
from helsetek.grants.selectors.figures import CallFigures, figures_of_calls
from helsetek.registry.points import Point
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Call, Phase

GONE = {"declined", "lapsed", "reversed"}


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call with its figures; what is applied for is known when the call has closed."""

    call: Call
    envelope_ore: int
    figures: CallFigures
    is_closed: bool


def rounds() -> list[CallRow]:
    """Published calls with their figures, the newest first."""
    calls = list(scheme.published_calls())
    ids = [call.pk for call in calls]
    figures, allotted = figures_of_calls(ids), scheme.allotted_to_calls(ids)
    return [
        CallRow(call, allotted[call.pk], figures[call.pk], scheme.phase(call) is Phase.CLOSED)
        for call in calls
    ]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many municipalities take part in projects that got money, and how many live there."""

    municipalities: int
    of: int
    inhabitants: int
    of_inhabitants: int

    @property
    def share(self) -> float:
        return self.inhabitants / self.of_inhabitants if self.of_inhabitants else 0.0


def reach(awards: Iterable[Award], places: dict[int, Point]) -> Reach:
    ids = {pk for award in awards if award.state not in GONE for pk in award.member_ids}
    hit = [one for pk, one in places.items() if pk in ids]
    return Reach(
        len(hit), len(places), sum(o.inhabitants for o in hit), sum(o.inhabitants for o in places.values())
    )


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map: what a lead has got in all, and where to read of it."""

    place: Point
    amount_ore: int
    projects: int
    href: str


def spots(awards: Iterable[Award], places: dict[int, Point]) -> list[Spot]:
    """Every lead with awards that stand."""
    by_lead: dict[int, list[Award]] = defaultdict(list)
    for award in awards:
        if award.state not in GONE and award.lead_id in places:
            by_lead[award.lead_id].append(award)
    return [_spot(places[pk], found) for pk, found in by_lead.items()]


def _spot(place: Point, found: list[Award]) -> Spot:
    if len(found) == 1:
        href = reverse("portal:award", args=[found[0].grant_id])
    else:
        href = f"{reverse('portal:awards')}?lead={place.organisation_id}"
    return Spot(place, sum(award.amount_ore for award in found), len(found), href)
