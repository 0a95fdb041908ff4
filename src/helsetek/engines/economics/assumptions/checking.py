"""Faults in an assumptions file, each with its line and its mend.

The public form of the same rules is ``data/assumptions.schema.json``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from helsetek.engines.economics.assumptions.layers import Layers
from helsetek.engines.economics.assumptions.model import NULL, STATUSES
from helsetek.engines.economics.assumptions.shapes import shapes
from helsetek.engines.economics.errors import AnalysisError, Fault, UnitError
from helsetek.engines.economics.nonpriced import said
from helsetek.engines.economics.spreads import KINDS, spread_fault
from helsetek.engines.economics.units import parse_unit

GROWTHS = ("none", "wage")
VATS = ("excluded", "included", "not_applicable")
UPTAKES = ("shares", "choice")
LONGEST_PERIOD = 100
#: No amount, count or rate is as large as this.
LARGEST = 1e100
Check = Callable[[Layers], Iterator[Fault]]


def check(layers: Layers) -> list[Fault]:
    """Every fault in the merged file. The shape first: the rest is read only when the shape holds."""
    shape = [*shapes(layers)]
    shape = shape or [*_tables(layers)]
    if shape:
        return shape
    return [
        fault
        for rule in (_frame, _parameters, _alternatives, _non_priced, _correlations, _indices)
        for fault in rule(layers)
    ]


def _tables(layers: Layers) -> Iterator[Fault]:
    for name in ("analysis", "parameter", "alternative"):
        if not isinstance(layers.data.get(name), dict):
            yield layers.fault(
                (name,), f"The table [{name}] is missing.", f"Add [{name}]; see docs/engines/economics.md."
            )
    for group in ("parameter", "alternative", "correlation", "index", "non_priced"):
        for name, raw in (layers.data.get(group) or {}).items():
            if not isinstance(raw, dict):
                yield layers.fault(
                    (group, name), f"«{group}.{name}» is not a table.", f"Write it as [{group}.{name}]."
                )


def _frame(layers: Layers) -> Iterator[Fault]:
    raw = layers.data["analysis"]
    for key in ("base_year", "price_year", "first_year", "last_year"):
        if not isinstance(raw.get(key), int):
            yield layers.fault(
                ("analysis", key), f"{key} is missing or not a whole year.", f"Write {key} = 2022."
            )
    for key in ("investment_years", "scheme_years"):
        if not isinstance(raw.get(key), list) or not all(isinstance(year, int) for year in raw[key]):
            yield layers.fault(("analysis", key), f"{key} is missing.", f"Write {key} = [2024, 2025].")
    for key in ("id", "title"):
        if not raw.get(key):
            yield layers.fault(("analysis", key), f"The analysis has no {key}.", f'Write {key} = "…".')
    if raw.get("uptake") not in UPTAKES:
        yield layers.fault(
            ("analysis", "uptake"), f"Unknown uptake «{raw.get('uptake')}».", "Write «shares» or «choice»."
        )
    yield from _period(layers)


def _period(layers: Layers) -> Iterator[Fault]:
    raw = layers.data["analysis"]
    first, last = raw.get("first_year"), raw.get("last_year")
    if isinstance(first, int) and isinstance(last, int) and not first <= last < first + LONGEST_PERIOD:
        what = f"The period {first}-{last} is empty or longer than {LONGEST_PERIOD} years."
        yield layers.fault(("analysis", "last_year"), what, "Let last_year follow first_year.")
        return
    for key in ("investment_years", "scheme_years", "joining_years"):
        outside = [year for year in raw.get(key, []) if isinstance(first, int) and not first <= year <= last]
        if outside:
            what = f"{key} has {outside[0]}, which is outside the period {first}-{last}."
            yield layers.fault(("analysis", key), what, "Take it out, or widen the period.")
    if isinstance(last, int) and raw.get("lifetime_end", last) < last:
        yield layers.fault(
            ("analysis", "lifetime_end"), "The lifetime ends before the period.", "Write last_year or later."
        )
    if isinstance(last, int) and not first - LONGEST_PERIOD <= raw.get("base_year", first) <= last:
        what = f"The base year {raw['base_year']} lies outside {first - LONGEST_PERIOD}-{last}."
        yield layers.fault(("analysis", "base_year"), what, "Write the year that present values refer to.")


def _parameters(layers: Layers) -> Iterator[Fault]:
    for name, raw in layers.data["parameter"].items():
        yield from _parameter(layers, name, raw)


def _parameter(layers: Layers, name: str, raw: Mapping[str, Any]) -> Iterator[Fault]:
    path = ("parameter", name)
    if not raw.get("label"):
        yield layers.fault(
            (*path, "label"), f"«{name}» has no label.", 'Write label = {nb = "…", nn = "…", en = "…"}.'
        )
    yield from _number(layers, (*path, "value"), raw.get("value"), raw.get("signed", False))
    yield from _unit(layers, name, raw)
    yield from _one_of(layers, (*path, "status"), raw.get("status"), STATUSES)
    yield from _one_of(layers, (*path, "growth"), raw.get("growth", "none"), GROWTHS)
    yield from _one_of(layers, (*path, "vat"), raw.get("vat", "not_applicable"), VATS)
    if not (raw.get("source") or {}).get("document"):
        mend = 'Write source = {document = "…", page = "…", date = 2022-10-01}; a judgement names who judged.'
        yield layers.fault((*path, "source"), f"«{name}» has no source.", mend)
    if raw.get("vat") == "included" and "vat_rate" not in layers.data["parameter"]:
        what = f"«{name}» includes value-added tax, and there is no rate to take it out by."
        yield layers.fault((*path, "vat"), what, "Add [parameter.vat_rate].")
    yield from _range(layers, path, raw)
    yield from _validity(layers, path, raw)
    if "spread" in raw:
        fault = spread_fault(raw["spread"])
        if fault:
            yield layers.fault(
                (*path, "spread"), f"The spread of «{name}»: {fault}", f"Known kinds: {', '.join(KINDS)}."
            )


def _number(layers: Layers, path: tuple[str, ...], raw: Any, signed: bool) -> Iterator[Fault]:
    name = path[1] if path[0] == "parameter" else path[-1]
    numbers = list(raw.values()) if isinstance(raw, Mapping) else [raw]
    if not numbers or not all(isinstance(n, int | float) and not isinstance(n, bool) for n in numbers):
        yield layers.fault(
            path, f"«{name}» has no number.", "Write value = 1.0, or a table of year = number."
        )
    elif not all(abs(n) < LARGEST for n in numbers):
        yield layers.fault(path, f"«{name}» is not finite.", "Write an ordinary number.")
    elif min(numbers) < 0 and not signed:
        mend = "Costs and savings are written as positive numbers; write signed = true if below zero has a meaning."
        yield layers.fault(path, f"«{name}» is negative ({min(numbers):g}).", mend)
    elif isinstance(raw, Mapping) and not all(str(year).isdigit() for year in raw):
        yield layers.fault(
            path, f"«{name}» has keys that are not years.", "Write value = {2024 = 56.7, 2025 = 71.2}."
        )


def _unit(layers: Layers, name: str, raw: Mapping[str, Any]) -> Iterator[Fault]:
    path = ("parameter", name, "unit")
    try:
        unit = parse_unit(str(raw.get("unit", "")))
    except UnitError as error:
        yield layers.fault(path, f"«{name}»: {error}", 'Write a pure number as unit = "1".')
        return
    year, frame = raw.get("price_year"), layers.data["analysis"].get("price_year")
    if unit.is_money and not isinstance(year, int):
        yield layers.fault(path, f"«{name}» is money without a price year.", f"Write price_year = {frame}.")
    elif (
        unit.is_money and year != frame and layers.data["analysis"].get("index") and _uncovered(layers, year)
    ):
        index = layers.data["analysis"]["index"]
        what = f"«{name}» is in {year}-kroner, and the index «{index}» has no level for {_uncovered(layers, year)}."
        yield layers.fault(("parameter", name, "price_year"), what, "Add the level, or restate the value.")
    elif unit.is_money and year != frame and not layers.data["analysis"].get("index"):
        mend = 'Name the index that converts it: [analysis] index = "kpi".'
        yield layers.fault(
            ("parameter", name, "price_year"), f"«{name}» is in {year}-kroner, the analysis in {frame}.", mend
        )
    if not unit.is_money and year is not None:
        yield layers.fault(("parameter", name, "price_year"), f"«{name}» is not money.", "Remove price_year.")


def _uncovered(layers: Layers, year: Any) -> str:
    """Of the price year and the analysis's, one that the index does not cover."""
    index = layers.data.get("index", {}).get(layers.data["analysis"].get("index"), {})
    wanted = (str(year), str(layers.data["analysis"].get("price_year")))
    return next((y for y in wanted if y not in index.get("levels", {})), "")


