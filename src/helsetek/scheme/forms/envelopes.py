"""Open an envelope, put money in it, take back what is free."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import MoneyField

_number = RegexValidator(r"^[0-9]{1,4}$", _("Write the number with digits, for example 761."))


class EnvelopeForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    chapter = forms.CharField(
        label=_("Chapter"),
        max_length=8,
        validators=[_number],
        widget=forms.TextInput(attrs={"data-width": "short"}),
    )
    post = forms.CharField(
        label=_("Post"),
        max_length=8,
        validators=[_number],
        widget=forms.TextInput(attrs={"data-width": "short"}),
    )
    year = forms.IntegerField(
        label=_("Year"),
        min_value=2000,
        max_value=2100,
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )
    source = forms.CharField(
        label=_("Where it is decided"),
        max_length=500,
        required=False,
        help_text=_("For example the budget resolution."),
    )


class AllotForm(forms.Form):
    """``key`` is new for each form shown, so that a double click moves the money once."""

    amount = MoneyField(label=_("Sum"), min_ore=1)
    reason = forms.CharField(
        label=_("Ground"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)


class TakeBackForm(AllotForm):
    reason = forms.CharField(
        label=_("Why the money is taken back"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class HoldForm(AllotForm):
    """``allotments`` are (id, name) of those the envelope's money goes to."""

    allotment = forms.TypedChoiceField(label=_("In which allotment"), coerce=int)
    field_order = ("allotment", "amount", "reason", "key")

    def __init__(self, *arguments: Any, allotments: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["allotment"].choices = allotments  # type: ignore[attr-defined]


class ReleaseForm(AllotForm):
    reason = forms.CharField(
        label=_("Why it is released"),
        help_text=_("Needed while appeals can come or are open."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
