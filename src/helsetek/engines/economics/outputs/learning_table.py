"""What observations do to the net benefit: before, with updated assumptions, and weighted by results."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.living import Observation, results_in, until
from helsetek.engines.economics.outputs.main_tables import caption, labels
from helsetek.engines.economics.outputs.tabular import Row, Table
from helsetek.engines.economics.outputs.words import phrase
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.reweighting import Reweighted, reweight
from helsetek.engines.economics.simulation import next_power


def learning_table(
    before: Problem,
    after: Problem,
    log: Sequence[Observation],
    as_of: dt.date,
    language: str,
    *,
    draws: int = 65_536,
    seed: int = 0,
) -> Table:
    """Net benefit of each alternative at each stage; the last stage only where results are observed.

    ``after``: the analysis with its assumptions updated. Raises AnalysisError when the results contradict it.
    """
    count, results = next_power(draws), results_in(log, as_of)
    stages: list[tuple[str, Problem, list[Observation]]] = [("before", before, []), ("updated", after, [])]
    if results:
        stages.append(("weighted", after, results))
    body: list[Row] = []
    for stage, problem, seen in stages:
        found = reweight(problem, Stream(problem, seed, 0, count).all(), seen)
        body += _rows(phrase(f"learning_{stage}", language), problem, found, language)
    columns = tuple(
        phrase(name, language)
        for name in (
            *("learning_stage", "alternative", "stat_mean", "stat_p5", "stat_p50", "stat_p95"),
            *("stat_probability_profitable", "learning_effective"),
        )
    )
    title = caption(before, phrase("learning", language), language)
    note = phrase("learning_note", language).format(seen=len(until(log, as_of)), results=len(results))
    return Table("learning", title, columns, tuple(body), digits=2, note=note)


def _rows(stage: str, problem: Problem, found: Reweighted, language: str) -> list[Row]:
    numbers = zip(
        labels(problem, language), found.mean(), found.percentiles(), found.profitable(), strict=True
    )
    return [
        (stage, label, float(mean), *map(float, ends), float(chance), round(found.effective))
        for label, mean, ends, chance in numbers
    ]
