"""Forms around money: the answer to an offer, the bank's file, the choice of payments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import UploadField
from helsetek.grants.rules import pain


class AcceptForm(forms.Form):
    """The confirmation that comes with the letter: account confirmed, terms accepted."""

    account_number = forms.CharField(
        label=_("Account number that the grant is paid to"),
        help_text=_("Eleven digits. The account must belong to the lead."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-width": "short"}),
    )
    terms = forms.BooleanField(label=_("We accept the terms in the letter of grant."))


class AnswerFileForm(forms.Form):
    file = UploadField(
        label=_("The bank's answer"),
        help_text=_("The pain.002 file (XML) that the bank sent."),
        endings=("xml",),
        max_size=pain.LARGEST_ANSWER,
    )


class ChoiceForm(forms.Form):
    """Which of the listed payments an act is for. What is not on the list is refused."""

    chosen = forms.TypedMultipleChoiceField(
        label=_("Payments"), coerce=int, error_messages={"required": _("Choose at least one payment.")}
    )

    def __init__(self, *arguments: Any, ids: list[int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["chosen"].choices = [(pk, str(pk)) for pk in ids]  # type: ignore[attr-defined]
