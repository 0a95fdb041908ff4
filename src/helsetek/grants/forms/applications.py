"""Small forms around an application."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import InstantField
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.wording import SECTIONS


class BeginForm(forms.Form):
    """Which collaboration applies."""

    collaboration = forms.TypedChoiceField(
        label=_("Collaboration"), coerce=int, widget=forms.RadioSelect, empty_value=None
    )

    def __init__(self, *arguments: Any, choices: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        field = self.fields["collaboration"]
        field.choices = choices  # type: ignore[attr-defined]


class CopyForm(forms.Form):
    """What to carry over from which application."""

    earlier = forms.TypedChoiceField(label=_("Copy from"), coerce=int, empty_value=None)
    sections = forms.MultipleChoiceField(
        label=_("Sections"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is written in these sections now is replaced. It stays in the history."),
    )

    def __init__(self, *arguments: Any, choices: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        copied = [key for key in SectionKey if key is not SectionKey.FUNDING]
        self.fields["earlier"].choices = choices  # type: ignore[attr-defined]
        self.fields["sections"].choices = [(key.value, SECTIONS[key]) for key in copied]  # type: ignore[attr-defined]


class LateDoorForm(forms.Form):
    collaboration = forms.TypedChoiceField(label=_("Collaboration"), coerce=int, empty_value=None)
    until = InstantField(label=_("May submit until"))
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Kept in the case, and sent to the applicants."),
    )

    def __init__(self, *arguments: Any, choices: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["collaboration"].choices = choices  # type: ignore[attr-defined]


class SealForm(forms.Form):
    reason = forms.CharField(
        label=_("Why you must look at it now"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("The applicants are told at once that you have looked, and why."),
    )
