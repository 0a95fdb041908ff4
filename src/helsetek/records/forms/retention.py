"""Propose to delete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.records import retention


class ProposeForm(forms.Form):
    """``due``: how many things of each class there are to delete today."""

    kinds = forms.MultipleChoiceField(label=_("Classes of data"), widget=forms.CheckboxSelectMultiple)
    words = forms.CharField(
        label=_("Anything who confirms should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, due: Mapping[str, int], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["kinds"].choices = [  # type: ignore[attr-defined]
            (name, f"{one.title} ({due[name]})") for name, one in retention.classes().items() if due.get(name)
        ]
