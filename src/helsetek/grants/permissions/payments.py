"""Who may accept, pay and stop a grant."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.common.answers import Answer, no, yes
from helsetek.grants.models import Grant, Instalment


def may_accept(person: Person, grant: Grant) -> Answer:
    """Only the signatory of the lead binds the collaboration (real-scheme 1.4: the confirmation form is signed)."""
    lead = grant.application.lead_id
    if accounts.holds(person, Role.SIGNATORY, lead):
        return yes(lead)
    return no(_("Only the signatory of %(lead)s can answer the offer.") % {"lead": grant.application.lead})


def may_prepare(person: Person, instalment: Instalment) -> Answer:
    return _with_a_clean_hand(
        person, instalment.grant, Role.PAYMENT_PREPARER, _("Only a payment preparer can do this.")
    )


def may_attest(person: Person, instalment: Instalment) -> Answer:
    """Somebody else than the one who prepared it (four eyes; bestemmelser om økonomistyring i staten)."""
    if instalment.prepared_by_id == person.pk:
        return no(_("You prepared this payment yourself. Somebody else must attest it."))
    return _with_a_clean_hand(
        person, instalment.grant, Role.PAYMENT_ATTESTER, _("Only a payment attester can do this.")
    )


def may_prepare_any(person: Person) -> Answer:
    """Whether the person prepares payments at all; each payment asks for itself."""
    return _in_the_directorate(person, Role.PAYMENT_PREPARER, _("Only a payment preparer can do this."))


def may_attest_any(person: Person) -> Answer:
    return _in_the_directorate(person, Role.PAYMENT_ATTESTER, _("Only a payment attester can do this."))


def may_make_files(person: Person) -> Answer:
    return _in_the_directorate(
        person, Role.PAYMENT_PREPARER, _("Only a payment preparer can make payment files.")
    )


def may_see_payments(person: Person) -> Answer:
    """The payment rooms of the directorate."""
    roles = (
        Role.PAYMENT_PREPARER,
        Role.PAYMENT_ATTESTER,
        Role.CONTROLLER,
        Role.CASE_OFFICER,
        Role.SCHEME_MANAGER,
    )
    for role in roles:
        if organisation := accounts.holds_anywhere(person, role):
            return yes(organisation)
    return no(_("The payments are seen by the directorate's payment staff, case officers and controllers."))


def _with_a_clean_hand(person: Person, grant: Grant, role: Role, reason: str) -> Answer:
    answer = _in_the_directorate(person, role, reason)
    if not answer:
        return answer
    hand = casework.may_have_hand(person, grant.application.case, role)
    return answer if hand else hand


def _in_the_directorate(person: Person, role: Role, reason: str) -> Answer:
    organisation = accounts.holds_anywhere(person, role)
    return yes(organisation) if organisation else no(reason)
