"""The records of an assumptions file, after merging and checking."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.units import Unit, parse_unit

#: A number, or a number for each calendar year (years not named keep the last one named before them).
Value = float | dict[int, float]
Text = Mapping[str, str]
STATUSES = ("given", "external", "calibrated", "judged")
NULL = "null"


def say(text: Text, language: str) -> str:
    """The text in the language, else in bokmål, else in whatever there is."""
    return text.get(language) or text.get("nb") or next(iter(text.values()), "")


@dataclass(frozen=True)
class Source:
    """Where a value was read: the document, the place in it, the day it was read or published."""

    document: str
    page: str = ""
    date: str = ""
    address: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.document, self.page, self.date, self.address) if part)


@dataclass(frozen=True)
class Spread:
    """How uncertain a value is. ``on``: the draw replaces the value, multiplies it or is added to it."""

    kind: str
    on: str
    numbers: dict[str, float]
    independent: bool = False


@dataclass(frozen=True)
class Parameter:
    """One assumption. ``value`` holds in the null alternative and wherever no alternative sets another."""

    id: str
    label: Text
    value: Value
    unit: Unit
    status: str
    source: Source
    price_year: int | None = None
    growth: str = "none"
    vat: str = "not_applicable"
    spread: Spread | None = None
    range: tuple[float, float] | None = None
    valid_from: str = ""
    valid_to: str = ""
    note: str = ""
    signed: bool = False
    file: str = ""
    line: int = 0


@dataclass(frozen=True)
class Alternative:
    """One alternative: what it sets otherwise than the null alternative."""

    id: str
    label: Text
    values: dict[str, Value] = field(default_factory=dict)
    ranges: dict[str, tuple[float, float]] = field(default_factory=dict)
    non_priced: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Correlation:
    """A group of parameters that vary together: ids and their rank-normal correlation matrix."""

    id: str
    members: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Index:
    """A price index with its vintage: year to level."""

    id: str
    vintage: str
    levels: dict[int, float]
    source: Source

    def ratio(self, from_year: int, to_year: int) -> float:
        """Level of ``to_year`` over level of ``from_year``; AnalysisError when a year is missing."""
        for year in (from_year, to_year):
            if year not in self.levels:
                known = f"{min(self.levels)}-{max(self.levels)}"
                raise AnalysisError(
                    f"The index {self.id} ({self.vintage}) has no level for {year}; it covers {known}."
                )
        return self.levels[to_year] / self.levels[from_year]


@dataclass(frozen=True)
class Analysis:
    """The frame. Base year and price year are fields of their own, never read off a position."""

    id: str
    title: Text
    base_year: int
    price_year: int
    first_year: int
    last_year: int
    lifetime_end: int
    rate_from: int
    investment_years: tuple[int, ...]
    scheme_years: tuple[int, ...]
    joining_years: tuple[int, ...]
    uptake: str
    index: str
    population_year: int
    null: Text = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the analysis period."""
        return tuple(range(self.first_year, self.last_year + 1))


