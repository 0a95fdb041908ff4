"""Units and price years of the whole model, checked once with scalars that carry them.

Every parameter stands for the number 1 with its unit; the effect functions run on them as they run on floats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from helsetek.engines.economics.assumptions import Assumptions, read_assumptions
from helsetek.engines.economics.assumptions.model import Parameter
from helsetek.engines.economics.effects import flows
from helsetek.engines.economics.errors import AnalysisError, AssumptionsError, Fault, UnitError
from helsetek.engines.economics.register import Nodes, nodes
from helsetek.engines.economics.units import Measured, describe
from helsetek.engines.economics.world import Array, Parameters, World, masks_of


class Reading(Parameters):
    """Parameters that remember which of them were read."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self.__dict__["arrays"], self.__dict__["read"] = dict(arrays), set()

    def __getattr__(self, name: str) -> Array:
        self.__dict__["read"].add(name)
        if name not in self.__dict__["arrays"]:
            super().__getattr__(name)
        found: Array = self.__dict__["arrays"][name]
        return found


def check_units(assumptions: Assumptions) -> set[str]:
    """Run the model dry; return the ids of the assumptions it read.

    Raises AssumptionsError naming the assumption whose unit does not fit, or that is missing.
    """
    world = _world(assumptions)
    wanted = {f"MNOK@{assumptions.analysis.price_year}": 1, "year": -1}
    try:
        for flow in flows(world):
            found = flow.present_value().flat[0].dimensions
            if found != wanted:
                raise UnitError(f"the effect «{flow.effect}» is {describe(found)}, not {describe(wanted)}.")
        for name in ("tax_wedge", "tax_base_rate"):
            _ = world.p[name]
    except UnitError as error:
        raise AssumptionsError([_blame(assumptions, str(error))]) from error
    except AnalysisError as error:
        raise AssumptionsError(
            [Fault(assumptions.analysis.id, 0, str(error), "The model cannot do without it.")]
        ) from error
    return set(world.p.__dict__["read"])


def _world(assumptions: Assumptions) -> World:
    arrays = {name: _one(assumptions, record) for name, record in assumptions.parameters.items()}
    analysis = assumptions.analysis
    masks = {name: np.ones_like(mask) for name, mask in masks_of(analysis).items()}
    return World(analysis, Reading(arrays), masks, _one_node(), year=Measured(1.0, {"year": 1}))


def _one(assumptions: Assumptions, parameter: Parameter) -> Array:
    array = np.empty((1, 1, 1, 1), dtype=object)
    array[0, 0, 0, 0] = Measured(1.0, parameter.unit.at(assumptions.analysis.price_year))
    return array


def _one_node() -> Nodes:
    return nodes(np.zeros(1), np.ones(1), np.zeros(1), np.ones((1, 1)))


def _blame(assumptions: Assumptions, message: str) -> Fault:
    """The assumption that would fit with the unit the shipped report gives it."""
    for parameter in assumptions.parameters.values():
        if _complaint_without(assumptions, parameter) is None:
            what = f"The unit «{parameter.unit.text}» of «{parameter.id}» does not fit: {message}"
            return Fault(
                parameter.file, parameter.line, what, "Mend its unit, or the unit it is multiplied with."
            )
    frame = next(iter(assumptions.parameters.values()))
    return Fault(
        frame.file, 1, f"The units do not fit: {message}", "Compare the units with a shipped analysis."
    )


def _complaint_without(assumptions: Assumptions, suspect: Parameter) -> str | None:
    """The complaint when the suspect has the unit that the shipped report gives it; None when all is well."""
    known = read_assumptions("rapport-2022").parameters.get(suspect.id)
    if known is None or known.unit.dimensions == suspect.unit.dimensions:
        return "unchanged"
    mended = {**assumptions.parameters, suspect.id: replace(suspect, unit=known.unit)}
    try:
        check_units(replace(assumptions, parameters=mended))
    except AssumptionsError as error:
        return str(error)
    return None
