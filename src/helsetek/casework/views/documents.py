"""Documents: open, add, take away. One door for every file of every room."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.web import signed_in, who
from helsetek.casework import guards, permissions, selectors, services, storage, uploads
from helsetek.casework.forms import DocumentForm
from helsetek.casework.models import Document
from helsetek.common.errors import WrongState
from helsetek.common.web.choices import safe_next
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in

log = logging.getLogger(__name__)


@require_safe
@signed_in
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The file itself, to be saved and never shown in the browser, with the right of the page it belongs to."""
    found = _find(document_id)
    person = who(request)
    permissions.may_open_document(person, found).require()
    unopened = selectors.letter_to_open(person, found)
    if (
        unopened is not None
    ):  # opening it is receiving it: that is an act, and has a page and a button of its own
        return redirect("casework:letter", unopened.pk)
    return file_response(found)


def file_response(found: Document) -> HttpResponse:
    """The stored file, to be saved. The caller has asked for the right."""
    try:
        content = selectors.content_of(found)
    except storage.Damaged as damage:
        log.error("%s", damage)
        raise WrongState(_("The file cannot be read. Tell the system administrator.")) from damage
    return HttpResponse(
        content,
        content_type=found.content_type,
        headers={
            "Content-Disposition": content_disposition_header(True, found.file_name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _find(document_id: UUID) -> Document:
    return get_object_or_404(Document.objects.select_related("case"), pk=document_id, removed_at=None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_document(request: HttpRequest, page: str, page_id: int) -> HttpResponse:
    """Add a file to a page; afterwards back to the address in ``next``."""
    if not guards.is_registered(page):
        raise Http404
    person, back = who(request), safe_next(request)
    guards.may_change(person, page, page_id).require()
    form = DocumentForm(typed(request), request.FILES or None)
    if request.method == "POST" and _is_good(form, request):
        file = form.cleaned_data["file"]
        with refusals_in(form):
            services.add_document(
                by=person,
                case=guards.case_of(page, page_id),
                page=page,
                page_id=page_id,
                title=form.cleaned_data["title"],
                file_name=file.name,
                content=file.read(),
                content_type=file.content_type or "",
            )
            messages.success(request, _("The document is added."))
            return HttpResponseRedirect(back)
    return render(request, "casework/add_document.html", {"form": form, "back": back})


def _is_good(form: DocumentForm, request: HttpRequest) -> bool:
    good = form.is_valid()
    if uploads.was_too_large(request):
        form.errors.pop("file", None)
        form.add_error("file", _("The file is too large: at most %(size)d MB.") % {"size": 20})
        return False
    return good


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def remove_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    person, back, found = who(request), safe_next(request), _find(document_id)
    permissions.may_remove_document(person, found).require()
    return confirm(
        request,
        title=_("Take the document away?"),
        text=_("«%(title)s» is taken off the page. It stays in the archive of the case.")
        % {"title": found.title},
        label=_("Take away"),
        act=lambda reason: services.remove_document(by=person, document=found),
        then=back,
        back=back,
        done=_("The document is taken away."),
    )
