"""Who may do what with the scheme itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.accounts.visitor import Visitor
from helsetek.common.answers import Answer, no, yes

from .models import Call

# Whose work needs the ledger open: those who answer for the money, and those who watch over it.
LEDGER_ROLES = (
    Role.SCHEME_MANAGER, Role.CASE_OFFICER, Role.DECISION_MAKER, Role.PAYMENT_PREPARER, Role.PAYMENT_ATTESTER,
    Role.CONTROLLER, Role.ANALYST,
)  # fmt: skip


def may_manage_scheme(person: Person | Visitor) -> Answer:
    """Make and publish calls, open and fill envelopes."""
    return _holds_one_of(person, (Role.SCHEME_MANAGER,), _("Only the scheme manager may do this."))


def may_see_ledger(person: Person | Visitor) -> Answer:
    """See every movement of an envelope, with the cases it belongs to."""
    return _holds_one_of(
        person, LEDGER_ROLES, _("Only those who work with the scheme in the directorate may see this.")
    )


def may_see_call_draft(person: Person | Visitor) -> Answer:
    """See a call before it is published."""
    return _holds_one_of(
        person, (Role.SCHEME_MANAGER, Role.CASE_OFFICER, Role.CONTROLLER),
        _("The call has not been published."),
    )  # fmt: skip


def _holds_one_of(person: Person | Visitor, roles: tuple[Role, ...], reason: str) -> Answer:
    if not person.is_authenticated:
        return no(_("Log in to go on."))
    for role in roles:
        organisation_id = accounts.holds_anywhere(person, role)
        if organisation_id is not None:
            return yes(organisation_id)
    return no(reason)


def may_see_call(person: Person | Visitor, call: Call) -> Answer:
    """Everybody sees a published call; before that, those who make it ready."""
    return yes() if call.published_at is not None else may_see_call_draft(person)
