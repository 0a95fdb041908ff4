"""Assess whether a grant is state aid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import MoneyField
from helsetek.grants.models import StateAidKind
from helsetek.registry.selectors import Organisation

_ORE = 100


class StateAidForm(forms.Form):
    """``undertakings`` are those that the register knows."""

    kind = forms.ChoiceField(label=_("What it is"), choices=StateAidKind.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Grants to municipalities for duties that are not economic activity are normally not aid: say why."
        ),
    )
    undertaking = forms.TypedChoiceField(
        label=_("Undertaking that gets the aid"), required=False, coerce=int, empty_value=None
    )
    amount_ore = MoneyField(label=_("How much of the grant is aid"), required=False)
    rate = forms.DecimalField(
        label=_("Kroner for a euro"),
        required=False,
        min_value=Decimal(1),
        max_value=Decimal(100),
        max_digits=6,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"data-width": "short", "step": "any"}),
        help_text=_("The rate of the day. If it is left out, our working rate is used."),
    )
    general_interest = forms.BooleanField(label=_("Service of general economic interest"), required=False)
    basis = forms.CharField(
        label=_("Rule or notification"),
        required=False,
        max_length=300,
        help_text=_("For aid under a block exemption or notified aid: which article, or which decision."),
    )

    def __init__(self, *arguments: Any, undertakings: list[Organisation], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field: Any = self.fields["undertaking"]
        field.choices = [("", _("None")), *((one.pk, one.name) for one in undertakings)]

    def ore_a_euro(self) -> int:
        return int((self.cleaned_data["rate"] or 0) * _ORE)
