"""Bring a file, save a run, publish it, withdraw it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.web import signed_in, who
from helsetek.casework.uploads import was_too_large
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.evaluation import permissions, services
from helsetek.evaluation.calculating import changing, results
from helsetek.evaluation.forms import SaveRunForm, UploadForm
from helsetek.evaluation.models import Run

from .asked import Asked, asked

_form = require_http_methods(["GET", "HEAD", "POST"])


@_form
@signed_in
def upload(request: HttpRequest) -> HttpResponse:
    """Bring an assumptions file; it opens as an analysis of its own."""
    person = who(request)
    permissions.may_write(person).require()
    form = UploadForm(typed(request), request.FILES or None)
    if request.method == "POST" and was_too_large(request):
        form.add_error("file", _("The file is too large. An assumptions file holds at most 200 kB."))
    elif request.method == "POST" and form.is_valid():
        with refusals_in(form):
            given = form.cleaned_data["file"]
            file = services.upload_file(by=person, file_name=given.name, content=given.read())
            messages.success(request, _("The file was read. Here is what it gives."))
            return redirect("evaluation:analysis", file.key)
    return render(request, "evaluation/upload.html", {"form": form})


@_form
@signed_in
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep the analysis, with its changes, as a run."""
    person = who(request)
    permissions.may_write(person).require()
    here = asked(request, key)
    form = SaveRunForm(typed(request), initial={"name": here.subject.title})
    if request.method == "POST" and form.is_valid() and not here.problem:
        with refusals_in(form):
            run = services.save_run(
                by=person, subject=here.subject, changes=here.changes, **form.cleaned_data
            )
            messages.success(request, _("The run is saved. It can be published, but never changed."))
            return redirect("evaluation:analysis", run.key)
    context = {
        "form": form,
        "here": here,
        "subject": here.subject,
        "told": changing.told(here.subject.assumptions, here.changes),
        "headlines": results.headlines(here.ready, here.simulation, here.base),
        "back": here.href("analysis"),
    }
    return render(request, "evaluation/save.html", context)


def _run_of(here: Asked) -> Run:
    if here.subject.run is None:
        raise Http404
    return here.subject.run


@_form
@signed_in
def publish(request: HttpRequest, key: str) -> HttpResponse:
    person = who(request)
    run = _run_of(asked(request, key))
    permissions.may_publish(person, run).require()
    page = reverse("evaluation:analysis", args=[run.key])
    return confirm(
        request,
        title=_("Publish «%(name)s»?") % {"name": run.name},
        text=_("Everybody will be able to read the run, its assumptions and its note, and who published it."),
        label=_("Publish"),
        act=lambda reason: services.publish(by=person, run=run),
        then=page,
        back=page,
        done=_("The run is published."),
        color="accent",
    )


@_form
@signed_in
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    person = who(request)
    run = _run_of(asked(request, key))
    permissions.may_publish(person, run).require()
    page = reverse("evaluation:analysis", args=[run.key])
    return confirm(
        request,
        title=_("Withdraw «%(name)s»?") % {"name": run.name},
        text=_("The run can no longer be read by everybody. It is kept, and can be published again."),
        label=_("Withdraw"),
        reason=_("Why is it withdrawn?"),
        act=lambda reason: services.withdraw(by=person, run=run, reason=reason),
        then=page,
        back=page,
        done=_("The run is withdrawn."),
    )
