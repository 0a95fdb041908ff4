"""What each key of an assumptions file may hold: looked at first, so that the other checks meet what they expect."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from helsetek.engines.economics.assumptions.layers import Layers
from helsetek.engines.economics.errors import Fault

EARLIEST, LATEST = 1900, 2300
#: A test, and what the author should write.
Kind = tuple[Callable[[Any], bool], str]


def _year(raw: Any) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and EARLIEST <= raw <= LATEST


def _number(raw: Any) -> bool:
    return isinstance(raw, int | float) and not isinstance(raw, bool)


def _text(raw: Any) -> bool:
    return isinstance(raw, str)


def _words(raw: Any) -> bool:
    return (isinstance(raw, str) and raw != "") or (
        isinstance(raw, Mapping) and bool(raw) and all(isinstance(v, str) for v in raw.values())
    )


def _table(raw: Any) -> bool:
    return isinstance(raw, Mapping)


def _list_of(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda raw: isinstance(raw, list) and all(map(test, raw))


def _years(raw: Any) -> bool:
    return bool(raw) and _list_of(_year)(raw)


def _levels(raw: Any) -> bool:
    return (
        isinstance(raw, Mapping)
        and bool(raw)
        and all(
            str(year).isdigit() and _number(level) and 0 < level < float("inf") for year, level in raw.items()
        )
    )


def _pair(raw: Any) -> bool:
    return _list_of(_number)(raw) and len(raw) == 2


def _square(raw: Any) -> bool:
    return _list_of(_list_of(_number))(raw) and all(len(row) == len(raw) for row in raw)


def _date(raw: Any) -> bool:
    return isinstance(raw, dt.date)


YEAR: Kind = (_year, "Write a year, such as 2024.")
YEARS: Kind = (_years, "Write a list of years, such as [2024, 2025].")
TEXT: Kind = (_text, 'Write a text: "…".')
WORDS: Kind = (_words, 'Write a text, or {nb = "…", nn = "…", en = "…"}.')
TABLE: Kind = (_table, "Write a table: {…}.")
ANY: Kind = (lambda raw: True, "")
FLAG: Kind = (lambda raw: isinstance(raw, bool), "Write true or false.")
PAIR: Kind = (_pair, "Write range = [low, high], low first.")
DATE: Kind = (_date, "Write a date, such as 2024-01-01.")
MEMBERS: Kind = (_list_of(_text), 'Write members = ["week_cost", "own_effort"].')
MATRIX: Kind = (_square, "Write as many rows as numbers in each: [[1, 0.5], [0.5, 1]].")
LEVELS: Kind = (_levels, "Write levels = {2022 = 100.0, 2023 = 105.5}, above zero.")

TOP: dict[str, Kind] = {
    **dict.fromkeys(("extends", "national"), TEXT),
    **dict.fromkeys(("analysis", "parameter", "alternative", "correlation", "index", "non_priced"), TABLE),
}
ANALYSIS: dict[str, Kind] = {
    **dict.fromkeys(("base_year", "price_year", "first_year", "last_year", "lifetime_end"), YEAR),
    **dict.fromkeys(("rate_from", "population_year"), YEAR),
    **dict.fromkeys(("investment_years", "scheme_years", "joining_years"), YEARS),
    **dict.fromkeys(("id", "uptake", "index"), TEXT),
    **dict.fromkeys(("title", "null"), WORDS),
}
ENTRIES: dict[str, dict[str, Kind]] = {
    "parameter": {
        "label": WORDS, "value": ANY, "unit": TEXT, "price_year": YEAR, "growth": TEXT, "vat": TEXT, "status": TEXT,
        "source": TABLE, "spread": TABLE, "range": PAIR, "valid_from": DATE, "valid_to": DATE, "note": TEXT,
        "signed": FLAG,
    },
    "alternative": {"label": WORDS, "set": TABLE, "range": TABLE, "non_priced": TABLE},
    "correlation": {"members": MEMBERS, "matrix": MATRIX},
    "index": {"vintage": TEXT, "levels": LEVELS, "source": TABLE},
    "non_priced": {"label": WORDS},
}  # fmt: skip
#: Without these an entry cannot be read; what else is missing is told by the other checks.
NEEDED = {"alternative": ("label",), "non_priced": ("label",), "correlation": ("members", "matrix")}


def shapes(layers: Layers) -> Iterator[Fault]:
    """Every unknown key and every value of the wrong kind."""
    top = list(_keys(layers, (), layers.data, TOP))
    yield from top
    if top:
        return
    if "analysis" in layers.data:
        yield from _keys(layers, ("analysis",), layers.data["analysis"], ANALYSIS)
    for group, kinds in ENTRIES.items():
        entries = layers.data.get(group)
        for name, raw in entries.items() if isinstance(entries, Mapping) else ():
            if isinstance(raw, Mapping):
                yield from _keys(layers, (group, name), raw, kinds)
                yield from _missing(layers, (group, name), raw)


def _keys(
    layers: Layers, path: tuple[str, ...], raw: Mapping[str, Any], kinds: Mapping[str, Kind]
) -> Iterator[Fault]:
    place = ".".join(path) or "the file"
    for key, value in raw.items():
        if key not in kinds:
            close = difflib.get_close_matches(key, kinds, n=1)
            mend = f"Did you mean {close[0]}?" if close else f"Known: {', '.join(kinds)}."
            yield layers.fault((*path, key), f"«{key}» is unknown in {place}.", mend)
        elif not kinds[key][0](value):
            said = repr(value) if len(repr(value)) < 40 else f"{repr(value)[:40]}…"
            name = path[-1] if path else place
            yield layers.fault((*path, key), _said(key, name, said), kinds[key][1])


def _said(key: str, name: str, said: str) -> str:
    if key == "range":
        return f"The range of «{name}» is infeasible: {said}."
    if key == "matrix":
        return f"The matrix of «{name}» is not square, or holds what is no number: {said}."
    return f"{key} of «{name}» cannot be {said}."


def _missing(layers: Layers, path: tuple[str, str], raw: Mapping[str, Any]) -> Iterator[Fault]:
    for key in NEEDED.get(path[0], ()):
        if key not in raw:
            mend = ENTRIES[path[0]][key][1]
            yield layers.fault(
                path,
                f"«{path[1]}» has no {key}.",
                mend.replace("Write ", f"Write {key} = ", 1) if key == "label" else mend,
            )
