"""The conditions under which a round is looked at, and why a list is chosen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.grants.rules.portfolio import Wish
from helsetek.grants.services.adopting import LONGEST_REASON

_SHORT = {"data-width": "short", "inputmode": "numeric"}
_ALL = Decimal(100)


class WishForm(forms.Form):
    """Sent in the address, so that a look can be shared and saved as a link. What is left empty is as it is today."""

    marks = "none"

    envelope = forms.IntegerField(
        label=_("Money to give, in per cent of today's"),
        min_value=1,
        max_value=300,
        required=False,
        widget=forms.NumberInput(attrs=_SHORT),
    )
    small = forms.IntegerField(
        label=_("Least share to small municipalities, in per cent"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs=_SHORT),
    )
    score = forms.IntegerField(
        label=_("Least score of 100"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs=_SHORT),
    )
    whole = forms.BooleanField(label=_("No partial grants"), required=False)

    def wish(self) -> Wish:
        data: dict[str, Any] = self.cleaned_data
        envelope, small, score = data.get("envelope"), data.get("small"), data.get("score")
        return Wish(
            envelope=Decimal(100 if envelope is None else envelope) / _ALL,
            least_small=Decimal(small or 0) / _ALL,
            partial=not data.get("whole"),
            least_score=Decimal(score or 0),
        )


class AdoptForm(WishForm):
    """The same conditions, hidden, and the reason."""

    marks = "required"

    reason = forms.CharField(
        label=_("Why this list is chosen instead of the ranking"),
        help_text=_("It becomes a part of the reasons in every decision that the list changes."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("envelope", "small", "score", "whole"):
            self.fields[name].widget = forms.HiddenInput()
