"""Who may do what with products, applications, approvals and surveillance."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.common import events
from helsetek.common.answers import Answer, no, yes
from helsetek.registry import selectors as registry

from .models import Application, Approval, Product, Surveillance

PAGE = "approval.application"  # the kind of page that an application's documents belong to
CASE = "approval.application"
SURVEILLANCE_CASE = "approval.surveillance"
INSIDE = (Role.CASE_OFFICER, Role.DECISION_MAKER, Role.SCHEME_MANAGER, Role.CONTROLLER)
# Acts by which somebody tests. Who has done one of them in a case does not review it.
TEST_VERBS = frozenset({"approval.results_found", "approval.testing_finished"})


def is_inside(person: Person) -> int | None:
    """The directorate's id for those there who read every application; None for others."""
    places = accounts.organisations_where(person, *INSIDE)
    return places[0] if places else None


def vendor_of(person: Person) -> list[int]:
    """The vendors that the person speaks for (not laboratories)."""
    ids = accounts.organisations_where(person, Role.VENDOR)
    return [
        one.pk for one in registry.organisations(ids).values() if one.kind == registry.OrganisationKind.VENDOR
    ]


def may_sell(person: Person, vendor_id: int | None = None) -> Answer:
    """Keep products and applications of a vendor (of some vendor)."""
    own = vendor_of(person)
    if vendor_id is None:
        return yes(own[0]) if own else no(_("Only those who speak for a vendor can do this."))
    return yes(vendor_id) if vendor_id in own else no(_("Only those who speak for the vendor can do this."))


def may_change_product(person: Person, product: Product) -> Answer:
    return may_sell(person, product.vendor_id)


def _vendor_id(application: Application) -> int:
    return application.configuration.product.vendor_id


def may_see(person: Person, application: Application) -> Answer:
    """The vendor, the laboratory that tests, and those who handle approvals. A draft is the vendor's own."""
    if _vendor_id(application) in vendor_of(person):
        return yes(_vendor_id(application))
    is_sent, place = application.state != "draft", is_inside(person)
    if place is not None and is_sent:
        return yes(place)
    if (
        is_sent
        and application.laboratory_id
        and accounts.holds(person, Role.VENDOR, application.laboratory_id)
    ):
        return yes(application.laboratory_id)
    return no(_("Only the vendor and those who handle the application can see it."))


def may_write(person: Person, application: Application) -> Answer:
    """Fill in and change what the vendor hands in: as a draft, and when more has been asked for."""
    right = may_sell(person, _vendor_id(application))
    if right and application.state not in {"draft", "more_information"}:
        return no(_("The application is sent and cannot be changed now."))
    return right


def _officer(person: Person, application: Application) -> Answer:
    place = accounts.holds_anywhere(person, Role.CASE_OFFICER)
    if place is None:
        return no(_("Only a case officer can do this."))
    hand = casework.may_have_hand(person, application.case, Role.CASE_OFFICER)
    return yes(place) if hand else hand


def may_handle(person: Person, application: Application) -> Answer:
    """Control documents, ask for more: a case officer with nothing against it in the case."""
    return _officer(person, application)


def may_test(person: Person, application: Application) -> Answer:
    """Type c is tested by the accredited laboratory only; type b by a case officer."""
    if application.version.set.approval_type != "c":
        return _officer(person, application)
    if application.laboratory_id and accounts.holds(person, Role.VENDOR, application.laboratory_id):
        if casework.belongs_to_a_party(person, application.case):
            return no(_("You are disqualified in this case, so somebody else must act."))
        return yes(application.laboratory_id)
    return no(_("Only the laboratory that is named in the case can give the results of these tests."))


def may_run(person: Person, application: Application) -> Answer:
    """Run the set's test kit: the vendor as often as wanted while the application is open, and who tests, in testing."""
    if application.state not in {"draft", "document_control", "more_information", "testing"}:
        return no(_("Test kits are run while the application is filled in or tested."))
    right = may_sell(person, _vendor_id(application))
    if right or application.state != "testing":
        return right
    return may_test(person, application)


def may_review(person: Person, application: Application) -> Answer:
    """The reviewer is not the tester: the event log tells who has tested."""
    right = _officer(person, application)
    if right and TEST_VERBS & events.acts_of(person.pk, application.case.number):
        return no(_("You have tested this product. Somebody else must review it."))
    return right


def may_decide(person: Person, application: Application) -> Answer:
    """A decision maker who has had no other hand in the case (forvaltningsloven § 6, four eyes)."""
    place = accounts.holds_anywhere(person, Role.DECISION_MAKER)
    if place is None:
        return no(_("Only a decision maker can do this."))
    hand = casework.may_have_hand(person, application.case, Role.DECISION_MAKER)
    return yes(place) if hand else hand


def may_comment(person: Person, application: Application) -> Answer:
    return may_see(person, application)


# -- Approvals and surveillance -------------------------------------------------------------------------------------


def may_say_status(person: Person, approval: Approval) -> Answer:
    """Suspend, withdraw, lift: a decision maker."""
    return may_decide(person, approval.application)


def may_withdraw(person: Person, approval: Approval) -> Answer:
    return may_sell(person, approval.application.configuration.product.vendor_id)


def may_watch(person: Person) -> Answer:
    """See surveillance: those who handle approvals."""
    place = is_inside(person)
    return yes(place) if place else no(_("Only those who watch over approvals can see this."))


def may_inspect(person: Person, case: Surveillance | None = None) -> Answer:
    """Open surveillance, write findings, approve plans, close: a case officer."""
    place = accounts.holds_anywhere(person, Role.CASE_OFFICER)
    if place is None:
        return no(_("Only a case officer can do this."))
    if case is not None and casework.is_disqualified(person, case.case):
        return no(_("You are disqualified in this case, so somebody else must act."))
    return yes(place)


def may_see_surveillance(person: Person, case: Surveillance) -> Answer:
    own = may_withdraw(person, case.approval)
    return own if own else may_watch(person)


def may_correct(person: Person, case: Surveillance) -> Answer:
    """Propose a plan and carry it out: the vendor."""
    return may_withdraw(person, case.approval)