def _one_of(layers: Layers, path: tuple[str, ...], value: Any, known: tuple[str, ...]) -> Iterator[Fault]:
    if value not in known:
        yield layers.fault(
            path, f"«{path[1]}»: {path[-1]} «{value}» is unknown.", f"Write one of {', '.join(known)}."
        )


def _range(layers: Layers, path: tuple[str, ...], raw: Mapping[str, Any]) -> Iterator[Fault]:
    if "range" in raw:
        yield from _within(layers, (*path, "range"), raw["range"], raw.get("value"))


def _within(layers: Layers, path: tuple[str, ...], bounds: Any, value: Any) -> Iterator[Fault]:
    name = path[-1] if path[0] == "alternative" else path[1]
    if not (isinstance(bounds, list) and len(bounds) == 2 and bounds[0] <= bounds[1]):
        yield layers.fault(
            path, f"The range of «{name}» is infeasible: {bounds}.", "Write range = [low, high], low first."
        )
    elif isinstance(value, int | float) and not bounds[0] <= value <= bounds[1]:
        what = f"«{name}» = {value:g} lies outside its range {bounds[0]:g}-{bounds[1]:g}."
        yield layers.fault(path, what, "Mend the value or the range: one of them is wrong.")


def _validity(layers: Layers, path: tuple[str, ...], raw: Mapping[str, Any]) -> Iterator[Fault]:
    dates = [raw.get("valid_from"), raw.get("valid_to")]
    for key, value in zip(("valid_from", "valid_to"), dates, strict=True):
        if value is not None and not isinstance(value, dt.date):
            yield layers.fault(
                (*path, key), f"«{path[1]}»: {key} is not a date.", f"Write {key} = 2024-01-01."
            )
    if all(isinstance(value, dt.date) for value in dates) and dates[0] > dates[1]:  # type: ignore[operator]
        yield layers.fault(
            (*path, "valid_to"), f"«{path[1]}» ends before it begins.", "Swap valid_from and valid_to."
        )


