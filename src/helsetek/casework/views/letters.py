"""A letter and when it was received; and the texts that letters begin from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.casework import permissions, selectors, services, texts, wording
from helsetek.casework.forms import ReceiptForm, TextForm
from helsetek.casework.models import Letter
from helsetek.casework.parameters import FILE, parameter, references
from helsetek.casework.rules.letter_text import LANGUAGES
from helsetek.common import clock, parameters
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import refusals_in

from .appeals import GET_AND_POST
from .documents import file_response


def _letter_or_404(person: Person, pk: int) -> Letter:
    related = ("case__officer", "document", "recipient")
    found = get_object_or_404(Letter.objects.select_related(*related), pk=pk)
    permissions.may_open_letter(person, found.pk).require()
    return found


@require_http_methods(GET_AND_POST)
@signed_in
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """What the letter is, and who has received it. The button opens it, which is receiving it."""
    person = who(request)
    found = _letter_or_404(person, pk)
    if request.method == "POST":
        return file_response(services.open_letter(by=person, letter=found).document)
    context = {
        "letter": found,
        "case": found.case,
        "first_time": selectors.letter_to_open(person, found.document) is not None,
        "receipts": _receipts(found),
        "may_record": bool(permissions.may_record_receipt(person, found)) and found.sent_at is not None,
    }
    return render(request, "casework/letter.html", context)


def _receipts(found: Letter) -> list[dict[str, Any]]:
    """For each party, when the letter reached it and how that is known."""
    rows = []
    for party in selectors.parties_of(found.case):
        receipt = selectors.receipt_of(found, party.organisation_id)
        rows.append(
            {
                "name": party.organisation.name,
                "at": receipt.at if receipt else None,
                "how": wording.HOW[receipt.how] if receipt else "",
            }
        )
    return rows


@require_http_methods(GET_AND_POST)
@signed_in
def record_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Record when a letter came to a party that has not opened it here."""
    person = who(request)
    found = _letter_or_404(person, pk)
    permissions.may_record_receipt(person, found).require()
    parties = [(one.organisation_id, one.organisation.name) for one in selectors.parties_of(found.case)]
    form = ReceiptForm(typed(request), parties=parties)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with refusals_in(form):
            services.record_receipt(
                by=person,
                letter=found,
                organisation_id=data["organisation"],
                on=data["on"],
                note=data["note"],
            )
            messages.success(request, _("The receipt is recorded. The time limit follows it."))
            return redirect("casework:letter", pk)
    return render(
        request, "casework/record_receipt.html", {"form": form, "letter": found, "case": found.case}
    )


# -- Texts --------------------------------------------------------------------------------------------


@require_safe
@signed_in
def letter_texts(request: HttpRequest) -> HttpResponse:
    """Every text that letters begin from, and the periods and references of the law that hold today."""
    person = who(request)
    permissions.may_read_texts(person).require()
    day = clock.today()
    figures = {
        name: one for name, one in parameters.load(FILE).items() if not isinstance(one.at(day).value, dict)
    }
    context = {
        "texts": selectors.texts_now(),
        "figures": [
            (one.label, parameter(name, day), one.unit, one.at(day)) for name, one in figures.items()
        ],
        "references": [
            (key.removeprefix("law_"), words)
            for key, words in references(day, "nb").items()
            if key[:4] == "law_"
        ],
    }
    return render(request, "casework/texts.html", context)


@require_http_methods(GET_AND_POST)
@signed_in
def letter_text(request: HttpRequest, key: str) -> HttpResponse:
    """One text in all languages, its versions, and a form for who may write a new one."""
    person = who(request)
    permissions.may_read_texts(person).require()
    original = texts.originals().get(key)
    if original is None:
        raise Http404
    may_edit = permissions.may_edit_texts(person)
    form = _text_form(request, key) if may_edit else None
    if request.method == "POST":
        may_edit.require()
        if form is not None and form.is_valid():
            with refusals_in(form):
                services.write_text(by=person, key=key, **form.given())
                messages.success(
                    request, _("The new version holds from now on. Letters that are sent keep theirs.")
                )
                return redirect("casework:letter_text", key)
    [now] = texts.current([key])
    context = {
        "form": form,
        "now": now,
        "shown": [(language, now.title(language), now.text(language)) for language in LANGUAGES],
        "versions": selectors.text_versions(key),
    }
    return render(request, "casework/text.html", context)


def _text_form(request: HttpRequest, key: str) -> TextForm:
    [now] = texts.current([key])
    initial = {"revision": now.number}
    for language in LANGUAGES:
        initial |= {language: now.text(language), f"title_{language}": now.title(language)}  # type: ignore[dict-item]
    return TextForm(typed(request), titled=bool(now.titles), initial=initial)
