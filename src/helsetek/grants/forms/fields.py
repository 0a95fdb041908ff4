"""Fields of the application forms: numbers as Norwegians write them, and choices among years and partners."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

Choices = list[tuple[Any, Any]]
Field = TypeVar("Field", bound=forms.Field)
CHOOSE = ("", _("Choose"))


class NumberField(forms.Field):
    """«12», «12,5» or «1 200», read as an exact decimal number."""

    widget = forms.TextInput

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "decimal", "data-width": "short", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:
        text = re.sub(r"[\s\u00a0\u202f]", "", str(value if value is not None else ""))
        if not text:
            return None
        if not re.fullmatch(r"-?[0-9]{1,11}([.,][0-9]{1,3})?", text.replace("−", "-")):
            raise ValidationError(_("Write a number, for example 12 or 12,5."), code="invalid")
        try:
            return Decimal(text.replace("−", "-").replace(",", "."))
        except InvalidOperation as error:  # pragma: no cover - the pattern lets only numbers through
            raise ValidationError(_("Write a number, for example 12 or 12,5."), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return str(value.normalize()).replace(".", ",") if _is_plain(value) else value


def _is_plain(value: Any) -> bool:
    return isinstance(value, Decimal) and "E" not in str(value.normalize())


def text(label: Any, *, most: int = 200, help_text: Any = "", **attrs: Any) -> forms.CharField:
    """One line of text that may be left open in a draft."""
    return needed(
        forms.CharField(
            label=label,
            max_length=most,
            required=False,
            help_text=help_text,
            widget=forms.TextInput(attrs=attrs or None),
        )
    )


def long_text(label: Any, *, most: int, rows: int = 5, help_text: Any = "") -> forms.CharField:
    """Running text, with the number of letters left under it."""
    widget = forms.Textarea(attrs={"rows": rows})
    return needed(
        forms.CharField(label=label, max_length=most, required=False, help_text=help_text, widget=widget)
    )


def choice(label: Any, choices: Choices, *, help_text: Any = "", radio: bool = False) -> forms.ChoiceField:
    """One of several."""
    widget: forms.Widget = forms.RadioSelect() if radio else forms.Select(attrs={"data-width": "medium"})
    return needed(
        forms.ChoiceField(
            label=label,
            choices=choices if radio else [CHOOSE, *choices],
            required=False,
            help_text=help_text,
            widget=widget,
        )
    )


def number_choice(label: Any, choices: Choices, *, help_text: Any = "") -> forms.TypedChoiceField:
    """One of several whole numbers: a year, a grade, a partner's id. None if nothing is chosen."""
    return needed(
        forms.TypedChoiceField(
            label=label,
            choices=[CHOOSE, *choices],
            coerce=int,
            empty_value=None,
            required=False,
            help_text=help_text,
        )
    )


def several(label: Any, choices: Choices, *, help_text: Any = "") -> forms.MultipleChoiceField:
    return needed(
        forms.MultipleChoiceField(
            label=label,
            choices=choices,
            required=False,
            help_text=help_text,
            widget=forms.CheckboxSelectMultiple,
        )
    )


def tick(label: Any, help_text: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=help_text)


def needed(field: Field) -> Field:
    """Not needed to save a draft, but before it is submitted: so it is not marked «optional»."""
    vars(field)["needed"] = True
    return field
