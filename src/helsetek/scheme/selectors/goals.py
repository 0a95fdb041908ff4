"""Reads of goals and indicators, of the measures and the ambition levels, and of dated figures."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from pydantic import TypeAdapter

from helsetek.common import money, parameters
from helsetek.scheme.models import Goal, Indicator
from helsetek.scheme.rules.terms import CallTerms, Frozen, Measure, Text

_ROOM = Path(__file__).resolve().parent.parent
PARAMETERS = _ROOM / "parameters.toml"
LEVELS = (1, 2, 3)


class MeasureText(Frozen):
    """What one of the five measures is, in the words of this project."""

    name: Text
    description: Text
    source: str


class LevelText(Frozen):
    """What an ambition level holds."""

    name: Text
    description: Text
    measures: tuple[Measure, ...]
    first_year: int
    last_year: int
    source: str


class RealRound(Frozen):
    """A round that was really held, as a public source tells of it; None is what was not seen."""

    name: str
    year: int
    deadline: date | None = None
    decided: date | None = None
    applications: int | None = None
    requested_kr: int | None = None
    awarded_kr: int | None = None
    projects: int | None = None
    municipalities: int | None = None
    note: Text | None = None
    source: str
    address: str

    @property
    def requested_ore(self) -> int | None:
        return None if self.requested_kr is None else money.kroner(self.requested_kr)

    @property
    def awarded_ore(self) -> int | None:
        return None if self.awarded_kr is None else money.kroner(self.awarded_kr)


class AmbitionLevel(LevelText):
    """An ambition level of the report with its yearly budget, in øre."""

    level: int
    grants_ore_a_year: int
    networks_ore_a_year: int
    expected_share_of_municipalities: Decimal


def goals() -> QuerySet[Goal]:
    """The goal for society first, then the effect goals, each with its indicators."""
    return Goal.objects.prefetch_related("indicators")


def indicators() -> QuerySet[Indicator]:
    return Indicator.objects.select_related("goal")


def parameter(name: str, day: date) -> Any:
    """The value of a figure at a day. Raises parameters.NoSuchParameter."""
    return parameters.value(PARAMETERS, name, day)


def parameter_with_source(name: str, day: date) -> parameters.Dated:
    """The same with where it is written and the day it holds from."""
    parameters.value(PARAMETERS, name, day)
    return parameters.load(PARAMETERS)[name].at(day)


@lru_cache
def measures() -> dict[Measure, MeasureText]:
    """The five measures in the report's order."""
    rows = TypeAdapter(dict[Measure, MeasureText]).validate_python(_toml("texts/measures.toml"))
    return {measure: rows[measure] for measure in Measure}


@lru_cache
def ambition_levels() -> tuple[AmbitionLevel, ...]:
    """The three ambition levels (report 5.1.5–5.1.7): budgets from the parameters, words from the texts."""
    texts = TypeAdapter(dict[str, LevelText]).validate_python(_toml("texts/ambition_levels.toml"))
    return tuple(_level(number, texts[f"level_{number}"]) for number in LEVELS)


def _level(number: int, text: LevelText) -> AmbitionLevel:
    start = date(text.first_year, 1, 1)
    return AmbitionLevel(
        **dict(text),
        level=number,
        grants_ore_a_year=parameter(f"ambition_level_{number}_grants_ore", start),
        networks_ore_a_year=parameter(f"ambition_level_{number}_networks_ore", start),
        expected_share_of_municipalities=parameter(f"ambition_level_{number}_share_of_municipalities", start),
    )


@lru_cache
def real_rounds() -> tuple[RealRound, ...]:
    """The rounds of the real scheme, oldest first: reported facts, each with its source."""
    return TypeAdapter(tuple[RealRound, ...]).validate_python(_toml("texts/real_rounds.toml")["round"])


def default_terms(name: str = "2024") -> CallTerms:
    """A set of terms to begin a call from: a file in ``calls/``. Raises FileNotFoundError."""
    return CallTerms.model_validate(_toml(f"calls/{name}.toml"))


def default_sets() -> list[str]:
    """The names that ``default_terms`` knows, newest first."""
    return sorted((path.stem for path in (_ROOM / "calls").glob("*.toml")), reverse=True)


@lru_cache
def _toml(name: str) -> dict[str, Any]:
    with (_ROOM / name).open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)
