"""Lists: search, filters, sorting, pages and export, from one declaration.

    class ApplicationList(Listing):
        title = _("Applications")
        file_name = "applications"
        search = ("title", "case__number", "lead__name")

        number = CodeColumn(_("Case"), "case__number", href=lambda row: reverse("grants:application", args=[row.pk]))
        name = TextColumn(_("Title"), "title")
        lead = TextColumn(_("Lead"), "lead__name")
        state = StatusColumn(_("State"), of="grants.application")
        applied_ore = MoneyColumn(_("Applied for"))
        sent_at = InstantColumn(_("Sent"))

        class Meta:
            order_by = "-sent_at"

        class Filters(FilterSet):
            state = StateChoice(_("State"), of="grants.application")

    def applications(request):
        return ApplicationList.show(request, selectors.applications_seen_by(request.user))

The rows are a queryset, or a list of records when they are computed. Everything is in the address, so that a list can be
bookmarked and sent; it works without JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import django_tables2 as tables
from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django_tables2.utils import OrderByTuple

from helsetek.common import norsk

from . import exports
from .columns import (
    ActsColumn,
    CodeColumn,
    Column,
    DayColumn,
    InstantColumn,
    MoneyColumn,
    NumberColumn,
    PercentColumn,
    StatusColumn,
    TextColumn,
    value_of,
)
from .filters import AtLeast, Choice, FilterSet, FromDay, StateChoice, ToDay
from .parts import Text

__all__ = [
    "ActsColumn",
    "AtLeast",
    "Choice",
    "CodeColumn",
    "Column",
    "DayColumn",
    "FilterSet",
    "FromDay",
    "InstantColumn",
    "Listing",
    "MoneyColumn",
    "NumberColumn",
    "PercentColumn",
    "StateChoice",
    "StatusColumn",
    "TextColumn",
    "ToDay",
]

MOST_ON_A_PAGE = 200


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=100)


class Listing(tables.Table):  # type: ignore[misc]
    """A list, declared by its columns. See the top of this file."""

    title: ClassVar[Text] = ""
    lead: ClassVar[Text] = ""
    file_name: ClassVar[str] = "list"
    search: ClassVar[tuple[str, ...]] = ()
    search_hint: ClassVar[Text] = ""
    rows_on_a_page: ClassVar[int] = 50
    rows_template: ClassVar[str] = "common/table.html"  # for rows that are no table; given ``table``
    Filters: ClassVar[type[FilterSet] | None] = None

    class Meta:
        template_name = "common/table.html"
        order_by_field = "sort"
        attrs = {"class": "ds-table hs-table"}

    @classmethod
    def show(
        cls, request: HttpRequest, rows: Any, template: str = "common/list.html", **context: Any
    ) -> HttpResponse:
        """The page of the list, or the file if one is asked for (``?export=csv`` or ``xlsx``).

        ``rows`` is a queryset or a list. The template gets the list as ``list``, to be drawn by ``{% listing list %}``.
        """
        listed = cls.of(request, rows)
        wanted = request.GET.get("export", "")
        if wanted in exports.KINDS:
            return exports.respond(listed.table, wanted, cls.file_name)
        return render(request, template, {"list": listed, "title": cls.title, "lead": cls.lead, **context})

    @classmethod
    def of(cls, request: HttpRequest, rows: Any) -> Listed:
        """The list as it is asked for, for pages that hold more than the list."""
        search = SearchForm(request.GET)
        words = search.cleaned_data["q"].split() if search.is_valid() else []
        rows = _searched(rows, cls.search, words)
        filters = cls._filters(request, rows)
        if filters is not None:
            rows = filters.qs if isinstance(rows, QuerySet) else _filtered(rows, filters)
        order = _order(cls, request)
        rows = _ordered(cls, rows, order)
        table = cls(rows, order_by=order if isinstance(rows, QuerySet) else ())
        if not isinstance(rows, QuerySet):  # in order already: only to be shown
            table._order_by = OrderByTuple(order or cls._meta.order_by or ())
        # Not given above: django-tables2 would cut pages by itself, and fall over «per_page=-1».
        table.request = request
        for column in table.columns.iterall():
            if not column.column.on_page:
                table.columns.hide(column.name)
        _make_order_certain(table)
        size = _number(request.GET.get("per_page"), cls.rows_on_a_page, MOST_ON_A_PAGE)
        _paginate(table, _number(request.GET.get("page"), 1, 10**6), size)
        return Listed(request, table, filters, " ".join(words))

    @classmethod
    def _filters(cls, request: HttpRequest, rows: Any) -> Any:
        if cls.Filters is None:
            return None
        queryset = rows if isinstance(rows, QuerySet) else _NO_ROWS
        return cls.Filters(request.GET, queryset=queryset, request=request)


class _NoRows:
    """Stands where a filter set wants a queryset, when the rows are a list."""

    model = None

    def all(self) -> _NoRows:
        return self


_NO_ROWS = _NoRows()


@dataclass
class Listed:
    """A list that has been searched, filtered, sorted and cut into pages."""

    request: HttpRequest
    table: Any
    filters: Any
    words: str

    @property
    def count(self) -> int:
        return int(self.table.paginator.count)

    @property
    def page(self) -> Any:
        return self.table.page

    @property
    def pages(self) -> list[int | str]:
        return list(self.table.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))

    @property
    def filter_fields(self) -> list[Any]:
        return list(self.filters.form.visible_fields()) if self.filters is not None else []

    @property
    def filters_open(self) -> bool:
        return len(self.filter_fields) <= 3 or bool(self.chosen)

    @property
    def chosen(self) -> list[dict[str, str]]:
        """What the list is narrowed by, each with the address of the list without it."""
        found = []
        if self.words:
            found.append({"label": f"«{self.words}»", "href": self.address(q=None, page=None)})
        for field in self.filter_fields:
            shown = _shown_choice(field)
            if shown:
                found.append(
                    {
                        "label": f"{field.label}: {shown}",
                        "href": self.address(**{field.html_name: None}, page=None),
                    }
                )
        return found

    @property
    def sorts(self) -> list[dict[str, Any]]:
        """The orders that can be chosen where the headings are not seen (on a phone)."""
        current = ",".join(self.table.order_by or ())
        found = []
        for column in self.table.columns:
            if column.orderable:
                found += [
                    _sort(column.name, _("%(column)s, ascending"), column, current),
                    _sort(f"-{column.name}", _("%(column)s, descending"), column, current),
                ]
        return found

    @property
    def csv(self) -> str:
        return self.address(export="csv", page=None)

    @property
    def xlsx(self) -> str:
        return self.address(export="xlsx", page=None)

    def page_address(self, number: int) -> str:
        return self.address(page=number)

    def address(self, **changes: Any) -> str:
        """The address of the same list with something changed; None takes a part away."""
        query = self.request.GET.copy()
        query.pop("export", None)
        for name, value in changes.items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = str(value)
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def __html__(self) -> SafeString:
        return render_to_string("common/components/listing.html", {"list": self}, self.request)

    __str__ = __html__


def _sort(value: str, pattern: str, column: Any, current: str) -> dict[str, Any]:
    return {"value": value, "label": pattern % {"column": column.header}, "chosen": value == current}


def _shown_choice(field: Any) -> str:
    value = field.form.cleaned_data.get(field.name) if field.form.is_valid() else None
    if value in (None, "", []):
        return ""
    choices = dict(getattr(field.field, "choices", ()))
    return str(choices.get(value, field.value()))


def _searched(rows: Any, paths: tuple[str, ...], words: list[str]) -> Any:
    """Every word must be found somewhere in the row."""
    if not words or not paths:
        return rows
    if not isinstance(rows, QuerySet):
        return [row for row in rows if _row_has(row, paths, words)]
    for word in words:
        anywhere = Q()
        for path in paths:
            anywhere |= Q(**{f"{path}__icontains": word})
        rows = rows.filter(anywhere)
    return rows


def _row_has(row: Any, paths: tuple[str, ...], words: list[str]) -> bool:
    text = " ".join(str(value_of(row, path)) for path in paths).casefold()
    return all(word.casefold() in text for word in words)


def _filtered(rows: Any, filters: Any) -> list[Any]:
    """Filters on computed rows: equal for choices, at least and at most for sums and days."""
    chosen = filters.form.cleaned_data if filters.form.is_valid() else {}
    kept = list(rows)
    for name, wanted in chosen.items():
        if wanted not in (None, "", []):
            one = filters.filters[name]
            kept = [row for row in kept if _holds(value_of(row, one.field_name), one.lookup_expr, wanted)]
    return kept


def _holds(value: Any, lookup: str, wanted: Any) -> bool:
    if lookup == "gte":
        return bool(value is not None and value >= wanted)
    if lookup == "lte":
        return bool(value is not None and value <= wanted)
    if lookup == "contains":  # one of several values in the row
        return wanted in (value or ())
    return str(value) == str(wanted)


def _order(cls: type[Listing], request: HttpRequest) -> Any:
    """The order asked for, if it names a column that can be sorted; else the list's own."""
    asked = request.GET.get("sort", "")
    column = cls.base_columns.get(asked.removeprefix("-"))
    return (asked,) if column is not None and column.orderable is not False else None


