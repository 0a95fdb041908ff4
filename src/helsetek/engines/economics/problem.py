"""An analysis made ready for calculation: uncertain inputs numbered, parameters as arrays, results as arrays.

``Problem`` is pure: the same assumptions and the same draws give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from helsetek.engines.economics.assumptions import Assumptions, Parameter, Spread
from helsetek.engines.economics.assumptions.model import NULL, Value
from helsetek.engines.economics.effects import flows
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.ledger import Ledger, book, book_years
from helsetek.engines.economics.register import Nodes
from helsetek.engines.economics.spreads import quantile
from helsetek.engines.economics.world import Array, Parameters, World, masks_of

Floats = NDArray[np.float64]


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
        self._position = {record.id: number for number, record in enumerate(self.inputs)}
        self._masks = masks_of(assumptions.analysis)
        self._certain = {name: self._base(record) for name, record in assumptions.parameters.items()}
        self._null_included = True
        self._null_included = not self._null_is_empty()

    def _inputs(self, parameter: Parameter) -> list[Input]:
        if parameter.spread is None:
            return []
        touched = self.assumptions.touched(parameter.id)
        apart = parameter.spread.independent and NULL not in touched
        return [
            Input(parameter.id, name if apart else "", parameter.spread)
            for name in (touched if apart else [""])
        ]

    # Values -----------------------------------------------------------------------------------------------

    def scale(self, parameter: Parameter) -> float:
        """From the parameter's own unit, price year and VAT basis to MNOK of the analysis's price year."""
        factor = parameter.unit.factor
        analysis = self.assumptions.analysis
        if parameter.price_year is not None and parameter.price_year != analysis.price_year:
            factor *= self.assumptions.indices[analysis.index].ratio(
                parameter.price_year, analysis.price_year
            )
        if parameter.vat == "included":
            factor /= 1 + float(self._number(self.assumptions.parameters["vat_rate"].value))
        return factor

    @staticmethod
    def _number(value: Value) -> float:
        return next(iter(value.values())) if isinstance(value, dict) else value

    def _rows(self) -> list[str]:
        return [NULL, *self.alternatives] if self._null_included else self.alternatives

    def _base(self, parameter: Parameter) -> Floats:
        """(null and alternatives or 1, years or 1, 1, 1) in the engine's units."""
        values = [self.assumptions.value(parameter.id, name) for name in [NULL, *self.alternatives]]
        years = self.assumptions.analysis.years if any(isinstance(value, dict) for value in values) else (0,)
        table = np.array([[_in_year(value, year) for year in years] for value in values]) * self.scale(
            parameter
        )
        if (table == table[0]).all():
            table = table[:1]
        return table[:, :, None, None]

    def certain(self) -> dict[str, Floats]:
        """Arrays of all parameters at their stated values."""
        return {name: self._trim(array) for name, array in self._certain.items()}

    def _trim(self, array: Floats) -> Floats:
        """Without the null alternative when it is empty."""
        if self._null_included or array.shape[0] == 1:
            return array
        rows = array[1:]
        return rows[:1] if (rows == rows[0]).all() else rows

    def arrays(self, draws: Floats) -> dict[str, Floats]:
        """Arrays of all parameters at draws (inputs, n), each input in its parameter's own unit."""
        arrays = self.certain()
        for name in dict.fromkeys(record.parameter for record in self.inputs):
            arrays[name] = self._drawn(name, arrays[name], draws)
        return arrays

    def _drawn(self, name: str, base: Floats, draws: Floats) -> Floats:
        parameter = self.assumptions.parameters[name]
        spread = parameter.spread
        if spread is None:
            return base
        touched = self.assumptions.touched(name)
        drawn = self._drawn_rows(name, touched, draws)
        factor = 1.0 if spread.on == "factor" else self.scale(parameter)
        if factor != 1.0:
            drawn = drawn * factor
        changed = drawn if spread.on == "value" else base * drawn if spread.on == "factor" else base + drawn
        rows = self._rows()
        if all(row in touched for row in rows):
            return changed
        mask = np.array([row in touched for row in rows]).reshape(-1, 1, 1, 1)
        return np.where(mask, changed, base)

    def _drawn_rows(self, name: str, touched: list[str], draws: Floats) -> Floats:
        if name in self._position:
            return draws[self._position[name]].reshape(1, 1, 1, -1)
        rows = [row for row in self._rows() if row != NULL]
        if rows == touched:
            first = self._position[f"{name}@{touched[0]}"]
            block = draws[first : first + len(touched)].reshape(len(touched), 1, 1, -1)
        else:
            places = [self._position.get(f"{name}@{row}", 0) for row in rows]
            block = draws[places].reshape(len(rows), 1, 1, -1)
        return np.concatenate([block[:1], block]) if self._null_included else block

    def draws_from(self, uniforms: Floats) -> Floats:
        """From probabilities (inputs, n) to values in the parameters' own units."""
        rows = [
            quantile(record.spread.kind, u, record.spread.numbers)
            for record, u in zip(self.inputs, uniforms, strict=True)
        ]
        return np.stack(rows) if rows else np.zeros((0, uniforms.shape[1]))

    # Worlds and results -----------------------------------------------------------------------------------

    def world(self, arrays: Mapping[str, Array], nodes: Nodes | None = None) -> World:
        """The world at the arrays; ``nodes`` instead of the problem's own when given."""
        return World(self.assumptions.analysis, Parameters(arrays), self._masks, nodes or self.nodes)

    def ledger(self, world: World) -> Ledger:
        """The booked differences of one world."""
        return book(flows(world), world, null_included=self._null_included)

    def ledger_by_year(self, world: World) -> Ledger:
        """The same with the years kept apart."""
        return book_years(flows(world), world, null_included=self._null_included)

    def net(self, draws: Floats, nodes: Nodes | None = None) -> Floats:
        """Net benefit in MNOK: (alternatives, n) at draws (inputs, n)."""
        net = self.ledger(self.world(self.arrays(draws), nodes)).net()
        return np.broadcast_to(net[:, 0, 0, :], (len(self.alternatives), draws.shape[1]))

    def deterministic(self) -> Ledger:
        """The ledger at the stated values."""
        return self.ledger(self.world(self.certain()))

    def _null_is_empty(self) -> bool:
        """Whether every flow of the null alternative is zero whatever is drawn; then it need not be run again."""
        uniforms = np.random.default_rng(0).uniform(0.05, 0.95, (len(self.inputs), 3))
        world = self.world(self.arrays(self.draws_from(uniforms)))
        return all(not np.any(flow.present_value()[:1]) for flow in flows(world))

    @property
    def null_included(self) -> bool:
        """Whether the null alternative has flows of its own and is run beside the others."""
        return self._null_included


def _in_year(value: Value, year: int) -> float:
    """The value of a year: that of the latest year named at or before it, else the first named."""
    if not isinstance(value, dict):
        return value
    before = [named for named in value if named <= year]
    return value[max(before)] if before else value[min(value)]
