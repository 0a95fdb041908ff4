"""Sections that are lists of rows: goals, plan, other funding, risk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import DayField, MoneyField, Rows, rows
from helsetek.grants.forms.fields import (
    NumberField,
    choice,
    long_text,
    needed,
    number_choice,
    text,
    tick,
)
from helsetek.grants.rules.sections import LARGEST_ORE
from helsetek.grants.wording import CONSEQUENCE, FIELDS, LIKELIHOOD
from helsetek.scheme import selectors as scheme

from .base import Desk, SectionForm, dumped_rows, row_field


def money(label: Any, **options: Any) -> Any:
    return needed(MoneyField(label=label, required=False, max_ore=LARGEST_ORE, **options))


def day(label: Any, **options: Any) -> Any:
    return needed(DayField(label=label, required=False, **options))


def made(form: type[forms.Form], data: Any, prefix: str, stored: list[dict[str, Any]], **words: Any) -> Rows:
    """Rows of a form, with a blank one to begin on where nothing is stored."""
    formset = rows(form, empty=0 if stored else 1, **words)
    return formset(data, prefix=prefix, initial=stored)


# -- Goals ------------------------------------------------------------------------------------------


def _goal_row() -> type[forms.Form]:
    class GoalRow(forms.Form):
        goal = long_text(
            FIELDS["goals.goal"], most=500, rows=2, help_text=_("What will be better, and for whom?")
        )
        indicator = choice(
            FIELDS["goals.indicator"],
            [*_indicators(), (OWN, _("One of our own"))],
            help_text=_("At least one goal must use one of the scheme's indicators."),
        )
        own_indicator = text(
            FIELDS["goals.own_indicator"], most=300, help_text=_("Only if you chose one of your own.")
        )
        unit = text(FIELDS["goals.unit"], most=40, help_text=_("For your own indicator: hours, per cent …"))
        baseline = needed(NumberField(label=FIELDS["goals.baseline"], required=False))
        target = needed(NumberField(label=FIELDS["goals.target"], required=False))
        how_measured = long_text(FIELDS["goals.how_measured"], most=1000, rows=2)

    return GoalRow


OWN = "own"


def _indicators() -> list[tuple[Any, Any]]:
    """The scheme's indicators, under the goals they measure."""
    language = (get_language() or "nb")[:2]
    return [
        (
            getattr(goal, f"text_{language}"),
            [(each.code, getattr(each, f"label_{language}")) for each in goal.indicators.all()],
        )
        for goal in scheme.goals()
        if goal.indicators.all()
    ]


class GoalsSection(SectionForm):
    template = "grants/sections/goals.html"

    def build(self) -> None:
        stored = dumped_rows(self.section.goals)
        for row in stored:
            if not row["indicator"] and (row["own_indicator"] or row["unit"]):
                row["indicator"] = OWN
        self.rows = made(
            _goal_row(), self.sent, "goals", stored, row_title=_("Goal"), add=_("Add a goal"), most=30
        )

    def parts(self) -> list[Any]:
        return [self.rows]

    def read(self) -> dict[str, Any]:
        return {"goals": [self._goal(row) for row in self.rows.kept]}

    @staticmethod
    def _goal(row: dict[str, Any]) -> dict[str, Any]:
        """With one of the scheme's indicators chosen, an own one is not meant."""
        if row["indicator"] in ("", OWN):
            return {**row, "indicator": ""}
        return {**row, "own_indicator": "", "unit": ""}

    def field(self, path: str) -> Any | None:
        if path == "goals":
            return row_field(self.rows, "0", "goal")
        _goals, index, name = path.split(".")
        return row_field(self.rows, index, name)


# -- Plan -------------------------------------------------------------------------------------------


class PeriodForm(forms.Form):
    starts = day(FIELDS["plan.starts"])
    ends = day(FIELDS["plan.ends"])


def _milestone_row(desk: Desk) -> type[forms.Form]:
    class MilestoneRow(forms.Form):
        name = text(FIELDS["plan.name"])
        on = day(FIELDS["plan.on"])
        organisation_id = number_choice(FIELDS["plan.organisation_id"], list(desk.members))
        organisation_id.needed = False  # type: ignore[attr-defined]

    return MilestoneRow


class PlanSection(SectionForm):
    template = "grants/sections/plan.html"

    def build(self) -> None:
        initial = {"starts": self.section.starts, "ends": self.section.ends}
        self.form = PeriodForm(self.sent, initial=initial)
        self.rows = made(
            _milestone_row(self.desk),
            self.sent,
            "milestones",
            dumped_rows(self.section.milestones),
            row_title=_("Milestone"),
            add=_("Add a milestone"),
            most=60,
        )

    def parts(self) -> list[Any]:
        return [self.form, self.rows]

    def read(self) -> dict[str, Any]:
        return {**self.form.cleaned_data, "milestones": self.rows.kept}

    def field(self, path: str) -> Any | None:
        if path in self.form.fields:
            return self.form[path]
        _milestones, _dot, rest = path.partition(".")
        index, _dot, name = rest.partition(".")
        return row_field(self.rows, index or "0", name or "name")


