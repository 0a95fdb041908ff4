"""The columns of lists. Each knows how it is shown, sorted and exported: real numbers and dates in the workbook."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import django_tables2 as tables
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import F, QuerySet
from django.db.models.functions import Collate
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from helsetek.common import money, norsk
from helsetek.common.clock import OSLO

from . import show
from .parts import State, Text
from .states import state_of

Href = Callable[[Any], str]


class Column(tables.Column):  # type: ignore[misc]
    """Any value, shown as it is.

    ``accessor`` is the path to the value (``lead__name``) if it is not the column's own name; ``href`` gives the address
    a record's cell links to; ``in_file=False`` keeps the column out of exports, ``on_page=False`` out of the page.
    """

    numeric = False
    path = ""  # where the value is, in the words of a queryset; the list fills it in

    def __init__(
        self,
        label: Text = "",
        accessor: str | None = None,
        *,
        href: Href | None = None,
        in_file: bool = True,
        on_page: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(label, accessor=accessor, exclude_from_export=not in_file, **options)
        self.href, self.on_page = href, on_page

    def value(self, value: Any) -> Any:
        """What an export writes in the cell."""
        return value


def cells(row: Any) -> Iterator[tuple[Any, Any]]:
    """Each visible column with what its cell shows. django-tables2 does the same six times slower."""
    for column in row.table.columns:
        yield column, cell(row, column)


def cell(row: Any, column: Any) -> Any:
    """What one cell of a page shows: drawn by the table's ``render_…``, or by the column."""
    drawing = column.column
    if not isinstance(drawing, Column) or hasattr(row.table, f"render_{column.name}"):
        return row.get_cell(column.name)
    value = value_of(row.record, drawing.path or column.name)
    if value in drawing.empty_values:
        return show.NOTHING
    content = _told(drawing.render, value=value, record=row.record, table=row.table, row=row, column=drawing)
    href = drawing.href(row.record) if drawing.href else ""
    return format_html('<a class="ds-link" href="{}">{}</a>', href, content) if href else content


def exported(row: Any, column: Any) -> Any:
    """What one cell of a file holds, as a Python value."""
    drawing = column.column
    if not isinstance(drawing, Column) or hasattr(row.table, f"value_{column.name}"):
        return row.get_cell_value(column.name)
    value = value_of(row.record, drawing.path or column.name)
    if value in drawing.empty_values:
        return None
    return _told(drawing.value, value=value, record=row.record, table=row.table, row=row, column=drawing)


def value_of(record: Any, path: str) -> Any:
    """The value at the end of a path such as ``lead__name``; None where the path breaks off."""
    value = record
    for name in path.split("__"):
        try:
            value = value[name] if isinstance(value, Mapping) else getattr(value, name)
        except (AttributeError, KeyError, ObjectDoesNotExist):
            return None
        if value is None:
            return None
        if callable(value):
            value = value()
    return value


def _told(method: Any, **known: Any) -> Any:
    """Call a column's method with those of the known things that it names."""
    return method(**{name: known[name] for name in _names_of(method.__func__)})


@cache
def _names_of(function: Callable[..., Any]) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)[1:]


class TextColumn(Column):
    """Words, sorted as Norwegian words are."""

    def order(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        if not isinstance(queryset, QuerySet):
            return queryset, False
        words = Collate(F(self.path), norsk.COLLATION)
        return queryset.order_by(words.desc() if is_descending else words.asc()), True


class CodeColumn(Column):
    """A code of plain signs, such as a case number: sorted as it is written, which an index does."""


class NumberColumn(Column):
    numeric = True

    def render(self, value: Any) -> str:
        return show.number(value)


class PercentColumn(NumberColumn):
    """A share of 1."""

    def render(self, value: Any) -> str:
        return show.percent(value)


class MoneyColumn(NumberColumn):
    """A sum in øre; kroner on the page and in the file."""

    def render(self, value: int) -> str:
        return show.kroner(value)

    def value(self, value: int | None) -> Decimal | None:
        return None if value is None else money.nok(value)


class DayColumn(Column):
    """A day; of an instant, the day it falls on in Norway."""

    def render(self, value: date) -> SafeString:
        return format_html(
            '<time datetime="{}">{}</time>', show.machine_time(value), show.day(value, "short")
        )

    def value(self, value: date | None) -> date | None:
        return value.astimezone(OSLO).date() if isinstance(value, datetime) else value


class InstantColumn(Column):
    """An instant, shown and exported in Norwegian time."""

    def render(self, value: datetime) -> SafeString:
        shown = show.instant(value, "short")
        return format_html('<time datetime="{}">{}</time>', show.machine_time(value), shown)

    def value(self, value: datetime | None) -> datetime | None:
        return value.astimezone(OSLO).replace(tzinfo=None) if value else None


def drawn_state(state: State) -> SafeString:
    return format_html(
        '<span class="ds-tag hs-status" data-color="{}" data-size="sm">{}</span>', state.color, state.label
    )


class StatusColumn(Column):
    """A state, in the words and colour that ``web.states.register`` has for the kind ``of``."""

    def __init__(self, label: Text = "", accessor: str | None = None, *, of: str, **options: Any) -> None:
        super().__init__(label, accessor, **options)
        self.of = of

    def render(self, value: str) -> SafeString:
        return drawn_state(state_of(self.of, value))

    def value(self, value: str) -> str:
        return str(state_of(self.of, value).label) if value else ""


class ActsColumn(Column):
    """Links at the end of a row: ``acts`` gives (label, address) pairs. Never exported."""

    def __init__(
        self, label: Text = "", *, acts: Callable[[Any], list[tuple[Text, str]]], **options: Any
    ) -> None:
        super().__init__(label, None, in_file=False, orderable=False, empty_values=(), **options)
        self.acts = acts

    def render(self, record: Any) -> SafeString:
        links = format_html_join(
            " ", '<a class="ds-link" href="{}">{}</a>', ((href, label) for label, href in self.acts(record))
        )
        return format_html('<span class="hs-actions">{}</span>', links)
