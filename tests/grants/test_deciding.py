"""A decision is prepared by one and made by another, who has had no hand in the case; what it gives is reserved.

Four eyes: bestemmelser om økonomistyring i staten, and forvaltningsloven § 6. Reasons: forvaltningsloven §§ 24–25.
Stricter than grants.md scenario 6: nobody twice on one chain, nor the author.
"""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.money import kroner
from helsetek.grants.models import Application, Decision
from helsetek.grants.services import decisions, proposing
from helsetek.grants.services import rounds as batch
from helsetek.scheme import selectors as scheme
from helsetek.scheme.services import Overdrawn
from tests import rounds, scenes
from tests.cast import Cast, give_role
from tests.rounds import at_work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def application(cast: Cast) -> Application:
    return rounds.a_recommended_application(cast)


@pytest.fixture
def prepared(cast: Cast, application: Application) -> Decision:
    return rounds.a_prepared_decision(cast, application)


def decide(decision: Decision, by: object) -> Decision:
    with at_work(decision.application.call):
        return decisions.decide(by=by, decision=decision)  # type: ignore[arg-type]


def prepare(cast: Cast, application: Application, ore: int, reasons: str = "Fordi.") -> Decision:
    with at_work(application.call):
        return decisions.prepare(
            by=cast.guri,
            allotment=rounds.first_allotment(application.call),
            application=application,
            amount_ore=ore,
            reasons=reasons,
        )


def balances(decision: Decision) -> scheme.Balances:
    return scheme.balances(decision.allotment.envelope_id)


def test_a_decision_reserves_what_it_gives(cast: Cast, prepared: Decision) -> None:
    decided = decide(prepared, cast.hans)
    assert (decided.decided_by, decided.outcome) == (cast.hans, "granted")
    assert balances(decided).reserved == decided.amount_ore == prepared.application.requested_ore
    assert rounds.fresh(decided.application).state == "decided"


def test_who_prepared_cannot_decide(cast: Cast, prepared: Decision) -> None:
    give_role(cast.guri, cast.directorate, "decision_maker")
    with pytest.raises(NotAllowed, match="prepared"):
        decide(prepared, cast.guri)
    assert balances(prepared).reserved == 0


def test_the_database_itself_refuses_one_pair_of_eyes(cast: Cast, prepared: Decision) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=prepared.pk).update(decided_by=cast.guri)


def test_who_recommended_cannot_decide_what_another_prepared(cast: Cast, application: Application) -> None:
    """The author of the recommendation has had a hand in the case, also when a colleague prepared the decision."""
    prepared = rounds.a_prepared_decision(cast, application, by=cast.gunnar)
    give_role(cast.guri, cast.directorate, "decision_maker")
    with pytest.raises(NotAllowed):
        decide(prepared, cast.guri)


def test_an_assessor_of_the_case_cannot_decide(cast: Cast, prepared: Decision) -> None:
    give_role(cast.ingrid, cast.directorate, "decision_maker")
    with pytest.raises(NotAllowed):
        decide(prepared, cast.ingrid)


def test_who_filled_the_proposal_cannot_decide(cast: Cast, application: Application) -> None:
    allotment = rounds.first_allotment(application.call)
    with at_work(application.call):
        proposing.propose(by=cast.gunnar, allotment=allotment)
    give_role(cast.gunnar, cast.directorate, "decision_maker")
    prepared = rounds.a_prepared_decision(cast, application)
    with pytest.raises(NotAllowed, match="proposal"):
        decide(prepared, cast.gunnar)


def test_who_is_bound_to_a_party_cannot_decide(cast: Cast, prepared: Decision) -> None:
    give_role(cast.hans, cast.fauske, "auditor")
    with pytest.raises(NotAllowed, match="disqualified"):
        decide(prepared, cast.hans)


@pytest.mark.parametrize("who", ["gunnar", "frode", "kari", "mona", "bjorn", "tor"])
def test_only_decision_makers_decide(cast: Cast, prepared: Decision, who: str) -> None:
    with pytest.raises(NotAllowed):
        decide(prepared, getattr(cast, who))


def test_a_second_decision_is_refused_and_only_one_is_stored(cast: Cast, prepared: Decision) -> None:
    """grants.md scenario 6: the second approval is refused, one approval stored, one reservation made."""
    decide(prepared, cast.hans)
    with pytest.raises(WrongState):
        decide(prepared, cast.hans)
    made = [e for e in events.of_case(prepared.application.case.number) if e.verb == "grants.decided"]
    assert len(made) == 1
    assert balances(prepared).reserved == prepared.amount_ore


def test_less_than_applied_for_is_a_partial_grant_with_reasons(cast: Cast, application: Application) -> None:
    """Forvaltningsloven § 24: reasons may be left out only where nobody has cause to be dissatisfied."""
    with pytest.raises(RuleBroken) as refusal:
        prepare(cast, application, kroner(400_000), reasons=" ")
    assert "reasons" in refusal.value.fields
    assert prepare(cast, application, kroner(400_000)).outcome == "partial"


