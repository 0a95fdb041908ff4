"""An application: its page, what the vendor fills in, and the steps of those who handle it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.approval import forms as f
from helsetek.approval import permissions, selectors, wording
from helsetek.approval.models import OUTCOMES, Application, Declaration
from helsetek.approval.rules.papers import INDEX, Kind
from helsetek.approval.rules.results import Side, read_run
from helsetek.approval.selectors import kit_runs
from helsetek.approval.services import applying, testing
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    Choice,
    FilterSet,
    InstantColumn,
    Listing,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import refusals_in
from helsetek.common.web.parts import Fact, Link, Section, WhatNext
from helsetek.standards import selectors as standards
from helsetek.standards import wording as standards_words

from .parts import case_crumbs, form_page, reading_and_writing, seen
from .steps import Step, step_address, steps_for


class ApplicationFilters(FilterSet):
    state = StateChoice(gettext_lazy("State"), of="approval.application")
    type = Choice(
        gettext_lazy("Type of approval"),
        [(key, state.label) for key, state in standards_words.TYPES.items() if key],
        "version__set__approval_type",
    )


class ApplicationList(Listing):
    title = gettext_lazy("Applications for approval")
    file_name = "godkjenningssaker"
    search = ("case__number", "configuration__product__name", "configuration__product__vendor__name")
    search_hint = gettext_lazy("Case, product or vendor")

    number = TextColumn(
        gettext_lazy("Case"), "case__number", href=lambda row: reverse("approval:application", args=[row.pk])
    )
    product = TextColumn(gettext_lazy("Product"), "configuration__product__name")
    vendor = TextColumn(gettext_lazy("Vendor"), "configuration__product__vendor__name")
    set = TextColumn(gettext_lazy("Requirements"), "version__set__title_nb")
    type = StatusColumn(gettext_lazy("Type of approval"), "version__set__approval_type", of="standards.type")
    state = StatusColumn(gettext_lazy("State"), of="approval.application")
    officer = TextColumn(gettext_lazy("Case officer"), "case__officer__name")
    due_at = InstantColumn(gettext_lazy("To be decided by"))

    class Meta:
        order_by = "-due_at"

    Filters = ApplicationFilters


@require_safe
@signed_in
def applications(request: HttpRequest) -> HttpResponse:
    person = who(request)
    permissions.may_watch(person).require()
    return ApplicationList.show(request, selectors.applications_seen_by(person))


@require_safe
@signed_in
def application(request: HttpRequest, pk: int) -> HttpResponse:
    person, it = seen(request, pk)
    writes = bool(permissions.may_write(person, it))
    parts = selectors.completeness(it)
    steps = steps_for(person, it)
    context = {
        "application": it,
        "case": it.case,
        "heading": f"{it.configuration.product.name} {it.configuration}",
        "set_title": standards.title_of(it.version.set),
        "facts": _facts(it),
        "next": _next(it, steps),
        "sections": [_section(it, part, writes) for part in parts],
        "lacking": [line for part in parts for line in part.lacking] if writes else [],
        "writes": writes,
        "tests": it.state == "testing" and bool(permissions.may_test(person, it)),
        "rows": _rows(it),
        "runs": list(it.runs.select_related("added_by")),
        "kit_runs": list(it.kit_runs.select_related("asked_by")[:5]),
        "may_run_kit": bool(permissions.may_run(person, it)) and kit_runs.kit_for(it) is not None,
        "may_add_run": it.state not in {"decided", "withdrawn", "reviewed", "submitted"},
        "comments": list(it.comments.select_related("written_by", "organisation")),
        "comment_form": f.CommentForm(codes=[one.code for one in selectors.demands_of(it)]),
        "steps": steps,
        "sealed": Declaration.objects.filter(application=it).first(),
        "decision": getattr(it, "decision", None),
        "outcome": OUTCOMES.get(it.decision.outcome) if hasattr(it, "decision") else "",
        "inside": permissions.is_inside(person) is not None,
        "recommended": OUTCOMES.get(it.recommended, ""),
        "approval": getattr(it, "approval", None),
    }
    return render(request, "approval/application.html", context)


def _facts(it: Application) -> list[Fact]:
    version = it.version
    address = reverse("standards:version", args=[version.set.slug, version.number])
    words = _("%(set)s, version %(number)s")
    shown = words % {"set": standards.title_of(version.set), "number": version.number}
    facts = [
        Fact(_("Vendor"), it.configuration.product.vendor.name),
        Fact(_("Requirements"), shown, hint=_("Pinned when the application was begun"), href=address),
        Fact(_("Type of approval"), standards_words.TYPES[version.set.approval_type].label),
        Fact(_("Laboratory"), it.laboratory.name if it.laboratory else ""),
        Fact(_("Case officer"), it.case.officer.name if it.case.officer else ""),
        Fact(_("Replaces"), it.replaces.number if it.replaces else ""),
    ]
    return [fact for fact in facts if fact.value]


_WAITS = {
    "draft": gettext_lazy("The vendor fills in and sends."),
    "submitted": gettext_lazy("A case officer takes the application and controls the documents."),
    "document_control": gettext_lazy("The documents are controlled."),
    "more_information": gettext_lazy("The vendor answers what was asked for."),
    "testing": gettext_lazy("The product is tested."),
    "review": gettext_lazy("Somebody else than the tester reviews."),
    "reviewed": gettext_lazy("A decision maker decides."),
    "decided": gettext_lazy("Nothing more happens in this application."),
    "withdrawn": gettext_lazy("Nothing more happens in this application."),
}


def _next(it: Application, steps: list[Step]) -> WhatNext:
    first = next((one for one in steps if one.leads), None)
    return WhatNext(
        state=wording.APPLICATION[it.state],
        next=_WAITS[it.state],
        by=it.answer_by if it.state == "more_information" else it.due_at if it.state != "decided" else None,
        yours=first is not None,
        act=Link(first.label, step_address(it, first.slug)) if first else None,
    )


def _section(it: Application, part: selectors.Lacking, writes: bool) -> Section:
    if part.key == "answers":
        address = reverse("approval:answers", args=[it.pk]) if writes else "#requirements"
    else:
        address = reverse("approval:paper", args=[it.pk, part.key])
    state: Any = "complete" if not part.lacking else "started" if part.done else "empty"
    note = _("%(done)d of %(total)d points") % {"done": part.done, "total": part.total}
    return Section(part.label, address, state, note)


def _rows(it: Application) -> list[dict[str, Any]]:
    declared, tested = selectors.answers_of(it, Side.VENDOR), selectors.answers_of(it, Side.AUTHORITY)
    newest = it.runs.first()
    run = read_run(newest.content).by_requirement() if newest else {}
    said: dict[str, int] = {}
    for code in it.comments.values_list("code", flat=True):
        said[code] = said.get(code, 0) + 1
    return [
        {
            "code": row.code,
            "text": standards.text_of(row),
            "strength": row.strength,
            "declared": declared.get(row.code, ("", "")),
            "run": run.get(row.code, ""),
            "found": tested.get(row.code, ("", "")),
            "comments": said.get(row.code, 0),
        }
        for row in standards.requirements_of(it.version)
    ]


@reading_and_writing
@signed_in
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One of the three papers. Those who only see the application read it here."""
    person, it = seen(request, pk)
    if kind not in set(Kind):
        raise Http404
    which, held = Kind(kind), getattr(it, kind)
    writes = bool(permissions.may_write(person, it))
    if not writes:
        if request.method == "POST":
            permissions.may_write(person, it).require()
        return render(request, "approval/paper.html", _read(it, which, held))
    form = f.PaperForm(typed(request), kind=which, initial={**held, "revision": it.revision})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given = {**form.given(), "signed": held.get("signed", "")}
            applying.save_papers(
                by=person, application=it, kind=which, given=given, revision=form.cleaned_data["revision"]
            )
            messages.success(request, _("Saved."))
            return redirect("approval:application", pk)
    back = reverse("approval:application", args=[pk])
    return form_page(request, form, _TITLES[which], _("Save"), back, case_crumbs(it), lead=_LEADS[which])


