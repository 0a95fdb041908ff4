"""Many rows of the same little form, with «add another» that works without JavaScript.

    class CostLine(forms.Form):
        what = forms.CharField(max_length=200)
        sum_ore = MoneyField()

    CostLines = rows(CostLine, title=_("Costs"), add=_("Add a cost"), most=50)

    lines = CostLines(typed(request), initial=[...], prefix="costs")
    if request.method == "POST" and not lines.asked and lines.is_valid():
        save(lines.kept)

The buttons «add» and «remove» post the whole form; ``asked`` is then true, and the page is only shown again with one
row more or less: nothing is saved and nothing typed is lost. With JavaScript the same buttons act on the spot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.formsets import TOTAL_FORM_COUNT
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .parts import Text

ADD, REMOVE = "add-row", "remove-row"


if TYPE_CHECKING:
    _FormSet = forms.BaseFormSet[forms.Form]
else:
    _FormSet = forms.BaseFormSet


class Rows(_FormSet):
    """A formset that knows its own «add» and «remove» buttons. Made by ``rows()``."""

    title: Text = ""
    row_title: Text = ""
    add_label: Text = _("Add a row")
    ordering_widget = forms.HiddenInput

    def __init__(self, data: Any = None, *arguments: Any, **options: Any) -> None:
        prefix = options.get("prefix") or self.get_default_prefix()
        self.asked = data is not None and (
            data.get(ADD) == prefix or _row_of(data.get(REMOVE), prefix) is not None
        )
        if self.asked:
            data = _with_change(data, prefix, self.absolute_max)
        super().__init__(data, *arguments, **options)

    def full_clean(self) -> None:
        """While rows are being added nothing is judged: the errors come when the form is sent."""
        if not self.asked:
            super().full_clean()
            return
        self._errors: Any = [{} for _form in self.forms]
        self._non_form_errors: Any = self.error_class()
        for form in self.forms:
            vars(form).update(_errors=ErrorDict(), cleaned_data={})

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget = forms.HiddenInput()

    @property
    def kept(self) -> list[dict[str, Any]]:
        """What the rows say, without those that were taken away or left empty. Only after ``is_valid()``."""
        said = [form.cleaned_data for form in self.shown() if form.has_changed() or form.initial]
        return [{key: value for key, value in row.items() if key != "DELETE"} for row in said if row]

    def shown(self) -> list[forms.Form]:
        """The rows that are not taken away."""
        return [form for form in self.forms if not _is_removed(form)]

    def removed(self) -> list[forms.Form]:
        return [form for form in self.forms if _is_removed(form)]


def rows(
    form: type[forms.Form],
    *,
    title: Text = "",
    row_title: Text = "",
    add: Text = "",
    least: int = 0,
    most: int = 100,
    empty: int = 0,
) -> type[Rows]:
    """A formset class: ``title`` above, ``row_title`` for each row («Cost»), ``empty`` blank rows to begin with."""
    made = forms.formset_factory(
        form,
        formset=Rows,
        extra=empty,
        can_delete=True,
        min_num=least,
        max_num=most,
        absolute_max=most + 20,
        validate_min=least > 0,
        validate_max=True,
    )
    made.title, made.row_title = title, row_title or title  # type: ignore[attr-defined]
    made.add_label = add or Rows.add_label  # type: ignore[attr-defined]
    return made  # type: ignore[return-value]


def _is_removed(form: forms.Form) -> bool:
    return form.is_bound and bool(form.data.get(form.add_prefix("DELETE")))


def _row_of(value: str | None, prefix: str) -> str | None:
    """The number of the row that «remove» names, if it is one of this formset's."""
    head, _dash, number = (value or "").rpartition("-")
    return number if head == prefix and number.isdecimal() else None


def _with_change(data: Any, prefix: str, limit: int) -> QueryDict:
    changed: QueryDict = data.copy()
    if changed.get(ADD) == prefix:
        field = f"{prefix}-{TOTAL_FORM_COUNT}"
        total = changed.get(field, "0")
        changed[field] = str(min(int(total) + 1 if total.isdecimal() else 1, limit))
    else:
        changed[f"{prefix}-{_row_of(changed.get(REMOVE), prefix)}-DELETE"] = "on"
    return changed
