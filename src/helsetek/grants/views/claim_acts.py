"""The acts on claims, each a small page with a form or a question."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from helsetek.accounts.web import signed_in, who
from helsetek.common import clock, money
from helsetek.common.answers import Answer
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm, refusals_in
from helsetek.grants.forms import recovery as forms_
from helsetek.grants.models import Grant, RepaymentClaim, SetOff, Waiver
from helsetek.grants.permissions import recovery as may
from helsetek.grants.rules.recovery import equal_parts, monthly
from helsetek.grants.selectors import grants as grant_selectors
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.services import recovery
from helsetek.grants.services.recovery.breaches import most_ore
from helsetek.grants.views.claims import ACTS, claim_or_404

Act = Callable[[dict[str, Any]], object]
form_view = require_http_methods(["GET", "HEAD", "POST"])


def show_form(
    request: HttpRequest,
    form: forms.Form,
    act: Act,
    *,
    title: str,
    lead: str,
    label: str,
    done: str,
    back: str,
    kicker: str = "",
) -> HttpResponse:
    """One form, one act: done and back to the page, or shown again with what was refused."""
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            act(form.cleaned_data)
            messages.success(request, done)
            return redirect(back)
    context = {"form": form, "title": title, "lead": lead, "label": label, "back": back, "kicker": kicker}
    return render(request, "grants/recovery/act.html", context)


def _page(claim: RepaymentClaim) -> str:
    return reverse("grants:claim", args=[claim.pk])


def _number(claim: RepaymentClaim) -> str:
    return claim.grant.application.case.number


def _open(request: HttpRequest, pk: int, asks: Callable[..., Answer]) -> RepaymentClaim:
    claim = claim_or_404(pk)
    asks(who(request), claim).require()
    return claim


def _officer(person: Any, claim: RepaymentClaim) -> Answer:
    return may.may_handle_claims(person, claim.grant)


@form_view
@signed_in
def find_breach(request: HttpRequest, pk: int) -> HttpResponse:
    grant = grant_or_404(pk)
    may.may_handle_claims(who(request), grant).require()
    form = forms_.FindBreachForm(typed(request))
    most = money.show(most_ore(grant))
    return show_form(
        request,
        form,
        lambda data: recovery.find_breach(
            by=who(request),
            grant=grant,
            amount_ore=data["amount"],
            reason=data["reason"],
            ground=data["ground"],
        ),
        title=_("Consider repayment"),
        lead=_("Nobody outside is told yet. At most %(most)s can be claimed: what has been paid.")
        % {"most": most},
        label=_("Open the matter"),
        done=_("The matter is open. Give notice next."),
        back=reverse("grants:grant", args=[pk]),
        kicker=grant.application.case.number,
    )


def grant_or_404(pk: int) -> Grant:
    try:
        return grant_selectors.grant(pk)
    except Grant.DoesNotExist as error:
        raise Http404 from error


@form_view
@signed_in
def give_notice(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, _officer)
    form = forms_.NoticeForm(typed(request), initial={"amount": claim.amount_ore, "reason": claim.reason})
    return show_form(
        request,
        form,
        lambda data: recovery.give_notice(
            by=who(request), claim=claim, amount_ore=data["amount"], reason=data["reason"]
        ),
        title=_("Give notice"),
        lead=_("A letter goes to the recipient at once, with the time for its statement."),
        label=_("Send the notice"),
        done=_("The notice is sent."),
        back=_page(claim),
        kicker=_number(claim),
    )


@form_view
@signed_in
def drop_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, _officer)
    return confirm(
        request,
        title=_("Drop the matter?"),
        text=_("Nobody outside has been told. The reason is kept on the case."),
        label=_("Drop the matter"),
        reason=_("Why is there no claim?"),
        act=lambda reason: recovery.drop(by=who(request), claim=claim, reason=reason),
        then=_page(claim),
        back=_page(claim),
        done=_("The matter is dropped."),
    )


@form_view
@signed_in
def state_view(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, may.may_state)
    return show_form(
        request,
        forms_.StatementForm(typed(request)),
        lambda data: recovery.state_view(by=who(request), claim=claim, statement=data["statement"]),
        title=_("State your view"),
        lead=_("Nothing is decided yet. What you write is read before the decision."),
        label=_("Send the statement"),
        done=_("The statement is sent. Thank you."),
        back=_page(claim),
        kicker=_number(claim),
    )


@form_view
@signed_in
def without_statement(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, _officer)
    return confirm(
        request,
        title=_("Go on without a statement?"),
        text=_(
            "The time has passed. A statement that comes later is still taken, until the decision is prepared."
        ),
        label=_("Go on"),
        act=lambda _reason: recovery.go_on_without_statement(by=who(request), claim=claim),
        then=_page(claim),
        back=_page(claim),
        color="accent",
    )


@form_view
@signed_in
def prepare_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, _officer)
    form = forms_.PrepareClaimForm(
        typed(request), initial={"amount": claim.amount_ore, "reasons": claim.reasons}
    )
    return show_form(
        request,
        form,
        lambda data: recovery.prepare(
            by=who(request), claim=claim, amount_ore=data["amount"], reasons=data["reasons"]
        ),
        title=_("Prepare the decision"),
        lead=_("A decision maker who has had no hand in the case makes it."),
        label=_("Prepare the decision"),
        done=_("The decision is prepared."),
        back=_page(claim),
        kicker=_number(claim),
    )


@form_view
@signed_in
def decide_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, may.may_decide_claim)
    text = _("%(sum)s is claimed back, and the letter goes at once.") % {"sum": money.show(claim.amount_ore)}
    return confirm(
        request,
        title=_("Make the decision?"),
        text=text if claim.amount_ore else _("Nothing is claimed back, and the letter goes at once."),
        label=_("Make the decision"),
        act=lambda _reason: recovery.decide(by=who(request), claim=claim),
        then=_page(claim),
        back=_page(claim),
        done=_("The decision is made and sent."),
        color="accent",
    )


@form_view
@signed_in
def send_back_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, may.may_decide_claim)
    return confirm(
        request,
        title=_("Send the decision back?"),
        text=_("The case officer looks at it again."),
        label=_("Send back"),
        reason=_("What must be looked at again?"),
        act=lambda reason: recovery.send_back(by=who(request), claim=claim, reason=reason),
        then=_page(claim),
        back=_page(claim),
    )


@form_view
@signed_in
def record_payment(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, may.may_keep_claim_accounts)
    owed = selectors.standing(claim).owed_ore
    form = forms_.PaymentForm(typed(request), initial={"amount": owed, "on": clock.today()})
    return show_form(
        request,
        form,
        lambda data: recovery.record_payment(
            by=who(request), claim=claim, amount_ore=data["amount"], on=data["on"], note=data["note"]
        ),
        title=_("Record a payment"),
        lead=_(
            "In all %(owed)s is owed today, with interest. Interest is reckoned to the day the money came in."
        )
        % {"owed": money.show(owed)},
        label=_("Record the payment"),
        done=_("The payment is recorded."),
        back=_page(claim),
        kicker=_number(claim),
    )


@form_view
@signed_in
def agree_plan(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, _officer)
    left = selectors.standing(claim).left_ore

    def agree(data: dict[str, Any]) -> object:
        days: list[date] = monthly(data["first_on"], data["count"])
        return recovery.agree_plan(by=who(request), claim=claim, parts=equal_parts(left, days))

    return show_form(
        request,
        forms_.PlanForm(typed(request)),
        agree,
        title=_("Agree a payment plan"),
        lead=_(
            "%(left)s is parted equally over the months. Interest by law still runs from the day the claim was due."
        )
        % {"left": money.show(left)},
        label=_("Agree the plan"),
        done=_("The plan is agreed, and the letter is sent."),
        back=_page(claim),
        kicker=_number(claim),
    )


@form_view
@signed_in
def set_off(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, may.may_keep_claim_accounts)
    payments = list(selectors.payments_to_set_off(claim))
    by_id = {row.pk: row for row in payments}
    form = forms_.SetOffForm(typed(request), payments=payments)
    so_much_less = _("The recipient is paid so much less. Who attests the payment attests this too.")
    no_payment = _("There is no payment to this recipient that has not been prepared yet.")
    return show_form(
        request,
        form,
        lambda data: recovery.set_off(
            by=who(request), claim=claim, instalment=by_id[data["instalment"]], amount_ore=data["amount"]
        ),
        title=_("Set off against a payment"),
        lead=so_much_less if payments else no_payment,
        label=_("Set off"),
        done=_("The set-off is made, and the letter is sent."),
        back=_page(claim),
        kicker=_number(claim),
    )


@form_view
@signed_in
def withdraw_set_off(request: HttpRequest, pk: int, set_off_pk: int) -> HttpResponse:
    claim = _open(request, pk, may.may_keep_claim_accounts)
    found = next((one for one in selectors.set_offs_of(claim) if one.pk == set_off_pk), None)
    if found is None:
        raise Http404
    made: SetOff = found
    return confirm(
        request,
        title=_("Withdraw the set-off?"),
        text=_("The recipient is paid in full, and the claim stands as before."),
        label=_("Withdraw"),
        act=lambda _reason: recovery.withdraw_set_off(by=who(request), set_off=made),
        then=_page(claim),
        back=_page(claim),
    )


@form_view
@signed_in
def propose_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, may.may_propose_waiver)
    form = forms_.WaiverForm(typed(request), initial={"amount": selectors.standing(claim).left_ore})
    return show_form(
        request,
        form,
        lambda data: recovery.propose_waiver(
            by=who(request), claim=claim, kind=data["kind"], amount_ore=data["amount"], reason=data["reason"]
        ),
        title=_("Propose to give up the claim"),
        lead=_("In whole or in part. A decision maker decides."),
        label=_("Send the proposal"),
        done=_("The proposal waits for a decision."),
        back=_page(claim),
        kicker=_number(claim),
    )


@form_view
@signed_in
def decide_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        waiver = selectors.waiver(pk)
    except Waiver.DoesNotExist as error:
        raise Http404 from error
    may.may_decide_waiver(who(request), waiver).require()
    words = {"name": waiver.prepared_by.name, "sum": money.show(waiver.amount_ore), "reason": waiver.reason}
    return show_form(
        request,
        forms_.WaiverAnswerForm(typed(request)),
        lambda data: recovery.decide_waiver(
            by=who(request), waiver=waiver, grant=data["answer"] == "yes", answer=data["words"]
        ),
        title=_("Give up the claim?"),
        lead=_("%(name)s proposes that %(sum)s is given up: %(reason)s") % words,
        label=_("Make the decision"),
        done=_("The decision is made."),
        back=_page(waiver.claim),
        kicker=_number(waiver.claim),
    )


@form_view
@signed_in
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, may.may_keep_claim_accounts)
    return confirm(
        request,
        title=_("Hand over to collection?"),
        text=_("A file for the collection agency is made, and the recipient gets a letter."),
        label=_("Hand over"),
        act=lambda _reason: recovery.hand_over(by=who(request), claim=claim),
        then=_page(claim),
        back=_page(claim),
        done=_("The claim is handed over. Send the file to the collection agency."),
    )


@form_view
@signed_in
def take_home(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, may.may_keep_claim_accounts)
    return _with_reason(request, claim, "take_home", _("Why is the claim taken back?"), recovery.take_home)


@form_view
@signed_in
def suspend_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, _officer)
    return _with_reason(request, claim, "suspend_claim", _("Why is the claim held back?"), recovery.suspend)


@form_view
@signed_in
def resume_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = _open(request, pk, _officer)
    return _with_reason(request, claim, "resume_claim", _("Why does the claim go on?"), recovery.resume)


def _with_reason(
    request: HttpRequest, claim: RepaymentClaim, name: str, question: str, act: Callable[..., object]
) -> HttpResponse:
    return confirm(
        request,
        title=ACTS[name],
        text=_("The reason is kept on the case."),
        label=ACTS[name],
        reason=question,
        act=lambda reason: act(by=who(request), claim=claim, reason=reason),
        then=_page(claim),
        back=_page(claim),
        color="accent",
    )