_TITLES = {
    Kind.SHEET: gettext_lazy("Information sheet"),
    Kind.TECHNICAL: gettext_lazy("Technical documentation"),
    Kind.DECLARATION: gettext_lazy("Declaration of conformity"),
}
_LEADS = {
    Kind.SHEET: gettext_lazy("By Article 38 of the EHDS regulation. It is public when the product is."),
    Kind.TECHNICAL: gettext_lazy("By Annex III of the EHDS regulation. Refer to the documents that you add."),
    Kind.DECLARATION: gettext_lazy("By Annex IV of the EHDS regulation. Point 7 is written when you sign."),
}


def _read(it: Application, kind: Kind, held: dict[str, str]) -> dict[str, Any]:
    points = [(point.number, _(point.title), held.get(point.key, "")) for point in INDEX[kind]]
    return {"application": it, "title": _TITLES[kind], "points": points, "crumbs": case_crumbs(it)}


def _answers_form(request: HttpRequest, it: Application, side: Side) -> f.AnswersForm:
    rows = standards.requirements_of(it.version)
    shown = [(row.code, standards.text_of(row)) for row in rows]
    held = selectors.answers_of(it, side)
    outcomes = f.DECLARED if side is Side.VENDOR else f.FOUND
    return f.AnswersForm(typed(request), rows=shown, held=held, outcomes=outcomes)


