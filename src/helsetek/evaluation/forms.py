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


class LinkForm(forms.Form):
    """Which assumption an indicator speaks of, and how."""

    key = forms.ChoiceField(label=_("Assumption"), required=False)
    quantity = forms.ChoiceField(
        label=_("What of it"),
        choices=[
            ("after", _("The value after")),
            ("less", _("How much less: before minus after")),
            ("more", _("How much more: after minus before")),
            ("ratio", _("After divided by before")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Kind of observation"),
        choices=[
            ("value", _("A measured value")),
            ("share", _("A share of those measured")),
            ("count", _("A count")),
        ],
    )
    factor = forms.FloatField(
        label=_("Factor"),
        help_text=_("Turns the unit: hours into working weeks is 0.0267, percent into a share 0.01."),
        initial=1.0,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-width": "short"}),
    )
    relative_error = forms.FloatField(
        label=_("Relative standard error of a good measure"),
        help_text=_(
            "For reports without spread and sample. A fair measure counts 1.5 times, a rough one 2.5."
        ),
        initial=0.2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-width": "short"}),
    )
    reason = forms.CharField(label=_("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *arguments: Any, keys: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["key"].choices = [("", _("None")), *keys]  # type: ignore[attr-defined]
