"""Runs of test kits: registered addresses, a new run, its page, answers, files."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.approval import kit_forms as f
from helsetek.approval import permissions, wording
from helsetek.approval.models import KitRun
from helsetek.approval.selectors import applications as reads
from helsetek.approval.selectors import kit_runs as selectors
from helsetek.approval.services import kit_runs as services
from helsetek.casework import selectors as casework
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import WhatNext
from helsetek.engines.kits import as_junit
from helsetek.engines.kits.messages import text_in
from helsetek.engines.kits.pdf import as_pdf

from .parts import case_crumbs, form_page, reading_and_writing, seen

# --- addresses ---


@reading_and_writing
@signed_in
def endpoints(request: HttpRequest, configuration_id: int) -> HttpResponse:
    """The addresses that runs may call for a version of a product, and one more."""
    person, configuration = who(request), found(reads.configuration, configuration_id)
    permissions.may_change_product(person, configuration.product).require()
    form = f.EndpointForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            services.add_endpoint(by=person, configuration=configuration, url=form.cleaned_data["url"])
            messages.success(request, _("The address is registered."))
            return redirect("approval:endpoints", configuration.pk)
    context = {
        "configuration": configuration,
        "form": form,
        "endpoints": selectors.endpoints_of(configuration),
    }
    return render(request, "approval/endpoints.html", context)


@require_POST
@signed_in
def end_endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    endpoint = found(selectors.endpoint, endpoint_id)
    services.end_endpoint(by=who(request), endpoint=endpoint)
    messages.success(request, _("The address is taken away. No run calls it from now on."))
    return redirect("approval:endpoints", endpoint.configuration_id)


# --- runs ---


@reading_and_writing
@signed_in
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a run of the kit that the set names."""
    person, it = seen(request, pk)
    permissions.may_run(person, it).require()
    kit = selectors.kit_for(it)
    if kit is None:
        return redirect("approval:add_run", pk)
    held = selectors.endpoints_of(it.configuration)
    form = f.KitRunForm(typed(request), kit=kit, endpoints=[(one.pk, one.url) for one in held])
    if request.method == "POST" and form.is_valid():
        chosen = next((one for one in held if one.pk == form.cleaned_data.get("endpoint")), None)
        with refusals_in(form):
            run = services.start_run(by=person, application=it, endpoint=chosen, inputs=form.given())
            return redirect("approval:kit_run", run.pk)
    back = reverse("approval:application", args=[pk])
    lead = text_in(kit.about, f.language())
    needs_address = kit.input("endpoint") is not None and not held
    before = {
        "needs_address": needs_address,
        "configuration": it.configuration,
        "kit": kit,
        "own": _own(person, it.configuration.product.vendor_id),
    }
    crumbs = [*case_crumbs(it)]
    context = {
        "form": form,
        "title": _("Run the test kit"),
        "lead": lead,
        "back": back,
        "crumbs": crumbs,
        "label": _("Start"),
        **before,
    }
    return render(request, "approval/kit_run_start.html", context)


def _own(person: Person, vendor_id: int) -> bool:
    return vendor_id in permissions.vendor_of(person)


def _seen_run(request: HttpRequest, run_id: int) -> tuple[Person, KitRun]:
    person, run = who(request), found(selectors.kit_run, run_id)
    permissions.may_see(person, run.application).require()
    return person, run


@require_safe
@signed_in
def kit_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far it has come, and what has been found."""
    person, run = _seen_run(request, run_id)
    groups = selectors.groups_of(run, f.language())
    mine = (
        bool(permissions.may_run(person, run.application))
        and _own(person, run.application.configuration.product.vendor_id) == run.by_vendor
    )
    report = selectors.report_of(run) if run.state in ("done", "waiting") else None
    context = {
        "run": run, "application": run.application, "groups": groups, "mine": mine, "next": _next(run, mine),
        "busy": run.state in ("queued", "running"), "report": report,
        "counts": [(key, number) for key, number in (report or {}).get("counts", {}).items() if number],
        "waiting": sum(one.outcome == "wait" for group in groups for one in group.tests),
    }  # fmt: skip
    return render(request, "approval/kit_run.html", context)


def _next(run: KitRun, mine: bool) -> WhatNext:
    told = {
        "queued": _("The run waits for its turn. The page follows it."),
        "running": _("The system is called now. The page follows it."),
        "waiting": _("Answer the tests that ask people. The run goes on when all are answered."),
        "done": _("The result is kept with the application."),
        "cancelled": _("Start a new run from the application when you are ready."),
    }
    return WhatNext(
        state=wording.KIT_RUN[run.state], next=told[run.state], yours=mine and run.state == "waiting"
    )


@reading_and_writing
@signed_in
def answer(request: HttpRequest, run_id: int, short: str) -> HttpResponse:
    """Answer a test that asks people."""
    person, run = _seen_run(request, run_id)
    permissions.may_run(person, run.application).require()
    rows = {one.short: one for group in selectors.groups_of(run, f.language()) for one in group.tests}
    row = rows.get(short)
    if row is None or not row.asks:
        raise Http404
    documents = casework.documents_of(permissions.PAGE, run.application_id)
    form = f.TestAnswerForm(typed(request), documents=[(str(one.pk), one.title) for one in documents])
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["evidence"])
        evidence = [
            {"name": one.file_name, "sha256": one.sha256, "size": one.size, "media_type": one.content_type}
            for one in documents if str(one.pk) in chosen
        ]  # fmt: skip
        given = {
            "answer": form.cleaned_data["answer"],
            "words": form.cleaned_data["words"],
            "evidence": evidence,
        }
        with refusals_in(form):
            services.answer_test(by=person, run=run, short=short, answer=given)
            return redirect("approval:kit_run", run.pk)
    back = reverse("approval:kit_run", args=[run.pk])
    crumbs = [*case_crumbs(run.application), (_("Test run"), back)]
    lead = f"{row.expected} {row.asks}"
    return form_page(request, form, f"{row.short} {row.title}", _("Save the answer"), back, crumbs, lead=lead)


@reading_and_writing
@signed_in
def cancel(request: HttpRequest, run_id: int) -> HttpResponse:
    """Break a run off."""
    person, run = _seen_run(request, run_id)
    permissions.may_run(person, run.application).require()
    page = reverse("approval:kit_run", args=[run.pk])
    return confirm(
        request,
        title=_("Break the run off"),
        text=_("What has been found so far can still be seen, but is not kept as a result."),
        label=_("Break off"),
        act=lambda reason: services.cancel_run(by=person, run=run),
        then=page,
        back=page,
        done=_("The run is broken off."),
    )


_FILES = {"json": "application/json", "junit": "application/xml", "pdf": "application/pdf"}


@require_safe
@signed_in
def file(request: HttpRequest, run_id: int, form: str) -> HttpResponse:
    """The report: everything as JSON, JUnit XML for build servers, PDF for people."""
    _person, run = _seen_run(request, run_id)
    report = selectors.report_of(run)
    if form not in _FILES or report is None:
        raise Http404
    content = {
        "json": lambda: json.dumps(report, ensure_ascii=False, indent=1, default=str).encode(),
        "junit": lambda: as_junit(report, f.language()),
        "pdf": lambda: as_pdf(report, f.language()),
    }[form]()
    ending = {"json": "json", "junit": "xml", "pdf": "pdf"}[form]
    name = f"{run.kit}-{run.application.case.number}-{run.pk}.{ending}".replace("/", "-")
    return HttpResponse(
        content, content_type=_FILES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
