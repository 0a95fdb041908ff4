"""Who keeps the journal, answers requests for access, makes deposits and deletes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.casework.selectors import Case
from helsetek.common.answers import Answer, no, yes

from .models import Disposal

KEEPERS = (Role.CASE_OFFICER, Role.SCHEME_MANAGER)
ARCHIVISTS = (Role.CONTROLLER, Role.SYSTEM_ADMINISTRATOR)


def may_keep_journal(person: Person, case: Case | None = None) -> Answer:
    """Case officers and scheme managers, but not in a case where they are disqualified (forvaltningsloven § 6)."""
    places = accounts.organisations_where(person, *KEEPERS)
    if places and case is not None and casework.is_disqualified(person, case):
        return no(_("You are disqualified in this case, so somebody else must act."))
    if places:
        return yes(places[0])
    return no(_("Only case officers and scheme managers keep the journal and answer requests for access."))


def may_archive(person: Person) -> Answer:
    """Controllers and system administrators make deposits and propose deletion."""
    places = accounts.organisations_where(person, *ARCHIVISTS)
    return yes(places[0]) if places else no(_("Only controllers and system administrators can do this."))


def may_confirm_deletion(person: Person, disposal: Disposal) -> Answer:
    """As those who propose, but never who proposed: four eyes on what cannot be undone."""
    right = may_archive(person)
    if right and person.pk == disposal.proposed_by_id:
        return no(_("You proposed it yourself, so another must confirm it."))
    return right
