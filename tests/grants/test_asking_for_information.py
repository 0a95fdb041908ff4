"""More information is asked for on named sections, with a date; only those open, and the earlier answers stay."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.casework.models import Notice
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.models import Application, InformationRequest
from helsetek.grants.services import review
from tests import rounds, scenes
from tests.cast import Cast
from tests.rounds import at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def ask(cast: Cast, application: Application, *sections: str, days: int = 10) -> InformationRequest:
    with at_work(application.call):
        return review.ask_for_information(
            by=cast.guri,
            application=application,
            sections=sections or ("budget", "plan"),
            text="Hva koster konsulentene?",
            due_at=clock.now() + timedelta(days=days),
        )


def test_the_request_names_its_sections_and_remembers_what_stood_there(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    request = ask(cast, application)
    assert request.sections == ["plan", "budget"]
    assert set(request.before) == {"plan", "budget"}
    assert rounds.fresh(application).state == "more_information"


def test_what_stood_there_is_kept_for_good(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    request = ask(cast, application)
    for key, number in request.before.items():
        assert application.section_versions.get(key=key, number=number).kept


def test_the_lead_is_told_with_the_date(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    ask(cast, application)
    told = Notice.objects.filter(kind="grants.information_asked")
    assert {notice.person for notice in told} == {cast.anne, cast.bjorn}
    assert "Hva koster konsulentene?" in told[0].body


@pytest.mark.parametrize("sections", [("nonsense",), ("budget", "nonsense")])
def test_unknown_sections_are_refused(cast: Cast, sections: tuple[str, ...]) -> None:
    application = rounds.a_taken_application(cast)
    with pytest.raises(RuleBroken) as refusal:
        ask(cast, application, *sections)
    assert "sections" in refusal.value.fields


def test_the_applicant_must_get_time_to_answer(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    with pytest.raises(RuleBroken) as refusal:
        ask(cast, application, days=1)
    assert "due_at" in refusal.value.fields


def test_one_request_at_a_time(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    ask(cast, application)
    with pytest.raises(WrongState):
        ask(cast, application, "risk")


def test_only_the_officer_of_the_case_asks(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    with at_work(application.call), pytest.raises(NotAllowed):
        review.ask_for_information(
            by=cast.gunnar,
            application=application,
            sections=["budget"],
            text="?",
            due_at=clock.now() + timedelta(days=9),
        )


def test_the_case_goes_on_without_an_answer_when_the_date_has_passed(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    request = ask(cast, application, days=10)
    with clock.at(request.due_at - timedelta(seconds=1)), pytest.raises(WrongState):
        review.go_on_without_answer(by=cast.guri, application=application)
    with clock.at(request.due_at):
        review.go_on_without_answer(by=cast.guri, application=application)
    request.refresh_from_db()
    assert request.unanswered
    assert rounds.fresh(application).state == "submitted"


def test_more_can_be_asked_while_it_is_assessed_but_not_when_it_is_recommended(cast: Cast) -> None:
    application = rounds.a_recommended_application(cast)
    with pytest.raises(WrongState):
        ask(cast, application)


def test_scores_are_not_handed_in_while_information_is_waited_for(cast: Cast) -> None:
    from helsetek.grants.services import assessment

    application = rounds.an_eligible_application(cast, application=scenes.a_submitted_application(cast))
    first, _second = rounds.open_assessments(cast, application)
    ask(cast, application)
    with at_work(application.call):
        kept = assessment.save_scores(
            by=cast.ingrid,
            assessment=first,
            scores=rounds.scores(application, 4),
            comment="",
            revision=first.revision,
        )
        with pytest.raises(WrongState):
            assessment.hand_in(by=cast.ingrid, assessment=kept)
