"""The columns of lists. Each knows how it is shown, sorted and exported: real numbers and dates in the workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.db.models.functions import Collate
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from helsetek.common import money, norsk
from helsetek.common.clock import OSLO

from . import show
from .parts import Text
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
        if href is not None:
            options["linkify"] = _with_record(href)
            options.setdefault("attrs", {})["a"] = {"class": "ds-link"}
        super().__init__(label, accessor=accessor, exclude_from_export=not in_file, **options)
        self.on_page = on_page

    def value(self, value: Any) -> Any:
        """What an export writes in the cell."""
        return value


def _with_record(href: Href) -> Callable[..., str]:
    # django-tables2 passes arguments by their names.
    def address(record: Any) -> str:
        return href(record)

    return address


class TextColumn(Column):
    """Words, sorted as Norwegian words are."""

    def order(self, queryset: Any, is_descending: bool) -> tuple[Any, bool]:
        if not isinstance(queryset, QuerySet):
            return queryset, False
        words = Collate(F(self.path), norsk.COLLATION)
        return queryset.order_by(words.desc() if is_descending else words.asc()), True


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
    def render(self, value: date) -> SafeString:
        return format_html(
            '<time datetime="{}">{}</time>', show.machine_time(value), show.day(value, "short")
        )


class InstantColumn(Column):
    """An instant, shown and exported in Norwegian time."""

    def render(self, value: datetime) -> SafeString:
        shown = show.instant(value, "short")
        return format_html('<time datetime="{}">{}</time>', show.machine_time(value), shown)

    def value(self, value: datetime | None) -> datetime | None:
        return value.astimezone(OSLO).replace(tzinfo=None) if value else None


class StatusColumn(Column):
    """A state, in the words and colour that ``web.states.register`` has for the kind ``of``."""

    def __init__(self, label: Text = "", accessor: str | None = None, *, of: str, **options: Any) -> None:
        super().__init__(label, accessor, **options)
        self.of = of

    def render(self, value: str) -> SafeString:
        state = state_of(self.of, value)
        return format_html(
            '<span class="ds-tag hs-status" data-color="{}" data-size="sm">{}</span>',
            state.color,
            state.label,
        )

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
