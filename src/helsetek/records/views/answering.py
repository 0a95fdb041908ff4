"""Answer requests for access: for those who keep the journal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import found, signed_in, who
from helsetek.common.web import show
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import (
    CodeColumn,
    DayColumn,
    FilterSet,
    Listing,
    StateChoice,
    StatusColumn,
    TextColumn,
)
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Fact
from helsetek.records import permissions
from helsetek.records.forms.access import AnswerForm
from helsetek.records.models import DisclosureItem, DisclosureRequest, ReleasedFile
from helsetek.records.selectors import access as selectors
from helsetek.records.services import access as acts


class RequestList(Listing):
    title = gettext_lazy("Requests for access")
    lead = gettext_lazy("What people have asked to see. What is due first stands first.")
    file_name = "innsynskrav"
    search = ("case__number", "case__title")
    search_hint = gettext_lazy("case number or title")

    due_on = DayColumn(gettext_lazy("Answer by"))
    case = CodeColumn(
        gettext_lazy("Case"), "case__number", href=lambda row: reverse("records:request", args=[row.pk])
    )
    title_of_case = TextColumn(gettext_lazy("Title of the case"), "case__title")
    asked_at = DayColumn(gettext_lazy("Asked on"))
    state = StatusColumn(gettext_lazy("State"), of="records.disclosure")
    answered_at = DayColumn(gettext_lazy("Answered"))

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of="records.disclosure")


@require_safe
@signed_in
def requests(request: HttpRequest) -> HttpResponse:
    permissions.may_keep_journal(who(request)).require()
    return RequestList.show(request, selectors.requests())


def _shown(request: HttpRequest, request_id: int) -> tuple[Person, DisclosureRequest]:
    person, shown = who(request), found(selectors.request, request_id)
    permissions.may_keep_journal(person, shown.case).require()
    return person, shown


@require_safe
@signed_in
def one_request(request: HttpRequest, request_id: int) -> HttpResponse:
    """What is asked for, what is answered so far, and what comes next."""
    _person, shown = _shown(request, request_id)
    items = list(shown.items.all())
    context = {
        "asked": shown,
        "items": items,
        "facts": _facts(shown),
        "is_open": shown.state in ("received", "appealed"),
        "ready": bool(items) and all(item.outcome for item in items),
    }
    return render(request, "records/request.html", context)


def _facts(shown: DisclosureRequest) -> list[Fact]:
    rows = [
        Fact(_("Case"), f"{shown.case.number}, {shown.case.title}"),
        Fact(_("Asked on"), show.instant(shown.asked_at)),
        Fact(_("Answer by"), show.day(shown.due_on)),
        Fact(_("Asked by"), shown.name or shown.email or _("Did not say")),
    ]
    texts = (
        (_("What was written"), shown.words),
        (_("Appeal"), shown.appeal),
        (_("Our statement"), shown.statement),
        (_("The appeal body's decision"), shown.outcome_of_appeal),
    )
    return rows + [Fact(label, text) for label, text in texts if text]


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer_item(request: HttpRequest, item_id: int) -> HttpResponse:
    """One document: what is given of each of its files."""
    person, item = who(request), found(selectors.item, item_id)
    permissions.may_keep_journal(person, item.request.case).require()
    files = [(file, _name(item, file)) for file in item.files.all()]
    form = AnswerForm(typed(request), item=item, files=files)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            acts.answer_item(
                by=person,
                item=item,
                files=form.chosen(),
                paragraph=form.cleaned_data["paragraph"],
                reasons=form.cleaned_data["reasons"],
            )
            messages.success(request, _("The answer on this document is saved. It is not sent yet."))
            return redirect("records:request", item.request_id)
    return render(request, "records/answer_item.html", {"item": item, "files": files, "form": form})


def _name(item: DisclosureItem, file: ReleasedFile) -> str:
    return file.document.title if file.document else item.entry.title


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_answer(request: HttpRequest, request_id: int) -> HttpResponse:
    person, shown = _shown(request, request_id)
    back = reverse("records:request", args=[shown.pk])
    return confirm(
        request,
        title=_("Send the answer?"),
        text=_("Who asked can fetch what is given from now on. What is released cannot be taken back."),
        label=_("Send the answer"),
        act=lambda reason: acts.send_answer(by=person, request=shown),
        then=back,
        back=back,
        done=_("The answer is sent."),
        color="accent",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_appeal_on(request: HttpRequest, request_id: int) -> HttpResponse:
    person, shown = _shown(request, request_id)
    back = reverse("records:request", args=[shown.pk])
    return confirm(
        request,
        title=_("Send the appeal on?"),
        text=_("You uphold the refusal. The appeal goes to the appeal body with your statement."),
        label=_("Send on"),
        reason=_("Statement"),
        act=lambda reason: acts.send_appeal_on(by=person, request=shown, statement=reason),
        then=back,
        back=back,
        done=_("The appeal is sent on."),
        color="accent",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def conclude_appeal(request: HttpRequest, request_id: int) -> HttpResponse:
    person, shown = _shown(request, request_id)
    back = reverse("records:request", args=[shown.pk])
    return confirm(
        request,
        title=_("Record what the appeal body decided"),
        text=_("Who asked is told, and the request is settled."),
        label=_("Record"),
        reason=_("What the appeal body decided"),
        act=lambda reason: acts.conclude_appeal(by=person, request=shown, outcome=reason),
        then=back,
        back=back,
        done=_("The decision of the appeal body is recorded."),
        color="accent",
    )
