"""The budget: for each partner rows of costs with a column for each year, own contribution, and what is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import MoneyField, Rows, rows
from helsetek.grants.forms.fields import Choices, choice, needed, text
from helsetek.grants.rules.sections import LARGEST_ORE, Budget, CostLine, OwnKind, organisation_ids
from helsetek.grants.wording import FIELDS, OWN_KINDS, in_my_language

from .base import Desk, SectionForm

MOST_ROWS_A_PARTNER = 60


def year_field(year: int) -> Any:
    return needed(MoneyField(label=str(year), required=False, max_ore=LARGEST_ORE))


def _cost_row(desk: Desk, budget: Budget) -> type[forms.Form]:
    """A row: what kind of cost, for which activity, and a sum for each year of the call."""
    fields: dict[str, Any] = {
        "category": choice(FIELDS["budget.category"], _categories(desk, budget)),
        "activity": choice(FIELDS["budget.activity"], _activities(desk, budget)),
        "text": text(FIELDS["budget.text"]),
    }
    fields["text"].needed = False
    for year in desk.frame.years:
        fields[f"y{year}"] = year_field(year)
    return type("CostRow", (forms.Form,), fields)


def _categories(desk: Desk, budget: Budget) -> Choices:
    """By whether they are covered; and those that stand in the budget though the call knows them no more."""
    categories = desk.frame.terms.cost_categories
    covered = [(c.code, in_my_language(c.label)) for c in categories if c.covered]
    others = [(c.code, in_my_language(c.label)) for c in categories if not c.covered]
    known = {c.code for c in categories}
    others += [(code, code) for code in _stored("category", budget) if code not in known]
    found: Choices = [(_("Covered by the grant"), covered)]
    return [*found, (_("Not covered: you bear it yourselves"), others)] if others else found


def _activities(desk: Desk, budget: Budget) -> Choices:
    """Those chosen under the project (all, if none are), and those that stand in the budget already."""
    codes = list(desk.chosen_activities or [a.code for a in desk.frame.terms.activities])
    codes += [code for code in _stored("activity", budget) if code not in codes]
    return [(code, desk.words.activity(code)) for code in codes]


def _stored(name: str, budget: Budget) -> list[str]:
    return sorted({getattr(line, name) for line in budget.lines} - {""})


Place = tuple[str, str, str]


def as_rows(lines: list[CostLine], years: range) -> list[dict[str, Any]]:
    """Cost lines, one for each year, gathered into rows with a column for each year.

    A line without a year is a row that is begun. Two lines for the same year are never added up: the second gets a row
    of its own, so that nothing typed disappears.
    """
    found: list[dict[str, Any]] = []
    for line in lines:
        place: Place = (line.category, line.activity, line.text)
        column = f"y{line.year}" if line.year in years else ""
        row = next((r for r in found if _place(r) == place and column and column not in r), None)
        if row is None:
            row = {"category": line.category, "activity": line.activity, "text": line.text}
            found.append(row)
        if column:
            row[column] = line.amount_ore
    return found


def _place(row: Mapping[str, Any]) -> Place:
    return (row["category"], row["activity"], row["text"])


class OwnForm(forms.Form):
    """What one partner bears itself: money and own work, for each year."""

    def __init__(self, *arguments: Any, years: range, name: str, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.name = name
        for kind in OwnKind:
            for year in years:
                self.fields[f"{kind.value}{year}"] = year_field(year)
        self.years = years

    def by_kind(self) -> list[tuple[str, list[Any]]]:
        """The fields of each kind, year by year, under the kind's name."""
        return [
            (str(OWN_KINDS[kind]), [self[f"{kind.value}{year}"] for year in self.years]) for kind in OwnKind
        ]


