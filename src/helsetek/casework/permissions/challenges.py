"""Who may receive a letter, challenge a decision, prepare the answer, and decide it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import appealing, guards
from helsetek.casework.models import Appeal, Case, Forewarning, Letter, Ruling
from helsetek.casework.rules.appeals import ANSWERS, Kind
from helsetek.common.answers import Answer, no, yes

from .cases import is_disqualified, may_have_hand

__all__ = [
    "INSIDE_READERS",
    "may_appeal",
    "may_ask",
    "may_edit_texts",
    "may_prepare_answer",
    "may_read_challenges",
    "may_read_texts",
    "may_record_receipt",
    "may_rule",
    "may_see_appeal",
    "may_see_inside",
    "may_see_ruling",
    "may_sign_appeal",
    "may_state_on",
    "may_write_appeal",
    "receives_for",
]

INSIDE_READERS = (Role.CASE_OFFICER, Role.DECISION_MAKER, Role.SCHEME_MANAGER, Role.CONTROLLER)
_SPEAK_FOR_PARTIES = (Role.WRITER, Role.SIGNATORY)


def receives_for(person: Person, case: Case) -> list[int]:
    """The parties that a letter reaches when this person opens it: those the person writes or signs for."""
    own = accounts.organisations_where(person, *_SPEAK_FOR_PARTIES)
    if not own:
        return []
    parties = case.parties.filter(until__isnull=True, organisation_id__in=own)
    return list(parties.order_by("role", "id").values_list("organisation_id", flat=True))


def may_record_receipt(person: Person, letter: Letter) -> Answer:
    """The directorate records when a letter came that was not opened here."""
    return may_prepare_answer(person, letter.case)


def may_ask(person: Person, case: Case) -> Answer:
    """A party asks for access, reasons, more time or suspension through those who write or sign for it."""
    places = appealing.writes_for(person, case) or appealing.signs_for(person, case)
    return yes(places[0]) if places else no(_("Only those who write or sign for a party can ask for this."))


def may_appeal(person: Person, case: Case) -> Answer:
    """Begin an appeal: those who write or sign for a party (the signatory sends it)."""
    places = appealing.signs_for(person, case) or appealing.writes_for(person, case)
    return yes(places[0]) if places else no(_("Only those who write or sign for a party can appeal."))


def may_write_appeal(person: Person, appeal: Appeal) -> Answer:
    own = {*appealing.writes_for(person, appeal.case), *appealing.signs_for(person, appeal.case)}
    if appeal.organisation_id in own:
        return yes(appeal.organisation_id)
    return no(_("Only those who write or sign for the party that appeals can change the appeal."))


def may_sign_appeal(person: Person, appeal: Appeal) -> Answer:
    """Forvaltningsloven § 32 letter b: the appeal is signed by the party, so its signatory sends it."""
    if appeal.organisation_id in appealing.signs_for(person, appeal.case):
        return yes(appeal.organisation_id)
    return no(_("Only somebody with signing right for the party can do this."))


def may_state_on(person: Person, notice: Forewarning) -> Answer:
    """The statement is given by who binds the party (forvaltningsloven § 16)."""
    if notice.organisation_id in appealing.signs_for(person, notice.case):
        return yes(notice.organisation_id)
    return no(_("Only somebody with signing right for the party can do this."))


def may_see_appeal(person: Person, appeal: Appeal) -> Answer:
    """A draft is its writers' own; a sent appeal is seen by those who see the case."""
    if appeal.state == "draft":
        return may_write_appeal(person, appeal)
    return guards.may_see_case(person, appeal.case)


def may_read_challenges(person: Person) -> Answer:
    """The lists of appeals, requests and rulings: those who handle, decide, manage and control."""
    places = accounts.organisations_where(person, *INSIDE_READERS)
    if places:
        return yes(places[0])
    return no(_("Only those who handle and decide cases in the directorate can see this."))


def may_see_inside(person: Person, case: Case) -> Answer:
    """How an appeal or a request is handled, before it is told."""
    reads = may_read_challenges(person)
    if not reads:
        return reads
    if is_disqualified(person, case):
        return no(_("You are disqualified in this case, so you cannot see how it is handled."))
    seen = guards.may_see_case(person, case)
    return reads if seen else seen


def may_see_ruling(person: Person, ruling: Ruling) -> Answer:
    return may_see_inside(person, ruling.case)


def may_prepare_answer(person: Person, case: Case) -> Answer:
    """A case officer without a conflict, who has not decided in the case, prepares appeals and answers."""
    place = accounts.holds_anywhere(person, Role.CASE_OFFICER)
    if place is None:
        return no(_("Only a case officer can do this."))
    hand = may_have_hand(person, case, Role.CASE_OFFICER)
    return yes(place) if hand else hand


def may_rule(person: Person, ruling: Ruling) -> Answer:
    """Another than who prepared the ruling or corrected its letter, with no conflict (four eyes).

    Appeals, suspension, reversal and new decisions are for a decision maker who has had no hand in preparing the case;
    whoever made the decision that is appealed leaves it to another decision maker, if there is one (§ 33 gives the
    appeal to the same body, not to the same person). Other answers may be approved by another case officer too.
    """
    if person.pk in (ruling.prepared_by_id, ruling.corrected_by_id):
        return no(_("You have prepared or corrected this yourself. Somebody else must decide it."))
    if Kind(ruling.kind) in ANSWERS:
        return _may_approve_answer(person, ruling.case)
    place = accounts.holds_anywhere(person, Role.DECISION_MAKER)
    if place is None:
        return no(_("Only a decision maker can do this."))
    hand = may_have_hand(person, ruling.case, Role.DECISION_MAKER)
    if not hand:
        return hand
    if _made_what_is_challenged(person, ruling) and _there_is_another(person, ruling.case):
        return no(_("You made the decision that is challenged. Leave this to another decision maker."))
    return yes(place)


def _may_approve_answer(person: Person, case: Case) -> Answer:
    places = accounts.organisations_where(person, Role.CASE_OFFICER, Role.DECISION_MAKER)
    if not places:
        return no(_("Only a case officer or a decision maker can do this."))
    if is_disqualified(person, case):
        return no(_("You are disqualified in this case, so somebody else must act."))
    return yes(places[0])


def _made_what_is_challenged(person: Person, ruling: Ruling) -> bool:
    room = appealing.room_of(ruling.case)
    decisions = room.decisions(ruling.case) if room else []
    return any(
        person.pk in one.hands
        for one in decisions
        if (one.kind, one.pk) == (ruling.subject, ruling.subject_id)
    )


def _there_is_another(person: Person, case: Case) -> bool:
    others = accounts.people_with(Role.DECISION_MAKER).exclude(pk=person.pk)
    return any(may_have_hand(other, case, Role.DECISION_MAKER) for other in others)


def may_read_texts(person: Person) -> Answer:
    return may_read_challenges(person)


def may_edit_texts(person: Person) -> Answer:
    place = accounts.holds_anywhere(person, Role.SCHEME_MANAGER)
    return yes(place) if place else no(_("Only the scheme manager can change the texts of letters."))