def _alternatives(layers: Layers) -> Iterator[Fault]:
    known = layers.data["parameter"]
    for name, raw in layers.data["alternative"].items():
        if name == NULL:
            yield layers.fault(
                ("alternative", name), "«null» is the null alternative.", "Give the alternative another name."
            )
        for key, value in raw.get("set", {}).items():
            path = ("alternative", name, "set", key)
            if key not in known:
                yield layers.fault(
                    path, f"«{name}» sets «{key}», which is no assumption.", f"Add [parameter.{key}]."
                )
            else:
                yield from _number(layers, path, value, known[key].get("signed", False))
        for key, bounds in raw.get("range", {}).items():
            yield from _within(
                layers, ("alternative", name, "range", key), bounds, raw.get("set", {}).get(key)
            )


def _non_priced(layers: Layers) -> Iterator[Fault]:
    for name, raw in layers.data["alternative"].items():
        for effect, judged in raw.get("non_priced", {}).items():
            path = ("alternative", name, "non_priced", effect)
            if effect not in layers.data.get("non_priced", {}):
                yield layers.fault(
                    path, f"«{effect}» has no label.", f"Add [non_priced.{effect}] with a label."
                )
            try:
                said(judged)
            except AnalysisError as error:
                mend = 'Write words of the scale, or {matrix = "plus_minus", extent = "…", importance = "…"}.'
                yield layers.fault(path, f"«{effect}» in «{name}»: {error}", mend)


def _correlations(layers: Layers) -> Iterator[Fault]:
    taken: dict[str, str] = {}
    for name, raw in layers.data.get("correlation", {}).items():
        path = ("correlation", name)
        members, matrix = raw.get("members", []), np.array(raw.get("matrix", []), dtype=float)
        unknown = [m for m in members if "spread" not in layers.data["parameter"].get(m, {})]
        if unknown:
            mend = "Give it a spread, or take it out of members."
            yield layers.fault((*path, "members"), f"«{unknown[0]}» in «{name}» is not uncertain.", mend)
        elif len(set(members)) < len(members) or len(members) < 2:
            what = f"The group «{name}» names the same assumption twice, or fewer than two."
            yield layers.fault((*path, "members"), what, "Name two or more, each once.")
        elif other := next((m for m in members if taken.setdefault(m, name) != name), ""):
            what = f"«{other}» is in the groups «{taken[other]}» and «{name}»."
            yield layers.fault((*path, "members"), what, "Put both in one group with one matrix.")
        elif matrix.shape != (len(members), len(members)) or not np.allclose(matrix, matrix.T):
            mend = f"Write {len(members)} rows of {len(members)} numbers, mirrored over the diagonal."
            yield layers.fault(
                (*path, "matrix"), f"The matrix of «{name}» is not square and symmetric.", mend
            )
        elif not np.allclose(np.diag(matrix), 1) or np.abs(matrix).max() > 1:
            mend = "The diagonal is 1 and the rest lies between -1 and 1."
            yield layers.fault((*path, "matrix"), f"The matrix of «{name}» is no correlation matrix.", mend)
        elif np.linalg.eigvalsh(matrix).min() <= 0:
            yield layers.fault(
                (*path, "matrix"), f"The matrix of «{name}» is not positive definite.", _mended(matrix)
            )


def _mended(matrix: np.ndarray) -> str:
    """Shrink towards independence until it is positive definite; say by how much."""
    lowest = np.linalg.eigvalsh(matrix).min()
    keep = 0.99 / (1 - lowest)
    off = matrix - np.eye(len(matrix))
    largest = np.abs(off).max()
    return f"The correlations contradict each other; multiplied by {keep:.2f} (largest {largest * keep:.2f}) they fit."


def _indices(layers: Layers) -> Iterator[Fault]:
    used = layers.data["analysis"].get("index")
    known = layers.data.get("index", {})
    if used and used not in known:
        yield layers.fault(
            ("analysis", "index"), f"There is no index «{used}».", f"Known: {', '.join(known) or 'none'}."
        )
    for name, raw in known.items():
        if not raw.get("vintage") or not raw.get("levels") or not (raw.get("source") or {}).get("document"):
            yield layers.fault(
                ("index", name),
                f"The index «{name}» lacks vintage, levels or source.",
                "Add what is missing.",
            )
