"""Tables of cost and effect: the frontier, and a simulation at values of the effect."""

from __future__ import annotations

from collections.abc import Sequence

from helsetek.engines.economics.effectiveness import Outcomes, turning_point
from helsetek.engines.economics.outputs.tabular import Row, Table, plain
from helsetek.engines.economics.outputs.words import phrase


def frontier_table(outcomes: Outcomes, language: str) -> Table:
    """Expected cost and effect, standing, and incremental ratio along the frontier; by rising cost."""
    costs = dict(zip(outcomes.names, outcomes.costs.mean(axis=1), strict=True))
    effects = dict(zip(outcomes.names, outcomes.effects.mean(axis=1), strict=True))
    body: tuple[Row, ...] = tuple(
        (
            s.name,
            plain(costs[s.name]),
            plain(effects[s.name]),
            phrase(f"standing_{s.standing}", language),
            None if s.ratio is None else plain(s.ratio),
        )
        for s in outcomes.standings()
    )
    columns = tuple(
        phrase(f"frontier_{name}", language) for name in ("name", "cost", "effect", "standing", "ratio")
    )
    return Table("frontier", phrase("frontier", language), columns, body, digits=4)


def threshold_table(outcomes: Outcomes, thresholds: Sequence[float], language: str) -> Table:
    """At each value of a unit of effect: gain against the first alternative, chance of being best, EVPI."""
    body = tuple(row for k in thresholds for row in _at(outcomes, float(k)))
    columns = tuple(
        phrase(f"threshold_{name}", language) for name in ("value", "name", "gain", "better", "best", "evpi")
    )
    ordered = sorted(thresholds)
    turns = {n: turning_point(outcomes, place, ordered) for place, n in enumerate(outcomes.names) if place}
    said = [
        phrase("threshold_turn", language).format(name=name, first=outcomes.names[0], value=f"{k:g}")
        for name, k in turns.items()
        if k is not None
    ]
    return Table("thresholds", phrase("thresholds", language), columns, body, digits=4, note=" ".join(said))


def _at(outcomes: Outcomes, threshold: float) -> list[Row]:
    best, worth = outcomes.best(threshold), outcomes.worth_of_knowing(threshold)
    return [
        (
            plain(threshold),
            name,
            plain(outcomes.gain(place, threshold).mean()),
            outcomes.acceptable(place, threshold),
            float(best[place]),
            worth,
        )
        for place, name in enumerate(outcomes.names)
    ]
