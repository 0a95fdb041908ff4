"""The errors of forms and formsets as lines of an error summary, each pointing to its field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict

from .rows import ADD, REMOVE


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One error. ``target`` is the id of the field it belongs to, or empty for the form as a whole."""

    text: str
    target: str = ""
    label: str = ""


def hush_while_rows_change(form: BaseForm) -> None:
    """Nothing is judged while a row is being added or removed: the person has not sent the form yet."""
    if form.is_bound and (ADD in form.data or REMOVE in form.data):
        vars(form)["_errors"] = ErrorDict()


def error_lines(form: BaseForm | BaseFormSet[Any]) -> Iterator[ErrorLine]:
    """All errors, those of the whole first, then field by field in the order of the page."""
    if isinstance(form, BaseFormSet):
        yield from (ErrorLine(str(text)) for text in form.non_form_errors())
        for row in form.forms:
            yield from error_lines(row)
        return
    hush_while_rows_change(form)
    yield from (ErrorLine(str(text)) for text in form.non_field_errors())
    for field in form:
        yield from (ErrorLine(str(text), target_of(field), str(field.label)) for text in field.errors)


def target_of(field: BoundField) -> str:
    """The id that a link to the field must name: of the first choice where there are many."""
    if field.use_fieldset and hasattr(field.field.widget, "subwidgets"):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id
