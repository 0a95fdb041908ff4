"""Analyses made ready and calculated, kept for a while by the hash of their assumptions.

Everything here is a pure function of (assumptions, seed, draws), so what is kept is never stale. Times on one core of a
busy machine: tables 1 ms, 1,024 draws 30–50 ms, reading and preparing 15–45 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock

import numpy as np
from django.utils.translation import gettext as _

from helsetek.common.errors import RuleBroken, WrongState
from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.preparing import Prepared, find_register, prepare
from helsetek.engines.economics.register import Register, read_register
from helsetek.engines.economics.simulation import Simulation, simulate
from helsetek.engines.economics.tables import rows
from helsetek.evaluation.faults import told

from .keeping import kept

#: Draws for pages (under a tenth of a second), and the most that may be asked for when a run is saved.
QUICK_DRAWS, SAVED_DRAWS, MOST_DRAWS = 1024, 4096, 65_536


#: One heavy thing at a time in a process: the other threads go on answering.
_heavy = Lock()
PATIENCE_SECONDS = 4
#: Larger simulations are not kept: a hundred of them would fill the memory.
MOST_DRAWS_KEPT = 4096


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Around what takes a second or more. Those who come while it is long busy are asked to come again: WrongState."""
    if not _heavy.acquire(timeout=PATIENCE_SECONDS):
        raise WrongState(_("Many reports are being made just now. Try again in half a minute."))
    try:
        yield
    finally:
        _heavy.release()


@lru_cache(maxsize=8)
def _register(path: Path, year: int) -> Register:
    return read_register(path, year)


def register_of(assumptions: Assumptions) -> Register | None:
    path = find_register()
    return _register(path, assumptions.analysis.population_year) if path else None


def ready(assumptions: Assumptions) -> Prepared:
    """Checked, compressed and tried: its tables are numbers. Raises RuleBroken in words a person can act on."""
    return kept(("ready", assumptions.hash), lambda: _ready(assumptions))


def _ready(assumptions: Assumptions) -> Prepared:
    try:
        with np.errstate(all="ignore"):
            made = prepare(assumptions, register=_register_if_there(assumptions))
            tables = rows(made.problem.ledger(), made.problem.alternatives)
    except AnalysisError as error:
        raise RuleBroken(told(str(error))) from error
    except (ArithmeticError, ValueError, TypeError, KeyError, IndexError) as error:
        raise RuleBroken(_not_feasible()) from error
    if not all(np.isfinite(list(row.values())).all() for row in tables.values()):
        raise RuleBroken(_not_feasible())
    return made


def _register_if_there(assumptions: Assumptions) -> Register | None:
    try:
        return register_of(assumptions)
    except AnalysisError:
        if assumptions.analysis.uptake == "choice":
            raise
        return None  # no table by groups for that year


def _not_feasible() -> str:
    return _(
        "These assumptions cannot be calculated together: somewhere there is a division by zero or an endless number. "
        "Look at what you changed last; numbers such as municipalities in a joint tender must be above zero."
    )


def simulated(prepared: Prepared, *, draws: int = QUICK_DRAWS, seed: int = 0) -> Simulation:
    """Net benefit at the draws. Raises RuleBroken where the spreads lead to what cannot be calculated."""
    problem = prepared.problem
    key = ("simulated", problem.assumptions.hash, draws, seed)
    make = partial(_simulated, prepared, draws, seed)
    found = kept(key, make) if draws <= MOST_DRAWS_KEPT else make()
    if not np.isfinite(found.net).all():
        raise RuleBroken(_not_feasible())
    return found


def _simulated(prepared: Prepared, draws: int, seed: int) -> Simulation:
    with np.errstate(all="ignore"):
        try:
            return simulate(prepared.problem, draws=draws, seed=seed)
        except AnalysisError as error:
            raise RuleBroken(told(str(error))) from error
