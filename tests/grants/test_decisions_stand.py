"""A decision can be reopened until it is told; from then on it only changes by appeal, reversal or amendment.

The same meaning as grants.md scenario 7 (IFS: «Once Successful and Sent you cannot change your mind»; Hypha:
``test_cant_resubmit_determination``).
"""

from __future__ import annotations

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.money import kroner
from helsetek.grants.models import Application, Decision, Grant
from helsetek.grants.rules.machines import APPLICATION
from helsetek.grants.services import decisions, notifying, proposing, recommendation, review
from helsetek.scheme import selectors as scheme
from tests import rounds
from tests.cast import Cast
from tests.rounds import at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def first(cast: Cast, allotment: scheme.Allotment) -> Decision:
    return rounds.decisions_of(allotment)[0]


def test_reopened_before_told_the_money_is_free_again(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast)
    with at_work(allotment.call):
        decisions.reopen(by=cast.hans, decision=first(cast, allotment), reason="Regnefeil i innstillingen.")
    balances = scheme.balances(allotment.envelope_id)
    assert balances.reserved == 2 * kroner(900_000)
    assert _applications(allotment)[0].state == "recommended"


def test_reopened_it_is_prepared_and_decided_anew(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast)
    old = first(cast, allotment)
    with at_work(allotment.call):
        decisions.reopen(by=cast.hans, decision=old, reason="Regnefeil.")
    application = rounds.fresh(old.application)
    with at_work(allotment.call):
        new = decisions.prepare(
            by=cast.guri,
            allotment=allotment,
            application=application,
            amount_ore=kroner(500_000),
            reasons="Bare det halve.",
        )
        decisions.decide(by=cast.hans, decision=new)
    assert scheme.balances(allotment.envelope_id).reserved == kroner(2_300_000)
    assert application.decisions.count() == 2


def test_a_dismissal_reopened_is_a_finding_again(cast: Cast) -> None:
    application = rounds.an_inadmissible_application(cast)
    allotment = rounds.first_allotment(application.call)
    with at_work(application.call):
        prepared = decisions.prepare(
            by=cast.guri, allotment=allotment, application=application, amount_ore=0, reasons="For sent."
        )
        decided = decisions.decide(by=cast.hans, decision=prepared)
        decisions.reopen(by=cast.hans, decision=decided, reason="Døren var åpnet.")
        review.reinstate(by=cast.guri, application=application, reason="Døren var åpnet.")
    assert rounds.fresh(application).state == "submitted"


def test_a_reason_is_required(cast: Cast) -> None:
    allotment = rounds.a_decided_round(cast)
    with at_work(allotment.call), pytest.raises(RuleBroken):
        decisions.reopen(by=cast.hans, decision=first(cast, allotment), reason=" ")


@pytest.mark.parametrize("who", ["guri", "frode", "bjorn"])
def test_only_a_decision_maker_reopens(cast: Cast, who: str) -> None:
    allotment = rounds.a_decided_round(cast)
    with at_work(allotment.call), pytest.raises(NotAllowed):
        decisions.reopen(by=getattr(cast, who), decision=first(cast, allotment), reason="Nei.")


def test_once_told_nobody_changes_their_mind(cast: Cast) -> None:
    allotment = rounds.a_told_round(cast)
    told = first(cast, allotment)
    application = rounds.fresh(told.application)
    with at_work(allotment.call, days=9):
        with pytest.raises(WrongState, match="appeal"):
            decisions.reopen(by=cast.hans, decision=told, reason="Likevel ikke.")
        with pytest.raises(WrongState):
            decisions.decide(by=cast.hans, decision=told)
        with pytest.raises(WrongState):
            decisions.prepare(
                by=cast.guri, allotment=allotment, application=application, amount_ore=1, reasons="Mindre."
            )
        with pytest.raises(WrongState):
            recommendation.recommend(by=cast.guri, application=application, amount_ore=1, reasons="Mindre.")
        with pytest.raises(WrongState):
            proposing.propose(by=cast.guri, allotment=allotment)
        with pytest.raises(WrongState):
            notifying.notify_round(by=cast.guri, allotment=allotment)
    assert Grant.objects.count() == 3
    assert rounds.fresh(application).state == "notified"


def test_the_table_lets_a_told_case_go_only_to_a_new_decision() -> None:
    """A later decision, or a dismissal annulled after an appeal and taken up anew: nothing else leads out of «told»."""
    assert [t.act for t in APPLICATION.acts_from("notified")] == ["decide", "take_up_anew"]


def _applications(allotment: scheme.Allotment) -> list[Application]:

    return list(Application.objects.filter(call=allotment.call).order_by("pk"))
