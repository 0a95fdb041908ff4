"""Claims for repayment: the list, and a claim's own page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from helsetek.accounts.selectors import Person
from helsetek.accounts.web import signed_in, who
from helsetek.casework import parts
from helsetek.casework import selectors as casework
from helsetek.common.web import states
from helsetek.common.web.listing import (
    AtLeast,
    Choice,
    Column,
    DayColumn,
    FilterSet,
    FromDay,
    Listing,
    MoneyColumn,
    StateChoice,
    StatusColumn,
    TextColumn,
    ToDay,
)
from helsetek.common.web.parts import Fact, Link, WhatNext
from helsetek.common.web.show import day, kroner
from helsetek.grants.models import ClaimGround, RepaymentClaim
from helsetek.grants.permissions import recovery as may
from helsetek.grants.selectors import recovery as selectors


class ClaimList(Listing):
    title = gettext_lazy("Claims for repayment")
    lead = gettext_lazy(
        "Money that is to come back: what was not spent, and what breaches of the terms cost."
    )
    file_name = "krav"
    search = (
        "grant__application__case__number",
        "grant__application__case__title",
        "grant__application__lead__name",
        "kid",
    )
    search_hint = gettext_lazy("case number, project, recipient or KID")

    case = TextColumn(
        gettext_lazy("Case"),
        "grant__application__case__number",
        href=lambda row: reverse("grants:claim", args=[row.pk]),
    )
    name = TextColumn(gettext_lazy("Project"), "grant__application__case__title")
    recipient = TextColumn(gettext_lazy("Recipient"), "grant__application__lead__name")
    ground = Column(gettext_lazy("Ground"), "get_ground_display", order_by=("ground",))
    amount_ore = MoneyColumn(gettext_lazy("Sum"))
    left = MoneyColumn(gettext_lazy("Left"))
    due_on = DayColumn(gettext_lazy("Due"))
    kid = TextColumn("KID", on_page=False)
    state = StatusColumn(gettext_lazy("State"), of="grants.claim")

    class Meta:
        order_by = "-due_on"

    class Filters(FilterSet):
        state = StateChoice(gettext_lazy("State"), of="grants.claim")
        ground = Choice(gettext_lazy("Ground"), lambda: ClaimGround.choices)
        amount_ore = AtLeast(gettext_lazy("Sum, at least"), "amount_ore")
        since = FromDay(gettext_lazy("Due from"), "due_on")
        until = ToDay(gettext_lazy("Due to"), "due_on")


@require_safe
@signed_in
def claims(request: HttpRequest) -> HttpResponse:
    return ClaimList.show(request, selectors.claims_seen_by(who(request)), "grants/recovery/claims.html")


def claim_or_404(pk: int) -> RepaymentClaim:
    try:
        return selectors.claim(pk)
    except RepaymentClaim.DoesNotExist as error:
        raise Http404 from error


@require_safe
@signed_in
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    found = claim_or_404(pk)
    may.may_see_claim(who(request), found).require()
    return render(request, "grants/recovery/claim.html", context(who(request), found))


def context(person: Person, claim: RepaymentClaim) -> dict[str, Any]:
    case, inside = claim.grant.application.case, casework.is_staff_of_case(person)
    stands = selectors.standing(claim)
    return {
        "claim": claim,
        "grant": claim.grant,
        "case": case,
        "inside": inside,
        "stands": stands,
        "facts": _facts(claim, stands),
        "next": what_next(person, claim),
        "acts": acts(person, claim),
        "entries": claim.entries.select_related("by", "instalment"),
        "plan": selectors.schedule(claim) if claim.plan else [],
        "interest": selectors.runs_of_interest(claim) if claim.claimed_at else [],
        "set_offs": selectors.set_offs_of(claim),
        "waivers": claim.waivers.select_related("prepared_by", "decided_by") if inside else [],
        "may_keep": may.may_keep_claim_accounts(person, claim),
        "files": [parts.file(one) for one in casework.documents_of("grants.claim", claim.pk)]
        if inside
        else [],
        "timeline": [
            parts.moment(row)
            for row in reversed(casework.timeline(case.number, internal=inside))
            if row.thing == f"claim:{claim.pk}"
        ],
    }


def _facts(claim: RepaymentClaim, stands: selectors.Standing) -> list[Fact]:
    facts = [
        Fact(_("Ground"), claim.get_ground_display()),
        Fact(_("Recipient"), claim.grant.application.lead.name),
        Fact(_("Sum"), kroner(claim.amount_ore)),
    ]
    if claim.claimed_at is None:
        return facts
    facts += [
        Fact(_("Left"), kroner(stands.left_ore)),
        Fact(_("Interest until today"), kroner(stands.interest_left_ore)),
    ]
    if claim.state in selectors.TO_PAY:
        facts.append(Fact(_("To pay today"), kroner(stands.owed_ore)))
    if claim.due_on is not None:
        facts.append(Fact(_("Due"), day(claim.due_on)))
    return [*facts, Fact("KID", claim.kid)]


def what_next(person: Person, claim: RepaymentClaim) -> WhatNext:
    """What happens next with a claim, who must act, and by when."""
    state = states.state_of("grants.claim", claim.state)
    lead = _("The signatory of %(lead)s") % {"lead": claim.grant.application.lead}
    if claim.suspended_at is not None:
        return WhatNext(
            state, _("The claim is held back while an appeal is considered."), _("The directorate")
        )
    said = {
        "found": (_("Notice is given, or the matter is dropped."), _("The case officer"), None),
        "noticed": (_("The party can state its view."), lead, claim.statement_before),
        "stated": (_("The decision is prepared."), _("The case officer"), None),
        "prepared": (
            _("The decision is made by another than who prepared it."),
            _("The decision maker"),
            None,
        ),
        "claimed": (
            _("The money is to be paid back."),
            lead,
            selectors.standing(claim).next_due or claim.due_on,
        ),
        "collection": (_("The collection agency collects the money."), lead, None),
    }
    words, by, until = said.get(claim.state, (_("The matter is ended."), "", None))
    own = acts(person, claim)
    yours = bool(own) and claim.state in said
    return WhatNext(state, words, by, until, yours, own[0] if yours else None)


def acts(person: Person, claim: RepaymentClaim) -> list[Link]:
    """What the person can do now, what is most likely first."""
    officer, keeper = may.may_handle_claims(person, claim.grant), may.may_keep_claim_accounts(person, claim)
    by_state = {
        "found": [(officer, "give_notice"), (officer, "drop_claim")],
        "noticed": [(may.may_state(person, claim), "state_view"), (officer, "without_statement")],
        "stated": [(officer, "prepare_claim")],
        "prepared": [
            (may.may_decide_claim(person, claim), "decide_claim"),
            (may.may_decide_claim(person, claim), "send_back_claim"),
        ],
        "claimed": [
            (keeper, "record_payment"),
            (keeper, "set_off"),
            (officer, "agree_plan"),
            (may.may_propose_waiver(person, claim), "propose_waiver"),
            (officer, "resume_claim" if claim.suspended_at else "suspend_claim"),
            (keeper, "hand_over"),
        ],
        "collection": [
            (keeper, "record_payment"),
            (may.may_propose_waiver(person, claim), "propose_waiver"),
            (keeper, "take_home"),
        ],
    }
    if claim.state == "stated" and claim.stated_at is None:
        by_state["stated"].append((may.may_state(person, claim), "state_view"))
    return [
        Link(ACTS[name], reverse(f"grants:{name}", args=[claim.pk]))
        for answer, name in by_state.get(claim.state, [])
        if answer
    ]


ACTS = {
    "give_notice": gettext_lazy("Give notice"),
    "drop_claim": gettext_lazy("Drop the matter"),
    "state_view": gettext_lazy("State your view"),
    "without_statement": gettext_lazy("Go on without a statement"),
    "prepare_claim": gettext_lazy("Prepare the decision"),
    "decide_claim": gettext_lazy("Make the decision"),
    "send_back_claim": gettext_lazy("Send back"),
    "record_payment": gettext_lazy("Record a payment"),
    "set_off": gettext_lazy("Set off against a payment"),
    "agree_plan": gettext_lazy("Agree a payment plan"),
    "propose_waiver": gettext_lazy("Propose to give up the claim"),
    "suspend_claim": gettext_lazy("Hold the claim back"),
    "resume_claim": gettext_lazy("Let the claim go on"),
    "hand_over": gettext_lazy("Hand over to collection"),
    "take_home": gettext_lazy("Take back from collection"),
}
