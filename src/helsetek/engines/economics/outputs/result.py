"""The result of an analysis as plain data: a stable, documented form (``data/result.schema.json``)."""

from __future__ import annotations

import json
from typing import Any

from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.simulation import PERCENTILES, Simulation
from helsetek.engines.economics.tables import TABLES, rows

SCHEMA = "urn:helsetek:economics:result:1"


def result(
    problem: Problem, simulation: Simulation | None = None, *, as_of: str = "", nodes_error: float = 0.0
) -> dict[str, Any]:
    """Unrounded rows of tables 4, 5 and 8 for each alternative, with what is needed to repeat the calculation."""
    assumptions, found = problem.assumptions, rows(problem.ledger(), problem.alternatives)
    analysis = assumptions.analysis
    alternatives = {
        name: {
            "label": say(alternative.label, "nb"),
            **{table: {row: found[row][name] for row in names} for table, names in TABLES.items()},
            "non_priced": dict(alternative.non_priced),
        }
        for name, alternative in assumptions.alternatives.items()
    }
    return {
        "schema": SCHEMA,
        "analysis": {"id": analysis.id, "title": say(analysis.title, "nb"), "hash": assumptions.hash},
        "unit": "MNOK",
        "price_year": analysis.price_year,
        "base_year": analysis.base_year,
        "as_of": as_of,
        "register_error": nodes_error,
        "alternatives": alternatives,
        "uncertainty": uncertainty(simulation) if simulation else None,
    }


def uncertainty(simulation: Simulation) -> dict[str, Any]:
    """Draws, seed and, for each alternative, mean with its error, percentiles and probabilities."""
    low, high = simulation.interval()
    columns = {
        "mean": simulation.mean(),
        "mean_low": low,
        "mean_high": high,
        "standard_error": simulation.error(),
        "sd": simulation.net.std(axis=1),
        **{
            f"p{share}": values for share, values in zip(PERCENTILES, simulation.percentiles().T, strict=True)
        },
        "probability_profitable": simulation.profitable(),
        "probability_best": simulation.best(),
    }
    by_alternative = {
        name: {key: float(values[k]) for key, values in columns.items()}
        for k, name in enumerate(simulation.alternatives)
    }
    return {
        "draws": simulation.draws,
        "replicates": simulation.replicates,
        "seed": simulation.seed,
        "net": by_alternative,
    }


def as_json(data: Any) -> str:
    """JSON with every digit, in a fixed order."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
