"""The figures of a call that the eligibility rules read."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import DayField, MoneyField, Rows, rows
from helsetek.scheme.rules.terms import AuditStandard, Measure, RuleParameters, YearShare
from helsetek.scheme.selectors import CallContent
from helsetek.scheme.wording import AUDIT_STANDARDS

from .texts import FormWithTexts, Said, measure_choices, spread, text_in

HUNDRED = Decimal(100)
SHORT = {"data-width": "short"}
# Fields of the form that are parameters under the same name.
PLAIN = (
    "least_municipalities",
    "project_starts",
    "project_ends",
    "acceptance_days",
    "audit_threshold_ore",
    "audit_each_year",
)


class PercentField(forms.DecimalField):
    """A share, typed as a percentage with at most two decimals."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "data-width": "short"}), **options,
        )  # fmt: skip


class ShareRow(forms.Form):
    year = forms.IntegerField(
        label=_("From application year"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(SHORT),
    )
    share = PercentField(label=_("Share of the cost covered, percent"))


class DutyRow(FormWithTexts):
    texts = {"duty": Said(_("Duty"), 1000, long=True)}
    marks = "none"


ShareRows = rows(
    ShareRow,
    title=_("Share of the cost covered"),
    row_title=_("Share"),
    add=_("Add a year"),
    least=1,
    most=20,
)
DutyRows = rows(DutyRow, title=_("Duties to share"), row_title=_("Duty"), add=_("Add a duty"), most=20)


class RulesForm(forms.Form):
    """The figures that the eligibility rules read."""

    marks = "none"

    least_municipalities = forms.IntegerField(
        label=_("Least number of municipalities"),
        min_value=1,
        max_value=357,
        widget=forms.NumberInput(SHORT),
    )
    own_contribution = PercentField(
        label=_("Least own contribution, percent"), help_text=_("Of the whole cost of the project.")
    )
    midt_norge = forms.MultipleChoiceField(
        label=_("Municipalities in Midt-Norge may apply for"),
        choices=measure_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    project_starts = DayField(label=_("Projects start from"))
    project_ends = DayField(label=_("Projects end at the latest"))
    acceptance_days = forms.IntegerField(
        label=_("Days to accept a grant"),
        min_value=1,
        max_value=365,
        widget=forms.NumberInput(SHORT),
    )
    audit_threshold_ore = MoneyField(label=_("Auditor's confirmation from"))
    audit_standard = forms.ChoiceField(
        label=_("Standard of the auditor's confirmation"),
        choices=list(AUDIT_STANDARDS.items()),
        required=False,
    )
    audit_each_year = forms.BooleanField(
        label=_("Each year's accounts confirmed apart"),
        help_text=_("A year below the threshold may be confirmed together with the next."),
        required=False,
    )
    mandatory_standards = forms.CharField(
        label=_("Mandatory standards"),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("One on each line."),
    )
    national_solutions = forms.CharField(
        label=_("National solutions"),
        required=False,
        max_length=4000,
        widget=forms.Textarea,
        help_text=_("One on each line."),
    )

    def __init__(self, *arguments: Any, content: CallContent, **options: Any) -> None:
        held = content.terms.parameters
        options["initial"] = {
            **held.model_dump(include=set(PLAIN)),
            "audit_standard": held.audit_standard.value,
            "own_contribution": _percent(held.own_contribution_share),
            "midt_norge": [measure.value for measure, may in held.midt_norge_may_apply.items() if may],
            "mandatory_standards": "\n".join(held.mandatory_standards),
            "national_solutions": "\n".join(held.national_solutions),
        }
        super().__init__(*arguments, **options)

    def write(self, held: RuleParameters, shares: Rows, duties: Rows) -> RuleParameters:
        data = self.cleaned_data
        may = set(data["midt_norge"])
        return held.model_copy(
            update={
                **{name: data[name] for name in PLAIN},
                "audit_standard": AuditStandard(data["audit_standard"] or held.audit_standard),
                "own_contribution_share": _share(data["own_contribution"]),
                "midt_norge_may_apply": {
                    measure: measure.value in may
                    for measure in Measure
                    if measure in held.midt_norge_may_apply or measure.value in may
                },
                "mandatory_standards": _lines(data["mandatory_standards"]),
                "national_solutions": _lines(data["national_solutions"]),
                "share_of_cost": tuple(
                    YearShare(year=row["year"], share=row["share"] / HUNDRED) for row in shares.kept
                ),
                "sharing_duties": tuple(text_in(row, "duty") for row in duties.kept),
            }
        )


def initial_shares(held: RuleParameters) -> list[dict[str, Any]]:
    return [{"year": step.year, "share": _percent(step.share)} for step in held.share_of_cost]


def initial_duties(held: RuleParameters) -> list[dict[str, Any]]:
    return [spread("duty", duty) for duty in held.sharing_duties]


def _percent(share: Decimal) -> Decimal:
    return (share * HUNDRED).normalize() + 0


def _share(percent: Decimal) -> Decimal:
    return (percent / HUNDRED).normalize() + 0


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip()[:200] for line in text.splitlines() if line.strip())
