"""Forms of saving, bringing and comparing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web import show
from helsetek.common.web.forms import UploadField

from . import rules
from .calculating.prepared import SAVED_DRAWS
from .calculating.reading import LARGEST_UPLOAD


class SaveRunForm(forms.Form):
    """What a run is called, and how many draws its uncertainty rests on."""

    name = forms.CharField(
        label=_("Name"), max_length=rules.LONGEST_NAME, help_text=_("So that you and others know it again.")
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=rules.LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What you wanted to find out. It is read by everybody if the run is published."),
    )
    draws = forms.TypedChoiceField(
        label=_("Draws"),
        coerce=int,
        initial=SAVED_DRAWS,
        help_text=_("How many times the uncertain assumptions are drawn. More draws, less error of its own."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=rules.LARGEST_SEED,
        initial=0,
        help_text=_("The same assumptions, draws and seed give the same figures everywhere."),
        widget=forms.NumberInput(attrs={"data-width": "short"}),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["draws"].choices = [(number, show.number(number)) for number in rules.DRAWS]  # type: ignore[attr-defined]


class UploadForm(forms.Form):
    """An assumptions file of one's own."""

    file = UploadField(
        label=_("Assumptions file"),
        max_size=LARGEST_UPLOAD,
        endings=["toml"],
        help_text=_("A TOML file of at most 200 kB. Begin from one that you download from an analysis."),
    )
