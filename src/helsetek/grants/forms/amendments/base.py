"""What the forms of all kinds share: the desk they are filled from, the reason, and the lines of the budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import MoneyField, Rows, rows
from helsetek.grants.forms.fields import CHOOSE, Choices
from helsetek.grants.models import Amendment
from helsetek.grants.reading.words import Words
from helsetek.grants.rules.agreements import Agreement, BudgetRow
from helsetek.grants.rules.sections import LARGEST_ORE

LONG = {"rows": 6}


@dataclass(frozen=True)
class Desk:
    """What a form is filled from: the amendment, what is agreed now, names, and who can be chosen."""

    amendment: Amendment
    now: Agreement
    words: Words
    newcomers: Choices
    envelopes: Choices

    @property
    def said(self) -> dict[str, Any]:
        return dict(self.amendment.change)

    def partners(self, *, lead: bool = True) -> Choices:
        ids = [share.organisation_id for share in self.now.partners]
        return [(pk, self.words.organisation(pk)) for pk in ids if lead or pk != self.now.lead_id]

    def line(self, row: BudgetRow) -> str:
        parts = (
            self.words.organisation(row.organisation_id),
            self.words.category(row.category),
            str(row.year),
        )
        return ", ".join(parts)


class ChangeForm(forms.Form):
    """What all kinds have: why it is asked for, and which version the writer began from."""

    reason = forms.CharField(
        label=_("Why is this asked for?"),
        help_text=_(
            "What has happened, and what would follow if nothing were changed. No information about patients."
        ),
        widget=forms.Textarea(attrs=LONG),
        max_length=8000,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    may_stay_open: tuple[str, ...] = ()

    def __init__(self, data: Any = None, *, desk: Desk) -> None:
        self.desk = desk
        said = {"reason": desk.amendment.reason, "revision": desk.amendment.revision} | self.begin_with(desk)
        super().__init__(data, initial=said)
        self.lines: list[tuple[str, int, forms.BoundField]] = []
        self.formsets: list[Rows] = []
        self.build(desk, data)
        for name, field in self.fields.items():
            if name not in self.may_stay_open:
                vars(field)["needed"] = True  # not to save the draft, but before it is sent
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def begin_with(self, desk: Desk) -> dict[str, Any]:
        return desk.said

    def build(self, desk: Desk, data: Any) -> None:
        """Fields and rows that depend on the agreement."""

    def change(self) -> dict[str, Any]:
        """What is asked for, as ``rules.amendments.changes`` reads it. Only after ``is_valid()``."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(rows.is_valid() for rows in self.formsets)])

    @property
    def asked(self) -> bool:
        """Whether a button for more rows was pressed: then nothing is saved."""
        return any(rows.asked for rows in self.formsets)

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are not lines of the budget."""
        lines = {field.name for _label, _now, field in self.lines}
        return [field for field in self.visible_fields() if field.name not in lines]


def choice(label: Any, choices: Choices, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=[CHOOSE, *choices], coerce=int, empty_value=None, required=False, **options
    )


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


class LinesForm(ChangeForm):
    """The budget line by line as it will be, and lines that are new."""

    column: Any = _("Will be")

    def build(self, desk: Desk, data: Any) -> None:
        asked = {key_of(row): row["amount_ore"] for row in desk.said.get("lines", [])}
        for number, row in enumerate(desk.now.budget):
            name = f"line_{number}"
            field = MoneyField(label=desk.line(row), required=False, max_ore=LARGEST_ORE)
            self.fields[name] = field
            self.initial[name] = asked.get(row.key, 0) if asked else row.amount_ore
            self.lines.append((desk.line(row), row.amount_ore, self[name]))
        known = {row.key for row in desk.now.budget}
        new = [row for row in desk.said.get("lines", []) if key_of(row) not in known]
        made = rows(
            _line_row(desk), title=_("New lines"), row_title=_("New line"), add=_("Add a line"), most=100
        )
        self.new_lines = made(data, prefix="new", initial=new)
        self.formsets = [self.new_lines]

    def budget(self) -> list[dict[str, Any]]:
        """The whole budget as it will be."""
        said = self.cleaned_data
        kept = [
            {**row.model_dump(), "amount_ore": said.get(f"line_{number}") or 0}
            for number, row in enumerate(self.desk.now.budget)
        ]
        new = [row for row in self.new_lines.kept if row.get("organisation_id") and row.get("category")]
        return [*kept, *({**row, "amount_ore": row.get("amount_ore") or 0} for row in new if row.get("year"))]

    def changed_budget(self) -> list[dict[str, Any]]:
        """The budget where it differs from what is agreed; nothing where it stays."""
        now = [row.model_dump() for row in self.desk.now.budget]
        return [] if self.budget() == now else self.budget()


def key_of(row: dict[str, Any]) -> tuple[int, str, int]:
    return (row["organisation_id"], row["category"], row["year"])


def _line_row(desk: Desk) -> type[forms.Form]:
    years = _years(desk.now)

    class LineRow(forms.Form):
        organisation_id = choice(_("Partner"), desk.partners())
        category = forms.ChoiceField(
            label=_("Kind of cost"),
            required=False,
            choices=[
                CHOOSE,
                *((c.code, desk.words.category(c.code)) for c in desk.words.terms.cost_categories),
            ],
        )
        year = choice(_("Year"), years)
        amount_ore = MoneyField(label=_("Amount"), required=False, max_ore=LARGEST_ORE)

    return LineRow


def _years(now: Agreement) -> Choices:
    named = {row.year for row in now.budget} | {now.ends.year}
    return [(year, str(year)) for year in range(min(named), max(named) + 2)]
