"""Who may check, assess and recommend, and who may see what of it.

Forvaltningsloven § 6 (who is disqualified), § 8 (the conflict is declared and settled before anything is done),
§ 9 (a substitute acts instead) and § 10 (the same holds for all who work for the body, so for assessors too).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as casework
from helsetek.common.answers import Answer, no, yes
from helsetek.grants.models import Application, Assessment

from .applications import is_sealed

# Those of the directorate who read how an application is handled: scores, recommendation, proposal.
INSIDE = (
    Role.CASE_OFFICER,
    Role.DECISION_MAKER,
    Role.SCHEME_MANAGER,
    Role.CONTROLLER,
)
LIVE = ("assigned", "open", "handed_in")


def holds_one_of(person: Person, roles: Iterable[Role]) -> int | None:
    """The id of the organisation in which the person holds one of the roles today; None without one."""
    places = (accounts.holds_anywhere(person, role) for role in roles)
    return next((place for place in places if place is not None), None)


def unsealed(application: Application) -> Answer:
    """Nobody in the directorate reads an application before its call has closed, or one that is not submitted."""
    if is_sealed(application):
        return no(_("The application is sealed until the call has closed."))
    return yes()


def may_read_cases(person: Person) -> Answer:
    """The list of cases and of rounds."""
    place = holds_one_of(person, INSIDE)
    if place is None:
        return no(_("Only those who handle and decide cases in the directorate can see this."))
    return yes(place)


def may_take(person: Person, application: Application) -> Answer:
    """A case officer with no conflict takes a case, also over from somebody else."""
    return _case_officer(person, application)


def may_handle(person: Person, application: Application) -> Answer:
    """What only the officer of the case does: the formal check, requests, assessors, the recommendation."""
    answer = _case_officer(person, application)
    if answer and application.case.officer_id != person.pk:
        return no(_("Only the case officer who has taken the case can do this. Take the case first."))
    return answer


def may_see_handling(person: Person, application: Application) -> Answer:
    """The inside of a case: those of the directorate who read cases, and are not disqualified in this one."""
    place = holds_one_of(person, INSIDE)
    if place is None:
        return no(_("Only those who handle and decide cases in the directorate can see this."))
    sealed = unsealed(application)
    if not sealed:
        return sealed
    if casework.is_disqualified(person, application.case):
        return no(_("You are disqualified in this case, so you cannot see how it is handled."))
    return yes(place)


def may_assess(person: Person, application: Application) -> Answer:
    """May the person be asked to assess? Impartiality is declared afterwards, by the person."""
    if accounts.holds_anywhere(person, Role.ASSESSOR) is None:
        return no(_("%(name)s is not an assessor.") % {"name": person.name})
    if casework.is_disqualified(person, application.case):
        return no(_("%(name)s is disqualified in this case.") % {"name": person.name})
    if casework.excluding_role_used(person, application.case, Role.ASSESSOR) is not None:
        return no(_("%(name)s has already acted in another role in this case.") % {"name": person.name})
    return yes()


def may_declare(person: Person, assessment: Assessment) -> Answer:
    if assessment.assessor_id != person.pk:
        return no(_("This assessment is somebody else's."))
    place = accounts.holds_anywhere(person, Role.ASSESSOR)
    return yes(place) if place else no(_("You are no longer an assessor."))


def may_read_as_assessor(person: Person, assessment: Assessment) -> Answer:
    """An assessor reads the application only after declaring impartiality, and not when replaced or blocked."""
    own = may_declare(person, assessment)
    if not own:
        return own
    if assessment.state == "assigned":
        return no(_("Declare first whether you are impartial. Then you will see the application."))
    if assessment.state not in LIVE:
        return no(_("You are no longer an assessor of this application."))
    hand = casework.may_have_hand(person, assessment.application.case, Role.ASSESSOR)
    return own if hand else hand


def may_score(person: Person, assessment: Assessment) -> Answer:
    return may_read_as_assessor(person, assessment)


def may_read_scores(person: Person, assessment: Assessment) -> Answer:
    """Scores are read by who gave them; by the officer when handed in; by the other assessor when both are in."""
    if assessment.assessor_id == person.pk:
        return may_read_as_assessor(person, assessment)
    if assessment.state != "handed_in":
        return no(_("The scores can be read when the assessment has been handed in."))
    if may_see_handling(person, assessment.application):
        return yes()
    return _fellow_assessor(person, assessment)


def _fellow_assessor(person: Person, assessment: Assessment) -> Answer:
    own = assessment.application.assessments.filter(assessor=person, state="handed_in").first()
    if own is None:
        return no(_("You can read the other assessor's scores when both of you have handed in."))
    return may_read_as_assessor(person, own)


def assesses(person: Person, application: Application) -> Answer:
    """Whether the person is an assessor of the application who has declared impartiality."""
    for assessment in application.assessments.filter(assessor=person, state__in=LIVE):
        return may_read_as_assessor(person, assessment)
    return no(_("You are not an assessor of this application."))


def _case_officer(person: Person, application: Application) -> Answer:
    place = accounts.holds_anywhere(person, Role.CASE_OFFICER)
    if place is None:
        return no(_("Only a case officer can do this."))
    sealed = unsealed(application)
    if not sealed:
        return sealed
    hand = casework.may_have_hand(person, application.case, Role.CASE_OFFICER)
    return yes(place) if hand else hand
