"""Where a figure comes from: formula, terms, assumptions, sources, hash."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics import effects
from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.ledger import Ledger
from helsetek.engines.economics.outputs.main_tables import stated
from helsetek.engines.economics.outputs.tabular import show
from helsetek.engines.economics.outputs.words import ROW_LABELS, STATUS_LABELS
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.symbolic import reads
from helsetek.engines.economics.tables import BENEFIT_ROWS, COST_ROWS, ROWS, TABLES, row

Floats = NDArray[np.float64]
SUMMED = {"sum_costs": COST_ROWS, "sum_benefits": BENEFIT_ROWS, "net": ("sum_benefits", "sum_costs")}
TAX = "tax_wedge · (public outflow of the entries of this side); R-109/2021 section 7.1"


@dataclass(frozen=True)
class Answer:
    """A cell explained."""

    cell: str
    value: float
    formula: str
    terms: dict[str, float]
    assumptions: list[str]
    hash: str


def cells(problem: Problem) -> list[str]:
    """Every cell of the tables: ``table8.net.nivaa3``."""
    return [
        f"{table}.{name}.{alt}"
        for table, names in TABLES.items()
        for name in names
        for alt in problem.alternatives
    ]


def why(problem: Problem, cell: str) -> Answer:
    """Explain a cell of the tables; AnalysisError names the cells there are."""
    parts = cell.split(".", 2)
    if (
        len(parts) != 3
        or parts[0] not in TABLES
        or parts[1] not in TABLES[parts[0]]
        or parts[2] not in problem.alternatives
    ):
        raise AnalysisError(
            f"There is no cell «{cell}». Write TABLE.ROW.ALTERNATIVE, for example {cells(problem)[-1]}."
        )
    _, name, alternative = parts
    place, ledger = problem.alternatives.index(alternative), problem.ledger()
    value = float(row(ledger, name, len(problem.alternatives))[place, 0])
    read = reads(problem)[name][place]
    return Answer(
        cell,
        value,
        _formula(name, problem, ledger),
        _terms(problem, ledger, name, place),
        sorted(read),
        problem.assumptions.hash,
    )


def _formula(name: str, problem: Problem, ledger: Ledger) -> str:
    if name == "net":
        return "sum_benefits - sum_costs"
    if name in SUMMED:
        return " + ".join(SUMMED[name])
    if name in ("tax_cost", "tax_gain"):
        return TAX
    said = _said_by_effects(problem)
    return " | ".join(dict.fromkeys(said[effect] for effect in _effects_of(name, ledger))) or "0"


def _effects_of(name: str, ledger: Ledger) -> dict[str, Floats]:
    """What each effect adds to the row: the row less the row without the effect's entries."""
    whole, found = ROWS[name](ledger), {}
    for effect in dict.fromkeys(entry.effect for entry in ledger.entries):
        rest = Ledger([entry for entry in ledger.entries if entry.effect != effect], ledger.wedge)
        added = whole - ROWS[name](rest)
        if np.any(added):
            found[effect] = added
    return found


def _said_by_effects(problem: Problem) -> dict[str, str]:
    """Effect -> the first line of what its function says."""
    world, said = problem.world(problem.certain()), {"tax_financing": TAX}
    for function in effects.EFFECTS:
        for flow in function(world):
            said[flow.effect] = (function.__doc__ or "").strip().splitlines()[0]
    return said


def _terms(problem: Problem, ledger: Ledger, name: str, place: int) -> dict[str, float]:
    count = len(problem.alternatives)
    if name in SUMMED:
        return {part: float(row(ledger, part, count)[place, 0]) for part in SUMMED[name]}
    found = _effects_of(name, ledger)
    return {e: float(np.broadcast_to(a[:, 0, 0, 0], (count,))[place]) for e, a in found.items()}


def as_text(problem: Problem, answer: Answer, language: str) -> str:
    """The answer in plain text; every assumption with value, unit, status and source."""
    name = answer.cell.split(".")[1]
    analysis = problem.assumptions.analysis
    lines = [
        f"{answer.cell} = {show(answer.value, language, 4)} MNOK ({analysis.price_year}, PV {analysis.base_year})",
        f"  {ROW_LABELS[name][language]}",
        f"  = {answer.formula}",
        *(f"    {term} = {show(value, language, 4)}" for term, value in answer.terms.items()),
    ]
    alternative = answer.cell.split(".", 2)[2]
    for name in answer.assumptions:
        parameter = problem.assumptions.parameters[name]
        value = stated(problem.assumptions.value(name, alternative))
        price = f" ({parameter.price_year})" if parameter.price_year else ""
        status = STATUS_LABELS[parameter.status][language]
        known = f"{say(parameter.label, language)}. {parameter.source}"
        lines.append(f"  {name} = {value} {parameter.unit.text}{price}, {status}: {known}")
    return "\n".join([*lines, f"  SHA-256 {answer.hash}"]) + "\n"
