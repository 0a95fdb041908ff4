"""The components of a page. ``{% load ui %}`` gives all of them; docs/design.md shows each, ``/design/`` draws it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet, Textarea
from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from helsetek.common.charts import Chart
from helsetek.common.web import kept_form, parts, show
from helsetek.common.web.columns import cells
from helsetek.common.web.errors_in_forms import ErrorLine, error_lines, hush_while_rows_change
from helsetek.common.web.icons import icon as draw_icon
from helsetek.common.web.listing import Listed
from helsetek.common.web.states import state_of

register = template.Library()

register.filter("kroner", show.kroner)
register.filter("millions", show.millions)
register.filter("number", show.number)
register.filter("percent", show.percent)
register.filter("instant", show.instant)
register.filter("day", show.day)
register.filter("moment", show.moment)
register.filter("deadline", show.deadline)
register.filter("machine_time", show.machine_time)
register.filter("clock_time", show.clock_time)
register.filter("file_size", show.file_size)
register.simple_tag(draw_icon, name="icon")


@register.simple_tag
def when(value: datetime | date | None, style: str = "") -> SafeString | str:
    """A time element: ``{% when call.closes_at %}``; ``short`` in tables."""
    if value is None:
        return show.NOTHING
    return format_html('<time datetime="{}">{}</time>', show.machine_time(value), show.moment(value, style))


# -- The frame of the page --------------------------------------------------------------------------


@register.simple_tag
def crumb(label: Any, route: str = "", *arguments: Any) -> SafeString:
    """One breadcrumb: with a route name (and its arguments) a link, without it the page itself."""
    if not route:
        return format_html('<li><span aria-current="page">{}</span></li>', label)
    return format_html('<li><a class="ds-link" href="{}">{}</a></li>', reverse(route, args=arguments), label)


@register.simple_block_tag(end_name="endpage_heading")
def page_heading(
    content: str, title: Any, lead: Any = "", kicker: Any = "", status: Any = None
) -> SafeString:
    """The heading of the page; what stands inside the block is its actions (links and buttons)."""
    return _drawn("page_heading", title=title, lead=lead, kicker=kicker, status=status, actions=content)


@register.simple_block_tag(end_name="endcard")
def card(
    content: str, title: Any = "", href: str = "", level: int = 2, color: str = "", note: Any = ""
) -> SafeString:
    """A card with a heading; with ``href`` the heading is a link and the whole card can be clicked."""
    return _drawn(
        "card", content=content, title=title, href=href, heading=f"h{level}", color=color, note=note
    )


@register.simple_block_tag(end_name="endalert")
def alert(content: str, color: str = "info", title: Any = "", level: int = 2) -> SafeString:
    """A message in the page: ``info``, ``success``, ``warning`` or ``danger``."""
    return _drawn("alert", content=content, color=color, title=title, heading=f"h{level}")


@register.inclusion_tag("common/components/empty_state.html")
def empty_state(title: Any, text: Any = "", href: str = "", label: Any = "") -> dict[str, Any]:
    """What a list says when there is nothing in it, and what one can do about it."""
    return {"title": title, "text": text, "href": href, "label": label}


@register.inclusion_tag("common/components/tabs.html")
def tabs(items: Iterable[parts.Tab], label: Any = "") -> dict[str, Any]:
    return {"items": list(items), "label": label or _("Parts of this page")}


# -- Cases ------------------------------------------------------------------------------------------


@register.simple_tag
def status_tag(state: Any, of: str = "", color: str = "", label: Any = "") -> SafeString:
    """A state in words and colour.

    ``{% status_tag application.state of="grants.application" %}`` looks it up in the room's own table
    (``common.web.states.register``); ``{% status_tag _("Late") color="danger" %}`` needs none.
    """
    known = (
        state
        if isinstance(state, parts.State)
        else state_of(of, str(state))
        if of
        else parts.State(str(state))
    )
    return format_html(
        '<span class="ds-tag hs-status" data-color="{}" data-size="sm">{}</span>',
        color or known.color,
        label or known.label,
    )


@register.inclusion_tag("common/components/key_facts.html")
def key_facts(facts: Iterable[parts.Fact | tuple[Any, Any]], columns: int = 0) -> dict[str, Any]:
    """A list of what is most important to know: ``Fact`` records or (label, value) pairs."""
    rows = [fact if isinstance(fact, parts.Fact) else parts.Fact(*fact) for fact in facts]
    return {"facts": rows, "columns": columns}


@register.inclusion_tag("common/components/figures.html")
def figures(facts: Iterable[parts.Fact | tuple[Any, Any]]) -> dict[str, Any]:
    """A few large figures in a row: ``Fact`` records or (label, value) pairs."""
    return {"facts": [fact if isinstance(fact, parts.Fact) else parts.Fact(*fact) for fact in facts]}


@register.inclusion_tag("common/components/timeline.html")
def timeline(moments: Iterable[parts.Moment], level: int = 3) -> dict[str, Any]:
    """What has happened, the newest first; of a long one, the rest is folded away."""
    all_of_them = list(moments)
    shown = len(all_of_them) if len(all_of_them) <= _MOST_MOMENTS else _MOMENTS_BEFORE_THE_FOLD
    return {"moments": all_of_them[:shown], "folded": all_of_them[shown:], "heading": f"h{level}"}


_MOMENTS_BEFORE_THE_FOLD = 6
_MOST_MOMENTS = 8  # nobody should have to open a fold for one or two


@register.inclusion_tag("common/components/steps.html")
def steps(items: Iterable[parts.Step], label: Any = "") -> dict[str, Any]:
    words = {"done": _("done"), "now": _("now"), "next": _("not started"), "skipped": _("skipped")}
    rows = [{"step": step, "word": words[step.state]} for step in items]
    return {"rows": rows, "label": label or _("Progress of the case")}


@register.inclusion_tag("common/components/what_next.html", takes_context=True)
def what_next(context: RequestContext, next: parts.WhatNext, level: int = 2) -> dict[str, Any]:
    return {"next": next, "heading": f"h{level}", "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("common/components/task_list.html")
def task_list(tasks: Iterable[parts.Task]) -> dict[str, Any]:
    return {"tasks": list(tasks)}


@register.inclusion_tag("common/components/progress_list.html")
def progress_list(sections: Iterable[parts.Section], label: Any = "") -> dict[str, Any]:
    """The sections of a long form, and how far each has come."""
    rows = list(sections)
    needed = [row for row in rows if row.state != "optional"]
    done = sum(row.state == "complete" for row in rows)
    return {"sections": rows, "done": done, "total": max(len(needed), done), "label": label or _("Sections")}


@register.inclusion_tag("common/components/rule_results.html")
def rule_results(results: Iterable[Any], level: int = 3) -> dict[str, Any]:
    """What the rules answered: records with ``outcome``, ``title``, ``looked_at``, ``why``, ``mend``, ``source``."""
    return {"results": list(results), "heading": f"h{level}"}


@register.inclusion_tag("common/components/comparison.html")
def comparison(compared: parts.Comparison) -> dict[str, Any]:
    return {"compared": compared}


@register.inclusion_tag("common/components/file_list.html")
def file_list(files: Iterable[parts.File], empty: Any = "") -> dict[str, Any]:
    return {"files": list(files), "empty": empty or _("No files yet.")}


# -- Forms ------------------------------------------------------------------------------------------


@register.filter
def hushed(field: BoundField) -> BoundField:
    """The field, without its errors while rows are being added to the form."""
    hush_while_rows_change(field.form)
    return field


@register.filter
def counter_limit(field: BoundField) -> int | None:
    """How many letters a long text may have, for the counter under it."""
    return field.field.max_length if isinstance(field.field.widget, Textarea) else None  # type: ignore[attr-defined]


@register.inclusion_tag("common/forms/fields.html")
def fields(form: BaseForm) -> dict[str, BaseForm]:
    """The fields of a form without its error summary: for pages that put several forms under one summary."""
    return {"form": form}


@register.inclusion_tag("common/components/error_summary.html")
def error_summary(*forms: BaseForm | BaseFormSet[Any]) -> dict[str, list[ErrorLine]]:
    """All errors of one or more forms, each a link to its field. A single ``{{ form }}`` brings its own."""
    return {"lines": [line for form in forms for line in error_lines(form)]}


@register.inclusion_tag("common/components/form_actions.html", takes_context=True)
def form_actions(
    context: RequestContext, label: Any, cancel: str = "", color: str = "accent", autosave: bool = False
) -> dict[str, Any]:
    """The buttons under a form. Put it in every form: it also lets what was typed survive an expired log-in."""
    return {
        "label": label,
        "cancel": cancel,
        "color": color,
        "autosave": autosave,
        "request": context.get("request"),
    }


@register.filter
def form_was_kept(request: HttpRequest | None) -> bool:
    """Whether the form on this page is shown as it was before the log-in expired."""
    return request is not None and kept_form.was_kept(request)


@register.simple_tag
def kept_fields(request: HttpRequest | None) -> SafeString | str:
    """The hidden field that lets what was typed survive an expired log-in; ``form_actions`` brings it."""
    signed = kept_form.stamp(request) if request else ""
    return (
        format_html('<input type="hidden" name="{}" value="{}">', kept_form.STAMP, signed) if signed else ""
    )


def _drawn(component: str, **context: Any) -> SafeString:
    return render_to_string(f"common/components/{component}.html", context)


# -- Lists ------------------------------------------------------------------------------------------


@register.simple_tag
def listing(listed: Listed) -> SafeString:
    """A list with its tools: ``{% listing list %}``, given by ``Listing.show`` or ``Listing.of``."""
    return listed.__html__()


register.filter("cells", cells)


@register.simple_tag
def list_address(listed: Listed, number: int) -> str:
    return listed.page_address(number)


@register.simple_tag
def sort_address(table: Any, column: Any) -> str:
    """The address of the same list sorted by the column, or the other way if it is so already."""
    query = table.request.GET.copy() if getattr(table, "request", None) else QueryDict(mutable=True)
    for name in ("page", "export"):
        query.pop(name, None)
    query[table.prefixed_order_by_field] = column.order_by_alias.next
    return f"?{query.urlencode()}"


@register.simple_tag
def column_sort(column: Any) -> SafeString:
    """How a column is sorted, for screen readers."""
    order = "none"
    if column.is_ordered:
        order = "ascending" if column.order_by_alias.is_ascending else "descending"
    return format_html('aria-sort="{}"', order)


# -- Charts -----------------------------------------------------------------------------------------


@register.inclusion_tag("common/chart.html", name="chart")
def draw_chart(chart: Chart, level: int = 3) -> dict[str, Any]:
    """A chart with its legend and its numbers as a table: ``{% chart made %}``, made by ``common.charts``."""
    # What a chart draws is escaped where it is made (charts.chart.escaped).
    wide, narrow = mark_safe(chart.wide()), mark_safe(chart.narrow())  # noqa: S308
    return {"chart": chart, "wide": wide, "narrow": narrow, "heading": f"h{level}"}
