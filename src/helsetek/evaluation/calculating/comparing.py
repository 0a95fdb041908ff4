"""Analyses side by side: which assumptions differ, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helsetek.engines.economics.assumptions import Assumptions, Parameter
from helsetek.engines.economics.assumptions.model import NULL, say
from helsetek.engines.economics.outputs.words import ROW_LABELS
from helsetek.engines.economics.tables import TABLES

from . import words

Figures = dict[str, dict[str, float]]
SUMS = ("sum_costs", "sum_benefits", "net")
#: Differences smaller than this, in MNOK, are the computer's own.
SAME = 1e-9


@dataclass(frozen=True)
class Compared:
    """One of those that are compared: its title, its assumptions, and its rows by name and alternative (MNOK)."""

    key: str
    title: str
    assumptions: Assumptions
    figures: Figures


@dataclass(frozen=True)
class RowCompared:
    """One row: a text for each that is compared, and the difference where there are two."""

    label: str
    values: tuple[str, ...]
    differs: bool
    difference: str = ""
    strong: bool = False


@dataclass(frozen=True)
class AlternativeCompared:
    label: str
    rows: tuple[RowCompared, ...]


def alternatives(found: Sequence[Compared]) -> list[AlternativeCompared]:
    """Table 8 of each alternative that at least two have."""
    names = list(dict.fromkeys(name for one in found for name in one.assumptions.alternatives))
    shared = [name for name in names if sum(name in one.assumptions.alternatives for one in found) > 1]
    return [_alternative(found, name) for name in shared or names]


def _alternative(found: Sequence[Compared], name: str) -> AlternativeCompared:
    language = words.language()
    label = next(
        say(one.assumptions.alternatives[name].label, language)
        for one in found
        if name in one.assumptions.alternatives
    )
    rows = []
    for row in TABLES["table8"]:
        values = [one.figures.get(row, {}).get(name) for one in found]
        if row == "added_resources" and not any(values):
            continue
        rows.append(_row(ROW_LABELS[row][language], values, row in SUMS))
    return AlternativeCompared(label, tuple(rows))


def _row(label: str, values: Sequence[float | None], strong: bool) -> RowCompared:
    known = [value for value in values if value is not None]
    differs = len(known) > 1 and max(known) - min(known) > SAME
    difference = ""
    if differs and len(values) == len(known) == 2:
        gap = known[1] - known[0]
        difference = f"{'+' if gap > 0 else ''}{words.millions(gap)}"
    return RowCompared(label, tuple(words.millions(value) for value in values), differs, difference, strong)


def assumptions(found: Sequence[Compared]) -> list[RowCompared]:
    """Every assumption that is not the same in all: its value in each alternative, its uncertainty, its source."""
    return [*_frame(found), *(row for name in _names(found) for row in _assumption(found, name))]


def _names(found: Sequence[Compared]) -> list[str]:
    return list(dict.fromkeys(name for one in found for name in one.assumptions.parameters))


def _frame(found: Sequence[Compared]) -> list[RowCompared]:
    labels = {
        "base_year": _("Base year"), "price_year": _("Price year"), "first_year": _("First year"),
        "last_year": _("Last year"), "scheme_years": _("Grant years"), "uptake": _("How municipalities join"),
    }  # fmt: skip
    rows = []
    for name, label in labels.items():
        values = [_plain(getattr(one.assumptions.analysis, name)) for one in found]
        if len(set(values)) > 1:
            rows.append(RowCompared(label, tuple(values), differs=True))
    return rows


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return f"{value[0]}–{value[-1]}" if value else "–"
    return {"shares": _("a stated share"), "choice": _("each chooses")}.get(str(value), str(value))


def _assumption(found: Sequence[Compared], name: str) -> list[RowCompared]:
    records = [one.assumptions.parameters.get(name) for one in found]
    first = next(record for record in records if record is not None)
    label, unit = say(first.label, words.language()), words.unit(first.unit.text)
    rows = [
        RowCompared(f"{label}{f', {unit}' if unit else ''}{place}", tuple(values), differs=True)
        for place, values in _values(found, name)
        if len(set(values)) > 1
    ]
    for what, tell in ((_("uncertainty"), _spread), (_("source"), _source)):
        said = [tell(record) for record in records]
        if len({one for one in said if one}) > 1 and None not in records:
            rows.append(RowCompared(f"{label}: {what}", tuple(one or "–" for one in said), differs=True))
    return rows


def _values(found: Sequence[Compared], name: str) -> list[tuple[str, list[str]]]:
    """(which alternative, the value in each that is compared); one row where all alternatives have the same."""
    language = words.language()
    names = list(dict.fromkeys(alt for one in found for alt in (NULL, *one.assumptions.alternatives)))
    everywhere = [[_value(one, name, alt) for one in found] for alt in names]
    if all(values == everywhere[0] for values in everywhere):
        return [("", everywhere[0])]
    labels = {
        alt: say(record.label, language)
        for one in found
        for alt, record in one.assumptions.alternatives.items()
    }
    labels[NULL] = _("Null alternative")
    return [(f" ({labels[alt]})", values) for alt, values in zip(names, everywhere, strict=True)]


def _value(one: Compared, name: str, alternative: str) -> str:
    if name not in one.assumptions.parameters:
        return "–"
    if alternative != NULL and alternative not in one.assumptions.alternatives:
        return "–"
    return words.stated(one.assumptions.value(name, alternative))


def _spread(record: Parameter | None) -> str:
    return words.spread(record.spread) if record else ""


def _source(record: Parameter | None) -> str:
    return str(record.source) if record else ""
