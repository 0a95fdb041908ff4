"""What a room above would register: parties and directorate see; those who write or sign for the lead change."""

from __future__ import annotations

from helsetek.accounts import selectors as accounts
from helsetek.accounts.selectors import Person, Role
from helsetek.casework import guards
from helsetek.casework.models import Case
from helsetek.common.answers import Answer, no, yes


def register(kind: str, page: str) -> None:
    guards.register_case(kind, _sees, address=lambda case: f"/thing/{case.pk}/")
    guards.register(page, _sees_page, change=_changes_page, case_of=_case_of)


def _sees(person: Person, case: Case) -> Answer:
    places = set(accounts.organisations_where(person))
    parties = set(case.parties.values_list("organisation_id", flat=True))
    handles = bool(accounts.organisations_where(person, *HANDLE))
    return yes() if places & parties or handles else no("This case is not yours.")


HANDLE = (
    Role.SCHEME_MANAGER,
    Role.CASE_OFFICER,
    Role.DECISION_MAKER,
    Role.PAYMENT_PREPARER,
    Role.PAYMENT_ATTESTER,
    Role.CONTROLLER,
)


def _case_of(page_id: int) -> Case | None:
    return Case.objects.filter(pk=page_id).first()


def _sees_page(person: Person, page_id: int) -> Answer:
    case = _case_of(page_id)
    return _sees(person, case) if case else no("There is no such page.")


def _changes_page(person: Person, page_id: int) -> Answer:
    case = _case_of(page_id)
    own = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    lead = case.parties.filter(role="lead", organisation_id__in=own).first() if case else None
    return yes(lead.organisation_id) if lead else no("Only those who write for the lead add documents.")
