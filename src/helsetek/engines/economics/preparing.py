"""From a file to a problem ready to calculate: read, check units, find the points that stand for the register."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helsetek.engines.economics.assumptions import Assumptions, read_assumptions
from helsetek.engines.economics.dryrun import check_units
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.quadrature import compressed, parts_of
from helsetek.engines.economics.register import Register, nodes, read_register

#: How far (MNOK of net benefit) the points may lie from the whole register.
TOLERANCE = 1e-3
CHECKS = 64
FEWEST, MOST = 3, 24
TABLE = "kommuner.csv"


@dataclass(frozen=True)
class Prepared:
    """A problem, its register when it has one, and how good the points are."""

    problem: Problem
    register: Register | None
    nodes: int
    error: float


def find_register(start: Path | None = None) -> Path | None:
    """The municipality table: the project's own, else the shared one (HELSETEK_SHARED, or beside the project)."""
    root = start or Path(__file__).resolve().parents[4]
    places = [root / "src" / "helsetek" / "registry" / "data" / TABLE]
    if shared := os.environ.get("HELSETEK_SHARED"):
        places.append(Path(shared) / "data" / TABLE)
    places.append(root.parent / "shared" / "data" / TABLE)
    return next((place for place in places if place.is_file()), None)


def prepare(
    source: str | Path | Assumptions,
    *,
    register: str | Path | Register | None = None,
    tolerance: float = TOLERANCE,
    seed: int = 0,
) -> Prepared:
    """Read, check and compress.

    ``register`` is needed for uptake by choice; a path or a Register. Raises AssumptionsError or AnalysisError.
    """
    assumptions = source if isinstance(source, Assumptions) else read_assumptions(source)
    check_units(assumptions)
    check_numbers(assumptions)
    if assumptions.analysis.uptake != "choice":
        table = _register(register, assumptions) if register is not None else None
        return Prepared(Problem(assumptions), table, 0, 0.0)
    table = _register(register if register is not None else find_register(), assumptions)
    return _compressed(assumptions, table, tolerance, seed)


def check_numbers(assumptions: Assumptions) -> None:
    """Raise AnalysisError naming the assumption whose stated value makes the net benefit no number."""
    if _is_number(assumptions):
        return
    for name in assumptions.parameters:
        if _is_number(assumptions.with_values({name: 1.0})):
            stated = assumptions.value(name, assumptions.touched(name)[-1])
            raise AnalysisError(
                f"«{name}» = {stated} cannot be used: the net benefit is no number. Give another value."
            )
    raise AnalysisError(
        "The net benefit is no number at the stated values. Look for a zero that is divided by."
    )


def _is_number(assumptions: Assumptions) -> bool:
    one = nodes(np.zeros(1), np.ones(1), np.zeros(1), np.ones((1, 1)))
    try:
        with np.errstate(all="ignore"):
            return bool(np.isfinite(Problem(assumptions, one).ledger().net()).all())
    except ZeroDivisionError:
        return False


def _register(given: str | Path | Register | None, assumptions: Assumptions) -> Register:
    if isinstance(given, Register):
        return given
    if given is None:
        raise AnalysisError(
            f"This analysis needs the municipality table {TABLE}. Give it with --register PATH."
        )
    return read_register(given, assumptions.analysis.population_year)


def _compressed(assumptions: Assumptions, register: Register, tolerance: float, seed: int) -> Prepared:
    """Points within half the tolerance of the whole register on some draws, verified on fresh ones.

    A point more is given to the part (in or outside Midt-Norge) where it mends most: the smaller part, whose
    sizes span less, needs fewer.
    """
    problem = Problem(assumptions, register.full())
    chosen, fresh = (_Gauge(problem, register, [seed, CHECKS, number]) for number in (0, 1))
    counts = [FEWEST] * len(parts_of(register))
    while chosen.error(counts) > tolerance / 2 or fresh.error(counts) > tolerance:
        if max(counts) == MOST:
            raise AnalysisError(
                f"No {MOST} points come within {tolerance:g} MNOK of the register; ask for a wider tolerance."
            )
        counts = min(_one_more(counts), key=chosen.error)
    found = compressed(register, counts)
    return Prepared(Problem(assumptions, found), register, found.count, fresh.error(counts))


class _Gauge:
    """How far points are from the whole register on some draws."""

    def __init__(self, problem: Problem, register: Register, seed: list[int]) -> None:
        uniforms = np.random.default_rng(seed).uniform(size=(len(problem.inputs), CHECKS))
        self.problem, self.register = problem, register
        self.draws = problem.draws_from(np.clip(uniforms, 1e-6, 1 - 1e-6))
        self.truth = problem.net(self.draws)

    def error(self, counts: Sequence[int]) -> float:
        """The largest difference, MNOK."""
        found = self.problem.net(self.draws, compressed(self.register, counts))
        return float(np.abs(found - self.truth).max())


def _one_more(counts: list[int]) -> list[list[int]]:
    return [[count + (n == place) for n, count in enumerate(counts)] for place in range(len(counts))]
