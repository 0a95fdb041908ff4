"""Withhold an entry of the journal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.records.paragraphs import choices


class WithholdForm(forms.Form):
    paragraph = forms.ChoiceField(label=_("Withheld by"), required=False)
    shown_title = forms.CharField(
        label=_("What the public reads as title"),
        max_length=300,
        required=False,
        help_text=_("Write ***** in place of what may not be known. Used only while a paragraph is chosen."),
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the log of the case. Do not write the secret itself."),
    )

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self.fields["paragraph"].choices = [("", _("Nothing: the entry is open")), *choices()]  # type: ignore[attr-defined]
