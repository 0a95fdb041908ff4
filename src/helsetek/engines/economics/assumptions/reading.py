"""From merged TOML to checked records."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helsetek.engines.economics.assumptions.checking import check
from helsetek.engines.economics.assumptions.layers import Layers, load_layers, shipped
from helsetek.engines.economics.assumptions.model import (
    Alternative,
    Analysis,
    Assumptions,
    Correlation,
    Index,
    Parameter,
    Source,
    Spread,
    Value,
)
from helsetek.engines.economics.errors import AssumptionsError
from helsetek.engines.economics.nonpriced import said
from helsetek.engines.economics.units import parse_unit

__all__ = ["read_assumptions", "shipped"]


def read_assumptions(source: str | Path) -> Assumptions:
    """The analysis in a TOML file, or a shipped one by name.

    Raises AssumptionsError listing every fault with file, line and mend.
    """
    return of_layers(load_layers(source))


def of_layers(layers: Layers) -> Assumptions:
    """The analysis in files that are read already. Raises AssumptionsError as ``read_assumptions`` does."""
    faults = check(layers)
    if faults:
        raise AssumptionsError(faults)
    return _assumptions(layers)


def _assumptions(layers: Layers) -> Assumptions:
    data = layers.data
    return Assumptions(
        analysis=_analysis(data["analysis"]),
        parameters={name: _parameter(name, raw, layers) for name, raw in data["parameter"].items()},
        alternatives={name: _alternative(name, raw) for name, raw in data["alternative"].items()},
        correlations={name: _correlation(name, raw) for name, raw in data.get("correlation", {}).items()},
        indices={name: _index(name, raw) for name, raw in data.get("index", {}).items()},
        non_priced={name: _text(raw["label"]) for name, raw in data.get("non_priced", {}).items()},
    )


def _analysis(raw: Mapping[str, Any]) -> Analysis:
    years = {key: tuple(raw[key]) for key in ("investment_years", "scheme_years")}
    return Analysis(
        id=raw["id"],
        title=_text(raw["title"]),
        base_year=raw["base_year"],
        price_year=raw["price_year"],
        first_year=raw["first_year"],
        last_year=raw["last_year"],
        lifetime_end=raw.get("lifetime_end", raw["last_year"]),
        rate_from=raw.get("rate_from", raw["base_year"]),
        joining_years=tuple(raw.get("joining_years", raw["scheme_years"])),
        uptake=raw["uptake"],
        index=raw.get("index", ""),
        population_year=raw.get("population_year", raw["base_year"]),
        null=_text(raw.get("null", {})),
        **years,
    )


def _parameter(name: str, raw: Mapping[str, Any], layers: Layers) -> Parameter:
    file, line = layers.place(("parameter", name))
    bounds = raw.get("range")
    return Parameter(
        id=name,
        label=_text(raw["label"]),
        value=_value(raw["value"]),
        unit=parse_unit(raw["unit"]),
        status=raw["status"],
        source=_source(raw["source"]),
        price_year=raw.get("price_year"),
        growth=raw.get("growth", "none"),
        vat=raw.get("vat", "not_applicable"),
        spread=_spread(raw["spread"]) if "spread" in raw else None,
        range=(float(bounds[0]), float(bounds[1])) if bounds else None,
        valid_from=str(raw.get("valid_from", "")),
        valid_to=str(raw.get("valid_to", "")),
        note=raw.get("note", ""),
        signed=raw.get("signed", False),
        file=file,
        line=line,
    )


def _text(raw: Any) -> dict[str, str]:
    return {"nb": raw} if isinstance(raw, str) else dict(raw)


def _value(raw: Any) -> Value:
    if isinstance(raw, Mapping):
        return {int(year): float(number) for year, number in sorted(raw.items())}
    return math.nan if raw is None else float(raw)


def _source(raw: Mapping[str, Any]) -> Source:
    return Source(raw["document"], raw.get("page", ""), str(raw.get("date", "")), raw.get("address", ""))


def _spread(raw: Mapping[str, Any]) -> Spread:
    numbers = {key: float(value) for key, value in raw.items() if key not in ("kind", "on", "independent")}
    return Spread(raw["kind"], raw.get("on", "value"), numbers, raw.get("independent", False))


def _alternative(name: str, raw: Mapping[str, Any]) -> Alternative:
    return Alternative(
        id=name,
        label=_text(raw["label"]),
        values={key: _value(value) for key, value in raw.get("set", {}).items()},
        ranges={key: (float(low), float(high)) for key, (low, high) in raw.get("range", {}).items()},
        non_priced={effect: said(words) for effect, words in raw.get("non_priced", {}).items()},
    )


def _correlation(name: str, raw: Mapping[str, Any]) -> Correlation:
    matrix = tuple(tuple(float(number) for number in row) for row in raw["matrix"])
    return Correlation(name, tuple(raw["members"]), matrix)


def _index(name: str, raw: Mapping[str, Any]) -> Index:
    levels = {int(year): float(level) for year, level in raw["levels"].items()}
    return Index(name, raw["vintage"], levels, _source(raw["source"]))
