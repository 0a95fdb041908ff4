"""Tables of uncertainty, sensitivity, the value of knowing more, comparison and conditions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.comparison import Acceptability, acceptability, annuity, pairwise
from helsetek.engines.economics.discovery import prim
from helsetek.engines.economics.draws import Stream
from helsetek.engines.economics.indices import indices
from helsetek.engines.economics.information import evpi, evppi, with_null
from helsetek.engines.economics.outputs.main_tables import caption, labels
from helsetek.engines.economics.outputs.result import uncertainty
from helsetek.engines.economics.outputs.tabular import Row, Table
from helsetek.engines.economics.outputs.words import phrase
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.sensitivity import switching_value, tornado
from helsetek.engines.economics.simulation import Simulation

Floats = NDArray[np.float64]
MOST_ROWS = 15
SHOWN = ("mean", "standard_error", "p5", "p50", "p95", "probability_profitable", "probability_best")
YEARLY = 13


def input_label(problem: Problem, name: str, language: str) -> str:
    """An input in words, with its alternative when it has one."""
    parameter, _, alternative = name.partition("@")
    label = say(problem.assumptions.parameters[parameter].label, language)
    return (
        f"{label} ({say(problem.assumptions.alternatives[alternative].label, language)})"
        if alternative
        else label
    )


def simulation_table(problem: Problem, simulation: Simulation, language: str) -> Table:
    """Mean with its own error, percentiles and probabilities of the net benefit."""
    found = uncertainty(simulation)["net"]
    columns = (phrase("alternative", language), *(phrase(f"stat_{key}", language) for key in SHOWN))
    body = tuple(
        (label, *(found[name][key] for key in SHOWN))
        for name, label in zip(problem.alternatives, labels(problem, language), strict=True)
    )
    title = caption(
        problem, phrase("simulation", language).format(draws=simulation.draws, seed=simulation.seed), language
    )
    return Table("uncertainty", title, columns, body, digits=2)


def tornado_table(problem: Problem, alternative: str, language: str) -> Table:
    """Net benefit of one alternative with each input at its 5th and 95th percentile; the widest first."""
    place = problem.alternatives.index(alternative)
    columns = tuple(
        phrase(f"tornado_{n}", language) for n in ("input", "low_value", "high_value", "low", "high", "swing")
    )
    body = tuple(
        (
            input_label(problem, b.input, language),
            b.low_value,
            b.high_value,
            float(b.low[place]),
            float(b.high[place]),
            b.swing(place),
        )
        for b in tornado(problem, alternative)[:MOST_ROWS]
    )
    title = phrase("tornado", language).format(alternative=labels(problem, language)[place])
    return Table(f"tornado_{alternative}", caption(problem, title, language), columns, body, digits=2)


def switching_table(problem: Problem, alternative: str, language: str) -> Table:
    """The value of each of the strongest inputs at which the net benefit is zero, the others as stated."""
    place, body = problem.alternatives.index(alternative), list[Row]()
    for bar in tornado(problem, alternative)[:8]:
        parameter = bar.input.partition("@")[0]
        record, now = (
            problem.assumptions.parameters[parameter],
            problem.assumptions.value(parameter, alternative),
        )
        if not isinstance(now, dict):
            turn = switching_value(problem, parameter, alternative)
            body.append((input_label(problem, bar.input, language), now, turn, record.unit.text))
    columns = tuple(phrase(f"switch_{n}", language) for n in ("input", "now", "turn", "unit"))
    title = phrase("switching", language).format(alternative=labels(problem, language)[place])
    return Table(f"switching_{alternative}", title, columns, tuple(body), digits=3)


def indices_table(problem: Problem, language: str, points: int = 1024, seed: int = 0) -> Table:
    """Total indices of the strongest inputs for every alternative."""
    found = indices(problem, points=points, seed=seed)
    order = np.argsort(-found.total.max(axis=0))[:MOST_ROWS]
    columns = (phrase("tornado_input", language), *labels(problem, language))
    body: tuple[Row, ...] = tuple(
        (input_label(problem, found.inputs[i], language), *map(float, found.total[:, i])) for i in order
    )
    note = phrase("dependent", language).format(inputs=", ".join(found.dependent)) if found.dependent else ""
    title = phrase("indices", language).format(evaluations=found.evaluations)
    return Table("indices", title, columns, body, digits=3, note=note)


def information_table(problem: Problem, simulation: Simulation, language: str, seed: int = 0) -> Table:
    """EVPI, and EVPPI of the strongest single inputs, for the choice among the alternatives and null."""
    body: list[Row] = [(phrase("evpi", language), evpi(with_null(simulation.net)))]
    draws = Stream(problem, seed, 0, min(simulation.draws, 16_384)).all()
    net = with_null(problem.net(draws))
    single = [(evppi(net, draws[i : i + 1]), record.id) for i, record in enumerate(problem.inputs)]
    body += [
        (input_label(problem, name, language), max(value, 0.0))
        for value, name in sorted(single, reverse=True)[:8]
    ]
    columns = (phrase("tornado_input", language), phrase("worth", language))
    return Table(
        "information",
        caption(problem, phrase("information", language), language),
        columns,
        tuple(body),
        digits=2,
    )


def acceptability_table(problem: Problem, simulation: Simulation, language: str) -> Table:
    """Probability of profit as a function of the yearly value of the non-priced effects."""
    curve, years = acceptability_curve(problem, simulation)
    columns = (phrase("yearly_value", language), *labels(problem, language))
    body: list[Row] = [(float(v), *map(float, curve.profitable[:, n])) for n, v in enumerate(curve.values)]
    body.append((phrase("break_even", language), *map(float, curve.break_even)))
    title = phrase("acceptability", language).format(first=years[0], last=years[-1])
    return Table("acceptability", title, columns, tuple(body), digits=2, strong=frozenset([len(body) - 1]))


def acceptability_curve(
    problem: Problem, simulation: Simulation, points: int = YEARLY
) -> tuple[Acceptability, tuple[int, ...]]:
    """The curve up to where nearly all draws pay, and the years the value is had in (the grant years)."""
    analysis = problem.assumptions.analysis
    discount = problem.world(problem.certain()).discount().ravel()
    factor = annuity(discount, analysis.years, analysis.scheme_years)
    most = max(1.0, -float(np.percentile(simulation.net, 1)) / factor)
    return acceptability(simulation.net, factor, np.linspace(0, most, points)), analysis.scheme_years


def pairwise_table(problem: Problem, simulation: Simulation, language: str) -> Table:
    """P(row beats column), and the regret of each."""
    found = pairwise(problem.alternatives, simulation.net)
    names = (phrase("null", language), *labels(problem, language))
    columns = (
        phrase("alternative", language),
        *names,
        phrase("regret", language),
        phrase("regret_95", language),
    )
    body: tuple[Row, ...] = tuple(
        (
            name,
            *(None if i == j else float(found.better[i, j]) for j in range(len(names))),
            float(found.regret_mean[i]),
            float(found.regret_95[i]),
        )
        for i, name in enumerate(names)
    )
    return Table("pairwise", phrase("pairwise", language), columns, body, digits=2)


def conditions_table(
    problem: Problem, alternative: str, language: str, *, seed: int = 0, draws: int = 4096
) -> Table:
    """PRIM: limits of the inputs within which the alternative mostly pays."""
    place = problem.alternatives.index(alternative)
    x = Stream(problem, seed, 0, draws).all()
    boxes = prim(x, problem.net(x)[place] > 0)
    columns = tuple(phrase(f"box_{name}", language) for name in ("input", "low", "high"))
    title = phrase("conditions", language).format(alternative=labels(problem, language)[place])
    if not boxes:
        return Table(f"conditions_{alternative}", title, columns, (), note=phrase("never", language))
    box, whole = boxes[-1], boxes[0]
    body = tuple(
        (input_label(problem, problem.inputs[i].id, language), float(box.low[i]), float(box.high[i]))
        for i in box.restricted(whole)
    )
    note = phrase("box_note", language).format(
        density=box.density, coverage=box.coverage, before=whole.density
    )
    return Table(f"conditions_{alternative}", title, columns, body, digits=3, note=note)
