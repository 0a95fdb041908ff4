"""Who may begin, see, write, submit and withdraw applications, and who may look at what is sealed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.common import clock
from helsetek.common.answers import Answer, no, yes
from helsetek.cooperation.selectors import Collaboration
from helsetek.grants.models import Application, ApplicationState
from helsetek.scheme import selectors as scheme

# An auditor sees the accounts to be confirmed (``permissions.reports.may_see_accounts``), and no more of the case.
APPLICANTS = (Role.WRITER, Role.SIGNATORY)
WRITERS = (Role.WRITER, Role.SIGNATORY)
# Those in the directorate who read applications once the call has closed.
READERS = (
    Role.CASE_OFFICER,
    Role.DECISION_MAKER,
    Role.SCHEME_MANAGER,
    Role.CONTROLLER,
    Role.PAYMENT_PREPARER,
    Role.PAYMENT_ATTESTER,
)


def is_sealed(application: Application) -> bool:
    """Before the call closes the directorate sees only that an application exists; a draft it never sees."""
    return application.submitted_at is None or clock.now() < application.call.closes_at


def is_blind(application: Application) -> bool:
    """Whether who applies is withheld from those who assess, by the terms that the application is judged by."""
    return scheme.terms(application.call_version).blind


def is_hidden_from(person: Person, application: Application) -> bool:
    """Whether the person may not learn who applies: an assessor in a blind call who reads nothing in another role."""
    return (
        is_blind(application)
        and accounts.holds_anywhere(person, Role.ASSESSOR) is not None
        and not any(accounts.holds_anywhere(person, role) for role in READERS)
    )


def may_begin(person: Person, collaboration: Collaboration) -> Answer:
    """Those who write or sign for the organisation that leads: it answers for the application."""
    if _holds(person, WRITERS, collaboration.lead_id):
        return yes(collaboration.lead_id)
    return no(_("Only those who write or sign for the organisation that leads can begin an application."))


def may_see(person: Person, application: Application) -> Answer:
    """The parties' people always; the directorate when the seal is off; assessors when found impartial."""
    own = in_a_party(person, application, APPLICANTS)
    if own:
        return own
    place = next((p for role in READERS if (p := accounts.holds_anywhere(person, role))), None)
    if place is None:
        return _as_assessor(person, application)
    if application.submitted_at is None:
        return no(_("A draft can be seen by the applicants only."))
    if is_sealed(application):
        return no(_("The application is sealed until the call has closed."))
    if casework.is_disqualified(person, application.case):
        return no(_("You are disqualified in this case."))
    return yes(place)


def _as_assessor(person: Person, application: Application) -> Answer:
    if is_blind(application):
        return no(_("Who applies is withheld from those who assess. Read it from your list of assessments."))
    mine = application.assessments.filter(assessor_id=person.pk, state__in=["open", "handed_in"])
    if not is_sealed(application) and mine.exists():
        return casework.may_have_hand(person, application.case, Role.ASSESSOR)
    return no(_("Only the partners in the application and the directorate can see it."))


def may_write(person: Person, application: Application) -> Answer:
    """Writers and signatories of every partner, those not yet consented too: they fill in their own part."""
    own = in_a_party(person, application, WRITERS)
    return own or no(_("Only those who write or sign for one of the partners can change the application."))


def may_attach(person: Person, application: Application) -> Answer:
    """Who may write adds documents to the draft and takes them away; submitted, they stay as they are."""
    writes = may_write(person, application)
    if writes and application.state != ApplicationState.DRAFT:
        return no(_("The application has been submitted, so its documents cannot be changed."))
    return writes


def may_submit(person: Person, application: Application) -> Answer:
    """Submitting binds the lead towards the directorate, so its signatory does it."""
    if _holds(person, (Role.SIGNATORY,), application.lead_id):
        return yes(application.lead_id)
    return no(
        _("Only somebody with signing right in %(lead)s can do this.") % {"lead": application.lead.name}
    )


def may_open_late_door(person: Person) -> Answer:
    place = accounts.holds_anywhere(person, Role.SCHEME_MANAGER)
    return (
        yes(place) if place else no(_("Only the scheme manager can let somebody submit after the deadline."))
    )


def may_look_through_seal(person: Person, application: Application) -> Answer:
    """A system administrator, when something must be mended; never those who will handle or judge the case."""
    place = accounts.holds_anywhere(person, Role.SYSTEM_ADMINISTRATOR)
    if place is None:
        return no(_("Only a system administrator can look at what is sealed."))
    if any(accounts.holds_anywhere(person, role) for role in (*READERS, Role.ASSESSOR)):
        return no(_("You may come to handle or judge this application, so you cannot look at it now."))
    return yes(place)


def in_a_party(person: Person, application: Application, roles: tuple[Role, ...]) -> Answer:
    """The lead first, if the person holds one of the roles there; else another partner."""
    own = accounts.organisations_where(person, *roles)
    if application.lead_id in own:
        return yes(application.lead_id)
    partners = application.case.parties.filter(until__isnull=True, organisation_id__in=own)
    place = partners.order_by("id").values_list("organisation_id", flat=True).first() if own else None
    return yes(place) if place else no(_("You do not act for any of the partners."))


def _holds(person: Person, roles: tuple[Role, ...], organisation_id: int) -> bool:
    return any(accounts.holds(person, role, organisation_id) for role in roles)


def is_open_to_writing(application: Application) -> bool:
    return application.state in (ApplicationState.DRAFT, ApplicationState.MORE_INFORMATION)
