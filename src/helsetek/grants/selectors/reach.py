"""Whom a proposal reaches: municipalities, inhabitants, centrality and regions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from helsetek.registry import selectors as registry
from helsetek.registry.selectors import MunicipalityFacts
from helsetek.scheme.selectors import Allotment

from .ranking import RankedRow, ranking


@dataclass(frozen=True, slots=True)
class Group:
    """A group of municipalities: how many there are, how many are reached, and the inhabitants of those."""

    name: str
    of: int
    municipalities: int
    inhabitants: int

    @property
    def share(self) -> float:
        return self.municipalities / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Effect:
    """What the proposal would reach. ``reached`` are the municipalities in projects that would get money."""

    projects: int
    amount_ore: int
    reached: tuple[MunicipalityFacts, ...]
    others: tuple[MunicipalityFacts, ...]
    inhabitants: int
    inhabitants_of_country: int
    by_centrality: tuple[Group, ...]
    by_region: tuple[Group, ...]
    by_county: tuple[Group, ...]

    @property
    def municipalities(self) -> int:
        return len(self.reached)

    @property
    def municipalities_of_country(self) -> int:
        return len(self.reached) + len(self.others)

    @property
    def share_of_inhabitants(self) -> float:
        return self.inhabitants / self.inhabitants_of_country if self.inhabitants_of_country else 0.0

    @property
    def ore_per_inhabitant(self) -> int:
        return self.amount_ore // self.inhabitants if self.inhabitants else 0


def effect(allotment: Allotment, rows: list[RankedRow] | None = None) -> Effect:
    """Whom the proposal as it stands would reach."""
    rows = ranking(allotment) if rows is None else rows
    given = [row for row in rows if row.proposed_ore]
    return effect_of([row.reached for row in given], sum(row.proposed_ore for row in given), country())


def effect_of(
    given: Sequence[frozenset[int]], amount_ore: int, facts: tuple[MunicipalityFacts, ...]
) -> Effect:
    """Whom projects reach, each given by the organisation ids of its municipalities; ``facts`` are the country's."""
    ids = frozenset[int]().union(*given)
    reached = tuple(one for one in facts if one.organisation_id in ids)
    return Effect(
        projects=len(given),
        amount_ore=amount_ore,
        reached=reached,
        others=tuple(one for one in facts if one.organisation_id not in ids),
        inhabitants=sum(one.inhabitants for one in reached),
        inhabitants_of_country=sum(one.inhabitants for one in facts),
        by_centrality=_groups(facts, reached, lambda one: str(one.centrality_class)),
        by_region=_groups(facts, reached, lambda one: one.regional_health_authority),
        by_county=_groups(facts, reached, lambda one: one.county),
    )


def country() -> tuple[MunicipalityFacts, ...]:
    """Facts of every municipality that exists today, in the order of their numbers."""
    return tuple(sorted(registry.facts_of_all().values(), key=lambda one: one.number))


def _groups(
    everybody: Iterable[MunicipalityFacts],
    reached: Iterable[MunicipalityFacts],
    name_of: Callable[[MunicipalityFacts], str],
) -> tuple[Group, ...]:
    all_of = Counter(name_of(one) for one in everybody)
    hit, people = Counter[str](), Counter[str]()
    for one in reached:
        hit[name_of(one)] += 1
        people[name_of(one)] += one.inhabitants
    return tuple(Group(name, all_of[name], hit[name], people[name]) for name in sorted(all_of))
