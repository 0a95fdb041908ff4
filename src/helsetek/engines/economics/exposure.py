"""Who is reached, how many, when: quantities that the effects multiply by prices.

Two ways to reach: ``shares`` (the report: a stated share of all municipalities, evenly over the years)
and ``choice`` (each municipality joins when its benefit and its share of the grant beat its own effort).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from helsetek.engines.economics.world import YEAR_AXIS, Array, World

#: What only the other kind of uptake reads; in an analysis of this kind it is no input.
IDLE = {
    "choice": frozenset({"uptake_share", "type1_share", "type2_share", "type3a_share", "buyers_share"}),
    "shares": frozenset(
        {
            *("attraction", "responsiveness", "midt_pull", "expected_grant", "grant_size", "benefit_size"),
            *("effort_size", "hazard", "hazard_size", "weeks_size", "planned_share"),
            *("coalition_friction", "adoption_reference"),
        }
    ),
}


class Series(Protocol):
    """How a quantity falls on the years."""

    @property
    def world(self) -> World:
        """The world it was made in."""

    def by_year(self) -> Array:
        """Per year: (alternatives, years, groups, draws)."""

    def weighted(self, growth: str) -> Array:
        """The sum over years of quantity times D_t W_t: (alternatives, 1, groups, draws)."""


@dataclass(frozen=True)
class Profile:
    """A quantity that falls on the years in fixed proportions, the same for all."""

    world: World
    name: str
    shape: Array

    def by_year(self) -> Array:
        """The proportions."""
        return self.shape

    def weighted(self, growth: str) -> Array:
        """Σ_t shape_t D_t W_t."""

        def total() -> Array:
            return (self.shape * self.world.weights(growth)).sum(axis=YEAR_AXIS, keepdims=True)

        return self.world.once((self.name, growth), lambda: self.world.keep(f"{self.name}_{growth}", total()))


@dataclass(frozen=True)
class Counted:
    """An amount and the way it falls on the years: quantity_t = amount · series_t."""

    amount: Array
    series: Series


@dataclass(frozen=True)
class Exposure:
    """What the effects need to know of who is reached."""

    joined: Counted
    effort: Counted
    saving_weeks: Counted
    replaced: Counted
    buyers: Counted
    people: tuple[Counted, ...]


def yearly(world: World, kind: str) -> Profile:
    """One in each year of the kind (investment, scheme)."""
    return Profile(world, kind, world.masks[kind])


def paid_yearly(world: World, payment: str) -> Profile:
    """The payment (a parameter, MNOK/year) in each year of the scheme."""
    return Profile(world, payment, world.p[payment] * world.masks["scheme"])


def evenly(world: World) -> Profile:
    """An equal part in each year of joining."""
    mask = world.masks["joining"]
    return Profile(world, "joining", mask / (mask.sum(axis=YEAR_AXIS, keepdims=True) * world.year))


def exposure(world: World) -> Exposure:
    """The exposure of the analysis's kind of uptake."""
    make = by_shares if world.analysis.uptake == "shares" else by_choice
    return world.once("exposure", lambda: make(world))


def by_shares(world: World) -> Exposure:
    """Report sections 5.1.5-5.1.7: n_l = share_l · n, one fifth of it a year."""
    p, when = world.p, evenly(world)
    count = p.municipalities * world.shares.get("municipalities", np.ones((1, 1, 1, 1)))
    outside = (p.population - p.population_midt) * world.shares.get("people_outside", np.ones((1, 1, 1, 1)))
    midt = p.population_midt * world.shares.get("people_midt", np.ones((1, 1, 1, 1)))
    joined = Counted(p.uptake_share * count, when)
    return Exposure(
        joined=joined,
        effort=joined,
        saving_weeks=joined,
        replaced=Counted((p.type1_share + p.type2_share) * count, when),
        buyers=Counted(p.buyers_share * count, when),
        people=(
            Counted(p.uptake_share * outside, when),
            Counted(p.uptake_share * midt * p.midt_counted, when),
        ),
    )


def by_choice(world: World) -> Exposure:
    """Each municipality chooses for itself; see ``Choice``."""
    p, choice = world.p, world.once("choice", lambda: Choice(world))
    outside = Joining(choice, "outside")
    return Exposure(
        joined=Counted(p.municipalities, Joining(choice, "all")),
        effort=Counted(p.municipalities, Joining(choice, "all", "effort_size")),
        saving_weeks=Counted(p.municipalities, Joining(choice, "outside", "weeks_size")),
        replaced=Counted(p.municipalities * p.planned_share, outside),
        buyers=Counted(p.municipalities, outside),
        people=(
            Counted(p.population, Joining(choice, "people_outside")),
            Counted(p.population * p.midt_counted, Joining(choice, "people_midt")),
        ),
    )


def added(left: Array, right: Array) -> Array:
    """left + right, in left's place when it has room."""
    return np.add(left, right, out=left if _room(left, right) else None)


def multiplied(left: Array, right: Array) -> Array:
    """left · right, in left's place when it has room."""
    return np.multiply(left, right, out=left if _room(left, right) else None)


def _room(left: Array, right: Array) -> bool:
    return left.dtype == right.dtype and np.broadcast_shapes(left.shape, right.shape) == left.shape


#: What of a node is summed: share of municipalities or of people, in all or outside or in Midt-Norge.
FEATURES = ("all", "outside", "people_outside", "people_midt")


