"""Dated parameters that cite their source: figures of law and of the scheme, read from TOML beside the rules.

A file holds tables ``[name]`` with ``label``, ``unit`` and a list ``values`` of ``{from, value, source}``.
The value that holds at a date is the last one whose ``from`` is not after it (the way of OpenFisca).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any


class NoSuchParameter(LookupError):
    """No parameter of that name, or none that holds at that date. The message names the nearest."""


@dataclass(frozen=True)
class Dated:
    """One value of a parameter, from the day it holds, and where it is written."""

    start: date
    value: Any
    source: str


@dataclass(frozen=True)
class Parameter:
    name: str
    label: str
    unit: str
    values: tuple[Dated, ...]

    def at(self, day: date) -> Dated:
        held = [value for value in self.values if value.start <= day]
        if not held:
            raise NoSuchParameter(
                f"«{self.name}» has no value before {self.values[0].start}; asked for {day}."
            )
        return held[-1]


@lru_cache
def load(path: Path) -> dict[str, Parameter]:
    """All parameters of one file. Decimal numbers stay exact."""
    with path.open("rb") as file:
        tables = tomllib.load(file, parse_float=Decimal)
    return {name: _parameter(name, table) for name, table in tables.items()}


def _parameter(name: str, table: dict[str, Any]) -> Parameter:
    values = sorted(
        (Dated(row["from"], row["value"], row["source"]) for row in table["values"]), key=lambda v: v.start
    )
    return Parameter(name, table["label"], table["unit"], tuple(values))


def value(path: Path, name: str, day: date) -> Any:
    """The value of a parameter at a day. Raises NoSuchParameter."""
    parameters = load(path)
    if name not in parameters:
        raise NoSuchParameter(
            f"No parameter «{name}» in {path.name}; it holds: {', '.join(sorted(parameters))}."
        )
    return parameters[name].at(day).value