def _ordered(cls: type[Listing], rows: Any, order: Any) -> Any:
    """Tell the columns where their values are; put computed rows in order, as Norwegian words are ordered."""
    for name, column in cls.base_columns.items():
        column.path = str(column.accessor or name).replace(".", "__")
    if isinstance(rows, QuerySet):
        return rows
    records = list(rows)
    for one in reversed(tuple(order or cls._meta.order_by or ())):
        path = cls.base_columns[one.removeprefix("-")].path
        records.sort(key=lambda row: _sort_key(value_of(row, path)), reverse=one.startswith("-"))
    return records


def _sort_key(value: Any) -> tuple[Any, ...]:
    return (value is not None, norsk.sort_key(value) if isinstance(value, str) else value)


def _make_order_certain(table: Any) -> None:
    """Rows that sort alike always come in the same order, or a row could be on two pages, or on none."""
    rows = table.data.data
    if isinstance(rows, QuerySet) and not rows.query.distinct_fields:
        order = rows.query.order_by or tuple(rows.model._meta.ordering or ())
        table.data.data = rows.order_by(*order, "pk")


def _paginate(table: Any, number: int, size: int) -> None:
    table.paginator = Paginator(table.rows, size)
    table.page = table.paginator.page(min(number, table.paginator.num_pages))


def _number(text: str | None, otherwise: int, most: int) -> int:
    return (
        min(int(text), most)
        if text and text.isascii() and text.isdigit() and int(text[:9]) > 0
        else otherwise
    )
