"""One form for each kind of amendment."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import DayField, MoneyField, rows
from helsetek.grants.forms.fields import CHOOSE, NumberField
from helsetek.grants.rules.amendments import Side
from helsetek.grants.rules.sections import LARGEST_ORE
from helsetek.grants.wording import FIELDS

from .base import LONG, ChangeForm, Desk, LinesForm, choice, iso, key_of

_LABELS: dict[str, Any] = dict(FIELDS)


class TimeForm(ChangeForm):
    new_end = DayField(label=_("New end of the project"), required=False)

    def change(self) -> dict[str, Any]:
        return {"new_end": iso(self.cleaned_data["new_end"])}


class EndForm(ChangeForm):
    end_on = DayField(label=_("The day the project ends"), required=False)

    def change(self) -> dict[str, Any]:
        return {"end_on": iso(self.cleaned_data["end_on"])}


class GoalRow(forms.Form):
    goal = forms.CharField(label=_LABELS["goals.goal"], max_length=500, required=False)
    indicator = forms.ChoiceField(label=_LABELS["goals.indicator"], required=False)
    own_indicator = forms.CharField(
        label=_LABELS["goals.own_indicator"],
        max_length=300,
        required=False,
        help_text=_("Only if you chose one of your own."),
    )
    unit = forms.CharField(label=_LABELS["goals.unit"], max_length=40, required=False)
    baseline = NumberField(label=_LABELS["goals.baseline"], required=False)
    target = NumberField(label=_LABELS["goals.target"], required=False)
    how_measured = forms.CharField(
        label=_LABELS["goals.how_measured"],
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ScopeForm(ChangeForm):
    activities = forms.CharField(
        label=_("Activities"), widget=forms.Textarea(attrs={"rows": 10}), max_length=6000, required=False
    )

    def begin_with(self, desk: Desk) -> dict[str, Any]:
        return {"activities": desk.now.activities} | desk.said

    def build(self, desk: Desk, data: Any) -> None:
        choices = [
            ("", _("One of our own")),
            *((code, one[0]) for code, one in desk.words.indicators.items()),
        ]

        class Goal(GoalRow):
            def __init__(self, *arguments: Any, **options: Any) -> None:
                super().__init__(*arguments, **options)
                self.fields["indicator"].choices = choices  # type: ignore[attr-defined]

        stored = desk.said.get("goals") or [goal.model_dump(mode="json") for goal in desk.now.goals]
        made = rows(Goal, title=_("Goals"), row_title=_("Goal"), add=_("Add a goal"), most=30)
        self.goals = made(data, prefix="goals", initial=stored)
        self.formsets = [self.goals]

    def change(self) -> dict[str, Any]:
        goals = [
            {key: str(value) for key, value in row.items() if value is not None} for row in self.goals.kept
        ]
        return {"activities": self.cleaned_data["activities"], "goals": goals}


class BudgetForm(LinesForm):
    def change(self) -> dict[str, Any]:
        return {"lines": self.budget()}


class LessForm(LinesForm):
    amount_ore = MoneyField(label=_("How much less"), required=False, max_ore=LARGEST_ORE)

    def change(self) -> dict[str, Any]:
        return {"amount_ore": self.cleaned_data["amount_ore"], "lines": self.changed_budget()}


class MoreForm(LinesForm):
    amount_ore = MoneyField(label=_("How much more"), required=False, max_ore=LARGEST_ORE)
    envelope_id = choice(_("From which envelope"), [])

    def build(self, desk: Desk, data: Any) -> None:
        super().build(desk, data)
        if desk.amendment.side == Side.DIRECTORATE:
            self.fields["envelope_id"].choices = [CHOOSE, *desk.envelopes]  # type: ignore[attr-defined]
        else:
            del self.fields["envelope_id"]

    def change(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "amount_ore": said["amount_ore"],
            "envelope_id": said.get("envelope_id"),
            "lines": self.changed_budget(),
        }


class PartnerInForm(ChangeForm):
    column: Any = _("Of this, taken over by the new partner")
    organisation_id = choice(_("New partner"), [])
    tasks = forms.CharField(
        label=_("What the new partner will do"),
        widget=forms.Textarea(attrs=LONG),
        max_length=3000,
        required=False,
    )

    def build(self, desk: Desk, data: Any) -> None:
        self.fields["organisation_id"].choices = [CHOOSE, *desk.newcomers]  # type: ignore[attr-defined]
        taken = {key_of(row): row["amount_ore"] for row in desk.said.get("moved", [])}
        for number, row in enumerate(desk.now.budget):
            name = f"line_{number}"
            self.fields[name] = MoneyField(label=desk.line(row), required=False, max_ore=LARGEST_ORE)
            self.initial[name] = taken.get(row.key)
            self.lines.append((desk.line(row), row.amount_ore, self[name]))

    def change(self) -> dict[str, Any]:
        said = self.cleaned_data
        moved = [
            {**row.model_dump(), "amount_ore": ore}
            for number, row in enumerate(self.desk.now.budget)
            if (ore := said.get(f"line_{number}"))
        ]
        return {"organisation_id": said["organisation_id"], "tasks": said["tasks"], "moved": moved}


class PartnerOutForm(ChangeForm):
    may_stay_open = ("takes_over_id",)
    organisation_id = choice(_("Who leaves"), [])
    takes_over_id = choice(
        _("Who takes over its tasks and its part of the budget"),
        [],
        help_text=_("Leave it open if that part falls away."),
    )

    def build(self, desk: Desk, data: Any) -> None:
        self.fields["organisation_id"].choices = [CHOOSE, *desk.partners(lead=False)]  # type: ignore[attr-defined]
        self.fields["takes_over_id"].choices = [CHOOSE, *desk.partners()]  # type: ignore[attr-defined]

    def change(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("organisation_id", "takes_over_id")}


class MergedForm(ChangeForm):
    predecessor_ids = forms.TypedMultipleChoiceField(
        label=_("Who has been merged"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    successor_id = choice(_("Who stands in their place"), [])
    on = DayField(label=_("From which day"), required=False)

    def build(self, desk: Desk, data: Any) -> None:
        self.fields["predecessor_ids"].choices = desk.partners()  # type: ignore[attr-defined]
        everybody = sorted([*desk.partners(), *desk.newcomers], key=lambda one: str(one[1]))
        self.fields["successor_id"].choices = [CHOOSE, *everybody]  # type: ignore[attr-defined]

    def change(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "predecessor_ids": said["predecessor_ids"],
            "successor_id": said["successor_id"],
            "on": iso(said["on"]),
        }


class NewLeadForm(ChangeForm):
    organisation_id = choice(
        _("Who will lead"),
        [],
        help_text=_(
            "The new lead must take part already. It consents, and gives an account of its own afterwards."
        ),
    )

    def build(self, desk: Desk, data: Any) -> None:
        self.fields["organisation_id"].choices = [CHOOSE, *desk.partners(lead=False)]  # type: ignore[attr-defined]

    def change(self) -> dict[str, Any]:
        return {"organisation_id": self.cleaned_data["organisation_id"]}


class AccountForm(ChangeForm):
    number = forms.CharField(
        label=_("New account number"),
        help_text=_(
            "Eleven digits. The directorate checks it with you by another way. Nothing is paid until that is done."
        ),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-width": "short"}),
    )

    def change(self) -> dict[str, Any]:
        digits = "".join(letter for letter in self.cleaned_data["number"] if letter not in " .\u00a0")
        return {"number": digits[:11]}


class HoldForm(ChangeForm):
    def change(self) -> dict[str, Any]:
        return {}


class ResumeForm(ChangeForm):
    move_dates = forms.BooleanField(
        label=_("Move the end, the reports and the payments by as long as the grant was on hold"),
        required=False,
    )

    def begin_with(self, desk: Desk) -> dict[str, Any]:
        return {"move_dates": True} | desk.said

    def change(self) -> dict[str, Any]:
        return {"move_dates": self.cleaned_data["move_dates"]}


FORMS: dict[str, type[ChangeForm]] = {
    "time": TimeForm,
    "scope": ScopeForm,
    "budget": BudgetForm,
    "partner_in": PartnerInForm,
    "partner_out": PartnerOutForm,
    "merged": MergedForm,
    "new_lead": NewLeadForm,
    "account": AccountForm,
    "more": MoreForm,
    "less": LessForm,
    "hold": HoldForm,
    "resume": ResumeForm,
    "end": EndForm,
}
