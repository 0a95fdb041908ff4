"""Who gains and who pays: tables by actor and by groups of municipalities (R-109/2021 section 10.1).

No distribution weights. Sums over groups are the sums of the main tables.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.effects import flows
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.exposure import exposure
from helsetek.engines.economics.ledger import ACTORS, MUNICIPALITIES, Flow
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.register import Register
from helsetek.engines.economics.world import YEAR_AXIS, World

Floats = NDArray[np.float64]
TYPES = ("type1_share", "type2_share", "type3a_share")
BY = ("size", "centrality", "kostra", "region", "county", "midt", "type", "municipality")


@dataclass(frozen=True)
class GroupRow:
    """One group in one alternative. Money in MNOK, present value; ``reached`` in municipalities."""

    alternative: str
    group: str
    municipalities: float
    inhabitants: float
    reached: float
    benefit: float
    grant: float

    @property
    def per_inhabitant(self) -> float:
        """Benefit and grant in kroner per inhabitant of the group."""
        return 1e6 * (self.benefit + self.grant) / self.inhabitants if self.inhabitants else 0.0


def by_actor(problem: Problem) -> dict[str, dict[str, float]]:
    """Actor -> alternative -> gain in MNOK at the stated values; the sum over actors is the net benefit."""
    ledger = problem.ledger()
    found = {}
    for actor in ACTORS:
        amount = np.broadcast_to(ledger.account(actor)[:, 0, 0, 0], (len(problem.alternatives),))
        found[actor] = dict(zip(problem.alternatives, map(float, amount), strict=True))
    return found


def by_group(problem: Problem, register: Register | None, by: str) -> list[GroupRow]:
    """Municipal benefit and grants by group of municipalities; ``by`` is one of BY."""
    if by not in BY:
        raise AnalysisError(f"Municipalities are not grouped by «{by}». Choose {', '.join(BY)}.")
    if by == "type":
        return _by_type(problem)
    if register is None:
        raise AnalysisError(
            "A table by groups of municipalities needs the municipality table: give --register PATH."
        )
    names, member = register.groups(by)
    world = _world(problem, register, by, member)
    reached = _reached(world, member)
    benefit, grant = _municipal(world, reached)
    return [
        GroupRow(
            alternative,
            name,
            float(member[g].sum()),
            float(member[g] @ register.population),
            float(reached[k, g]),
            float(benefit[k, g]),
            float(grant[k, g]),
        )
        for k, alternative in enumerate(problem.alternatives)
        for g, name in enumerate(names)
    ]


def _world(problem: Problem, register: Register, by: str, member: Floats) -> World:
    """The world with one group axis: folded nodes (choice), or shares of the totals (shares)."""
    world = problem.world(problem.certain(), register.full(by))
    if problem.assumptions.analysis.uptake == "shares":
        world.shares = {
            "municipalities": _share(member, np.ones(len(register))),
            "people_outside": _share(member, register.population * (1 - register.midt)),
            "people_midt": _share(member, register.population * register.midt),
        }
    return world


def _share(member: Floats, size: Floats) -> Floats:
    return (member @ size / size.sum()).reshape(1, 1, -1, 1)


def _reached(world: World, member: Floats) -> Floats:
    """Municipalities that join in the period: (alternatives, groups)."""
    joined = exposure(world).joined
    total = (joined.amount * joined.series.by_year()).sum(axis=YEAR_AXIS)[..., 0]
    return np.asarray(np.broadcast_to(total, (max(len(total), 1), member.shape[0])))


def _municipal(world: World, reached: Floats) -> tuple[Floats, Floats]:
    """Benefit (savings, prices, less own effort) and grants: (alternatives, groups).

    A flow with no group of its own (the grant) is shared out as those reached are.
    """
    share = reached / np.maximum(reached.sum(axis=1, keepdims=True), 1e-300)
    benefit, grant = np.zeros_like(share), np.zeros_like(share)
    for flow in flows(world):
        value = flow.present_value()[:, 0, :, 0]
        spread = value * share if value.shape[1] == 1 else value
        if flow.effect in ("grant", "networks"):
            grant = grant + (spread if flow.effect == "grant" else 0)
        else:
            benefit = benefit + _sign(flow) * spread
    return benefit, grant


def _sign(flow: Flow) -> int:
    return (flow.receiver == MUNICIPALITIES) - (flow.payer == MUNICIPALITIES)


def _by_type(problem: Problem) -> list[GroupRow]:
    """The types of table 6; what the shares of the types do not cover stands as «3b/ufordelt»."""
    values = problem.certain()
    if not all(name in values for name in TYPES):
        raise AnalysisError(
            "This analysis has no municipality types (type1_share, type2_share, type3a_share)."
        )
    world = problem.world(values)
    reached = _reached(world, np.ones((1, 1)))
    benefit, grant = _municipal(world, reached)
    count, people = float(values["municipalities"].flat[0]), float(values["population"].flat[0])
    rows = []
    for k, alternative in enumerate(problem.alternatives):
        shares = [
            float(np.broadcast_to(values[name], (len(problem.alternatives), 1, 1, 1))[k, 0, 0, 0])
            for name in TYPES
        ]
        covered = reached[k, 0] / count
        parts = [*shares, max(covered - sum(shares), 0.0)]
        for name, part in zip(("type 1", "type 2", "type 3a", "ufordelt"), parts, strict=True):
            use = part / covered if covered else 0.0
            rows.append(
                GroupRow(
                    alternative,
                    name,
                    part * count,
                    part * people,
                    part * count,
                    benefit[k, 0] * use,
                    grant[k, 0] * use,
                )
            )
        rows.append(
            GroupRow(
                alternative, "type 3b", (1 - sum(parts)) * count, (1 - sum(parts)) * people, 0.0, 0.0, 0.0
            )
        )
    return rows
