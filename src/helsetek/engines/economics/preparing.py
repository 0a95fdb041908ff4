"""From a file to a problem ready to calculate: read, check units, find the points that stand for the register."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from helsetek.engines.economics.assumptions import Assumptions, read_assumptions
from helsetek.engines.economics.dryrun import check_units
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.quadrature import compressed
from helsetek.engines.economics.register import Register, read_register

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
    if assumptions.analysis.uptake != "choice":
        table = _register(register, assumptions) if register is not None else None
        return Prepared(Problem(assumptions), table, 0, 0.0)
    table = _register(register if register is not None else find_register(), assumptions)
    return _compressed(assumptions, table, tolerance, seed)


def _register(given: str | Path | Register | None, assumptions: Assumptions) -> Register:
    if isinstance(given, Register):
        return given
    if given is None:
        raise AnalysisError(
            f"This analysis needs the municipality table {TABLE}. Give it with --register PATH."
        )
    return read_register(given, assumptions.analysis.population_year)


def _compressed(assumptions: Assumptions, register: Register, tolerance: float, seed: int) -> Prepared:
    """The fewest points that agree with the whole register on fresh draws."""
    problem = Problem(assumptions, register.full())
    uniforms = np.random.default_rng([seed, 64]).uniform(size=(len(problem.inputs), CHECKS))
    draws = problem.draws_from(np.clip(uniforms, 1e-6, 1 - 1e-6))
    truth = problem.net(draws)
    for points in range(FEWEST, MOST + 1):
        nodes = compressed(register, points)
        error = float(np.abs(problem.net(draws, nodes) - truth).max())
        if error <= tolerance:
            return Prepared(Problem(assumptions, nodes), register, nodes.count, error)
    raise AnalysisError(
        f"No {MOST} points come within {tolerance:g} MNOK of the register; ask for a wider tolerance."
    )
