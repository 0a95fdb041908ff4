"""Choosing what to change, and the directorate's forms: prepare, check, ask, settle; and a partner's consent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import DayField
from helsetek.grants.forms.fields import CHOOSE, Choices

from .base import LONG, choice


class KindForm(forms.Form):
    """Which change is wanted."""

    kind = forms.ChoiceField(label=_("What do you want to change?"), widget=forms.RadioSelect)

    def __init__(
        self, data: Any = None, *, kinds: Iterable[tuple[str, Any]], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["kind"].choices = list(kinds)  # type: ignore[attr-defined]


class PrepareAmendmentForm(forms.Form):
    """The decision as it is prepared: yes or no, why, from which day, and where more money comes from."""

    grants_it = forms.TypedChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Grant it")), ("no", _("Refuse it"))],
        coerce=lambda value: value == "yes",
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Stands in the letter. A refusal must have reasons."),
        widget=forms.Textarea(attrs=LONG),
        max_length=8000,
        required=False,
    )
    holds_from = DayField(
        label=_("In effect from"), required=False, help_text=_("Leave it open for the day it is decided.")
    )
    envelope_id = choice(_("From which envelope"), [])

    def __init__(self, data: Any = None, *, envelopes: Choices, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        if envelopes:
            self.fields["envelope_id"].choices = [CHOOSE, *envelopes]  # type: ignore[attr-defined]
        else:
            del self.fields["envelope_id"]


class CheckAccountForm(forms.Form):
    """How a new account was checked, apart from what was sent in."""

    grants_it = forms.TypedChoiceField(
        label=_("Is the account right?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes, the municipality has confirmed it")), ("no", _("No, it must not be used"))],
        coerce=lambda value: value == "yes",
    )
    reasons = forms.CharField(
        label=_("How was it checked, and with whom?"),
        help_text=_("By a number or address you found yourself, never one that came with the request."),
        widget=forms.Textarea(attrs=LONG),
        max_length=8000,
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs=LONG), max_length=4000)


class AskForm(forms.Form):
    question = forms.CharField(
        label=_("What do you need to know?"), widget=forms.Textarea(attrs=LONG), max_length=4000
    )
    answer_before = DayField(label=_("Answer within"), required=False)


class SettleForm(forms.Form):
    reasons = forms.CharField(
        label=_("Reasons"), widget=forms.Textarea(attrs=LONG), max_length=8000, required=False
    )


class ConsentForm(forms.Form):
    consents = forms.TypedChoiceField(
        label=_("Do you consent?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
    )
    reason = forms.CharField(
        label=_("If not: why?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )
