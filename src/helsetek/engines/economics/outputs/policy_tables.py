"""Tables of uptake against the size of the grant, and of the rules no other rule beats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import numpy as np

from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.outputs.tabular import Row, Table, plain
from helsetek.engines.economics.outputs.words import phrase
from helsetek.engines.economics.policy import (
    OBJECTIVES,
    Outcome,
    PolicyModel,
    grid,
    pareto,
    policy_model,
    refine,
    regret,
    search,
)
from helsetek.engines.economics.preparing import Prepared
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.uptake import uptake_curve

GRANTS = np.array([0, 250, 500, 750, 1000, 1500, 2000, 3000, 5000]) * 1000.0
FRESH_SEED = 1_000_003
#: What is tried when no grid is given.
CHOICES: dict[str, Sequence[float]] = {
    "rate": (0.2, 0.35, 0.5, 0.65, 0.8),
    "floor": (0, 100_000, 250_000),
    "cap": (400_000, 800_000, 1_600_000),
    "least_partners": (2, 4, 8),
    "step_down": (0.0, 0.1, 0.2),
    "adoption_share": (0.2, 0.4, 0.6),
    "budget": (150, 300, 600),
}
RULE_COLUMNS = tuple(CHOICES)


def uptake_table(prepared: Prepared, alternative: str, language: str, seed: int = 0) -> Table:
    """Share of municipalities that join, by the grant a municipality of mean size may expect."""
    curve = uptake_curve(prepared.problem, alternative, GRANTS, seed=seed)
    columns = tuple(
        phrase(f"uptake_{name}", language) for name in ("grant", "share", "low", "middle", "high")
    )
    body = tuple(
        (round(g), float(s), *map(float, b))
        for g, s, b in zip(GRANTS, curve.stated, curve.band.T, strict=True)
    )
    return Table(f"uptake_{alternative}", phrase("uptake", language), columns, body, digits=3)


def rules_table(
    prepared: Prepared,
    alternative: str,
    language: str,
    *,
    choices: Mapping[str, Sequence[float]] = CHOICES,
    points: int = 1024,
    seed: int = 0,
    readings: Mapping[str, Mapping[str, float]] = MappingProxyType({}),
    refined: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Table:
    """The rules no other beats in net benefit, money paid and small municipalities reached; checked on fresh draws.

    ``readings``: other values of assumptions; for each, how much less net benefit a rule gives than the best of them.
    ``refined``: the rule with most net benefit is improved beyond the grid, and stands first.
    """
    problem, register = prepared.problem, prepared.register
    if register is None:
        raise AnalysisError(
            "Rules are searched over municipalities: give the municipality table with --register PATH."
        )

    def model(of: Problem, count: int, *, whole: bool = False) -> PolicyModel:
        draws = Stream(of, count, 0, points).all()
        return policy_model(of, register, alternative, draws, whole_register=whole)

    common = model(problem, seed)
    front = pareto(search(common, grid(choices), progress))
    if not front:
        raise AnalysisError(
            "No rule of the grid can be used: let the floor be below the cap, and shares within 0-1."
        )
    if refined:
        front = [refine(common, front[0].rule, lambda outcome: outcome.net), *front]
    fresh = model(problem, seed + FRESH_SEED, whole=True)
    others = {
        name: model(Problem(problem.assumptions.with_values(assumed), problem.nodes), seed)
        for name, assumed in readings.items()
    }
    angers = list(zip(*regret(others, [o.rule for o in front]).values(), strict=True)) or [()] * len(front)
    body = tuple(
        (*_row(outcome, fresh.outcome(outcome.rule).net), *anger)
        for outcome, anger in zip(front, angers, strict=True)
    )
    columns = (
        *RULE_COLUMNS,
        *(phrase(f"rules_{name}", language) for name in (*OBJECTIVES, "fresh")),
        *(phrase("rules_regret", language).format(name=name) for name in readings),
    )
    return Table(f"rules_{alternative}", phrase("rules", language), columns, body, digits=2)


def _row(outcome: Outcome, fresh: float) -> Row:
    rule = tuple(plain(getattr(outcome.rule, name)) for name in RULE_COLUMNS)
    return (*rule, outcome.net, outcome.paid, outcome.small, fresh)


def read_choices(path: Path) -> dict[str, Sequence[float]]:
    """A grid of rules from TOML: each of the seven numbers with the values to try."""
    import tomllib

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: tuple(float(value) for value in found[name]) for name in RULE_COLUMNS}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise AnalysisError(
            f"{path.name} is no grid of rules ({error}). Write a list of values for each of {', '.join(RULE_COLUMNS)}."
        ) from error
