"""An analysis made ready for calculation: uncertain inputs numbered, parameters as arrays, results as arrays.

``Problem`` is pure: the same assumptions and the same draws give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.assumptions import Assumptions, Parameter, Spread
from helsetek.engines.economics.assumptions.model import NULL, Value
from helsetek.engines.economics.effects import EFFECTS, Effect, flows
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.exposure import IDLE
from helsetek.engines.economics.ledger import Flow, Ledger, book, book_years
from helsetek.engines.economics.register import Nodes
from helsetek.engines.economics.spreads import quantile
from helsetek.engines.economics.world import Array, Parameters, World, masks_of

Floats = NDArray[np.float64]
#: What discounting and growth rest on; where no alternative sets them, null shares them with the others.
TIME = ("rate_near", "rate_middle", "rate_far", "real_wage_growth")


@dataclass(frozen=True)
class Input:
    """One uncertain input: a parameter, in one alternative when they vary apart."""

    parameter: str
    alternative: str
    spread: Spread

    @property
    def id(self) -> str:
        """``parameter`` or ``parameter@alternative``."""
        return f"{self.parameter}@{self.alternative}" if self.alternative else self.parameter


@dataclass(frozen=True)
class Drawn:
    """How the array of one uncertain parameter is made from its rows of draws."""

    parameter: str
    rows: slice
    base: Floats
    factor: float
    on: str
    touched: NDArray[np.bool_] | None

    def array(self, draws: Floats) -> Floats:
        """(alternatives or 1, years or 1, 1, n)."""
        drawn = draws[self.rows][:, None, None, :]
        if self.factor != 1.0:
            drawn = drawn * self.factor
        changed = (
            drawn if self.on == "value" else self.base * drawn if self.on == "factor" else self.base + drawn
        )
        return changed if self.touched is None else np.where(self.touched, changed, self.base)


class Problem:
    """Assumptions and municipality nodes, ready to be evaluated at any number of draws."""

    def __init__(self, assumptions: Assumptions, nodes: Nodes | None = None) -> None:
        if assumptions.analysis.uptake == "choice" and nodes is None:
            raise AnalysisError("This analysis lets each municipality choose: give the municipality table.")
        self.assumptions, self.nodes = assumptions, nodes
        self.alternatives = list(assumptions.alternatives)
        self.inputs = [
            record for parameter in assumptions.parameters.values() for record in self._inputs(parameter)
        ]
        self._masks = masks_of(assumptions.analysis)
        tables = {name: self._table(record) for name, record in assumptions.parameters.items()}
        self._certain = {name: _shared(table[1:]) for name, table in tables.items()}
        self._certain_null = {name: table[:1] for name, table in tables.items()}
        self._drawn = [self._plan(name, self._certain[name], null=False) for name in self._uncertain()]
        self._drawn_null = [
            self._plan(name, self._certain_null[name], null=True) for name in self._uncertain()
        ]
        self._same_time = not any(
            name in a.values for a in assumptions.alternatives.values() for name in TIME
        )
        self.null_effects = self._effects_under_null()

    # Inputs -----------------------------------------------------------------------------------------------

    def _inputs(self, parameter: Parameter) -> list[Input]:
        if parameter.spread is None or parameter.id in IDLE[self.assumptions.analysis.uptake]:
            return []
        touched = self.assumptions.touched(parameter.id)
        apart = parameter.spread.independent and NULL not in touched
        return [
            Input(parameter.id, name if apart else "", parameter.spread)
            for name in (touched if apart else [""])
        ]

    def _uncertain(self) -> list[str]:
        return list(dict.fromkeys(record.parameter for record in self.inputs))

    def _plan(self, name: str, base: Floats, *, null: bool) -> Drawn:
        parameter, touched = self.assumptions.parameters[name], self.assumptions.touched(name)
        spread, rows = self.inputs[self._first(name)].spread, [NULL] if null else self.alternatives
        factor = 1.0 if spread.on == "factor" else self.scale(parameter)
        mask = None if set(rows) <= set(touched) else np.isin(rows, touched).reshape(-1, 1, 1, 1)
        return Drawn(name, self._rows_of(name, null=null), base, factor, spread.on, mask)

    def _first(self, name: str) -> int:
        return next(number for number, record in enumerate(self.inputs) if record.parameter == name)

    def _rows_of(self, name: str, *, null: bool) -> slice:
        """The rows of the draws that the parameter reads: one for all alternatives, or one for each."""
        first, count = self._first(name), sum(record.parameter == name for record in self.inputs)
        if count > 1 and count != len(self.alternatives):
            raise AnalysisError(
                f"«{name}» is independent in some alternatives only: set it in all, or in none."
            )
        return slice(first, first + (1 if null else count))

    # Values -----------------------------------------------------------------------------------------------

    def scale(self, parameter: Parameter) -> float:
        """From the parameter's own unit, price year and VAT basis to MNOK of the analysis's price year."""
        factor = parameter.unit.factor
        analysis = self.assumptions.analysis
        if parameter.price_year is not None and parameter.price_year != analysis.price_year:
            index = self.assumptions.indices[analysis.index]
            factor *= index.ratio(parameter.price_year, analysis.price_year)
        if parameter.vat == "included":
            factor /= 1 + _in_year(self.assumptions.parameters["vat_rate"].value, analysis.base_year)
        return factor

    def _table(self, parameter: Parameter) -> Floats:
        """(null and alternatives, years or 1, 1, 1) in the engine's units."""
        values = [self.assumptions.value(parameter.id, name) for name in [NULL, *self.alternatives]]
        years = self.assumptions.analysis.years if any(isinstance(value, dict) for value in values) else (0,)
        table = np.array([[_in_year(value, year) for year in years] for value in values])
        return (table * self.scale(parameter))[:, :, None, None]

    def table(self, name: str) -> Floats:
        """A parameter's stated values: (null and alternatives, years or 1, 1, 1) in the engine's units."""
        return self._table(self.assumptions.parameters[name])

    def certain(self) -> dict[str, Floats]:
        """Arrays of all parameters at their stated values."""
        return dict(self._certain)

    def arrays(self, draws: Floats) -> dict[str, Floats]:
        """Arrays of all parameters at draws (inputs, n), each input in its parameter's own unit."""
        return {**self._certain, **{plan.parameter: plan.array(draws) for plan in self._drawn}}

    def draws_from(self, uniforms: Floats) -> Floats:
        """From probabilities (inputs, n) to values in the parameters' own units."""
        draws = np.empty_like(uniforms)
        for record, u, out in zip(self.inputs, uniforms, draws, strict=True):
            out[:] = quantile(record.spread.kind, u, record.spread.numbers)
        return draws

    # Worlds and results -----------------------------------------------------------------------------------

    def world(self, arrays: Mapping[str, Array], nodes: Nodes | None = None) -> World:
        """The world at the arrays; ``nodes`` instead of the problem's own when given."""
        return World(self.assumptions.analysis, Parameters(arrays), self._masks, nodes or self.nodes)

    def null_flows(self, null: World, effects: Iterable[Effect] | None = None) -> dict[str, list[Flow]]:
        """The flows of the null alternative, of those effects that have any (or of the effects given)."""
        found: dict[str, list[Flow]] = {}
        for flow in flows(null, self.null_effects if effects is None else effects):
            found.setdefault(flow.effect, []).append(flow)
        return found

    def null_world(self, draws: Floats | None, nodes: Nodes | None = None) -> World:
        """The world of the null alternative at draws, or at the stated values."""
        plans = [] if draws is None else self._drawn_null
        drawn = {plan.parameter: plan.array(draws) for plan in plans if draws is not None}
        return self.world({**self._certain_null, **drawn}, nodes)

    def ledger(
        self, draws: Floats | None = None, nodes: Nodes | None = None, *, by_year: bool = False
    ) -> Ledger:
        """The booked differences from null at draws (inputs, n), or at the stated values."""
        world = self.world(self._certain if draws is None else self.arrays(draws), nodes)
        null = self.null_world(draws, nodes)
        if self._same_time and self.null_effects:
            world.weights("none"), world.weights("wage")
            null.borrow_time(world)
        return self._booked(world, null, self.null_effects, by_year=by_year)

    def varied(self, name: str, values: Floats) -> Ledger:
        """The ledger with one parameter at each of ``values`` (own unit) where it is touched, the others as stated."""
        touched = self.assumptions.touched(name)
        drawn = values.reshape(1, 1, 1, -1) * self.scale(self.assumptions.parameters[name])
        mask = np.isin(self.alternatives, touched).reshape(-1, 1, 1, 1)
        world = self.world({**self._certain, name: np.where(mask, drawn, self._certain[name])})
        if NULL not in touched:
            return self._booked(world, self.null_world(None), self.null_effects)
        with np.errstate(all="ignore"):
            return self._booked(world, self.world({**self._certain_null, name: drawn}), EFFECTS)

    def _booked(
        self, world: World, null: World, effects: Iterable[Effect], *, by_year: bool = False
    ) -> Ledger:
        ledger = (book_years if by_year else book)(flows(world), self.null_flows(null, effects), world)
        world.forget()
        null.forget()
        return ledger

    def net(self, draws: Floats, nodes: Nodes | None = None) -> Floats:
        """Net benefit in MNOK: (alternatives, n) at draws (inputs, n)."""
        net = self.ledger(draws, nodes).net()
        return np.broadcast_to(net[:, 0, 0, :], (len(self.alternatives), draws.shape[1]))

    def _effects_under_null(self) -> tuple[Effect, ...]:
        """The effects that have flows in the null alternative; the others need not be run for it."""
        uniforms = np.random.default_rng(0).uniform(0.05, 0.95, (len(self.inputs), 3))
        with np.errstate(all="ignore"):
            world = self.null_world(self.draws_from(uniforms))
            return tuple(e for e in EFFECTS if any(np.any(flow.present_value()) for flow in e(world)))


def _shared(table: Floats) -> Floats:
    """One row when all alternatives have the same."""
    return table[:1] if (table == table[:1]).all() else table


def _in_year(value: Value, year: int) -> float:
    """The value of a year: that of the latest year named at or before it, else the first named."""
    if not isinstance(value, dict):
        return value
    before = [named for named in value if named <= year]
    return value[max(before)] if before else value[min(value)]
