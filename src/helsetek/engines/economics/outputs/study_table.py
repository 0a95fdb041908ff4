"""What a study would be worth before it is done, by its size."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.information import evpi, evppi, evsi, with_null
from helsetek.engines.economics.outputs.main_tables import caption
from helsetek.engines.economics.outputs.tabular import Table, show
from helsetek.engines.economics.outputs.uncertainty_tables import input_label
from helsetek.engines.economics.outputs.words import phrase
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.simulation import next_power

SIZES = (5, 10, 25, 50, 100, 250, 1000)
MOST_DRAWS = 65_536
#: Below this (MNOK) full knowledge is worth nothing, and there are no shares of it.
LEAST = 1e-3


def study_table(
    problem: Problem,
    inputs: Sequence[str],
    language: str,
    *,
    noise: float = 1.0,
    sizes: Sequence[int] | None = None,
    cost: float = 0.0,
    draws: int = MOST_DRAWS,
    seed: int = 0,
) -> Table:
    """EVSI of a study of the inputs (else of the one worth most to know) for each number of observations.

    ``noise``: standard deviation of one observation over that of the prior. ``cost``: NOK for each observation.
    Raises AnalysisError for a name that is no uncertain input.
    """
    names = [record.id for record in problem.inputs]
    if not names:
        raise AnalysisError("Nothing is uncertain in this analysis, so there is nothing to study.")
    unknown = [name for name in inputs if name not in names]
    if unknown:
        raise AnalysisError(f"«{unknown[0]}» is not uncertain. Choose among {', '.join(names)}.")
    points = Stream(problem, seed, 0, next_power(min(draws, MOST_DRAWS))).all()
    net = with_null(problem.net(points))
    single = [evppi(net, points[place : place + 1]) for place in range(len(names))]
    chosen = list(inputs) or [names[int(np.argmax(single))]]
    studied = points[[names.index(name) for name in chosen]]
    perfect = max(evppi(net, studied), 0.0)
    body = tuple(_row(evsi(net, studied, noise**2, size), size, perfect, cost) for size in sizes or SIZES)
    columns = tuple(phrase(f"study_{name}", language) for name in ("size", "worth", "share", "cost", "net"))
    title = phrase("study", language).format(
        inputs=", ".join(input_label(problem, n, language) for n in chosen)
    )
    note = phrase("study_note", language).format(
        evppi=show(perfect, language, 3), evpi=show(evpi(net), language, 3), noise=show(noise, language, 2)
    )
    return Table("study", caption(problem, title, language), columns, body, digits=3, note=note)


def _row(
    worth: float, size: int, perfect: float, cost: float
) -> tuple[int, float, float | None, float, float]:
    found, paid = max(worth, 0.0), cost * size / 1e6
    return (size, found, found / perfect if perfect > LEAST else None, paid, found - paid)
