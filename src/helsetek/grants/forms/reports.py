"""The report form: accounts line by line as the budget, results goal by goal, and what was learnt."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import DayField, MoneyField, UploadField
from helsetek.grants.models.audits import Opinion
from helsetek.grants.rules.audits import OPINIONS
from helsetek.grants.rules.reports import LONG_TEXT, BudgetLine, ReportData
from helsetek.grants.selectors.audits import Standing
from helsetek.grants.selectors.reports import GoalAsked

METHOD_WORDS = [
    ("extract", _("Extract from a system")),
    ("count", _("Counted")),
    ("time_study", _("Time was taken")),
    ("survey", _("People were asked")),
    ("estimate", _("Estimated")),
    ("other", _("In another way")),
]
QUALITY_WORDS = [
    ("good", _("Good: the same way before and after")),
    ("fair", _("Fair: some uncertainty")),
    ("rough", _("Rough: an estimate")),
]
GOAL_FIELDS = ("before", "value", "method", "sample", "sd", "from", "to", "quality", "how")


def _decimal(label: Any) -> forms.DecimalField:
    short = forms.TextInput(attrs={"inputmode": "decimal", "data-width": "short"})
    return forms.DecimalField(
        required=False, max_digits=14, decimal_places=4, localize=True, label=label, widget=short
    )


class ReportForm(forms.Form):
    """One field for each budget line (``spent_0`` …) and those of GOAL_FIELDS for each goal (``value_0`` …)."""

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
            for name, label in (
                ("before", _("Before")),
                ("value", _("After")),
                ("sd", _("Spread between them")),
            ):
                self.fields[f"{name}_{number}"] = _decimal(label)
            self.fields[f"method_{number}"] = forms.ChoiceField(
                required=False, label=_("Method"), choices=[("", _("Choose")), *METHOD_WORDS]
            )
            self.fields[f"sample_{number}"] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=10_000_000,
                label=_("How many were measured"),
                widget=forms.NumberInput(attrs={"data-width": "short"}),
            )
            self.fields[f"from_{number}"] = DayField(required=False, label=_("Measured from"))
            self.fields[f"to_{number}"] = DayField(required=False, label=_("Measured to"))
            self.fields[f"quality_{number}"] = forms.ChoiceField(
                required=False,
                label=_("How good the measure is"),
                choices=[("", _("Choose")), *QUALITY_WORDS],
            )
            for name in ("before", "value", "method", "how"):
                if final and f"{name}_{number}" in self.fields:
                    self.fields[f"{name}_{number}"].needed = True  # type: ignore[attr-defined]
            self.fields[f"how_{number}"] = forms.CharField(
                required=False,
                max_length=2000,
                label=_("How it was measured"),
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        for name in ("progress", *(["experience"] if final else [])):
            self.fields[name].needed = True  # type: ignore[attr-defined]
        self.accounts = [(line, self[f"spent_{number}"]) for number, line in enumerate(lines)]
        self.results = [(goal, self._of_goal(n)) for n, goal in enumerate(goals)]

    def _of_goal(self, number: int) -> dict[str, forms.BoundField]:
        return {name: self[f"{name}_{number}"] for name in GOAL_FIELDS}

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
                "before": said.get(f"before_{n}"),
                "value": said.get(f"value_{n}"),
                "method": said.get(f"method_{n}") or "",
                "sample": said.get(f"sample_{n}"),
                "sd": said.get(f"sd_{n}"),
                "measured_from": said.get(f"from_{n}"),
                "measured_to": said.get(f"to_{n}"),
                "quality": said.get(f"quality_{n}") or "",
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
        before = result.before if result and result.before is not None else goal.before
        initial[f"before_{n}"] = _short(before)
        initial[f"value_{n}"] = _short(result.value) if result else None
        initial[f"sd_{n}"] = _short(result.sd) if result else None
        initial[f"method_{n}"] = result.method if result else ""
        initial[f"sample_{n}"] = result.sample if result else None
        initial[f"from_{n}"] = result.measured_from if result else None
        initial[f"to_{n}"] = result.measured_to if result else None
        initial[f"quality_{n}"] = result.quality if result else ""
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