@dataclass(frozen=True)
class Assumptions:
    """A whole analysis: frame, parameters, alternatives, correlations, indices."""

    analysis: Analysis
    parameters: dict[str, Parameter]
    alternatives: dict[str, Alternative]
    correlations: dict[str, Correlation] = field(default_factory=dict)
    indices: dict[str, Index] = field(default_factory=dict)
    non_priced: dict[str, Text] = field(default_factory=dict)

    def value(self, parameter: str, alternative: str = NULL) -> Value:
        """What the parameter is in the alternative, in the parameter's own unit."""
        if alternative != NULL and parameter in self.alternatives[alternative].values:
            return self.alternatives[alternative].values[parameter]
        return self.parameters[parameter].value

    def touched(self, parameter: str) -> list[str]:
        """The alternatives that set the parameter; all of them (and null) when none does."""
        setting = [name for name, alternative in self.alternatives.items() if parameter in alternative.values]
        return setting or [NULL, *self.alternatives]

    def with_values(self, changes: Mapping[str, float]) -> Assumptions:
        """The same analysis with ``id`` or ``id@alternative`` set to new numbers (own units).

        A plain ``id`` sets the parameter wherever it is touched. Unknown names raise AnalysisError.
        """
        changed = self
        for name, number in changes.items():
            changed = _with_value(changed, name, number)
        return changed

    def outside_range(self, changes: Mapping[str, float]) -> list[str]:
        """Those of the changes that lie outside what the figures allow (``range``), in words."""
        return [line for name, number in changes.items() for line in self._outside(name, number)]

    def _outside(self, name: str, number: float) -> list[str]:
        parameter, _, alternative = name.partition("@")
        setting = [alternative] if alternative else [a for a in self.touched(parameter) if a != NULL]
        known = {a: self.alternatives[a].ranges.get(parameter) for a in setting if a in self.alternatives}
        known["null"] = self.parameters[parameter].range
        return [
            f"{parameter} = {number:g} lies outside its identified range {found[0]:g}-{found[1]:g} ({where})."
            for where, found in known.items()
            if found and not found[0] <= number <= found[1]
        ]

    def only(self, names: list[str]) -> Assumptions:
        """The same analysis with these alternatives alone; AnalysisError for an unknown one."""
        unknown = [name for name in names if name not in self.alternatives]
        if unknown:
            known = ", ".join(self.alternatives)
            raise AnalysisError(f"There is no alternative «{unknown[0]}». This analysis has {known}.")
        return replace(self, alternatives={name: self.alternatives[name] for name in names})

    def canonical(self) -> dict[str, Any]:
        """Everything that can change a figure, as plain data in a fixed order."""
        return {
            "analysis": _plain(self.analysis),
            "parameters": {name: _plain(self.parameters[name]) for name in sorted(self.parameters)},
            "alternatives": {name: _plain(alternative) for name, alternative in self.alternatives.items()},
            "correlations": {name: _plain(self.correlations[name]) for name in sorted(self.correlations)},
            "indices": {name: _plain(self.indices[name]) for name in sorted(self.indices)},
        }

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the canonical form: changes when any assumption changes, not when the file's layout does."""
        text = json.dumps(self.canonical(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


_LAYOUT = {"file", "line"}


def _plain(record: Any) -> Any:
    """Dataclasses as dictionaries, without the place in the file; dates as text."""
    if hasattr(record, "__dataclass_fields__"):
        names = [name for name in record.__dataclass_fields__ if name not in _LAYOUT]
        return {name: _plain(getattr(record, name)) for name in names}
    if isinstance(record, Mapping):
        return {str(key): _plain(value) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [_plain(value) for value in record]
    return record.isoformat() if isinstance(record, dt.date) else record


def _with_value(assumptions: Assumptions, name: str, number: float) -> Assumptions:
    parameter, _, alternative = name.partition("@")
    if parameter not in assumptions.parameters:
        raise AnalysisError(
            f"There is no assumption «{parameter}». {_nearest(parameter, assumptions.parameters)}"
        )
    if not math.isfinite(number):
        raise AnalysisError(f"«{parameter}» cannot be {number}. Give an ordinary number.")
    if number < 0 and not assumptions.parameters[parameter].signed:
        raise AnalysisError(
            f"«{parameter}» cannot be negative ({number:g}); costs and savings are written as positive."
        )
    if alternative and alternative != NULL:
        return _set_in(assumptions, [alternative], parameter, number)
    touched = [] if alternative else [name for name in assumptions.touched(parameter) if name != NULL]
    if touched and parameter in assumptions.alternatives[touched[0]].values:
        return _set_in(assumptions, touched, parameter, number)
    record = replace(assumptions.parameters[parameter], value=number)
    return replace(assumptions, parameters={**assumptions.parameters, parameter: record})


def _set_in(assumptions: Assumptions, names: list[str], parameter: str, number: float) -> Assumptions:
    assumptions.only(names)
    changed = {
        name: replace(
            assumptions.alternatives[name],
            values={**assumptions.alternatives[name].values, parameter: number},
        )
        for name in names
    }
    return replace(assumptions, alternatives={**assumptions.alternatives, **changed})


def _nearest(name: str, known: Mapping[str, Any]) -> str:
    import difflib

    close = difflib.get_close_matches(name, list(known), n=3)
    if close:
        return f"Did you mean {', '.join(close)}?"
    return "List them with: helsetek analyse assumptions ANALYSIS."


def money_unit(text: str) -> bool:
    """Whether the unit text counts money."""
    return parse_unit(text).is_money