# -- Other funding ----------------------------------------------------------------------------------

_YES_NO = [("yes", _("Yes, for some of the same costs")), ("no", _("No, for other costs"))]


class NoOthersForm(forms.Form):
    no_others = tick(FIELDS["funding.no_others"])


class NoUnspentForm(forms.Form):
    no_unspent = tick(FIELDS["funding.no_unspent"])


def _year_choices(desk: Desk, back: int) -> list[tuple[Any, Any]]:
    first, last = desk.frame.years[0] - back, desk.frame.years[-1]
    return [(year, str(year)) for year in range(first, last + 1)]


def _other_row(desk: Desk) -> type[forms.Form]:
    class OtherRow(forms.Form):
        giver = text(FIELDS["funding.giver"])
        amount_ore = money(FIELDS["funding.amount_ore"])
        year = number_choice(FIELDS["funding.year"], _year_choices(desk, 3))
        same_costs = choice(FIELDS["funding.same_costs"], list(_YES_NO))
        what = long_text(FIELDS["funding.what"], most=1000, rows=2)

    return OtherRow


def _unspent_row(desk: Desk) -> type[forms.Form]:
    class UnspentRow(forms.Form):
        reference = text(FIELDS["funding.reference"], help_text=_("It stands in the grant letter."))
        amount_ore = money(FIELDS["funding.left_ore"])
        year = number_choice(FIELDS["funding.year"], _year_choices(desk, 6))
        use = long_text(FIELDS["funding.use"], most=1000, rows=2)

    return UnspentRow


class FundingSection(SectionForm):
    template = "grants/sections/funding.html"

    def build(self) -> None:
        section, desk = self.section, self.desk
        self.no_others = NoOthersForm(self.sent, initial={"no_others": section.no_others})
        self.no_unspent = NoUnspentForm(self.sent, initial={"no_unspent": section.no_unspent})
        others = [
            {**row, "same_costs": {None: "", True: "yes", False: "no"}[row["same_costs"]]}
            for row in dumped_rows(section.others)
        ]
        self.others = rows(
            _other_row(desk), row_title=_("Other funding"), add=_("Add other public funding"), most=40
        )(self.sent, prefix="others", initial=others)
        self.unspent = rows(
            _unspent_row(desk), row_title=_("Earlier grant"), add=_("Add an earlier grant"), most=40
        )(self.sent, prefix="unspent", initial=dumped_rows(section.unspent) or self._carried_in())

    def _carried_in(self) -> list[dict[str, Any]]:
        """Earlier grants as the system knows them, for whoever has not answered yet. A sum that may still change
        is not filled in: the applicants know what they will use before the project ends."""
        if self.section.no_unspent:
            return []
        return [
            {
                "reference": grant.case_number,
                "year": grant.year,
                "amount_ore": grant.unspent_ore if grant.settled else None,
            }
            for grant in self.desk.earlier_grants
        ]

    def parts(self) -> list[Any]:
        return [self.no_others, self.others, self.no_unspent, self.unspent]

    def read(self) -> dict[str, Any]:
        answers = {"": None, "yes": True, "no": False}
        return {
            **self.no_others.cleaned_data,
            **self.no_unspent.cleaned_data,
            "others": [{**row, "same_costs": answers[row["same_costs"]]} for row in self.others.kept],
            "unspent": self.unspent.kept,
        }

    def field(self, path: str) -> Any | None:
        if path == "no_others":
            return self.no_others[path]
        if path == "no_unspent":
            return self.no_unspent[path]
        head, index, name = path.split(".")
        return row_field(self.others if head == "others" else self.unspent, index, name)


# -- Risk -------------------------------------------------------------------------------------------


class RiskRow(forms.Form):
    what = long_text(FIELDS["risk.what"], most=500, rows=2)
    likelihood = number_choice(FIELDS["risk.likelihood"], list(LIKELIHOOD.items()))
    consequence = number_choice(FIELDS["risk.consequence"], list(CONSEQUENCE.items()))
    measure = long_text(FIELDS["risk.measure"], most=1000, rows=2)


class RiskSection(SectionForm):
    template = "grants/sections/risk.html"

    def build(self) -> None:
        self.rows = made(
            RiskRow,
            self.sent,
            "risks",
            dumped_rows(self.section.risks),
            row_title=_("Risk"),
            add=_("Add a risk"),
            most=40,
        )

    def parts(self) -> list[Any]:
        return [self.rows]

    def read(self) -> dict[str, Any]:
        return {"risks": self.rows.kept}

    def field(self, path: str) -> Any | None:
        _risks, _dot, rest = path.partition(".")
        index, _dot, name = rest.partition(".")
        return row_field(self.rows, index or "0", name or "what")
