"""Who may write, sign and judge reports, and close a grant."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.casework import selectors as cases
from helsetek.common.answers import Answer, no, yes
from helsetek.grants.models import Grant, ReportVersion

READERS = (
    Role.CASE_OFFICER, Role.DECISION_MAKER, Role.SCHEME_MANAGER, Role.CONTROLLER,
    Role.PAYMENT_PREPARER, Role.PAYMENT_ATTESTER, Role.ANALYST,
)  # fmt: skip


def may_see_grant(person: Person, grant: Grant) -> Answer:
    """The parties' people, and the directorate."""
    own = _in_a_party(person, grant, Role.WRITER, Role.SIGNATORY)
    if own:
        return own
    for role in READERS:
        if organisation := accounts.holds_anywhere(person, role):
            return yes(organisation)
    return no(_("Only the partners of the project and the directorate can see this."))


def may_write_report(person: Person, grant: Grant) -> Answer:
    own = _in_a_party(person, grant, Role.WRITER, Role.SIGNATORY)
    return own or no(_("Only people with the right to write for a partner of the project can do this."))


def may_see_accounts(person: Person, grant: Grant) -> Answer:
    """Whoever sees the grant, and the auditor of the lead, who sees the accounts and nothing else of the case."""
    if accounts.holds(person, Role.AUDITOR, grant.application.lead_id):
        return yes(grant.application.lead_id)
    return may_see_grant(person, grant)


def may_confirm_accounts(person: Person, grant: Grant) -> Answer:
    """The auditor of the lead confirms; a writer may add a confirmation that came on paper.

    Nobody audits accounts that they have written themselves: who has, is no auditor of them.
    """
    lead = grant.application.lead_id
    if is_auditor_of(person, grant):
        if ReportVersion.objects.filter(report__grant=grant, saved_by=person).exists():
            return no(_("You have written these accounts yourself. Another auditor must confirm them."))
        return yes(lead)
    if any(accounts.holds(person, role, lead) for role in (Role.WRITER, Role.SIGNATORY)):
        return yes(lead)
    return no(_("Only the auditor or a writer of %(lead)s can do this.") % {"lead": grant.application.lead})


def is_auditor_of(person: Person, grant: Grant) -> bool:
    """An auditor of the lead who does not also write or sign for it: that would be no confirmation from outside."""
    lead = grant.application.lead_id
    speaks = any(accounts.holds(person, role, lead) for role in (Role.WRITER, Role.SIGNATORY))
    return not speaks and accounts.holds(person, Role.AUDITOR, lead)


def may_hand_in_report(person: Person, grant: Grant) -> Answer:
    lead = grant.application.lead_id
    if accounts.holds(person, Role.SIGNATORY, lead):
        return yes(lead)
    return no(_("Only the signatory of %(lead)s can hand in the report.") % {"lead": grant.application.lead})


def may_judge_report(person: Person, grant: Grant) -> Answer:
    organisation = accounts.holds_anywhere(person, Role.CASE_OFFICER)
    if not organisation:
        return no(_("Only a case officer can do this."))
    hand = casework.may_have_hand(person, grant.application.case, Role.CASE_OFFICER)
    return yes(organisation) if hand else hand


def _in_a_party(person: Person, grant: Grant, *roles: Role) -> Answer:
    parties = {party.organisation_id for party in cases.parties_of(grant.application.case)}
    held = parties.intersection(accounts.organisations_where(person, *roles))
    return yes(min(held)) if held else no("")
