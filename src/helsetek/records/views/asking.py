"""Ask for access, fetch the answer, appeal: for everybody, without log-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.web import found
from helsetek.common import clock
from helsetek.common.web.errors import too_many
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.records.forms.access import AppealForm, AskForm, CodeForm
from helsetek.records.models import DisclosureRequest
from helsetek.records.paragraphs import paragraphs
from helsetek.records.parameters import parameter
from helsetek.records.selectors import access as selectors
from helsetek.records.selectors import journal
from helsetek.records.services import access as acts
from helsetek.records.services.counting import HOUR, count_visit


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Ask for the document, and for others of the same case."""
    entry = found(journal.public_entry, year, number)
    entries = journal.public_of_case(entry.case)
    form = AskForm(typed(request), entries=entries, initial={"documents": [str(entry.pk)]})
    if request.method == "POST":
        if _asks_too_often(request):
            return too_many(request, HOUR - int(clock.now().timestamp()) % HOUR)
        if form.is_valid():
            wanted = {int(one) for one in form.cleaned_data["documents"]}
            asker = acts.Asker(*(form.cleaned_data[name] for name in ("name", "email", "words")))
            with refusals_in(form):
                made = acts.ask(entries=[one for one in entries if one.pk in wanted], asker=asker)
                messages.success(request, _("Your request is received."))
                return redirect("records:asked", made.code)
    days = parameter("answer_working_days", clock.today())
    return render(request, "records/ask.html", {"entry": entry, "form": form, "days": days})


def _asks_too_often(request: HttpRequest) -> bool:
    limit = int(parameter("requests_an_hour", clock.today()))
    return count_visit(address=_visitor(request), at=clock.now()) > limit


def _visitor(request: HttpRequest) -> str:
    """The address the request comes from; behind a proxy that is trusted, the one the proxy tells of."""
    told = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return told if settings.SECURE_PROXY_SSL_HEADER and told else str(request.META.get("REMOTE_ADDR", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def pick_up(request: HttpRequest) -> HttpResponse:
    """Fetch an answer with the code. Guessing is held back as asking is."""
    form = CodeForm(typed(request))
    if request.method == "POST":
        if _asks_too_often(request):
            return too_many(request, HOUR - int(clock.now().timestamp()) % HOUR)
        if form.is_valid():
            try:
                selectors.by_code(form.cleaned_data["code"].strip())
            except DisclosureRequest.DoesNotExist:
                form.add_error("code", _("We know no request with this code. Look at it once more."))
            else:
                return redirect("records:asked", form.cleaned_data["code"].strip())
    return render(request, "records/pick_up.html", {"form": form})


@require_safe
@never_cache
def asked(request: HttpRequest, code: str) -> HttpResponse:
    """The request as who asked sees it: what is answered, and what can be fetched."""
    shown = found(selectors.by_code, code)
    answered = shown.state != "received"
    until = selectors.appeal_until(shown.answered_at) if shown.answered_at else None
    items = [(item, paragraphs().get(item.paragraph), _files(item)) for item in shown.items.all()]
    context = {
        "asked": shown,
        "items": items,
        "answered": answered,
        "may_appeal": selectors.may_be_appealed(shown),
        "appeal_until": until,
    }
    return render(request, "records/asked.html", context)


def _files(item: selectors.DisclosureItem) -> list[tuple[int, str]]:
    """What can be fetched, once the answer is sent."""
    names = []
    for file in item.files.all():
        if file.how in ("whole", "redacted"):
            document = file.copy or file.document
            names.append((file.pk, document.title if document else item.entry.shown_title))
    return names


@require_safe
@never_cache
def released(request: HttpRequest, code: str, file_id: int) -> HttpResponse:
    """A released file, for who has the code."""
    shown = found(selectors.by_code, code)
    own = (file for item in shown.items.all() for file in item.files.all() if file.pk == file_id)
    file = next(own, None)
    content = selectors.released(selectors.file(file.pk)) if file and shown.answered_at else None
    if content is None or shown.state == "received":
        raise Http404
    return HttpResponse(
        content.content,
        content_type=content.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, content.name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def appeal(request: HttpRequest, code: str) -> HttpResponse:
    shown = found(selectors.by_code, code)
    form = AppealForm(typed(request))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            acts.appeal(request=shown, text=form.cleaned_data["text"])
            messages.success(request, _("Your appeal is received."))
            return redirect("records:asked", code)
    return render(request, "records/appeal.html", {"asked": shown, "form": form})
