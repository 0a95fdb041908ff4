"""The payment room of the directorate: prepare, attest, send to the bank, read its answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.common.web.kept_form import typed
from helsetek.common.web.listing import Listing
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.common.web.parts import Tab
from helsetek.grants.forms.payments import AnswerFileForm, ChoiceForm
from helsetek.grants.models import Instalment
from helsetek.grants.permissions import payments as may
from helsetek.grants.selectors import payments as selectors
from helsetek.grants.services import payments as services
from helsetek.grants.views import payment_lists as lists


@require_safe
@signed_in
def to_prepare(request: HttpRequest) -> HttpResponse:
    may.may_see_payments(who(request)).require()
    may_act = bool(may.may_prepare_any(who(request)))
    kind = lists.PreparingList if may_act else lists.PaymentList
    return _page(request, "prepare", kind, selectors.to_prepare(), may_act)


@require_safe
@signed_in
def to_attest(request: HttpRequest) -> HttpResponse:
    may.may_see_payments(who(request)).require()
    may_act = bool(may.may_attest_any(who(request)))
    kind = lists.AttestingList if may_act else lists.PaymentList
    return _page(request, "attest", kind, selectors.to_attest(), may_act)


@require_safe
@signed_in
def files(request: HttpRequest) -> HttpResponse:
    may.may_see_payments(who(request)).require()
    context = {
        "waiting": selectors.to_send().count(),
        "may_make": may.may_make_files(who(request)),
        "tabs": _tabs("files"),
    }
    return lists.PaymentFileList.show(request, selectors.files(), "grants/payment_files.html", **context)


@require_POST
@signed_in
def prepare(request: HttpRequest) -> HttpResponse:
    return _act_on_chosen(request, selectors.to_prepare(), services.prepare_all, "grants:to_prepare")


@require_POST
@signed_in
def attest(request: HttpRequest) -> HttpResponse:
    return _act_on_chosen(request, selectors.to_attest(), services.attest_all, "grants:to_attest")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    instalment = _instalment(pk)
    may.may_attest(who(request), instalment).require()
    address = reverse("grants:to_attest")
    return confirm(
        request,
        title=_("Send the payment back?"),
        text=_("The payment preparer must look at it again before it can be attested."),
        label=_("Send back"),
        reason=_("What is wrong?"),
        act=lambda reason: services.send_back(by=who(request), instalment=instalment, reason=reason),
        then=address,
        back=address,
        done=_("The payment is sent back."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def make_file(request: HttpRequest) -> HttpResponse:
    may.may_make_files(who(request)).require()
    address = reverse("grants:payment_files")
    count = selectors.to_send().count()
    return confirm(
        request,
        title=_("Make a payment file?"),
        text=_how_many(count),
        label=_("Make the file"),
        act=lambda _reason: services.make_file(by=who(request)),
        then=address,
        back=address,
        done=_("The file is made. Send it to the bank, and read the answer here."),
        color="accent",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def read_answer(request: HttpRequest) -> HttpResponse:
    may.may_make_files(who(request)).require()
    form = AnswerFileForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            counts = services.read_answer(by=who(request), content=form.cleaned_data["file"].read())
            messages.success(
                request,
                _("Read: %(paid)s paid, %(rejected)s rejected, %(waiting)s still on the way.") % counts,
            )
            return redirect("grants:payment_files")
    return render(request, "grants/read_answer.html", {"form": form, "tabs": _tabs("files")})


def _instalment(pk: int) -> Instalment:
    try:
        return selectors.instalment(pk)
    except Instalment.DoesNotExist as error:
        raise Http404 from error


def _how_many(count: int) -> str:
    one, many = (
        _("%(count)s attested payment goes into the file."),
        _("%(count)s attested payments go into the file."),
    )
    return (one if count == 1 else many) % {"count": count}


def _page(
    request: HttpRequest, what: str, kind: type[Listing], rows: QuerySet[Instalment], may_act: bool
) -> HttpResponse:
    sums = rows.aggregate(count=Count("pk"), sum_ore=Sum("amount_ore"))
    context = {"what": what, "tabs": _tabs(what), "may_act": may_act, "form": lists.PAYMENTS, **sums}
    return kind.show(request, rows, "grants/payments.html", **context)


Act = Callable[..., tuple[int, list[str]]]


def _act_on_chosen(request: HttpRequest, rows: Iterable[Instalment], act: Act, then: str) -> HttpResponse:
    person: Person = who(request)
    may.may_see_payments(person).require()
    by_id: dict[int, Instalment] = {row.pk: row for row in rows}
    form = ChoiceForm(request.POST, ids=list(by_id))
    if not form.is_valid():
        messages.error(
            request, _("Choose at least one payment from the list. Others may have acted in the meantime.")
        )
        return redirect(then)
    done, problems = act(by=person, instalments=[by_id[pk] for pk in form.cleaned_data["chosen"]])
    _tell(request, done, problems)
    return redirect(then)


def _tell(request: HttpRequest, done: int, problems: list[str]) -> None:
    if done:
        messages.success(
            request,
            ngettext("%(count)s payment is done.", "%(count)s payments are done.", done) % {"count": done},
        )
    for problem in problems:
        messages.error(request, problem)


def _tabs(current: str) -> list[Tab]:
    pages: list[tuple[str, Any, str, int | None]] = [
        ("prepare", _("To prepare"), "grants:to_prepare", selectors.to_prepare().count()),
        ("attest", _("To attest"), "grants:to_attest", selectors.to_attest().count()),
        ("files", _("Payment files"), "grants:payment_files", selectors.to_send().count()),
    ]
    return [Tab(label, reverse(name), what == current, count) for what, label, name, count in pages]
