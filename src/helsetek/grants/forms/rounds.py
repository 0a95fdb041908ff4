"""The forms of a round: one amount set by hand, one decision prepared."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import MoneyField


class AdjustForm(forms.Form):
    """An amount set by hand, and why."""

    amount_ore = MoneyField(label=_("Amount"))
    on_reserve_list = forms.BooleanField(label=_("On the reserve list, if the amount is 0"), required=False)
    note = forms.CharField(
        label=_("Why it is set by hand"),
        help_text=_(
            "The note becomes a part of the reasons in the decision: write it so that it can be read."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PrepareForm(forms.Form):
    """A decision as it is prepared; the outcome follows from the amount."""

    amount_ore = MoneyField(label=_("Amount"), help_text=_("0 means refusal."))
    on_reserve_list = forms.BooleanField(label=_("On the reserve list, if the amount is 0"), required=False)
    rule = forms.CharField(
        label=_("The rules"),
        help_text=_("The rules the decision builds on, and what they mean here."),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    facts = forms.CharField(
        label=_("What we take as a basis"),
        help_text=_("The facts of the case."),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reasons = forms.CharField(
        label=_("Our assessment"),
        help_text=_("They stand in the letter as you write them here. Required unless all is granted."),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    conditions = forms.CharField(
        label=_("Conditions for this grant in particular"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DismissForm(forms.Form):
    """A dismissal as it is prepared: there is nothing to decide but the reasons."""

    rule = forms.CharField(
        label=_("The rules"),
        help_text=_("The rules the decision builds on, and what they mean here."),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    facts = forms.CharField(
        label=_("What we take as a basis"),
        help_text=_("The facts of the case."),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("They stand in the letter as you write them here."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