def test_a_refusal_needs_reasons(cast: Cast, application: Application) -> None:
    with pytest.raises(RuleBroken):
        prepare(cast, application, 0, reasons="")
    refused = decide(prepare(cast, application, 0), cast.hans)
    assert (refused.outcome, balances(refused).reserved) == ("refused", 0)


def test_all_that_is_applied_for_may_go_without(cast: Cast, application: Application) -> None:
    assert prepare(cast, application, application.requested_ore, reasons="").outcome == "granted"


def test_what_is_inadmissible_is_dismissed_and_gets_nothing(cast: Cast) -> None:
    application = rounds.an_inadmissible_application(cast)
    with pytest.raises(RuleBroken):
        prepare(cast, application, kroner(1))
    dismissed = decide(prepare(cast, application, 0, "Kom for sent."), cast.hans)
    assert dismissed.outcome == "dismissed"


def test_prepared_again_it_takes_the_place_of_the_first(cast: Cast, application: Application) -> None:
    first = prepare(cast, application, kroner(400_000))
    again = prepare(cast, application, kroner(500_000))
    assert again.pk == first.pk
    assert Decision.objects.get().amount_ore == kroner(500_000)


def test_nothing_is_prepared_before_the_recommendation(cast: Cast) -> None:
    application = rounds.an_assessed_application(cast)
    with pytest.raises(WrongState):
        prepare(cast, application, kroner(1))


def test_sent_back_it_is_prepared_anew(cast: Cast, prepared: Decision, application: Application) -> None:
    with at_work(application.call):
        decisions.send_back(by=cast.hans, decision=prepared, reason="Begrunnelsen er for tynn.")
        with pytest.raises(WrongState):
            decisions.decide(by=cast.hans, decision=prepared)
    again = prepare(cast, application, kroner(900_000))
    assert again.pk != prepared.pk
    assert decide(again, cast.hans).decided_at is not None


def test_there_is_never_decided_more_than_the_envelope_holds(cast: Cast) -> None:
    call = scenes.an_open_call(cast, envelope_kr=1_000_000)
    first, second, _third = rounds.three_recommended(cast, call)
    decide(prepare(cast, first, kroner(900_000)), cast.hans)
    late = prepare(cast, second, kroner(900_000))
    with pytest.raises(Overdrawn):
        decide(late, cast.hans)
    assert rounds.fresh(second).state == "recommended"
    assert balances(late).free == kroner(100_000)


def test_a_batch_makes_all_that_can_be_made_and_says_what_was_refused(cast: Cast) -> None:
    allotment = rounds.a_prepared_round(cast, envelope_kr=2_000_000)
    stopped = rounds.decisions_of(allotment)[1]
    give_role(cast.hans, cast.saltdal, "auditor")  # party to the second and the third
    with at_work(allotment.call):
        step = batch.decide_batch(
            by=cast.hans, allotment=allotment, decision_ids=[d.pk for d in rounds.decisions_of(allotment)]
        )
    assert step.done == 1
    assert [refused.number for refused in step.refused] == [
        stopped.application.case.number,
        rounds.decisions_of(allotment)[2].application.case.number,
    ]


def test_a_batch_goes_on_where_it_stopped(cast: Cast) -> None:
    allotment = rounds.a_prepared_round(cast, envelope_kr=2_000_000)
    ids = [one.pk for one in rounds.decisions_of(allotment)]
    with at_work(allotment.call):
        steps = [
            batch.decide_batch(by=cast.hans, allotment=allotment, decision_ids=ids, seconds=0)
            for _turn in range(3)
        ]
    assert [(step.done, step.left) for step in steps] == [(1, 2), (1, 1), (1, 0)]


def test_a_whole_round_is_not_prepared_when_too_much_is_proposed(cast: Cast) -> None:
    allotment = rounds.a_proposed_round(cast, envelope_kr=2_000_000)
    third = rounds.fresh(Application.objects.order_by("pk").last())  # type: ignore[arg-type]
    with at_work(allotment.call):
        proposing.adjust(
            by=cast.guri, allotment=allotment, application=third, amount_ore=kroner(900_000), note="Alle."
        )
        with pytest.raises(RuleBroken, match="more is proposed than there is"):
            batch.prepare_round(by=cast.guri, allotment=allotment)


def test_the_prepared_reasons_tell_the_place_and_the_money(cast: Cast) -> None:
    allotment = rounds.a_prepared_round(cast, envelope_kr=2_000_000)
    refused = rounds.decisions_of(allotment)[2]
    assert refused.outcome == "refused"
    assert refused.on_reserve_list
    assert "3" in refused.reasons
    assert "60" in refused.reasons
    assert "Prosjektet svarer godt på kriteriene." in refused.reasons
