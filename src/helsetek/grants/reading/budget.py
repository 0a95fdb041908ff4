"""The budget as tables: costs by partner and year, own contribution, and how it is paid for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from helsetek.common.norsk import sort_key
from helsetek.common.web import show
from helsetek.grants.rules import budgets
from helsetek.grants.rules.sections import Budget, CostLine
from helsetek.grants.wording import FIELDS, OWN_KINDS

from .parts import Line, Reading, Table
from .words import Words


def read_budget(budget: Budget, words: Words, title: str) -> Reading:
    if budget.is_empty:
        return Reading("budget", title)
    years = budgets.years(budget)
    tables = [_costs(budget, words, years), _own(budget, words, years), _funding(budget, words, years)]
    return Reading(
        "budget",
        title,
        tables=tuple(table for table in tables if table.rows),
        sums=tuple(_sums(budget, words)),
    )


def _costs(budget: Budget, words: Words, years: list[int]) -> Table:
    rows: dict[tuple[str, str, str], dict[int, int]] = {}
    for line in budget.lines:
        place = (words.organisation(line.organisation_id), _category(line, words), _what(line, words))
        year = rows.setdefault(place, {})
        if line.year:
            year[line.year] = year.get(line.year, 0) + (line.amount_ore or 0)
    return Table(
        _("Costs"),
        (_("Partner"), str(FIELDS["budget.category"]), _("What"), *map(str, years), _("Sum")),
        tuple((*place, *_across(sums, years)) for place, sums in _in_order(rows)),
        (
            (_("Sum"), "", "", *_across(budgets.cost_by_year(budget), years)),
            (
                _("Of which eligible"),
                "",
                "",
                *_across(budgets.eligible_by_year(budget, words.terms), years),
            ),
        ),
        numbers_from=3,
    )


def _category(line: CostLine, words: Words) -> str:
    name = words.category(line.category)
    return name if not name or words.is_covered(line.category) else f"{name} ({_('not covered')})"


def _what(line: CostLine, words: Words) -> str:
    return " – ".join(part for part in (line.text, words.activity(line.activity)) if part)


def _own(budget: Budget, words: Words, years: list[int]) -> Table:
    rows: dict[tuple[str, str], dict[int, int]] = {}
    for line in budget.own:
        if line.year and line.amount_ore:
            sums = rows.setdefault((words.organisation(line.organisation_id), str(OWN_KINDS[line.kind])), {})
            sums[line.year] = sums.get(line.year, 0) + line.amount_ore
    return Table(
        _("Own contribution"),
        (_("Partner"), _("Kind"), *map(str, years), _("Sum")),
        tuple((*place, *_across(sums, years)) for place, sums in _in_order(rows)),
        ((_("Sum"), "", *_across(_by_year(budget.own), years)),),
        numbers_from=2,
    )


def _funding(budget: Budget, words: Words, years: list[int]) -> Table:
    """What is asked for, beside the most that can be asked for."""
    most = budgets.largest_grant_by_year(budget, words.terms)
    asked = budgets.requested_by_year(budget)
    return Table(
        _("The grant"),
        (_("What"), *map(str, years), _("Sum")),
        (
            (str(FIELDS["budget.requested"]), *_across(asked, years)),
            (_("The most that can be covered"), *_across(most, years)),
        ),
    )


def _in_order(rows: dict[Any, dict[int, int]]) -> list[tuple[Any, dict[int, int]]]:
    return sorted(rows.items(), key=lambda row: [sort_key(word) for word in row[0]])


def _by_year(rows: Iterable[Any]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for row in rows:
        if row.year and row.amount_ore:
            sums[row.year] = sums.get(row.year, 0) + row.amount_ore
    return sums


def _across(sums: dict[int, int], years: list[int]) -> list[str]:
    cells = [show.kroner(sums[year]) if sums.get(year) else "" for year in years]
    return [*cells, show.kroner(sum(sums.values()))]


def _sums(budget: Budget, words: Words) -> Iterable[Line]:
    """Each sum as a line of its own, known by what it is and not by where it stands."""
    for line in budget.lines:
        parts = (words.organisation(line.organisation_id), words.category(line.category), _what(line, words))
        label = ", ".join(part for part in (*parts, str(line.year or "")) if part)
        yield Line(f"cost.{label}", label, show.kroner(line.amount_ore))
    for own in budget.own:
        label = f"{words.organisation(own.organisation_id)}, {OWN_KINDS[own.kind]}, {own.year or ''}"
        yield Line(
            f"own.{label}", _("Own contribution: %(what)s") % {"what": label}, show.kroner(own.amount_ore)
        )
    for row in budget.requested:
        label = f"{FIELDS['budget.requested']} {row.year}"
        yield Line(f"requested.{row.year}", label, show.kroner(row.amount_ore))
