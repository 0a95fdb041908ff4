"""Who decides about impartiality in doubt, and what must be done again before a case goes on."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import DECIDING_SIDE, Role
from helsetek.accounts.selectors import Person
from helsetek.casework import verbs
from helsetek.casework.models import ActToRedo, Case
from helsetek.casework.rules.impartiality import Done, Marked, done_again
from helsetek.common import events
from helsetek.common.answers import Answer, no, yes

from .cases import is_disqualified

CASE_STAFF = (Role.CASE_OFFICER, Role.SCHEME_MANAGER, Role.DECISION_MAKER)


def may_judge_impartiality(by: Person, person: Person, case: Case) -> Answer:
    """Who decides about somebody's impartiality: the superior (forvaltningsloven § 8); else a scheme manager.

    Never about oneself, and never one who is disqualified in the case.
    """
    if by.pk == person.pk:
        return no(_("Nobody decides about their own impartiality."))
    if is_disqualified(by, case):
        return no(_("You are disqualified in this case, so somebody else must act."))
    superior = accounts.superior_of(person)
    if superior is not None and not is_disqualified(superior, case):
        if superior.pk == by.pk:
            return yes(next(iter(accounts.organisations_where(by, *DECIDING_SIDE)), None))
        return no(_("%(name)s decides this, as the superior.") % {"name": superior.name})
    place = accounts.holds_anywhere(by, Role.SCHEME_MANAGER)
    return yes(place) if place else no(_("Only the superior, or a scheme manager, decides this."))


def has_had_a_hand(person: Person, case: Case) -> bool:
    """Whether the person has done anything in the case that uses a role, by the event log."""
    return any(verbs.known(verb).role is not None for verb in events.acts_of(person.pk, case.number))


def may_leave_standing(by: Person, case: Case) -> Answer:
    """Who may say that an act of somebody disqualified stands: one who has had no hand in the case."""
    places = accounts.organisations_where(by, *CASE_STAFF)
    if not places:
        return no(_("Only those who handle and decide cases can do this."))
    if is_disqualified(by, case):
        return no(_("You are disqualified in this case, so somebody else must act."))
    if has_had_a_hand(by, case):
        return no(
            _("You have had a hand in the case. Somebody who has had none must say that the act stands.")
        )
    return yes(places[0])


def open_acts(case: Case) -> list[ActToRedo]:
    """What must be done again and has not been, and that nobody has let stand. One query where nothing is marked."""
    marked = list(case.acts_to_redo.filter(left_at__isnull=True).select_related("person"))
    if not marked:
        return []
    again = replaced(case, marked)
    return [act for act in marked if act.event_id not in again]


def replaced(case: Case, marked: Iterable[ActToRedo]) -> dict[int, int]:
    """Which of the marked acts have been done again: the number of the event → the number of the new one."""
    log = [Done(event.id, event.verb, event.person_id) for event in events.of_case(case.number)]
    marks = [Marked(act.event_id, act.verb, act.person_id, act.after) for act in marked]
    return done_again(marks, log, frozenset(disqualified_people(case)))


def disqualified_people(case: Case) -> set[int]:
    """Those whose last word in the case, or the superior's, is a conflict."""
    last_word = dict(case.declarations.order_by("declared_at", "id").values_list("person_id", "conflict"))
    return {person_id for person_id, conflict in last_word.items() if conflict}


def may_go_on(case: Case, *, doing: str = "") -> Answer:
    """May the case go on? Not while something that a disqualified person did waits to be done again (§ 6, § 41).

    ``doing`` is the act that is about to be done: it is the one way to have that act done again.
    """
    waiting = [act for act in open_acts(case) if act.verb != doing]
    if not waiting:
        return yes()
    words = _(
        "In case %(number)s, %(name)s was disqualified, and what was done by that person must be done again first "
        "(or be let stand, with a reason): %(acts)s."
    )
    acts = ", ".join(dict.fromkeys(str(verbs.known(act.verb).text) for act in waiting))
    return no(words % {"number": case.number, "name": waiting[0].person.name, "acts": acts})


def cases_with_open_acts(case_ids: Iterable[int]) -> list[Case]:
    """Those of the cases in which something waits to be done again. One query where nothing is marked anywhere."""
    marked = ActToRedo.objects.filter(case_id__in=list(case_ids), left_at__isnull=True)
    found = Case.objects.filter(pk__in=marked.order_by().values("case_id"))
    return [case for case in found if open_acts(case)]
