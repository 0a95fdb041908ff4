"""Applications and assessments: from the draft to the decision that is told, each step raced."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.accounts.models import Person
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.common.money import kroner
from helsetek.grants.models import Application, Assessment, Decision
from helsetek.grants.services import (
    assessment,
    decisions,
    information,
    notifying,
    proposing,
    recommendation,
    review,
    submission,
)
from helsetek.scheme.selectors import Call
from tests import rounds, scenes
from tests.cast import Cast, gather, give_role
from tests.rounds import ALL_MET, at_work, fresh

from .declared import require_all_of
from .racing import Course

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NEW_WORDS = "a recommendation written again takes the place of the one before, which stays readable"


def test_every_step_of_a_round(course: Course) -> None:
    cast = gather()
    call = scenes.an_open_call(cast)
    first, second, third = [
        _draft(cast, call, *places)
        for places in (("bodo", "fauske"), ("fauske", "saltdal"), ("saltdal", "bodo"))
    ]
    with scenes.during(call):
        for application, signatory in ((first, cast.bjorn), (second, cast.david), (third, cast.eli)):
            course.race(submission.submit, by=signatory, application=application)
        course.race(submission.take_back, by=cast.bjorn, application=first)
        submission.submit(by=cast.bjorn, application=first)
    _until_eligible(course, cast, fresh(first))
    _assessed_by_two(course, cast, fresh(first))
    _decided(course, cast, fresh(first))
    _dismissed(course, cast, fresh(second))
    with at_work(call):
        course.race(submission.withdraw, by=cast.eli, application=third, reason="Vi trekker oss.")
        course.race(notifying.notify_round, by=cast.guri, allotment=rounds.first_allotment(call))
    _more_later(course, cast, fresh(first))
    course.end()
    require_all_of(__name__, course.raced)


def _draft(cast: Cast, call: Call, lead: str, member: str) -> Application:
    rounds.ensure_people(cast, lead)
    with scenes.during(call):
        together = scenes.a_collaboration(cast, lead=lead, members=(member,), name=f"Sammen i {lead}")
    return scenes.a_complete_draft(cast, call=call, collaboration=together)


def _until_eligible(course: Course, cast: Cast, application: Application) -> None:
    it = {"by": cast.guri, "application": application}
    asked = {"sections": ["budget"], "text": "Fortell mer."}
    with at_work(application.call, days=1):
        review.take_case(by=cast.guri, application=application)
        until = clock.now() + timedelta(days=3)
        course.race(review.ask_for_information, **it, **asked, due_at=until)
        course.race(information.give_information, by=cast.bjorn, application=application)
        review.ask_for_information(**it, **asked, due_at=until)
    with at_work(application.call, days=6):
        course.race(review.go_on_without_answer, **it)
        no = {"reason": "For sent.", "answers": rounds.not_met("in_time")}
        yes = {"answers": ALL_MET}
        course.race(review.find_inadmissible, **it, **no, against=(review.find_eligible, it | yes))
        course.race(review.reinstate, **it, reason="Den kom i tide.")
        course.race(review.find_eligible, **it, **yes, against=(review.find_inadmissible, it | no))


def _assessed_by_two(course: Course, cast: Cast, application: Application) -> None:
    """Ingrid doubts and is cleared; Jonas has a new job, and Vilde takes over; she turns out to sit on a board."""
    with at_work(application.call, days=6):
        both = [cast.ingrid, cast.jonas]
        one, other = course.race(assessment.assign, by=cast.guri, application=application, assessors=both)
        doubt = {"conflict": True, "in_doubt": True, "ground": "Tanten min bor der."}
        course.race(assessment.declare, by=cast.ingrid, assessment=one, **doubt)
        said = application.case.declarations.get(in_doubt=True)
        cleared = {"disqualified": False, "reason": "Det er for fjernt."}
        course.race(casework.rule_on_impartiality, by=cast.frode, declaration=said, **cleared)
        for each in (one, other):
            course.race(assessment.declare, by=each.assessor, assessment=each, conflict=False)
        course.race(assessment.declare, by=cast.jonas, assessment=other, conflict=True, ground="Ny jobb der.")
        _scored(course, application, one)
        third = _substitute(course, cast, other, cast.vilde)
        _scored(course, application, third)
        _recommend(course, cast, application)
        tie = {"person": cast.vilde, "case": application.case, "reason": "Hun sitter i styret."}
        course.race(casework.find_disqualified, by=cast.frode, **tie)
        last = _substitute(course, cast, Assessment.objects.get(pk=third.pk), _a_fourth(cast))
        _scored(course, application, last)
        _recommend(course, cast, application)


def _a_fourth(cast: Cast) -> Person:
    found = Person.objects.create(issuer="test", subject="ola", name="Ola", email="ola@example.org")
    give_role(found, cast.assessors, "assessor")
    return found


def _substitute(course: Course, cast: Cast, given: Assessment, who: Person) -> Assessment:
    made = course.race(assessment.name_substitute, by=cast.guri, assessment=given, substitute=who)
    return assessment.declare(by=who, assessment=made, conflict=False)


def _scored(course: Course, application: Application, given: Assessment) -> None:
    draft = {"scores": rounds.scores(application, 4), "comment": "", "revision": 0}
    course.race(assessment.save_scores, by=given.assessor, assessment=given, **draft)
    course.race(assessment.hand_in, by=given.assessor, assessment=given)


def _recommend(course: Course, cast: Cast, application: Application) -> None:
    words = {"amount_ore": kroner(500_000), "reasons": "Godt prosjekt."}
    course.race(recommendation.recommend, by=cast.guri, application=application, **words, both=NEW_WORDS)


def _decided(course: Course, cast: Cast, application: Application) -> None:
    for again in (True, False):
        made = rounds.a_prepared_decision(cast, application)
        with at_work(application.call):
            back = (decisions.send_back, {"by": cast.hans, "decision": made, "reason": "Begrunn mer."})
            course.race(decisions.decide, by=cast.hans, decision=made, against=back)
            if again:
                course.race(decisions.reopen, by=cast.hans, decision=made, reason="Ny opplysning.")


def _dismissed(course: Course, cast: Cast, application: Application) -> None:
    application = rounds.an_inadmissible_application(cast, application=application)
    allotment = rounds.first_allotment(application.call)
    about = {"allotment": allotment, "application": application, "amount_ore": 0, "reasons": "For sent."}
    with at_work(application.call):
        for again in (True, False):
            made: Decision = decisions.prepare(by=cast.guri, **about)
            course.race(decisions.decide, by=cast.hans, decision=made)
            if again:
                course.race(decisions.reopen, by=cast.hans, decision=made, reason="Ny opplysning.")


def _more_later(course: Course, cast: Cast, application: Application) -> None:
    """Money of a second allotment: decided, reopened, decided again and told."""
    first = rounds.first_allotment(application.call)
    second = rounds.a_second_allotment(cast, first, 300_000)
    with at_work(application.call, days=101):
        proposing.propose(by=cast.guri, allotment=second)
        about = {
            "allotment": second,
            "application": application,
            "amount_ore": kroner(100_000),
            "reasons": "Mer.",
        }
        for again in (True, False):
            made = decisions.prepare(by=cast.guri, **about)
            course.race(decisions.decide, by=cast.hans, decision=made)
            if again:
                course.race(decisions.reopen, by=cast.hans, decision=made, reason="Feil beløp.")
        course.race(notifying.notify_round, by=cast.guri, allotment=second)
