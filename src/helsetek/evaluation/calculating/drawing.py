"""The figures of an analysis, drawn by the charts of the ground floor; each carries its numbers as a table."""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext as _

from helsetek.common import charts
from helsetek.common.charts import Chart, Layer, Row, Series, Swing
from helsetek.common.web import show
from helsetek.engines.economics.outputs.main_tables import labels
from helsetek.engines.economics.outputs.tabular import Table, Value
from helsetek.engines.economics.outputs.words import ROW_LABELS
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.simulation import Simulation
from helsetek.engines.economics.tables import BENEFIT_ROWS, COST_ROWS

from . import results, words

COLORS = ("accent", "brand1", "success", "info", "danger", "brand2", "warning", "neutral")
MOST_BARS = 10
BINS = 28


def net_benefit(found: list[results.Headline]) -> Chart:
    """Net benefit of each alternative, to the right of zero if it pays."""
    best = max(found, key=lambda one: one.net)
    summary = _("%(label)s comes out best, with %(net)s.") % {
        "label": best.label,
        "net": words.million_kroner(best.net),
    }
    return charts.signed(
        _("Priced net benefit"),
        [(one.label, one.net) for one in found],
        summary=summary,
        label=_("Alternative"),
        value=_("Million kr"),
        shown=words.millions,
    )


def costs_and_benefits(problem: Problem) -> Chart:
    """What the costs and the benefits are made of, one bar of each for every alternative."""
    found, language = results.figures_of(problem), words.language()
    names = [name for name in (*COST_ROWS, *BENEFIT_ROWS) if any(found[name].values())]
    layers = [Layer(ROW_LABELS[name][language], COLORS[n % len(COLORS)]) for n, name in enumerate(names)]
    rows = []
    for label, alternative in zip(labels(problem, language), problem.alternatives, strict=True):
        for side, part in ((_("costs"), COST_ROWS), (_("benefits"), BENEFIT_ROWS)):
            values = tuple(max(found[name][alternative], 0.0) if name in part else 0.0 for name in names)
            rows.append(Row(f"{label}, {side}", values))
    return charts.stacked(
        _("What costs and benefits are made of"),
        layers,
        rows,
        summary=_("A grant is a cost for the state and as large an income for those who get it."),
        label=_("Alternative"),
        shown=words.millions,
    )


def spread(problem: Problem, simulation: Simulation) -> Chart:
    """How the net benefit is spread over the draws: one curve for each alternative."""
    low, high = np.percentile(simulation.net, [0.5, 99.5])
    edges = np.linspace(low, high if high > low else low + 1, BINS + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    series = []
    for number, label in enumerate(labels(problem, words.language())):
        counts, _edges = np.histogram(simulation.net[number], bins=edges)
        shares = counts / simulation.draws
        points = tuple((float(x), float(y)) for x, y in zip(middles, shares, strict=True))
        series.append(Series(label, points, COLORS[number % len(COLORS)]))
    return charts.line(
        _("How the net benefit may turn out"),
        series,
        summary=_("The share of %(draws)s draws within each step of %(step)s.")
        % {"draws": show.number(simulation.draws), "step": words.million_kroner(float(edges[1] - edges[0]))},
        x_label=_("Priced net benefit, million kr"),
        x_shown=lambda x: words.millions(x, 0),
        shown=lambda y: show.percent(y, 1),
    )


def tornado(problem: Problem, table: Table, centre: float) -> Chart:
    """The assumptions that move the result most, the others as stated."""
    bars = [
        Swing(
            str(name),
            _float(low),
            _float(high),
            _("The value goes from %(low)s to %(high)s")
            % {
                "low": words.number(float(f"{low_value:.4g}")),
                "high": words.number(float(f"{high_value:.4g}")),
            },
        )
        for name, low_value, high_value, low, high, _swing in table.rows[:MOST_BARS]
    ]
    summary = (
        _("«%(name)s» moves the result most.") % {"name": bars[0].label}
        if bars
        else _("Nothing is uncertain.")
    )
    return charts.tornado(
        _("What moves the result"),
        bars,
        centre=centre,
        low_label=_("Low value (5 per cent)"),
        high_label=_("High value (95 per cent)"),
        label=_("Assumption"),
        summary=summary,
        shown=lambda x: words.millions(x, 0),
    )


def acceptability(problem: Problem, table: Table) -> Chart:
    """How likely each alternative is to pay, by what the effects without a price are worth a year."""
    rows = table.rows[:-1]
    names = labels(problem, words.language())
    series = [
        Series(label, tuple((_float(row[0]), _float(row[n + 1])) for row in rows), COLORS[n % len(COLORS)])
        for n, label in enumerate(names)
    ]
    turns = "; ".join(
        f"{label}: {words.millions(_float(value))}"
        for label, value in zip(names, table.rows[-1][1:], strict=True)
    )
    return charts.line(
        _("How likely it is to pay, by what cannot be priced"),
        series,
        summary=_(
            "As likely as not to pay when the effects without a price are worth, in million kr a year: %(turns)s."
        )
        % {"turns": turns},
        x_label=_("Yearly value of the effects without a price, million kr"),
        x_shown=lambda x: words.millions(x, 1),
        shown=show.percent,
    )


def actors(problem: Problem, table: Table, alternative: str) -> Chart:
    """Who gains and who pays in one alternative."""
    place = problem.alternatives.index(alternative)
    data = [(str(row[0]), _float(row[place + 1])) for row in table.rows[:-1]]
    return charts.signed(
        _("Who gains and who pays: %(label)s") % {"label": labels(problem, words.language())[place]},
        [(name, amount) for name, amount in data if abs(amount) > 1e-9],
        summary=_("What one pays another receives, so that transfers cancel in the sum."),
        label=_("Actor"),
        value=_("Million kr"),
        shown=words.millions,
    )


def groups(problem: Problem, table: Table, alternative: str) -> Chart:
    """What comes to each group of municipalities, per inhabitant."""
    label = labels(problem, words.language())[problem.alternatives.index(alternative)]
    data = [(str(row[0]), _float(row[-1])) for row in table.rows if row[1] in (alternative, label)]
    return charts.signed(
        _("Kroner per inhabitant: %(label)s") % {"label": label},
        data,
        summary=_("Benefit and grants over the whole period, by groups of municipalities."),
        label=_("Group"),
        value=_("kr per inhabitant"),
        shown=lambda x: show.number(round(x)),
    )


def _float(value: Value) -> float:
    """A number of the engine's tables; their columns may hold words too."""
    return float(value) if value is not None else 0.0
