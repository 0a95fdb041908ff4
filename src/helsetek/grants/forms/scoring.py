"""The assessor's forms: the declaration of impartiality, and points with reasons on each criterion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from helsetek.grants.rules.scoring import MOST_POINTS
from helsetek.grants.services.assessment import LONGEST_REASON, Scored
from helsetek.grants.wording import in_my_language
from helsetek.scheme.rules.terms import Criterion

_POINTS = [(str(points), str(points)) for points in range(MOST_POINTS + 1)]


class ScoringForm(forms.Form):
    """Points and a reason on each criterion, and a comment on the whole. All may be left open until it is handed in."""

    marks = "none"

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, criteria: Sequence[Criterion], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"points_{criterion.code}"] = forms.ChoiceField(
                label=_("Points"), choices=_POINTS, widget=forms.RadioSelect, required=False
            )
            self.fields[f"reason_{criterion.code}"] = forms.CharField(
                label=_("Reason"),
                max_length=LONGEST_REASON,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["comment"] = forms.CharField(
            label=_("Comment on the whole (optional)"),
            max_length=LONGEST_REASON,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def rows(self) -> list[tuple[str, str, int, BoundField, BoundField]]:
        """Label, guidance, weight and the two fields of each criterion, in the call's order."""
        return [
            (
                in_my_language(criterion.label),
                in_my_language(criterion.guidance),
                criterion.weight,
                self[f"points_{criterion.code}"],
                self[f"reason_{criterion.code}"],
            )
            for criterion in self.criteria
        ]

    def scores(self) -> dict[str, Scored]:
        data = self.cleaned_data
        return {
            criterion.code: Scored(
                int(data[f"points_{criterion.code}"]) if data[f"points_{criterion.code}"] else None,
                data[f"reason_{criterion.code}"],
            )
            for criterion in self.criteria
        }
