"""Who may do what in a case, whatever the case is about."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import DECIDING_SIDE, EXCLUSIVE_ON_A_CASE, Role, exclude_each_other
from helsetek.accounts.selectors import Person
from helsetek.casework import guards, verbs
from helsetek.casework.models import (
    Case,
    Document,
    DrawAnnouncement,
    ImpartialityDeclaration,
    Letter,
    Party,
)
from helsetek.common import clock, events
from helsetek.common.answers import Answer, no, yes

_CASE_STAFF = (Role.CASE_OFFICER, Role.SCHEME_MANAGER, Role.DECISION_MAKER)
_DECIDES = "directorate"
_SPEAK_FOR_PARTIES = (Role.WRITER, Role.SIGNATORY)


def is_disqualified(person: Person, case: Case) -> bool:
    """Whether the person may have no hand in the case (forvaltningsloven § 6).

    That is so when the newest declaration tells of a conflict, and by itself when the person holds a role in an
    organisation that is party to the case (§ 6 first paragraph, letters a and e).
    """
    return _is_blocked(person, case, newest_declaration(person, case))


def _is_blocked(person: Person, case: Case, newest: ImpartialityDeclaration | None) -> bool:
    return (newest is not None and newest.conflict) or belongs_to_a_party(person, case)


def disqualified_in(person: Person, case_ids: Iterable[int]) -> set[int]:
    """Those of the cases in which the person may have no hand. Three queries, however many cases."""
    ids, own = set(case_ids), accounts.organisations_where(person)
    declared = ImpartialityDeclaration.objects.filter(person=person, case_id__in=ids)
    newest = dict(declared.order_by("declared_at", "id").values_list("case_id", "conflict"))
    parties = Party.objects.filter(case_id__in=ids, until__isnull=True, organisation_id__in=own)
    blocked = {case_id for case_id, conflict in newest.items() if conflict}
    return blocked | set(parties.values_list("case_id", flat=True) if own else ())


def has_declared_impartial(person: Person, case: Case) -> bool:
    """Whether the person has declared, as the last word, that nothing stands in the way."""
    return _is_cleared(newest_declaration(person, case))


def _is_cleared(newest: ImpartialityDeclaration | None) -> bool:
    return newest is not None and not newest.conflict


def newest_declaration(person: Person, case: Case) -> ImpartialityDeclaration | None:
    """The person's last word in the case. A page that asks more than once reads all declarations with the case."""
    newest_first = case.declarations.all()
    return next((one for one in newest_first if one.person_id == person.pk), None)


def belongs_to_a_party(person: Person, case: Case) -> bool:
    """Whether the person holds a role with a party. The directorate decides the case, so it is none."""
    roles = accounts.roles_of(person)
    own = {held.organisation_id for held in roles if held.organisation_kind != _DECIDES}
    return bool(own) and case.parties.filter(until__isnull=True, organisation_id__in=own).exists()


def may_have_hand(person: Person, case: Case, role: Role) -> Answer:
    """May the person use this role in the case?

    Not when disqualified (forvaltningsloven §§ 6 and 10), not as an assessor before impartiality is declared, and
    not when the person has used, in this case, a role that excludes this one (four eyes): the event log tells.
    """
    newest = newest_declaration(person, case)
    if _is_blocked(person, case, newest):
        return no(_("You are disqualified in this case, so somebody else must act."))
    if role is Role.ASSESSOR and not _is_cleared(newest):
        return no(_("Declare your impartiality in this case first."))
    used = excluding_role_used(person, case, role)
    if used is not None:
        words = {"used": accounts.role_name(used).lower(), "wanted": accounts.role_name(role).lower()}
        return no(
            _("You have acted as %(used)s in this case and cannot also act as %(wanted)s. Ask somebody else.")
            % words
        )
    return yes(accounts.holds_anywhere(person, role))


def excluding_role_used(person: Person, case: Case, role: Role) -> Role | None:
    """A role that excludes this one and that the person has used in the case, by the event log; None without one."""
    rivals = {other for pair in EXCLUSIVE_ON_A_CASE for other in pair if exclude_each_other(role, other)}
    used = {verbs.known(verb).role for verb in events.acts_of(person.pk, case.number)} if rivals else set()
    return min(rivals & used, default=None)