class Choice:
    """Uptake of each node: report section 5.1.18 made into a formula.

    With relative size z, in NOK per municipality: own effort e = own_effort · z^effort_size, grant
    g = expected_grant · z^grant_size, private benefit b = (weeks_saved · week_cost + introduction_saving · mean
    population) · z^benefit_size. It joins with probability π = 1 / (1 + exp(-u)),
    u = attraction + responsiveness · ln((b + g) / e) + midt_pull · midt; those who join do so with the yearly
    hazard λ = hazard · z^hazard_size, so that year k of joining takes s^(k-1) - s^k with s = exp(-λ).
    """

    def __init__(self, world: World) -> None:
        self.world = world
        if world.nodes is None:
            raise ValueError("uptake by choice needs a municipality register")
        self.nodes = world.nodes

    def power(self, name: str) -> Array:
        """z to the power of the parameter."""
        world = self.world
        return world.once(("power", name), lambda: self._power(name, world.p[name]))

    def _power(self, name: str, exponent: Array) -> Array:
        return self.world.keep(f"size_{name}", np.exp(self.nodes.log_size * exponent))

    def attractive(self) -> Array:
        """(b + g) / e for each alternative and node."""
        p = self.world.p
        benefit = p.weeks_saved * p.week_cost + p.introduction_saving * (p.population / p.municipalities)
        by_benefit = self._power("benefit", p.benefit_size - p.effort_size)
        by_grant = self._power("grant", p.grant_size - p.effort_size)
        return added((benefit / p.own_effort) * by_benefit, (p.expected_grant / p.own_effort) * by_grant)

    def probability(self) -> Array:
        """π for each alternative and node."""
        return self.world.once("probability", lambda: self.world.keep("uptake", self._probability()))

    def _probability(self) -> Array:
        """In place where shapes allow, since this is where most of the time goes."""
        p = self.world.p
        found = np.log(self.world.keep("attractive", self.attractive()))
        found = added(multiplied(found, -p.responsiveness), -(p.attraction + p.midt_pull * self.nodes.midt))
        found = np.exp(found)
        found += 1
        return 1 / found

    def staying(self) -> Array:
        """s: the part of the coming joiners still waiting after a year."""
        p, year = self.world.p, self.world.year
        hazard = -(p.hazard * year)
        return self.world.once(
            "staying", lambda: self.world.keep("staying", np.exp(hazard * self.power("hazard_size")))
        )

    def over_years(self, growth: str) -> Array:
        """Σ_k w_k (s^(k-1) - s^k) for weights w of the joining years; per node."""
        return self.world.keep(f"joining_{growth}", self._horner(growth))

    def _horner(self, growth: str) -> Array:
        """The polynomial w_1 + Σ_k (w_(k+1) - w_k) s^k - w_T s^T in s, from the highest power down."""
        staying, weights = self.staying(), self.world.weights(growth)
        steps = [weights[:, position : position + 1] for position in self._joining_years()]
        total = -steps[-1] * staying
        for later, earlier in zip(steps[:0:-1], steps[-2::-1], strict=True):
            total += later - earlier
            total *= staying
        total += steps[0]
        return total / self.world.year if self.world.year != 1.0 else total

    def _joining_years(self) -> list[int]:
        analysis = self.world.analysis
        return [position for position, year in enumerate(analysis.years) if year in analysis.joining_years]

    def by_year(self) -> Array:
        """π (s^(k-1) - s^k) for each year; zero outside the years of joining."""
        joining, waiting, parts = self._joining_years(), np.ones((1, 1, 1, 1)), []
        for position in range(len(self.world.analysis.years)):
            after = waiting * self.staying() if position in joining else waiting
            parts.append(self.probability() * (waiting - after) / self.world.year)
            waiting = after
        return np.concatenate(parts, axis=YEAR_AXIS)

    def weighted(self, growth: str) -> Array:
        """π times ``over_years``: what each node contributes before it is folded."""
        return self.world.once(("weighted", growth), lambda: self.probability() * self.over_years(growth))

    def feature(self, kind: str) -> Array:
        """What the nodes count for, as a row."""
        nodes = self.nodes
        share, midt = nodes.weight.ravel(), nodes.midt.ravel()
        people = share * np.exp(nodes.log_size.ravel())
        return {
            "all": share,
            "outside": share * (1 - midt),
            "people_outside": people * (1 - midt),
            "people_midt": people * midt,
        }[kind]

    def folded(self, growth: str) -> Array:
        """All features at once, summed from nodes into groups: (alternatives, 1, features · groups, draws)."""
        return self.world.once(("folded", growth), lambda: np.matmul(self._matrix(), self.weighted(growth)))

    def _matrix(self) -> Array:
        return np.concatenate([self.nodes.fold * self.feature(kind) for kind in FEATURES])


@dataclass(frozen=True)
class Joining:
    """The joiners of one kind, folded from nodes into groups, if asked for scaled by a power of size.

    ``kind``: share of municipalities (all, outside Midt-Norge) or of people (outside, in Midt-Norge).
    """

    choice: Choice
    kind: str
    power: str = ""

    @property
    def world(self) -> World:
        """The world of the choice."""
        return self.choice.world

    def by_year(self) -> Array:
        """Joiners of each year."""
        return self._fold(self.world.once("joining_by_year", self.choice.by_year))

    def weighted(self, growth: str) -> Array:
        """Joiners times D_t W_t, summed over the years."""
        name = f"reached_{self.kind}_{self.power}_{growth}"
        return self.world.once(name, lambda: self.world.keep(name, self._weighted(growth)))

    def _weighted(self, growth: str) -> Array:
        if self.power:
            return self._fold(self.choice.weighted(growth))
        groups = self.choice.nodes.fold.shape[0]
        first = FEATURES.index(self.kind) * groups
        return self.choice.folded(growth)[:, :, first : first + groups]

    def _fold(self, array: Array) -> Array:
        """Sum nodes into groups: (groups, nodes) @ (…, nodes, draws)."""
        if self.power:
            array = array * self.choice.power(self.power)
        return np.matmul(self.choice.nodes.fold * self.choice.feature(self.kind), array)
