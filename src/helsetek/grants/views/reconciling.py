"""Reconciliation with the bank and the accounting system: files read, differences, and closing them by name."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.common import clock
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    Choice,
    Column,
    DayColumn,
    FilterSet,
    FromDay,
    InstantColumn,
    Listing,
    MoneyColumn,
    NumberColumn,
    TextColumn,
    ToDay,
)
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Fact, Tab
from helsetek.common.web.show import day, kroner
from helsetek.grants.forms.recovery import CloseDifferenceForm, StatementFileForm
from helsetek.grants.models.reconciliation import Difference, DifferenceKind, Source
from helsetek.grants.permissions import recovery as may
from helsetek.grants.selectors import reconciliation as selectors
from helsetek.grants.services import reconciling as services
from helsetek.grants.views.claim_parts import form_view


class DifferenceList(Listing):
    title = gettext_lazy("Reconciliation")
    file_name = "avvik"
    search = ("case_number", "reason", "line__reference", "line__text")
    search_hint = gettext_lazy("case number, reference or text")

    on = DayColumn(gettext_lazy("Day"), href=lambda row: reverse("grants:difference", args=[row.pk]))
    source = Column(gettext_lazy("Where"), "get_source_display", order_by=("source",))
    kind = Column(gettext_lazy("Difference"), "get_kind_display", order_by=("kind",))
    here_ore = MoneyColumn(gettext_lazy("Here"))
    there_ore = MoneyColumn(gettext_lazy("There"))
    case_number = TextColumn(gettext_lazy("Case"))
    reference = TextColumn(gettext_lazy("Reference"), "line__reference")
    days = NumberColumn(gettext_lazy("Days open"), "days_open", orderable=False)
    closed_at = InstantColumn(gettext_lazy("Closed"))
    closed_by = TextColumn(gettext_lazy("Closed by"), "closed_by__name", on_page=False)
    act = Column(gettext_lazy("What was done"), "get_act_display", on_page=False)
    reason = TextColumn(gettext_lazy("Reason"), on_page=False)

    class Meta:
        order_by = ("closed_at", "on")

    class Filters(FilterSet):
        source = Choice(gettext_lazy("Where"), lambda: Source.choices)
        kind = Choice(gettext_lazy("Difference"), lambda: DifferenceKind.choices)
        since = FromDay(gettext_lazy("From"), "on")
        until = ToDay(gettext_lazy("To"), "on")


class StatementList(Listing):
    file_name = "innlest"
    search = ("file_name", "read_by__name")
    search_hint = gettext_lazy("file or who read it")

    read_at = InstantColumn(gettext_lazy("Read"))
    source = Column(gettext_lazy("Where"), "get_source_display", order_by=("source",))
    name = TextColumn(gettext_lazy("File"), "file_name")
    since = DayColumn(gettext_lazy("From"))
    until = DayColumn(gettext_lazy("To"))
    lines_read = NumberColumn(gettext_lazy("Lines"))
    read_by = TextColumn(gettext_lazy("Read by"), "read_by__name")

    class Meta:
        order_by = "-read_at"


@require_safe
@signed_in
def differences(request: HttpRequest) -> HttpResponse:
    may.may_see_reconciliation(who(request)).require()
    newest = selectors.statements().first()
    context = {
        "tabs": _tabs("differences"),
        "may_read": may.may_read_statements(who(request)),
        "open_count": selectors.open_count(),
        "oldest": selectors.differences().filter(closed_at__isnull=True).order_by("on").first(),
        "newest": newest,
        "since": (clock.today() - newest.until).days if newest else None,
    }
    return DifferenceList.show(
        request, selectors.differences(), "grants/recovery/differences.html", **context
    )


@require_safe
@signed_in
def statements(request: HttpRequest) -> HttpResponse:
    may.may_see_reconciliation(who(request)).require()
    context = {"tabs": _tabs("statements"), "may_read": may.may_read_statements(who(request))}
    return StatementList.show(request, selectors.statements(), "grants/recovery/statements.html", **context)


@form_view
@signed_in
def read_statement(request: HttpRequest) -> HttpResponse:
    may.may_read_statements(who(request)).require()
    form = StatementFileForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            upload = form.cleaned_data["file"]
            statement = services.read_statement(
                by=who(request),
                source=form.cleaned_data["source"],
                file_name=upload.name,
                content=upload.read(),
            )
            _say(request, statement.lines_read)
            return redirect("grants:differences")
    return render(request, "grants/recovery/read_statement.html", {"form": form})


def _say(request: HttpRequest, lines: int) -> None:
    words = ngettext(
        "%(count)s line was read and compared.", "%(count)s lines were read and compared.", lines
    )
    messages.success(request, words % {"count": lines})


@form_view
@signed_in
def compare_again(request: HttpRequest) -> HttpResponse:
    may.may_read_statements(who(request)).require()
    address = reverse("grants:differences")
    return confirm(
        request,
        title=_("Compare again?"),
        text=_(
            "Everything that has been read is held against what stands here now. Nothing is closed by it."
        ),
        label=_("Compare again"),
        act=lambda _reason: services.compare_again(by=who(request)),
        then=address,
        back=address,
        done=_("Compared."),
        color="accent",
    )


@form_view
@signed_in
def difference(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        found = selectors.difference(pk)
    except Difference.DoesNotExist as error:
        raise Http404 from error
    may.may_see_reconciliation(who(request)).require()
    if request.method == "POST":
        may.may_close_difference(who(request), found).require()
    form = CloseDifferenceForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.close_difference(
                by=who(request),
                difference=found,
                act=form.cleaned_data["act"],
                reason=form.cleaned_data["reason"],
            )
            messages.success(request, _("The difference is closed."))
            return redirect("grants:differences")
    context: dict[str, Any] = {
        "difference": found,
        "facts": _facts(found),
        "form": form,
        "answer": may.may_close_difference(who(request), found),
    }
    return render(request, "grants/recovery/difference.html", context)


def _facts(found: Difference) -> list[Fact]:
    facts = [
        Fact(_("Where"), found.get_source_display()),
        Fact(_("Day"), day(found.on)),
        Fact(_("Here"), _sum(found.here_ore)),
        Fact(_("There"), _sum(found.there_ore)),
        Fact(_("Case"), found.case_number or "–"),
        Fact(_("Days open"), found.days_open),
    ]
    if found.line is not None:
        facts += [
            Fact(_("Reference"), found.line.reference or "–"),
            Fact(_("Text"), found.line.text or "–"),
            Fact(_("File"), f"{found.line.statement.file_name}, {found.line.number}"),
        ]
    return facts


def _sum(ore: int | None) -> str:
    return _("nothing") if ore is None else kroner(ore)


def _tabs(current: str) -> list[Tab]:
    pages: list[tuple[str, Any, str, int | None]] = [
        ("differences", _("Differences"), "grants:differences", selectors.open_count()),
        ("statements", _("Files that were read"), "grants:statements", None),
    ]
    return [Tab(label, reverse(name), what == current, count) for what, label, name, count in pages]
