"""Where the municipalities lie and how many live there: the little that maps and sums need, read in one query."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from helsetek.common import clock

from .models import Municipality, Population
from .selectors import valid


@dataclass(frozen=True, slots=True)
class Point:
    """A municipality of today (degrees north and east; newest number of inhabitants)."""

    organisation_id: int
    name: str
    county: str
    latitude: float
    longitude: float
    inhabitants: int


def points() -> dict[int, Point]:
    """Every municipality of today, by organisation id."""
    newest = Population.objects.filter(municipality=OuterRef("pk"), year__lte=clock.today().year).order_by(
        "-year"
    )
    rows = Municipality.objects.filter(valid()).values_list(
        "organisation_id",
        "organisation__name",
        "county__name",
        "latitude",
        "longitude",
        Subquery(newest.values("inhabitants")[:1]),
    )
    return {row[0]: Point(row[0], row[1], row[2], row[3], row[4], row[5] or 0) for row in rows}
