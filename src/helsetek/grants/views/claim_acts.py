"""The acts on a claim until it is decided, and its rest while an appeal is considered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from helsetek.accounts.web import signed_in, who
from helsetek.common import money
from helsetek.common.web.kept_form import typed
from helsetek.common.web.pages import confirm
from helsetek.grants.forms import recovery as forms_
from helsetek.grants.permissions import recovery as may
from helsetek.grants.services import recovery
from helsetek.grants.services.recovery.breaches import most_ore
from helsetek.grants.views.claim_parts import (
    form_view,
    grant_or_404,
    handles,
    number_of,
    open_claim,
    page_of,
    show_form,
    with_reason,
)


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


@form_view
@signed_in
def give_notice(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, handles)
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
        back=page_of(claim),
        kicker=number_of(claim),
    )


@form_view
@signed_in
def drop_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, handles)
    return confirm(
        request,
        title=_("Drop the matter?"),
        text=_("Nobody outside has been told. The reason is kept on the case."),
        label=_("Drop the matter"),
        reason=_("Why is there no claim?"),
        act=lambda reason: recovery.drop(by=who(request), claim=claim, reason=reason),
        then=page_of(claim),
        back=page_of(claim),
        done=_("The matter is dropped."),
    )


@form_view
@signed_in
def state_view(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, may.may_state)
    return show_form(
        request,
        forms_.StatementForm(typed(request)),
        lambda data: recovery.state_view(by=who(request), claim=claim, statement=data["statement"]),
        title=_("State your view"),
        lead=_("Nothing is decided yet. What you write is read before the decision."),
        label=_("Send the statement"),
        done=_("The statement is sent. Thank you."),
        back=page_of(claim),
        kicker=number_of(claim),
    )


@form_view
@signed_in
def without_statement(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, handles)
    return confirm(
        request,
        title=_("Go on without a statement?"),
        text=_(
            "The time has passed. A statement that comes later is still taken, until the decision is prepared."
        ),
        label=_("Go on"),
        act=lambda _reason: recovery.go_on_without_statement(by=who(request), claim=claim),
        then=page_of(claim),
        back=page_of(claim),
        color="accent",
    )


@form_view
@signed_in
def prepare_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, handles)
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
        back=page_of(claim),
        kicker=number_of(claim),
    )


@form_view
@signed_in
def decide_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, may.may_decide_claim)
    text = _("%(sum)s is claimed back, and the letter goes at once.") % {"sum": money.show(claim.amount_ore)}
    return confirm(
        request,
        title=_("Make the decision?"),
        text=text if claim.amount_ore else _("Nothing is claimed back, and the letter goes at once."),
        label=_("Make the decision"),
        act=lambda _reason: recovery.decide(by=who(request), claim=claim),
        then=page_of(claim),
        back=page_of(claim),
        done=_("The decision is made and sent."),
        color="accent",
    )


@form_view
@signed_in
def send_back_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, may.may_decide_claim)
    return confirm(
        request,
        title=_("Send the decision back?"),
        text=_("The case officer looks at it again."),
        label=_("Send back"),
        reason=_("What must be looked at again?"),
        act=lambda reason: recovery.send_back(by=who(request), claim=claim, reason=reason),
        then=page_of(claim),
        back=page_of(claim),
    )


@form_view
@signed_in
def suspend_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, handles)
    return with_reason(request, claim, "suspend_claim", _("Why is the claim held back?"), recovery.suspend)


@form_view
@signed_in
def resume_claim(request: HttpRequest, pk: int) -> HttpResponse:
    claim = open_claim(request, pk, handles)
    return with_reason(request, claim, "resume_claim", _("Why does the claim go on?"), recovery.resume)