@reading_and_writing
@signed_in
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What the vendor declares on each requirement."""
    person, it = seen(request, pk)
    permissions.may_write(person, it).require()
    form = _answers_form(request, it, Side.VENDOR)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            applying.declare_on(by=person, application=it, answers=form.given())
            messages.success(request, _("Saved."))
            return redirect("approval:application", pk)
    lead = _(
        "Say of each requirement whether the product meets it. «Not met» and «not applicable» need a note."
    )
    back = reverse("approval:application", args=[pk])
    return form_page(
        request, form, _("Answers to the requirements"), _("Save"), back, case_crumbs(it), lead=lead
    )


@reading_and_writing
@signed_in
def results(request: HttpRequest, pk: int) -> HttpResponse:
    """What the tester finds on each requirement."""
    person, it = seen(request, pk)
    permissions.may_test(person, it).require()
    form = _answers_form(request, it, Side.AUTHORITY)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            testing.find_results(by=person, application=it, found=form.given())
            messages.success(request, _("Saved."))
            return redirect("approval:application", pk)
    lead = _("What the test showed. An error of the tool is no failure: leave the requirement as not tested.")
    back = reverse("approval:application", args=[pk])
    return form_page(request, form, _("Results of the tests"), _("Save"), back, case_crumbs(it), lead=lead)


@reading_and_writing
@signed_in
def add_run(request: HttpRequest, pk: int) -> HttpResponse:
    person, it = seen(request, pk)
    form = f.RunForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            testing.add_run(by=person, application=it, content=form.cleaned_data["file"].read())
            messages.success(request, _("The run is kept with the application."))
            return redirect("approval:application", pk)
    lead = _("The vendor runs the same kit as the authority: helsetek conformance run %(kit)s") % {
        "kit": it.version.set.kit or "KIT"
    }
    back = reverse("approval:application", args=[pk])
    return form_page(request, form, _("Add a test run"), _("Add"), back, case_crumbs(it), lead=lead)


@reading_and_writing
@signed_in
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    person, it = seen(request, pk)
    codes = [one.code for one in selectors.demands_of(it)]
    form = f.CommentForm(typed(request), codes=codes, initial={"code": request.GET.get("krav", "")[:80]})
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            testing.comment(by=person, application=it, **form.cleaned_data)
            messages.success(request, _("The comment is written, and the other side is told."))
            return redirect("approval:application", pk)
    back = reverse("approval:application", args=[pk])
    return form_page(request, form, _("Write a comment"), _("Send"), back, case_crumbs(it))
