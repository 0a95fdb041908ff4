"""The officer's recommendation: amount, conditions, reasons; a new version is added, the newest holds."""

from __future__ import annotations

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.models import Application
from helsetek.grants.selectors import assessments as selectors
from helsetek.grants.services import recommendation
from tests import rounds
from tests.cast import Cast
from tests.rounds import MILLION, at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def application(cast: Cast) -> Application:
    return rounds.an_assessed_application(cast)


def test_it_is_written_when_both_assessments_are_in(cast: Cast) -> None:
    waiting = rounds.an_eligible_application(cast)
    rounds.open_assessments(cast, waiting)
    with at_work(waiting.call), pytest.raises(WrongState, match="two assessments"):
        recommendation.recommend(by=cast.guri, application=waiting, amount_ore=1, reasons="Ja.")


def test_the_newest_holds_and_the_older_stay(cast: Cast, application: Application) -> None:
    with at_work(application.call):
        recommendation.recommend(
            by=cast.guri, application=application, amount_ore=application.requested_ore, reasons="Alt."
        )
    with at_work(application.call, days=8):
        recommendation.recommend(by=cast.guri, application=application, amount_ore=100, reasons="Mindre.")
    found = selectors.recommendation(application)
    assert found is not None
    assert (found.amount_ore, found.reasons) == (100, "Mindre.")
    assert [one.reasons for one in selectors.recommendations_of(application)] == ["Mindre.", "Alt."]


def test_more_than_applied_for_is_refused(cast: Cast, application: Application) -> None:
    too_much = application.requested_ore + 1
    with at_work(application.call), pytest.raises(RuleBroken) as refusal:
        recommendation.recommend(by=cast.guri, application=application, amount_ore=too_much, reasons="Mer.")
    assert "amount_ore" in refusal.value.fields


def test_less_than_nothing_is_refused(cast: Cast, application: Application) -> None:
    with at_work(application.call), pytest.raises(RuleBroken):
        recommendation.recommend(by=cast.guri, application=application, amount_ore=-1, reasons="Nei.")


def test_reasons_are_required_also_for_all_and_for_nothing(cast: Cast, application: Application) -> None:
    for amount in (0, application.requested_ore):
        with at_work(application.call), pytest.raises(RuleBroken) as refusal:
            recommendation.recommend(by=cast.guri, application=application, amount_ore=amount, reasons=" ")
        assert "reasons" in refusal.value.fields
    assert rounds.fresh(application).state == "eligible"


@pytest.mark.parametrize("who", ["gunnar", "hans", "ingrid", "anne"])
def test_only_the_officer_of_the_case_recommends(cast: Cast, application: Application, who: str) -> None:
    with at_work(application.call), pytest.raises(NotAllowed):
        recommendation.recommend(
            by=getattr(cast, who), application=application, amount_ore=MILLION, reasons="Ja."
        )
