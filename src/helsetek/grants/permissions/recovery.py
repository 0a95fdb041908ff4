"""Who may claim money back, give it up, stop payments and reconcile. Always with a clean hand in the case."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.common.answers import Answer, no, yes
from helsetek.grants.models import ClaimEntry, Difference, Grant, Instalment, RepaymentClaim, Waiver

from .payments import may_see_payments
from .reports import READERS, may_see_grant


def may_see_claim(person: Person, claim: RepaymentClaim) -> Answer:
    """The directorate sees every claim; the parties from when they are told."""
    for role in READERS:
        if place := accounts.holds_anywhere(person, role):
            return yes(place)
    if claim.noticed_at is None and claim.claimed_at is None:
        return no(_("There is no such claim."))
    return may_see_grant(person, claim.grant)


def may_handle_claims(person: Person, grant: Grant) -> Answer:
    """A case officer with a clean hand: finds a breach, gives notice, prepares the decision, agrees a plan."""
    return _clean(person, grant, Role.CASE_OFFICER, _("Only a case officer can do this."))


def may_stop_payments(person: Person, grant: Grant) -> Answer:
    """A case officer, or a controller who looks into the grant."""
    officer = may_handle_claims(person, grant)
    if officer or not accounts.holds_anywhere(person, Role.CONTROLLER):
        return officer or _or_say(officer, _("Only a case officer or a controller can do this."))
    return _clean(person, grant, Role.CONTROLLER, _("Only a case officer or a controller can do this."))


def _or_say(answer: Answer, words: str) -> Answer:
    return answer if answer.reason else no(words)


def may_state(person: Person, claim: RepaymentClaim) -> Answer:
    """The party's statement is given by who binds it (forvaltningsloven § 16)."""
    lead = claim.grant.application.lead_id
    if accounts.holds(person, Role.SIGNATORY, lead):
        return yes(lead)
    words = _("Only the signatory of %(lead)s can do this.")
    return no(words % {"lead": claim.grant.application.lead})


def may_decide_claim(person: Person, claim: RepaymentClaim) -> Answer:
    """A decision maker who has had no hand in preparing it (forvaltningsloven § 6; four eyes)."""
    if person.pk in (claim.prepared_by_id, claim.found_by_id):
        return no(_("You prepared this claim yourself. Somebody else must decide it."))
    return _clean(person, claim.grant, Role.DECISION_MAKER, _("Only a decision maker can do this."))


def may_propose_waiver(person: Person, claim: RepaymentClaim) -> Answer:
    """Case officers and payment preparers prepare; they never decide."""
    for role in (Role.CASE_OFFICER, Role.PAYMENT_PREPARER):
        if accounts.holds_anywhere(person, role):
            return _clean(person, claim.grant, role, "")
    return no(_("Only a case officer or a payment preparer can do this."))


def may_decide_waiver(person: Person, waiver: Waiver) -> Answer:
    """The right person: a decision maker, never the one who prepared it or who decided the claim."""
    if person.pk == waiver.prepared_by_id:
        return no(_("You prepared this yourself. Somebody else must decide it."))
    return may_decide_claim(person, waiver.claim)


def may_keep_claim_accounts(person: Person, claim: RepaymentClaim) -> Answer:
    """Payment preparers record what comes in, set off, and hand over to collection."""
    return _clean(person, claim.grant, Role.PAYMENT_PREPARER, _("Only a payment preparer can do this."))


def may_see_reconciliation(person: Person) -> Answer:
    return may_see_payments(person)


def may_read_statements(person: Person) -> Answer:
    """Payment staff and controllers read in what the bank and the accounting system say."""
    return _holds(
        person,
        (Role.PAYMENT_PREPARER, Role.PAYMENT_ATTESTER, Role.CONTROLLER),
        _("Only payment staff and controllers can do this."),
    )


def may_close_differences(person: Person) -> Answer:
    """Whether the person closes differences at all; each asks for itself."""
    return _holds(
        person,
        (Role.CONTROLLER, Role.PAYMENT_ATTESTER),
        _("Only a controller or a payment attester can close a difference."),
    )


def may_close_difference(person: Person, difference: Difference) -> Answer:
    """Never the one who prepared the payment or recorded it (four eyes)."""
    answer = may_close_differences(person)
    if answer and person.pk == _who_made(difference.thing):
        return no(
            _("You prepared or recorded this payment yourself. Somebody else must close the difference.")
        )
    return answer


def _who_made(thing: str) -> int | None:
    kind, _colon, pk = thing.partition(":")
    if kind == "instalment":
        return Instalment.objects.filter(pk=int(pk)).values_list("prepared_by_id", flat=True).first()
    if kind == "entry":
        return ClaimEntry.objects.filter(pk=int(pk)).values_list("by_id", flat=True).first()
    return None


def _holds(person: Person, roles: tuple[Role, ...], reason: str) -> Answer:
    for role in roles:
        if place := accounts.holds_anywhere(person, role):
            return yes(place)
    return no(reason)


def _clean(person: Person, grant: Grant, role: Role, reason: str) -> Answer:
    place = accounts.holds_anywhere(person, role)
    if place is None:
        return no(reason)
    hand = casework.may_have_hand(person, grant.application.case, role)
    return yes(place) if hand else hand
