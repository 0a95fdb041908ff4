"""Mark what is to be blacked out in a file, page by page, and look at the copy before anything is released."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from PIL import Image, ImageDraw

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.common.errors import WrongState
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in
from helsetek.records import permissions, redaction
from helsetek.records.forms.access import BoxForm, TermsForm
from helsetek.records.models import ReleasedFile
from helsetek.records.redaction import Box, Unreadable
from helsetek.records.selectors import access as selectors
from helsetek.records.services import access as acts

_KINDS = {
    "identity": gettext_lazy("national identity number"),
    "account": gettext_lazy("bank account"),
    "mail": gettext_lazy("e-mail address"),
    "phone": gettext_lazy("telephone number"),
}


def _file(request: HttpRequest, file_id: int) -> tuple[Person, ReleasedFile, bytes]:
    """The file as a PDF, for who may answer on it."""
    person, file = who(request), found(selectors.file, file_id)
    permissions.may_keep_journal(person, file.item.entry.case).require()
    content = selectors.original(file)
    try:
        return person, file, redaction.to_pdf(content.content, content.content_type)
    except Unreadable as error:
        raise WrongState(
            _("This file cannot be blacked out here. Give it as it is, or withhold it.")
        ) from error


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@never_cache
def redact(request: HttpRequest, file_id: int) -> HttpResponse:
    """The workbench: words for all pages, areas on one page at a time."""
    person, file, pdf = _file(request, file_id)
    pages = _pages(pdf)
    page = _page(request, pages)
    terms, boxes = acts.plan_of(file)
    suggested = _suggested(pdf, terms)
    sent = typed(request)
    asked = sent.get("do", "") if sent is not None else ""
    terms_form = TermsForm(
        sent if asked == "terms" else None, suggested=suggested, initial={"terms": "\n".join(terms)}
    )
    box_form = BoxForm(sent if asked == "box" else None)
    plan = _wanted(asked, terms_form, box_form, terms, boxes, page) if request.method == "POST" else None
    if plan is not None:
        with refusals_in(box_form):
            acts.plan_redaction(by=person, file=file, terms=plan[0], boxes=plan[1])
            messages.success(request, _("The marks are saved."))
            return HttpResponseRedirect(f"{reverse('records:redact', args=[file.pk])}?side={page}")
    context = {
        "file": file,
        "name": file.document.title if file.document else file.item.entry.title,
        "page": page,
        "pages": pages,
        "boxes": [(number, box) for number, box in enumerate(boxes) if box.page == page],
        "terms_form": terms_form,
        "box_form": box_form,
        "marked": bool(terms or boxes),
    }
    return render(request, "records/redact.html", context)


def _wanted(
    asked: str,
    terms_form: TermsForm,
    box_form: BoxForm,
    terms: list[str],
    boxes: list[Box],
    page: int,
) -> tuple[list[str], list[Box]] | None:
    """The plan as it is wanted after this post; None if nothing is to be saved."""
    if asked == "terms" and terms_form.is_valid():
        return terms_form.all_terms(), boxes
    if asked == "box" and box_form.is_valid():
        return terms, [*boxes, box_form.box(page)]
    if asked.startswith("remove-") and asked.removeprefix("remove-").isdecimal():
        gone = int(asked.removeprefix("remove-"))
        return terms, [box for number, box in enumerate(boxes) if number != gone]
    return None


def _pages(pdf: bytes) -> int:
    try:
        return redaction.count_pages(pdf)
    except Unreadable as error:
        raise WrongState(
            _("This file cannot be blacked out here. Give it as it is, or withhold it.")
        ) from error


def _page(request: HttpRequest, pages: int) -> int:
    asked = request.GET.get("side", "1")
    return min(max(int(asked), 1), pages) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1


def _suggested(pdf: bytes, terms: list[str]) -> list[tuple[str, str]]:
    found_here = redaction.suggest(redaction.text_of(pdf))
    return [(one.text, f"{one.text} ({_KINDS[one.kind]})") for one in found_here if one.text not in terms]


@require_safe
@signed_in
@never_cache
def page_picture(request: HttpRequest, file_id: int, page: int) -> HttpResponse:
    """A page with the marks laid over it, so that one sees both what is there and what goes."""
    _person, file, pdf = _file(request, file_id)
    terms, boxes = acts.plan_of(file)
    try:
        image = redaction.picture(pdf, page)
        marked = [box for one in redaction.find(pdf, terms) for box in one.boxes]
    except Unreadable as error:
        raise Http404 from error
    _lay_over(image, [box for box in [*boxes, *marked] if box.page == page])
    packed = io.BytesIO()
    image.save(packed, "PNG")
    return HttpResponse(packed.getvalue(), content_type="image/png")


def _lay_over(image: Image.Image, boxes: list[Box]) -> None:
    pen = ImageDraw.Draw(image, "RGBA")
    for box in boxes:
        left, top = box.left * image.width, box.top * image.height
        area = (left, top, left + box.width * image.width, top + box.height * image.height)
        pen.rectangle(area, fill=(0, 0, 0, 110), outline=(200, 0, 0, 255), width=2)


@require_safe
@signed_in
@never_cache
def preview(request: HttpRequest, file_id: int) -> HttpResponse:
    """The copy as it would be released. Nothing is stored."""
    _person, file, pdf = _file(request, file_id)
    terms, boxes = acts.plan_of(file)
    made: Any = redaction.burn(pdf, terms=terms, boxes=boxes)
    return HttpResponse(
        made.content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": 'attachment; filename="sladdet.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )
