"""Texts, guards, chores and tasks of money that comes back: claims, stops of payment, reconciliation."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import chores, guards, state, todo, verbs
from helsetek.casework.todo import Todo
from helsetek.common import clock, instants
from helsetek.common.answers import Answer, no
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State
from helsetek.grants.models import ClaimState, Difference, RepaymentClaim, Waiver
from helsetek.grants.permissions import recovery as may
from helsetek.grants.rules.machines import CLAIM
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.services import late_reports
from helsetek.grants.services.recovery import remind_of_claims

COLORS = {
    "found": "neutral",
    "noticed": "info",
    "stated": "info",
    "prepared": "info",
    "claimed": "warning",
    "collection": "danger",
    "paid": "success",
    "written_off": "neutral",
    "dropped": "neutral",
    "reversed": "neutral",
}

TEXTS = {
    "grants.breach_found": gettext_lazy("A breach of the terms was found"),
    "grants.claim_noticed": gettext_lazy("Notice was given that repayment is considered"),
    "grants.claim_dropped": gettext_lazy("The matter was dropped before anybody was told"),
    "grants.claim_stated": gettext_lazy("The party stated its view"),
    "grants.claim_without_statement": gettext_lazy("The time for a statement passed without one"),
    "grants.claim_prepared": gettext_lazy("The decision on repayment was prepared"),
    "grants.claim_sent_back": gettext_lazy("The decision on repayment was sent back"),
    "grants.claim_decided": gettext_lazy("Repayment was decided"),
    "grants.claimed_back": gettext_lazy("Unspent money was claimed back"),
    "grants.claim_plan": gettext_lazy("A payment plan was agreed"),
    "grants.claim_suspended": gettext_lazy("The claim was held back while an appeal is considered"),
    "grants.claim_resumed": gettext_lazy("The claim goes on"),
    "grants.paid_back": gettext_lazy("Money came in on the claim"),
    "grants.set_off": gettext_lazy("The claim was set off against a payment"),
    "grants.set_off_withdrawn": gettext_lazy("A set-off was withdrawn"),
    "grants.set_off_done": gettext_lazy("The payment left with the set-off taken"),
    "grants.waiver_prepared": gettext_lazy("It was proposed to give up the claim"),
    "grants.waiver_decided": gettext_lazy("The claim was given up, in whole or in part"),
    "grants.waiver_refused": gettext_lazy("The proposal to give up the claim was refused"),
    "grants.claim_handed_over": gettext_lazy("The claim was handed over to collection"),
    "grants.claim_taken_home": gettext_lazy("The claim was taken back from collection"),
    "grants.claim_reversed": gettext_lazy("The claim was lowered after an appeal"),
    "grants.reopened": gettext_lazy("The grant was opened again, for money to be paid out"),
    "grants.claim_reminded": gettext_lazy("The party was reminded of the claim"),
    "grants.payments_stopped": gettext_lazy("Payments were stopped"),
    "grants.stop_lifted": gettext_lazy("Payments can go again"),
    "grants.report_warned": gettext_lazy("A warning was sent that payments will be stopped"),
    "grants.statement_read": gettext_lazy("A statement was read"),
    "grants.difference_closed": gettext_lazy("A difference was closed"),
}
INTERNAL = {
    "grants.breach_found",
    "grants.claim_dropped",
    "grants.claim_without_statement",
    "grants.claim_prepared",
    "grants.claim_sent_back",
    "grants.waiver_prepared",
    "grants.waiver_refused",
    "grants.claim_taken_home",
    "grants.statement_read",
    "grants.difference_closed",
}
ROLES = {
    "grants.claim_noticed": Role.CASE_OFFICER,
    "grants.claim_prepared": Role.CASE_OFFICER,
    "grants.claim_plan": Role.CASE_OFFICER,
    "grants.claim_decided": Role.DECISION_MAKER,
    "grants.waiver_decided": Role.DECISION_MAKER,
    "grants.paid_back": Role.PAYMENT_PREPARER,
    "grants.set_off": Role.PAYMENT_PREPARER,
}


def connect() -> None:
    verbs.register(TEXTS, internal=INTERNAL, roles=ROLES)
    shown = {one.value: State(one.label, COLORS[one.value]) for one in ClaimState}  # type: ignore[arg-type]
    states.register("grants.claim", shown)
    state.register(CLAIM, words="grants.claim")
    guards.register("grants.claim", _may_open)
    navigation.add(gettext_lazy("Claims"), "grants:claims", order=62, show=_sees_claims)
    navigation.add(gettext_lazy("Reconciliation"), "grants:differences", order=64, show=_sees_reconciliation)
    chores.register("grants.follow_reports", late_reports.follow_reports, every=timedelta(hours=6))
    chores.register("grants.remind_of_claims", remind_of_claims, every=timedelta(hours=6))
    for source in (state_views, handle_claims, decide_claims, keep_accounts, close_differences):
        todo.register(source)


def _may_open(person: Person, page_id: int) -> Answer:
    """Files of a claim (what goes to collection) are for the directorate."""
    claim = RepaymentClaim.objects.filter(pk=page_id).select_related("grant__application__case").first()
    if claim is None:
        return no(_("There is no such claim."))
    return may.may_see_reconciliation(person)


def _sees_claims(request: HttpRequest) -> bool:
    person = request.user
    if not isinstance(person, Person):
        return False
    if may.may_see_reconciliation(person) or accounts.holds_anywhere(person, Role.DECISION_MAKER):
        return True
    # The parties get the page when there is something on it.
    return selectors.has_claims(person)


def _sees_reconciliation(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(may.may_read_statements(request.user))


def _todo(claim: RepaymentClaim, text: str, kind: str, due_at: object = None) -> Todo:
    case = claim.grant.application.case
    return Todo(
        text % {"title": case.title},
        reverse("grants:claim", args=[claim.pk]),
        due_at,  # type: ignore[arg-type]
        case.number,
        kind,
    )


def state_views(person: Person) -> list[Todo]:
    """For signatories: notices that wait for a statement, and claims that are to be paid."""
    leads = accounts.organisations_where(person, Role.SIGNATORY)
    if not leads:
        return []
    own = selectors.claims().filter(grant__application__lead_id__in=leads)
    found = [
        _todo(
            claim, _("State your view on repayment: %(title)s"), "grants.state_view", claim.statement_before
        )
        for claim in own.filter(state="noticed")
    ]
    to_pay = own.filter(state="claimed", suspended_at__isnull=True)
    return found + [
        _todo(claim, _("Pay back: %(title)s"), "grants.pay_back", instants.end_of(claim.due_on))
        for claim in to_pay
        if claim.due_on is not None
    ]


def handle_claims(person: Person) -> list[Todo]:
    """For the case officer of the case: breaches to look at, statements to consider, times that have passed."""
    if not accounts.holds_anywhere(person, Role.CASE_OFFICER):
        return []
    own = selectors.claims().filter(grant__application__case__officer=person)
    words = {
        "found": _("Consider a breach of the terms: %(title)s"),
        "stated": _("Prepare the decision on repayment: %(title)s"),
    }
    found = [_todo(claim, words[claim.state], "grants.claim") for claim in own.filter(state__in=words)]
    late = own.filter(state="noticed", statement_before__lte=clock.now())
    return found + [
        _todo(claim, _("No statement has come: %(title)s"), "grants.claim", claim.statement_before)
        for claim in late
    ]


def decide_claims(person: Person) -> list[Todo]:
    """For decision makers: claims and proposals to give up claims that wait."""
    if not accounts.holds_anywhere(person, Role.DECISION_MAKER):
        return []
    prepared = selectors.claims().filter(state="prepared").exclude(prepared_by=person)
    found = [_todo(claim, _("Decide on repayment: %(title)s"), "grants.decide_claim") for claim in prepared]
    waiting = Waiver.objects.filter(decided_at__isnull=True).exclude(prepared_by=person)
    return found + [
        _todo(one.claim, _("Decide whether to give up the claim: %(title)s"), "grants.decide_waiver")
        for one in waiting.select_related("claim__grant__application__case")
    ]


def keep_accounts(person: Person) -> list[Todo]:
    """For payment preparers: claims that are due and not paid, in one line each."""
    if not accounts.holds_anywhere(person, Role.PAYMENT_PREPARER):
        return []
    due = selectors.claims().filter(state="claimed", due_on__lt=clock.today(), suspended_at__isnull=True)
    return [
        _todo(
            claim, _("The repayment is overdue: %(title)s"), "grants.repayment", instants.end_of(claim.due_on)
        )
        for claim in due
        if claim.due_on is not None
    ]


def close_differences(person: Person) -> list[Todo]:
    """For controllers and attesters: how many differences are open, in one line."""
    if not may.may_close_differences(person):
        return []
    count = Difference.objects.filter(closed_at__isnull=True).count()
    text = _("Look at differences in the reconciliation (%(count)s)") % {"count": count}
    return [Todo(text, reverse("grants:differences"), None, "", "grants.reconcile")] if count else []
