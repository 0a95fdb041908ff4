"""Real municipalities and who borders on whom: the ground that the made-up collaborations stand on."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from random import Random

from helsetek.registry import selectors as registry

MIDT_NORGE = "Helse Midt-Norge"


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as the demonstration needs it."""

    id: int
    number: str
    name: str
    midt_norge: bool
    inhabitants: int
    latitude: float
    longitude: float
    neighbours: tuple[int, ...] = field(default=())


def all_places() -> dict[int, Place]:
    ids = [row.organisation_id for row in registry.municipalities()]
    facts = registry.facts_of(ids)
    neighbours = registry.all_neighbours()
    return {
        pk: Place(
            id=pk,
            number=fact.number,
            name=fact.name.partition(" – ")[0],
            midt_norge=fact.regional_health_authority == MIDT_NORGE,
            inhabitants=fact.inhabitants,
            latitude=fact.latitude,
            longitude=fact.longitude,
            neighbours=tuple(neighbours.get(pk, ())),
        )
        for pk, fact in facts.items()
    }


def near(places: dict[int, Place], lead: Place, count: int, draw: Random) -> list[Place]:
    """``count`` municipalities that hang together with the lead by land borders, the nearest first.

    Islands without land borders are joined by distance.
    """
    found, waiting = {lead.id}, deque([lead.id])
    while waiting and len(found) <= count:
        borders = list(places[waiting.popleft()].neighbours)
        draw.shuffle(borders)
        for neighbour in borders:
            if neighbour in places and neighbour not in found:
                found.add(neighbour)
                waiting.append(neighbour)
    if len(found) <= count:
        found.update(place.id for place in _by_distance(places, lead)[: count + 1])
    ordered = [place for place in _by_distance(places, lead) if place.id in found and place.id != lead.id]
    return ordered[:count]


def _by_distance(places: dict[int, Place], lead: Place) -> list[Place]:
    """Nearest first, by degrees; a degree of longitude is about half as long as one of latitude in Norway."""
    return sorted(
        places.values(),
        key=lambda p: (
            (p.latitude - lead.latitude) ** 2 + ((p.longitude - lead.longitude) / 2.2) ** 2,
            p.number,
        ),
    )