def may_declare(person: Person) -> Answer:
    """Those who act for the state declare their impartiality (forvaltningsloven §§ 8 and 10)."""
    places = accounts.organisations_where(person, *DECIDING_SIDE)
    if places:
        return yes(places[0])
    return no(_("Only those who handle, assess or decide cases declare their impartiality."))


def may_run_case(person: Person, case: Case | None = None) -> Answer:
    """May the person hand out the work in a case (in some case): name the officer, name a substitute?"""
    places = accounts.organisations_where(person, Role.CASE_OFFICER, Role.SCHEME_MANAGER)
    if places and case is not None and is_disqualified(person, case):
        return no(_("Who is disqualified does not choose the substitute. Ask a colleague."))
    return yes(places[0]) if places else no(_("Only case officers and scheme managers can do this."))


def may_write_message(person: Person, case: Case) -> Answer:
    """Writers and signatories of a party, and those who handle the case, write to each other on it."""
    seen = guards.may_see_case(person, case)
    if not seen:
        return seen
    staff = accounts.organisations_where(person, *_CASE_STAFF)
    if staff:
        return yes(staff[0])
    own = accounts.organisations_where(person, *_SPEAK_FOR_PARTIES)
    party = case.parties.filter(until__isnull=True, organisation_id__in=own).order_by("role", "id").first()
    if party is None:
        return no(_("Only the parties and those who handle the case can write messages on it."))
    return yes(party.organisation_id)


def is_staff_of_case(person: Person) -> bool:
    """Whether the person reads the case from the inside: internal acts too."""
    return bool(accounts.organisations_where(person, *DECIDING_SIDE))


def may_open_document(person: Person, document: Document) -> Answer:
    """The right of a document is the right of the page it belongs to; or it has been given to one's party (§ 18)."""
    own = guards.may_open(person, document.page, document.page_id)
    return own if own or not _is_given_to(person, document) else yes()


def _is_given_to(person: Person, document: Document) -> bool:
    """Whether a decided answer gives the document to a party that the person writes or signs for."""
    places = accounts.organisations_where(person, *_SPEAK_FOR_PARTIES)
    if not places:
        return False
    given = document.accesses.filter(given=True, ruling__state="decided")
    return given.filter(ruling__organisation_id__in=places).exists()


def may_open_letter(person: Person, letter_id: int) -> Answer:
    """Those who may see the case open its letters; the parties once they are sent, so that nothing is told early."""
    letter = Letter.objects.select_related("case").filter(pk=letter_id).first()
    if letter is None or (letter.sent_at is None and not is_staff_of_case(person)):
        return no(_("You have no access to this."))
    return guards.may_see_case(person, letter.case)


def may_remove_document(person: Person, document: Document) -> Answer:
    """Who may change the page may take its documents away, but never the system's own (letters, receipts)."""
    if document.added_by_id is None:
        return no(_("This document was made by the system and stays in the case."))
    return guards.may_change(person, document.page, document.page_id)


def may_draw(person: Person) -> Answer:
    """Those who act for the state draw by lot; the room that draws asks for the right of its own act besides."""
    places = accounts.organisations_where(person, *DECIDING_SIDE)
    return yes(places[0]) if places else no(_("Only those who handle or control cases draw by lot."))


def may_read_draw(person: object, announcement: DrawAnnouncement) -> Answer:
    """Everybody from the instant it is public, and those who act for the state before. ``person`` may be a visitor."""
    if announcement.public_from <= clock.now():
        return yes()
    if isinstance(person, Person) and is_staff_of_case(person):
        return yes()
    return no(_("The frame and the result of this draw are published later: the page says when."))


def may_mend_notices(person: Person) -> Answer:
    place = accounts.holds_anywhere(person, Role.SYSTEM_ADMINISTRATOR)
    return yes(place) if place else no(_("Only a system administrator can do this."))
