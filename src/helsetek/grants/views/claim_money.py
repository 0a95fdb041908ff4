"""The acts on a claim that is made: money in, plan, set-off, waiver, collection."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from helsetek.accounts.web import signed_in, who
from helsetek.common import clock, money
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm
from helsetek.grants.forms import recovery as forms_
from helsetek.grants.models import SetOff, Waiver
from helsetek.grants.permissions import recovery as may
from helsetek.grants.rules.recovery import equal_parts, monthly
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.services import recovery
from helsetek.grants.views.claim_parts import (
    form_view,
    handles,
    number_of,
    open_claim,
    page_of,
    show_form,
    with_reason,
)


@form_view
@signed_in
def record_payment(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, may.may_keep_claim_accounts)
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
        back=page_of(claim),
        kicker=number_of(claim),
    )


@form_view
@signed_in
def agree_plan(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, handles)
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
        back=page_of(claim),
        kicker=number_of(claim),
    )


@form_view
@signed_in
def set_off(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, may.may_keep_claim_accounts)
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
        back=page_of(claim),
        kicker=number_of(claim),
    )


@form_view
@signed_in
def withdraw_set_off(request: HttpRequest, pk: int, set_off_pk: int) -> HttpResponse:
    claim = open_claim(request, pk, may.may_keep_claim_accounts)
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
        then=page_of(claim),
        back=page_of(claim),
    )


@form_view
@signed_in
def propose_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, may.may_propose_waiver)
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
        back=page_of(claim),
        kicker=number_of(claim),
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
        back=page_of(waiver.claim),
        kicker=number_of(waiver.claim),
    )


@form_view
@signed_in
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, may.may_keep_claim_accounts)
    return confirm(
        request,
        title=_("Hand over to collection?"),
        text=_("A file for the collection agency is made, and the recipient gets a letter."),
        label=_("Hand over"),
        act=lambda _reason: recovery.hand_over(by=who(request), claim=claim),
        then=page_of(claim),
        back=page_of(claim),
        done=_("The claim is handed over. Send the file to the collection agency."),
    )


@form_view
@signed_in
def take_home(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, may.may_keep_claim_accounts)
    return with_reason(request, claim, "take_home", _("Why is the claim taken back?"), recovery.take_home)
