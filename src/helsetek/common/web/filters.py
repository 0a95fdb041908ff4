"""What lists can be filtered by. No filter needs the model: they name paths of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from .fields import DayField, MoneyField
from .parts import Text
from .states import states

Choices = Iterable[tuple[str, Text]] | Callable[[], Iterable[tuple[str, Text]]]


class FilterForm(forms.Form):
    marks = "none"


class FilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """The base of ``class Filters`` inside a list. Name no model: the list gives the queryset."""

    class Meta:
        form = FilterForm


class Choice(django_filters.ChoiceFilter):  # type: ignore[misc]
    """One of several. ``choices`` may be a function, called for each page."""

    def __init__(self, label: Text, choices: Choices, field_name: str | None = None, **options: Any) -> None:
        options.setdefault("empty_label", _("All"))
        super().__init__(field_name=field_name, label=label, choices=choices, **options)


class StateChoice(Choice):
    """One state of a kind that ``web.states.register`` knows."""

    def __init__(self, label: Text, of: str, field_name: str | None = None, **options: Any) -> None:
        super().__init__(
            label, lambda: [(key, state.label) for key, state in states(of).items()], field_name, **options
        )


class AtLeast(django_filters.Filter):  # type: ignore[misc]
    """A sum in øre, from this and up."""

    field_class = MoneyField

    def __init__(self, label: Text, field_name: str, **options: Any) -> None:
        super().__init__(field_name=field_name, label=label, lookup_expr="gte", **options)


class FromDay(django_filters.Filter):  # type: ignore[misc]
    """A date field, from this day on."""

    field_class = DayField

    def __init__(self, label: Text, field_name: str, **options: Any) -> None:
        super().__init__(field_name=field_name, label=label, lookup_expr="gte", **options)


class ToDay(django_filters.Filter):  # type: ignore[misc]
    """A date field, to and with this day."""

    field_class = DayField

    def __init__(self, label: Text, field_name: str, **options: Any) -> None:
        super().__init__(field_name=field_name, label=label, lookup_expr="lte", **options)
