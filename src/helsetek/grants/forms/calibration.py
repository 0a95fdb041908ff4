"""The forms of calibration: training, minutes, changed scores, what is ranked by, and competence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.accounts.selectors import Person
from helsetek.common.web.forms import DayField
from helsetek.grants.models import Basis, Moderation
from helsetek.grants.rules.scoring import MOST_POINTS
from helsetek.grants.wording import in_my_language
from helsetek.scheme.rules.terms import Criterion

_POINTS = [(str(points), str(points)) for points in range(MOST_POINTS + 1)]


class TrainingCaseForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("The made-up application"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )


class TrainingScoreForm(forms.Form):
    """Points on each criterion."""

    marks = "none"

    def __init__(self, *arguments: Any, criteria: Sequence[Criterion], **options: Any) -> None:
        super().__init__(*arguments, **options)
        for one in criteria:
            self.fields[f"points_{one.code}"] = forms.TypedChoiceField(
                label=in_my_language(one.label),
                help_text=in_my_language(one.guidance),
                choices=_POINTS,
                coerce=int,
                widget=forms.RadioSelect,
            )
        self.fields["comment"] = forms.CharField(
            label=_("Comment on the whole (optional)"),
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def points(self) -> dict[str, int]:
        prefix = "points_"
        return {
            name.removeprefix(prefix): int(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }


class MinutesForm(forms.Form):
    held_on = DayField(label=_("Held on"))
    participants = forms.TypedMultipleChoiceField(
        label=_("Who took part"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.CharField(
        label=_("What was agreed"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *arguments: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["participants"].choices = [(one.pk, one.name) for one in people]  # type: ignore[attr-defined]


class ChangeForm(forms.Form):
    """One score changed after a meeting."""

    moderation = forms.TypedChoiceField(label=_("After the meeting"), coerce=int)
    criterion = forms.ChoiceField(label=_("Criterion"))
    points = forms.TypedChoiceField(label=_("Points"), choices=_POINTS, coerce=int)
    reason = forms.CharField(
        label=_("Why the score is changed"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(
        self, *arguments: Any, meetings: Iterable[Moderation], criteria: Iterable[Criterion], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        held = [(one.pk, f"{one.held_on:%d.%m.%Y}") for one in meetings]
        self.fields["moderation"].choices = held  # type: ignore[attr-defined]
        named = [(one.code, in_my_language(one.label)) for one in criteria]
        self.fields["criterion"].choices = named  # type: ignore[attr-defined]


class BasisForm(forms.Form):
    basis = forms.ChoiceField(
        label=_("The round is ranked by"), choices=Basis.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is on the log and on the page of the ranking."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CompetenceForm(forms.Form):
    areas = forms.MultipleChoiceField(
        label=_("Fields that you know"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, areas: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["areas"].choices = list(areas)  # type: ignore[attr-defined]