class RequestedForm(forms.Form):
    def __init__(self, *arguments: Any, years: range, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for year in years:
            self.fields[f"y{year}"] = year_field(year)


class Table:
    """One partner's part of the budget on the page."""

    def __init__(self, organisation_id: int, name: str, costs: Rows, own: OwnForm, *, is_own: bool) -> None:
        self.organisation_id, self.name, self.costs, self.own = organisation_id, name, costs, own
        self.is_own = is_own

    @property
    def is_open(self) -> bool:
        """Shown unfolded: the writer's own part, what holds something wrong, and where a row was just added."""
        bad = self.costs.is_bound and not self.costs.asked and not self.costs.is_valid()
        return self.is_own or self.costs.asked or bad or (self.own.is_bound and not self.own.is_valid())

    @property
    def total(self) -> int:
        sums = [
            value
            for form in self.costs.forms
            for name, value in (form.initial or {}).items()
            if name.startswith("y")
        ]
        return sum(value or 0 for value in sums)


class BudgetSection(SectionForm):
    template = "grants/sections/budget.html"

    def build(self) -> None:
        self.years = self.desk.frame.years
        row = _cost_row(self.desk, self.section)
        self.made = rows(row, row_title=_("Cost"), add=_("Add a cost"), most=MOST_ROWS_A_PARTNER)
        self.tables = [self._table(pk, name) for pk, name in self._partners()]
        requested = {f"y{row.year}": row.amount_ore for row in self.section.requested}
        self.requested = RequestedForm(self.sent, prefix="requested", years=self.years, initial=requested)

    def _partners(self) -> Iterator[tuple[int, str]]:
        """The partners; and those who have left, as long as costs stand on them."""
        yield from self.desk.members
        named = organisation_ids(self.section)
        for pk in sorted(named - {pk for pk, _name in self.desk.members}):
            yield pk, _("%(name)s (no longer a partner)") % {"name": self.desk.words.organisation(pk)}

    def _table(self, pk: int, name: str) -> Table:
        initial = as_rows([line for line in self.section.lines if line.organisation_id == pk], self.years)
        costs = self.made(self.sent, prefix=f"c{pk}", initial=initial)
        if not initial and pk in self.desk.own_ids:
            costs.extra = 1
        own = {
            f"{line.kind.value}{line.year}": line.amount_ore
            for line in self.section.own
            if line.organisation_id == pk
        }
        form = OwnForm(self.sent, prefix=f"o{pk}", years=self.years, name=name, initial=own)
        return Table(pk, name, costs, form, is_own=pk in self.desk.own_ids)

    def parts(self) -> list[Any]:
        return [self.requested, *(part for table in self.tables for part in (table.costs, table.own))]

    def read(self) -> dict[str, Any]:
        return {
            "lines": [line for table in self.tables for line in self._lines(table)],
            "own": [line for table in self.tables for line in self._own(table)],
            "requested": [
                {"year": year, "amount_ore": self.requested.cleaned_data[f"y{year}"]}
                for year in self.years
                if self.requested.cleaned_data[f"y{year}"] is not None
            ],
        }

    def _lines(self, table: Table) -> Iterator[dict[str, Any]]:
        for row in table.costs.kept:
            what = {name: row[name] for name in ("category", "activity", "text")}
            sums: list[tuple[int | None, int | None]] = [
                (year, row[f"y{year}"]) for year in self.years if row[f"y{year}"] is not None
            ]
            for year, sum_ in sums or [(None, None)]:
                if any(what.values()) or sum_ is not None:
                    yield {**what, "organisation_id": table.organisation_id, "year": year, "amount_ore": sum_}

    def _own(self, table: Table) -> Iterator[dict[str, Any]]:
        for kind in OwnKind:
            for year in self.years:
                sum_ = table.own.cleaned_data[f"{kind.value}{year}"]
                if sum_:
                    yield {
                        "organisation_id": table.organisation_id,
                        "kind": kind.value,
                        "year": year,
                        "amount_ore": sum_,
                    }

    def field(self, path: str) -> Any | None:
        head, _dot, rest = path.partition(".")
        if head == "requested":
            return self.requested[f"y{self.years[0]}"]
        if head == "lines" and rest:
            return self._line_field(*rest.split("."))
        if head == "lines":
            return next((t.costs.forms[0]["category"] for t in self.tables if t.costs.forms), None)
        return None

    def _line_field(self, index: str, name: str) -> Any | None:
        """The field in the row that holds the stored line."""
        line = self.section.lines[int(index)] if int(index) < len(self.section.lines) else None
        table = next((t for t in self.tables if line and t.organisation_id == line.organisation_id), None)
        if line is None or table is None:
            return None
        wanted: Place = (line.category, line.activity, line.text)
        form = next(
            (form for form in table.costs.forms if form.initial and _place(form.initial) == wanted), None
        )
        if form is None:
            return None
        if name in ("category", "activity"):
            return form[name]
        return form[f"y{line.year if line.year in self.years else self.years[0]}"]
