"""Who may draft, ask for, consent to, prepare and decide amendments of a grant."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.casework import selectors as cases
from helsetek.common.answers import Answer, no, yes
from helsetek.grants.models import Amendment, AmendmentConsent, Grant
from helsetek.grants.rules.amendments import KINDS, KindCode, Route, Side

from .reports import may_see_grant

WRITERS = (Role.WRITER, Role.SIGNATORY)


def may_see_amendment(person: Person, amendment: Amendment) -> Answer:
    """Who sees the grant sees what is asked for; a draft only those who write it. Who is asked to consent sees it too."""
    if amendment.state == "draft":
        drafts = may_write(person, amendment)
        return drafts or no(_("This is a draft. It can be read when it has been sent."))
    asked = _asked_to_consent(person, amendment)
    return asked or may_see_grant(person, amendment.grant)


def _asked_to_consent(person: Person, amendment: Amendment) -> Answer:
    places = set(amendment.consents.values_list("organisation_id", flat=True))
    held = places.intersection(accounts.organisations_where(person, *WRITERS)) if places else set()
    return yes(min(held)) if held else no("")


def may_raise(person: Person, grant: Grant, kind: KindCode, side: Side) -> Answer:
    """Begin an amendment of a kind, for the municipality or for the directorate."""
    if side not in KINDS[kind].sides:
        return no(_("Amendments of this kind are asked for by the municipality."))
    if side is Side.DIRECTORATE:
        return _officer(person, grant)
    return _for_the_project(person, grant)


def may_write(person: Person, amendment: Amendment) -> Answer:
    """Write on a draft: the side that began it."""
    return may_raise(person, amendment.grant, KindCode(amendment.kind), Side(amendment.side))


def may_ask(person: Person, amendment: Amendment) -> Answer:
    """Send a draft: it binds the project, so the lead's signatory does it; the case officer for the directorate.

    Where the lead itself has been merged away, the signatory of who stands in its place.
    """
    if amendment.side == Side.DIRECTORATE:
        return _officer(person, amendment.grant)
    lead = amendment.grant.application.lead
    heir = amendment.change.get("successor_id") if amendment.kind == KindCode.MERGED else None
    for organisation_id in (lead.pk, heir):
        if organisation_id and accounts.holds(person, Role.SIGNATORY, organisation_id):
            return yes(organisation_id)
    return no(_("Only the signatory of %(lead)s can send this.") % {"lead": lead})


def may_answer(person: Person, amendment: Amendment) -> Answer:
    """Answer what the directorate asks about, or say what the party thinks of what it warns of."""
    return _for_the_project(person, amendment.grant)


def may_consent(person: Person, consent: AmendmentConsent) -> Answer:
    """Only the organisation's own signatory speaks for it."""
    if accounts.holds(person, Role.SIGNATORY, consent.organisation_id):
        return yes(consent.organisation_id)
    return no(_("Only the signatory of %(place)s can answer.") % {"place": consent.organisation})


def may_handle(person: Person, amendment: Amendment) -> Answer:
    """Ask for information, settle what one may settle alone."""
    return _officer(person, amendment.grant)


def may_prepare(person: Person, amendment: Amendment) -> Answer:
    """A case officer; for an account a payment preparer. Never who asked."""
    if _is_whose(person, amendment):
        return no(_("You asked for this yourself. Somebody else must look at it."))
    if _route(amendment) is Route.PAYMENT:
        reason = _("Only a payment preparer can check a new account.")
        return _with_a_clean_hand(person, amendment.grant, Role.PAYMENT_PREPARER, reason)
    return _officer(person, amendment.grant)


def may_decide(person: Person, amendment: Amendment) -> Answer:
    """A decision maker who has had no hand in it; for an account a payment attester.

    Forvaltningsloven § 6, and four eyes (bestemmelser om økonomistyring i staten).
    """
    if person.pk == amendment.prepared_by_id:
        return no(_("You prepared this yourself. Somebody else must decide."))
    if _route(amendment) is Route.PAYMENT:
        if _is_whose(person, amendment):
            return no(_("You asked for this yourself. Somebody else must look at it."))
        reason = _("Only a payment attester can verify a new account.")
        return _with_a_clean_hand(person, amendment.grant, Role.PAYMENT_ATTESTER, reason)
    reason = _("Only a decision maker can do this.")
    return _with_a_clean_hand(person, amendment.grant, Role.DECISION_MAKER, reason)


def may_withdraw(person: Person, amendment: Amendment) -> Answer:
    """Who may send it may take it back; a draft also those who write it."""
    return may_write(person, amendment) if amendment.state == "draft" else may_ask(person, amendment)


def _route(amendment: Amendment) -> Route:
    return KINDS[KindCode(amendment.kind)].route


def _is_whose(person: Person, amendment: Amendment) -> bool:
    """Whether the person asked. What an officer raised for the directorate, the officer may prepare; not decide."""
    own = {amendment.created_by_id, amendment.asked_by_id}
    return amendment.side == Side.MUNICIPALITY and person.pk in own


def _for_the_project(person: Person, grant: Grant) -> Answer:
    parties = {party.organisation_id for party in cases.parties_of(grant.application.case)}
    held = parties.intersection(accounts.organisations_where(person, *WRITERS))
    lead = grant.application.lead_id
    if held:
        return yes(lead if lead in held else min(held))
    return no(_("Only those who write or sign for a partner of the project can do this."))


def _officer(person: Person, grant: Grant) -> Answer:
    return _with_a_clean_hand(person, grant, Role.CASE_OFFICER, _("Only a case officer can do this."))


def _with_a_clean_hand(person: Person, grant: Grant, role: Role, reason: str) -> Answer:
    place = accounts.holds_anywhere(person, role)
    if not place:
        return no(reason)
    hand = casework.may_have_hand(person, grant.application.case, role)
    return yes(place) if hand else hand
