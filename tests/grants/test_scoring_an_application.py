"""Points and reasons on each criterion, saved as one goes, handed in once, unseen by the other until both are in."""

from __future__ import annotations

import pytest

from helsetek.casework.models import Notice
from helsetek.common.errors import NotAllowed, RuleBroken, StaleEdit, WrongState
from helsetek.grants.models import Application, Assessment, Score
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.selectors.assessments import result_of
from helsetek.grants.services import assessment
from helsetek.grants.services.assessment import Scored
from tests import rounds
from tests.cast import Cast
from tests.rounds import at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def application(cast: Cast) -> Application:
    return rounds.an_eligible_application(cast)


@pytest.fixture
def both(cast: Cast, application: Application) -> list[Assessment]:
    return rounds.open_assessments(cast, application)


def hand_in(one: Assessment, points: int) -> Assessment:
    with at_work(one.application.call):
        return assessment.hand_in(
            by=one.assessor, assessment=one, scores=rounds.scores(one.application, points)
        )


def test_half_a_sheet_is_kept(cast: Cast, application: Application, both: list[Assessment]) -> None:
    code = assessment.criteria_of(application)[0]
    with at_work(application.call):
        saved = assessment.save_scores(
            by=cast.ingrid,
            assessment=both[0],
            scores={code: Scored(4, "")},
            comment="Ser bra ut.",
            revision=0,
        )
    assert saved.draft[code] == {"points": 4, "reason": ""}
    assert saved.comment == "Ser bra ut."
    assert not Score.objects.exists()


def test_two_windows_do_not_overwrite_each_other(
    cast: Cast, application: Application, both: list[Assessment]
) -> None:
    with at_work(application.call):
        save = {"by": cast.ingrid, "assessment": both[0], "comment": ""}
        assessment.save_scores(**save, scores=rounds.scores(application, 4), revision=0)
        with pytest.raises(StaleEdit) as stale:
            assessment.save_scores(**save, scores=rounds.scores(application, 1), revision=0)
    code = assessment.criteria_of(application)[0]
    assert stale.value.theirs["scores"][code]["points"] == 4
    assert stale.value.yours["scores"][code]["points"] == 1


@pytest.mark.parametrize("points", [-1, 6, 500])
def test_points_lie_between_0_and_5(
    cast: Cast, application: Application, both: list[Assessment], points: int
) -> None:
    with at_work(application.call), pytest.raises(RuleBroken):
        assessment.save_scores(
            by=cast.ingrid,
            assessment=both[0],
            scores=rounds.scores(application, points),
            comment="",
            revision=0,
        )


def test_a_criterion_of_another_call_is_refused(
    cast: Cast, application: Application, both: list[Assessment]
) -> None:
    with at_work(application.call), pytest.raises(RuleBroken, match="elsewhere"):
        assessment.save_scores(
            by=cast.ingrid, assessment=both[0], scores={"elsewhere": Scored(1, "x")}, comment="", revision=0
        )


def test_handing_in_names_all_that_is_missing(
    cast: Cast, application: Application, both: list[Assessment]
) -> None:
    first, second, *rest = assessment.criteria_of(application)
    given = {first: Scored(3, ""), second: Scored(None, "God."), **{code: Scored(3, "Ja.") for code in rest}}
    with at_work(application.call), pytest.raises(RuleBroken) as refusal:
        assessment.hand_in(by=cast.ingrid, assessment=both[0], scores=given)
    assert set(refusal.value.fields) == {f"reason_{first}", f"points_{second}"}


def test_no_reason_no_hand_in_even_for_0_points(
    cast: Cast, application: Application, both: list[Assessment]
) -> None:
    handed = hand_in(both[0], 0)
    assert {score.points for score in handed.scores.all()} == {0}
    assert all(score.reason for score in handed.scores.all())


def test_what_is_handed_in_is_read_only(cast: Cast, application: Application, both: list[Assessment]) -> None:
    handed = hand_in(both[0], 4)
    with at_work(application.call):
        with pytest.raises(WrongState):
            assessment.hand_in(by=cast.ingrid, assessment=handed, scores=rounds.scores(application, 1))
        with pytest.raises(WrongState):
            assessment.save_scores(
                by=cast.ingrid, assessment=handed, scores={}, comment="", revision=handed.revision
            )
        with pytest.raises(WrongState):
            assessment.declare(by=cast.ingrid, assessment=handed, conflict=False)


def test_neither_sees_the_others_scores_until_both_are_in(
    cast: Cast, application: Application, both: list[Assessment]
) -> None:
    first, second = hand_in(both[0], 4), both[1]
    with at_work(application.call):
        assert not permissions.may_read_scores(cast.jonas, first)
    second = hand_in(second, 2)
    with at_work(application.call):
        assert permissions.may_read_scores(cast.jonas, first)
        assert permissions.may_read_scores(cast.ingrid, second)


def test_the_officer_reads_what_is_handed_in_and_not_what_is_being_written(
    cast: Cast, application: Application, both: list[Assessment]
) -> None:
    first = hand_in(both[0], 4)
    with at_work(application.call):
        assert permissions.may_read_scores(cast.guri, first)
        assert not permissions.may_read_scores(cast.guri, both[1])
        assert not permissions.may_read_scores(cast.anne, first)
        assert not permissions.may_read_scores(cast.vilde, first)


def test_the_score_stands_when_both_are_in(
    cast: Cast, application: Application, both: list[Assessment]
) -> None:
    hand_in(both[0], 4)
    assert result_of(application) is None
    hand_in(both[1], 2)
    result = result_of(application)
    assert result is not None
    assert result.score == 60
    assert all(criterion.spread == 2 for criterion in result.criteria)
    assert Notice.objects.get(kind="grants.assessments_in").person == cast.guri


def test_another_assessor_cannot_write_here(
    cast: Cast, application: Application, both: list[Assessment]
) -> None:
    with at_work(application.call), pytest.raises(NotAllowed):
        assessment.save_scores(by=cast.jonas, assessment=both[0], scores={}, comment="", revision=0)
