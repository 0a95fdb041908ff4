"""Forms of control: the plan, the control's steps, findings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common import clock
from helsetek.common.web.forms import DayField, MoneyField

from .models import ControlKind
from .models.controls import Category, Gravity


def long(
    label: Any, help_text: Any = "", *, rows: int = 6, most: int = 8000, required: bool = True
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, widget=area, max_length=most, required=required)


class PlanForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    by_risk = forms.IntegerField(
        label=_("Cases by risk"),
        help_text=_("Those with the most points."),
        min_value=0,
        max_value=500,
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
    by_lot = forms.IntegerField(
        label=_("Cases by lot"),
        help_text=_("Drawn among the rest when the plan is approved, so that everybody can be controlled."),
        min_value=0,
        max_value=500,
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
    note = long(_("What the plan builds on"), rows=4, most=4000, required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        year = clock.today().year
        self.fields["year"].choices = [(year, year), (year + 1, year + 1)]  # type: ignore[attr-defined]


class AddForm(forms.Form):
    case_number = forms.CharField(
        label=_("Case number of the grant"),
        max_length=20,
        widget=forms.TextInput(attrs={"data-width": "short"}),
    )
    reason = long(_("Why this case"), rows=3, most=2000)


class OpenForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Kind of control"), choices=ControlKind.choices, widget=forms.RadioSelect
    )
    asked = long(
        _("What is to be handed in"), _("One thing a line. It stands in the notice letter."), most=4000
    )


class NoticeForm(forms.Form):
    due_on = DayField(label=_("To be handed in by"))


class ReplyForm(forms.Form):
    reply = long(
        _("What you have handed in"),
        _("Add the documents on the page of the control first. No information about patients."),
    )


class MoreForm(forms.Form):
    question = long(_("What more do you ask for?"), most=4000)
    due_on = DayField(label=_("To be handed in by"))


class VisitForm(forms.Form):
    held_on = DayField(label=_("Day of the visit"))
    place = forms.CharField(label=_("Place"), max_length=200)
    present = long(_("Who was there"), _("By role; names only where they are needed."), rows=3, most=2000)
    text = long(_("What was seen and said"), _("No information about patients."), rows=8)


class FindingForm(forms.Form):
    category = forms.ChoiceField(label=_("What it is about"), choices=Category.choices)
    gravity = forms.ChoiceField(label=_("Gravity"), choices=Gravity.choices, widget=forms.RadioSelect)
    text = long(_("What was found"), most=4000)
    ground = forms.CharField(
        label=_("Ground"), help_text=_("The rule or the term that it breaks."), max_length=300
    )
    money_ore = MoneyField(label=_("Sum, if it can be told"), required=False)
    due_on = DayField(label=_("To be mended by"))


class ChangeFindingForm(FindingForm):
    take_out = forms.BooleanField(label=_("Take this finding out: it does not hold"), required=False)


class DraftForm(forms.Form):
    summary = long(_("What has been looked at"), _("The findings come after this text in the draft."), rows=8)


class StatementForm(forms.Form):
    statement = long(_("Your view of the draft"), _("It stands word for word in the report."), rows=8)


class ReportForm(forms.Form):
    conclusion = long(_("Conclusion"), _("Say what you have taken from the party's statement."), rows=8)


class AnswerForm(forms.Form):
    text = long(_("How it is mended"), _("Add the documentation on the page of the control first."))


class JudgeForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Is it mended?"),
        choices=[("close", _("Yes, close the finding")), ("not_enough", _("No, the answer is not enough"))],
        widget=forms.RadioSelect,
    )
    evidence = long(_("What shows it, or what is missing"), rows=4, most=4000)
