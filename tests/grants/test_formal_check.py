"""A case officer takes the case and answers the formal requirements, point by point.

The duties (docs/law.md): forvaltningsloven § 11 d, § 17.
"""

from __future__ import annotations

import pytest

from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.rules import formal
from helsetek.grants.rules.formal import Answered
from helsetek.grants.selectors import assessments as selectors
from helsetek.grants.services import review
from tests import rounds, scenes
from tests.cast import Cast, give_role
from tests.rounds import ALL_MET, at_work, not_met

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_nobody_takes_a_case_before_the_call_has_closed(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast)
    with scenes.during(application.call), pytest.raises(NotAllowed, match="sealed"):
        review.take_case(by=cast.guri, application=application)


def test_who_takes_the_case_becomes_its_officer(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    assert application.case.officer == cast.guri


@pytest.mark.parametrize("who", ["hans", "ingrid", "anne", "frode", "tor"])
def test_only_case_officers_take_cases(cast: Cast, who: str) -> None:
    application = scenes.a_submitted_application(cast)
    with at_work(application.call), pytest.raises(NotAllowed):
        review.take_case(by=getattr(cast, who), application=application)


def test_somebody_who_works_for_a_partner_cannot_take_it(cast: Cast) -> None:
    """Forvaltningsloven § 6: who is bound to a party has no hand in the case."""
    application = scenes.a_submitted_application(cast)
    give_role(cast.gunnar, cast.fauske, "writer")
    with at_work(application.call), pytest.raises(NotAllowed, match="disqualified"):
        review.take_case(by=cast.gunnar, application=application)


def test_only_the_officer_of_the_case_answers_the_points(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    with at_work(application.call), pytest.raises(NotAllowed, match="Take the case first"):
        review.save_formal_check(by=cast.gunnar, application=application, answers=ALL_MET)


def test_a_colleague_can_take_over(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    with at_work(application.call):
        review.take_case(by=cast.gunnar, application=application)
        review.find_eligible(by=cast.gunnar, application=application, answers=ALL_MET)
    assert rounds.fresh(application).state == "eligible"


def test_the_sheet_is_saved_as_far_as_it_has_come(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    answers = {"in_time": Answered(True), "budget": Answered(False, "Summen stemmer ikke.")}
    with at_work(application.call):
        review.save_formal_check(by=cast.guri, application=application, answers=answers)
    saved = selectors.formal_answers(application)
    assert saved["in_time"].met is True
    assert saved["budget"] == Answered(False, "Summen stemmer ikke.")
    assert saved["consent"].met is None


def test_every_point_must_be_met_before_it_is_taken_on(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    with at_work(application.call), pytest.raises(RuleBroken):
        review.find_eligible(by=cast.guri, application=application, answers=not_met("consent"))
    assert rounds.fresh(application).state == "submitted"


def test_an_open_point_is_not_a_met_point() -> None:
    answers = {code: Answered(True) for code in formal.CODES if code != "complete"}
    assert not formal.all_met(answers)
    assert formal.unanswered(answers) == ["complete"]


def test_dismissal_is_proposed_with_a_reason(cast: Cast) -> None:
    application = rounds.an_inadmissible_application(cast)
    assert application.state == "inadmissible"
    last = events.of_case(application.case.number)[-1]
    assert (last.verb, last.reasons) == ("grants.found_inadmissible", "Søknaden kom etter fristen.")


@pytest.mark.parametrize("reason", ["", "   ", "x" * 4001])
def test_a_dismissal_without_a_reason_or_with_a_treatise_is_refused(cast: Cast, reason: str) -> None:
    """The same meaning as IFS's «reason over 400 words refused»."""
    application = rounds.a_taken_application(cast)
    with at_work(application.call), pytest.raises(RuleBroken) as refusal:
        review.find_inadmissible(
            by=cast.guri, application=application, reason=reason, answers=not_met("in_time")
        )
    assert "reason" in refusal.value.fields


def test_an_application_that_meets_everything_cannot_be_dismissed(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    with at_work(application.call), pytest.raises(RuleBroken):
        review.find_inadmissible(by=cast.guri, application=application, reason="Nei.", answers=ALL_MET)


def test_a_draft_cannot_be_found_inadmissible(cast: Cast) -> None:
    """IFS: «A non submitted application cannot be marked as ineligible»."""
    draft = scenes.a_draft(cast)
    with at_work(draft.call), pytest.raises((NotAllowed, WrongState)):
        review.find_inadmissible(by=cast.guri, application=draft, reason="Nei.", answers=not_met("in_time"))


def test_a_mistaken_finding_is_taken_back_with_a_reason(cast: Cast) -> None:
    application = rounds.an_inadmissible_application(cast)
    with at_work(application.call):
        review.reinstate(by=cast.guri, application=application, reason="Døren var åpnet for dem.")
    assert rounds.fresh(application).state == "submitted"


def test_the_finding_cannot_be_taken_back_by_others(cast: Cast) -> None:
    """IFS: «Innovation Lead is not able to reinstate an application»."""
    application = rounds.an_inadmissible_application(cast)
    for person in (cast.frode, cast.hans, cast.ingrid, cast.bjorn):
        with at_work(application.call), pytest.raises(NotAllowed):
            review.reinstate(by=person, application=application, reason="Jeg vil.")


def test_nor_when_it_is_decided(cast: Cast) -> None:
    """IFS: «… not allowed to reinstate an application once assessment is closed»."""
    from helsetek.grants.services import decisions

    application = rounds.an_inadmissible_application(cast)
    allotment = rounds.first_allotment(application.call)
    with clock.at(application.call.closes_at):
        prepared = decisions.prepare(
            by=cast.guri, allotment=allotment, application=application, amount_ore=0, reasons="For sent."
        )
        decisions.decide(by=cast.hans, decision=prepared)
        with pytest.raises(WrongState):
            review.reinstate(by=cast.guri, application=application, reason="Likevel ikke.")
