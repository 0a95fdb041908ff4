"""Forms of notices: what is considered and why, and what the party says to it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.casework.rules.appeals import LONGEST_TEXT


class NoticeForm(forms.Form):
    """What the letter says: it goes out as it is written here."""

    plan = forms.CharField(
        label=_("What is considered"),
        help_text=_("What the decision may come to, and what it would mean, in money too."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("The background"),
        help_text=_("What has happened, and which rule it is about."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class StatementForm(forms.Form):
    statement = forms.CharField(
        label=_("Your statement"),
        help_text=_("Do not write about patients or users."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
