"""The report form: accounts line by line as the budget, results goal by goal, and what was learnt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import MoneyField, UploadField
from helsetek.grants.models.audits import Opinion
from helsetek.grants.rules.audits import OPINIONS
from helsetek.grants.rules.reports import LONG_TEXT, BudgetLine, ReportData
from helsetek.grants.selectors.audits import Standing
from helsetek.grants.selectors.reports import GoalAsked


class ReportForm(forms.Form):
    """One field for each budget line (``spent_0`` …) and two for each goal (``value_0``, ``how_0`` …)."""

    progress = forms.CharField(
        label=_("What has been done"),
        help_text=_("Compare with the plan in the application. No information about patients."),
        widget=forms.Textarea,
        max_length=LONG_TEXT,
        required=False,
    )
    deviations = forms.CharField(
        label=_("Where the accounts or the plan differ, and why"),
        widget=forms.Textarea,
        max_length=LONG_TEXT,
        required=False,
    )
    experience = forms.CharField(
        label=_("What others can learn"),
        help_text=_("Is shared with the other municipalities."),
        widget=forms.Textarea,
        max_length=LONG_TEXT,
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *arguments: Any, lines: list[BudgetLine], goals: list[GoalAsked], final: bool, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.lines, self.goals = lines, goals
        for number in range(len(lines)):
            self.fields[f"spent_{number}"] = MoneyField(required=False, label=_("Spent"))
        for number, _goal in enumerate(goals):
            self.fields[f"value_{number}"] = forms.DecimalField(
                required=False, max_digits=14, decimal_places=4, localize=True, label=_("Result")
            )
            self.fields[f"how_{number}"] = forms.CharField(
                required=False,
                max_length=2000,
                label=_("How it was measured"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for name in ("progress", *(["experience"] if final else [])):
            self.fields[name].needed = True  # type: ignore[attr-defined]
        self.accounts = [(line, self[f"spent_{number}"]) for number, line in enumerate(lines)]
        self.results = [(goal, self[f"value_{n}"], self[f"how_{n}"]) for n, goal in enumerate(goals)]

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in ("progress", "deviations", "experience")]

    def data_to_save(self) -> dict[str, Any]:
        """The cleaned answers in the shape of ReportData. Lines left open are not in it; 0 is an answer."""
        said = self.cleaned_data
        spent = [
            {
                "organisation_id": line.organisation_id,
                "category": line.category,
                "year": line.year,
                "spent_ore": ore,
            }
            for number, line in enumerate(self.lines)
            if (ore := said.get(f"spent_{number}")) is not None
        ]
        results = [
            {
                "indicator": goal.key,
                "value": said.get(f"value_{n}"),
                "how_measured": said.get(f"how_{n}") or "",
            }
            for n, goal in enumerate(self.goals)
        ]
        texts = {name: said.get(name) or "" for name in ("progress", "deviations", "experience")}
        return {"spent": spent, "results": results} | texts


def initial_of(
    data: ReportData, lines: list[BudgetLine], goals: list[GoalAsked], revision: int
) -> Mapping[str, Any]:
    """What the form shows of a saved report."""
    spent = {(row.organisation_id, row.category, row.year): row.spent_ore for row in data.spent}
    results = {row.indicator: row for row in data.results}
    initial: dict[str, Any] = {
        "progress": data.progress,
        "deviations": data.deviations,
        "experience": data.experience,
        "revision": revision,
    }
    initial |= {f"spent_{n}": spent.get(line.key) for n, line in enumerate(lines)}
    for n, goal in enumerate(goals):
        result = results.get(goal.key)
        initial[f"value_{n}"] = _short(result.value) if result else None
        initial[f"how_{n}"] = result.how_measured if result else ""
    return initial


def _short(value: Decimal | None) -> Decimal | None:
    """Without the zeros that the database's four places add."""
    return None if value is None else Decimal(f"{value.normalize():f}")


class AuditorForm(forms.Form):
    """The auditor's confirmation: opinion by the call's standard, reservations, the years, and a signed file."""

    opinion = forms.ChoiceField(label=_("What the auditor confirms"), widget=forms.RadioSelect)
    reservations = forms.CharField(
        label=_("Reservations, or the exceptions that were found"),
        help_text=_("Needed when the confirmation is not a clean one."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    years = forms.TypedMultipleChoiceField(
        label=_("Years that it covers"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    file = UploadField(
        label=_("Signed confirmation"),
        help_text=_(
            "As PDF. The auditor may confirm without a file; a confirmation on paper is added as one."
        ),
        endings=("pdf",),
        max_size=10_000_000,
        required=False,
    )

    def __init__(self, *arguments: Any, standing: Standing, **options: Any) -> None:
        opinions = [(code, Opinion(code).label) for code in OPINIONS[standing.standard]]
        super().__init__(*arguments, **options)
        self.fields["opinion"].choices = opinions  # type: ignore[attr-defined]
        self.fields["opinion"].initial = opinions[0][0]
        if standing.each_year and len(standing.by_year) > 1:
            years = [(year, str(year)) for year in sorted(standing.by_year)]
            self.fields["years"].choices = years  # type: ignore[attr-defined]
            self.fields["years"].initial = next(
                (list(one) for one in standing.wanted if set(one) & set(standing.missing)), []
            )
        else:
            del self.fields["years"]


class QuestionForm(forms.Form):
    question = forms.CharField(label=_("What do you ask for?"), widget=forms.Textarea, max_length=4000)
