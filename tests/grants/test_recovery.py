"""Money that comes back: notice, statement, decision, part payments, set-off, a plan, a waiver, collection, reversal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from helsetek.casework import selectors as casework
from helsetek.casework.selectors import letters_of
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.instants import oslo
from helsetek.common.money import kroner, nok
from helsetek.grants.models import ClaimEntry, Grant, RepaymentClaim
from helsetek.grants.rules.interest import Part
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.selectors.grants import returned_ore
from helsetek.grants.selectors.payments import to_attest, to_prepare
from helsetek.grants.services import payments, recovery, stops
from helsetek.scheme import selectors as scheme
from tests.cast import Cast
from tests.grants.afterwards import an_accepted_grant, answer, pay_all_released

pytestmark = pytest.mark.django_db

FOUND = oslo(2024, 5, 6, 10)
DECIDED = oslo(2024, 6, 10, 10)
URGENT = {"without_notice": "Det haster."}


@pytest.fixture
def grant(cast: Cast) -> Grant:
    """Of a million, 600 000 is paid."""
    accepted = an_accepted_grant(cast, amount_kr=1_000_000)
    pay_all_released(cast)
    return accepted


def stands(grant: Grant) -> scheme.Balances:
    return scheme.balances_of_case(grant.application.case.number)


def a_claim(cast: Cast, grant: Grant, kr: int = 200_000) -> RepaymentClaim:
    """Noticed on 6 May 2024, stated by Bjørn, prepared by Guri, decided by Hans on 10 June: due on 1 July."""
    with clock.at(FOUND):
        claim = recovery.find_breach(
            by=cast.guri, grant=grant, amount_ore=kroner(kr), reason="Utstyret er solgt."
        )
        recovery.give_notice(by=cast.guri, claim=claim, amount_ore=kroner(kr), reason="Utstyret er solgt.")
        recovery.state_view(by=cast.bjorn, claim=claim, statement="Det var til reservedeler.")
    with clock.at(DECIDED):
        recovery.prepare(
            by=cast.guri, claim=claim, amount_ore=kroner(kr), reasons="Vilkårene er brutt (vilkår 1)."
        )
        return recovery.decide(by=cast.hans, claim=claim)


def test_notice_statement_and_decision_by_another(cast: Cast, grant: Grant) -> None:
    """Forvaltningsloven § 16 (notice, statement), §§ 24–25 (reasons), § 6 and four eyes (decided by another)."""
    with clock.at(FOUND):
        with pytest.raises(RuleBroken):
            recovery.find_breach(by=cast.guri, grant=grant, amount_ore=kroner(600_001), reason="For mye")
        with pytest.raises(NotAllowed):
            recovery.find_breach(by=cast.kari, grant=grant, amount_ore=kroner(1), reason="x")
        claim = recovery.find_breach(by=cast.guri, grant=grant, amount_ore=kroner(200_000), reason="Solgt.")
        assert not selectors.claims_seen_by(cast.bjorn).exists()
        claim = recovery.give_notice(by=cast.guri, claim=claim, amount_ore=kroner(200_000), reason="Solgt.")
        assert selectors.claims_seen_by(cast.bjorn).get() == claim
        assert claim.statement_before == oslo(2024, 5, 28)  # three weeks, to the end of 27 May
        with pytest.raises(WrongState):
            recovery.go_on_without_statement(by=cast.guri, claim=claim)
        with pytest.raises(NotAllowed):
            recovery.state_view(by=cast.anne, claim=claim, statement="x")
    with clock.at(DECIDED):
        recovery.go_on_without_statement(by=cast.guri, claim=claim)
        recovery.state_view(by=cast.bjorn, claim=claim, statement="Sent, men godt.")  # late, and still heard
        with pytest.raises(RuleBroken):
            recovery.prepare(by=cast.guri, claim=claim, amount_ore=kroner(150_000), reasons=" ")
        recovery.prepare(
            by=cast.guri, claim=claim, amount_ore=kroner(150_000), reasons="Regel, faktum, skjønn."
        )
        for nobody in (cast.guri, cast.kari, cast.bjorn):
            with pytest.raises(NotAllowed):
                recovery.decide(by=nobody, claim=claim)
        claim = recovery.decide(by=cast.hans, claim=claim)
    assert (claim.state, claim.due_on, claim.decided_by) == ("claimed", date(2024, 7, 1), cast.hans)
    assert (stands(grant).claimed, stands(grant).paid) == (kroner(150_000), kroner(450_000))
    kinds = {letter.kind for letter in letters_of(grant.application.case, sent_only=True)}
    assert {"grants.notice", "grants.decision"} <= kinds
    assert cast.bjorn.notices.filter(kind="grants.claim_decided").exists()
    assert scheme.ledger_fault()[1] == ""


def test_a_matter_can_end_without_a_claim(cast: Cast, grant: Grant) -> None:
    with clock.at(FOUND):
        claim = recovery.find_breach(by=cast.guri, grant=grant, amount_ore=kroner(10), reason="x")
        recovery.give_notice(by=cast.guri, claim=claim, amount_ore=kroner(10), reason="x")
        recovery.state_view(by=cast.bjorn, claim=claim, statement="Misforstått.")
        recovery.prepare(by=cast.guri, claim=claim, amount_ore=0, reasons="De har rett.")
        claim = recovery.send_back(by=cast.hans, claim=claim, reason="Skriv mer.")
        recovery.prepare(by=cast.guri, claim=claim, amount_ore=0, reasons="De har rett, se bilag 2.")
        assert recovery.decide(by=cast.hans, claim=claim).state == "dropped"
    assert stands(grant).claimed == 0


def test_part_payments_with_interest_by_law_until_nothing_is_left(cast: Cast, grant: Grant) -> None:
    """Forsinkelsesrenteloven §§ 2–3: 12.5 percent a year from 1 July 2024, interest first."""
    claim = a_claim(cast, grant)
    with clock.at(oslo(2024, 6, 20, 12)):
        recovery.record_payment(by=cast.kari, claim=claim, amount_ore=kroner(50_000))
        assert selectors.standing(claim).owed_ore == kroner(150_000)
    with clock.at(oslo(2024, 7, 31, 12)):
        run = round(kroner(150_000) * 0.125 * 30 / 365)
        now = selectors.standing(claim)
        assert (now.interest_left_ore, now.overdue_ore) == (run, kroner(150_000))
        with pytest.raises(RuleBroken):
            recovery.record_payment(by=cast.kari, claim=claim, amount_ore=now.owed_ore + 1)
        with pytest.raises(RuleBroken):
            recovery.record_payment(by=cast.kari, claim=claim, on=date(2024, 8, 1))
        with pytest.raises(NotAllowed):
            recovery.record_payment(by=cast.guri, claim=claim)
        entry = recovery.record_payment(by=cast.kari, claim=claim)
        assert (entry.amount_ore, entry.interest_ore) == (kroner(150_000), run)
        with pytest.raises(WrongState):
            recovery.record_payment(by=cast.kari, claim=claim)
    assert selectors.claim(claim.pk).state == "paid"
    assert returned_ore(grant) == kroner(200_000)
    # 2024 is the year of the envelope: what came back in time can be given again.
    assert (stands(grant).claimed, stands(grant).returned) == (0, 0)
    assert stands(grant).free == -kroner(800_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        ClaimEntry.objects.update(amount_ore=1)


def test_what_comes_back_after_the_budget_year_stays_on_its_return_account(cast: Cast, grant: Grant) -> None:
    claim = a_claim(cast, grant)
    with clock.at(oslo(2025, 1, 2, 12)):
        recovery.record_payment(
            by=cast.kari, claim=claim, amount_ore=kroner(1_000) + selectors.standing(claim).interest_left_ore
        )
    assert (stands(grant).returned, stands(grant).claimed) == (kroner(1_000), kroner(199_000))


def test_set_off_lowers_the_next_payment_and_both_sides_are_posted(cast: Cast, grant: Grant) -> None:
    claim = a_claim(cast, grant)
    row = grant.instalments.get(number=2)
    row.waits_for, row.due_on = None, DECIDED.date()
    row.save()
    with clock.at(DECIDED):
        with pytest.raises(RuleBroken):
            recovery.set_off(by=cast.kari, claim=claim, instalment=row, amount_ore=kroner(200_001))
        made = recovery.set_off(by=cast.kari, claim=claim, instalment=row, amount_ore=kroner(150_000))
        recovery.withdraw_set_off(by=cast.kari, set_off=made)
        recovery.set_off(by=cast.kari, claim=claim, instalment=row)
        assert (stands(grant).claimed, selectors.standing(claim).planned_set_off_ore) == (
            kroner(200_000),
        ) * 2
        payments.prepare(by=cast.kari, instalment=to_prepare()[0])
        assert to_attest()[0].net == row.amount_ore - kroner(200_000)  # type: ignore[attr-defined]
        payments.attest(by=cast.leif, instalment=to_attest()[0])
        file = payments.make_file(by=cast.kari)
        assert (
            f'<InstdAmt Ccy="NOK">{nok(row.amount_ore) - 200_000:.2f}</InstdAmt>'
            in casework.content_of(file.document).decode()
        )
        payments.read_answer(by=cast.kari, content=answer(file.message_id, group="ACSC"))
    assert selectors.claim(claim.pk).state == "paid"
    now = stands(grant)
    assert (now.claimed, now.paid, now.accepted) == (
        0,
        kroner(400_000) + row.amount_ore,
        kroner(400_000) - row.amount_ore,
    )
    assert returned_ore(grant) == kroner(200_000)


def test_a_payment_that_is_set_off_in_full_never_goes_to_the_bank(cast: Cast, grant: Grant) -> None:
    claim = a_claim(cast, grant, 600_000)
    row = grant.instalments.get(number=2)
    row.waits_for, row.due_on = None, DECIDED.date()
    row.save()
    with clock.at(DECIDED):
        recovery.set_off(by=cast.kari, claim=claim, instalment=row)
        payments.prepare(by=cast.kari, instalment=to_prepare()[0])
        assert payments.attest(by=cast.leif, instalment=to_attest()[0]).state == "paid"
        with pytest.raises(WrongState):
            payments.make_file(by=cast.kari)
    assert selectors.standing(claim).left_ore == kroner(600_000) - row.amount_ore


def test_a_plan_a_waiver_and_collection(cast: Cast, grant: Grant) -> None:
    """Bestemmelser om økonomistyring i staten: one prepares, another who has the right gives the claim up."""
    claim = a_claim(cast, grant)
    with clock.at(oslo(2024, 6, 12, 12)):
        parts = [Part(date(2024, 7, 1), kroner(120_000)), Part(date(2024, 9, 1), kroner(80_000))]
        with pytest.raises(RuleBroken):
            recovery.agree_plan(by=cast.guri, claim=claim, parts=parts[:1])
        recovery.agree_plan(by=cast.guri, claim=claim, parts=parts)
        with pytest.raises(WrongState):
            recovery.hand_over(by=cast.kari, claim=claim)
    with clock.at(oslo(2024, 7, 3, 12)):
        assert recovery.remind_of_claims() == 1
        assert recovery.remind_of_claims() == 0
        assert selectors.standing(selectors.claim(claim.pk)).overdue_ore == kroner(120_000)
        waiver = recovery.propose_waiver(
            by=cast.guri, claim=claim, kind="waiver", amount_ore=kroner(20_000), reason="Urimelig hardt."
        )
        for nobody in (cast.guri, cast.kari):
            with pytest.raises(NotAllowed):
                recovery.decide_waiver(by=nobody, waiver=waiver, grant=True, answer="")
        recovery.decide_waiver(by=cast.hans, waiver=waiver, grant=True, answer="")
        recovery.hand_over(by=cast.kari, claim=claim)
    assert (stands(grant).claimed, stands(grant).written_off) == (kroner(180_000), kroner(20_000))
    with clock.at(oslo(2024, 12, 1, 12)):
        last = recovery.propose_waiver(
            by=cast.kari,
            claim=claim,
            kind="write_off",
            amount_ore=kroner(180_000),
            reason="Ingenting å hente.",
        )
        with pytest.raises(RuleBroken):
            recovery.decide_waiver(by=cast.hans, waiver=last, grant=False, answer=" ")
        recovery.decide_waiver(by=cast.hans, waiver=last, grant=True, answer="")
    found = selectors.claim(claim.pk)
    assert (found.state, selectors.standing(found).owed_ore) == ("written_off", 0)
    assert [event.verb for event in events.of_thing(f"claim:{claim.pk}")][-2:] == [
        "grants.waiver_prepared", "grants.waiver_decided",
    ]  # fmt: skip


def test_an_appeal_holds_the_claim_back_and_can_lower_it(cast: Cast, grant: Grant) -> None:
    """Forvaltningsloven § 42: no interest runs while the claim is held back; § 33: what is paid comes out again."""
    claim = a_claim(cast, grant)
    with clock.at(oslo(2024, 6, 20, 12)):
        recovery.record_payment(by=cast.kari, claim=claim, amount_ore=kroner(120_000))
        recovery.suspend(by=cast.guri, claim=claim, reason="Klage")
        with pytest.raises(WrongState):
            recovery.set_off(by=cast.kari, claim=claim, instalment=grant.instalments.get(number=2))
    with clock.at(oslo(2024, 9, 20, 12)):
        assert selectors.standing(selectors.claim(claim.pk)).interest_left_ore == 0
        recovery.resume(by=cast.guri, claim=claim, reason="Avgjort")
        assert selectors.claim(claim.pk).due_on == date(2024, 7, 1) + timedelta(days=92)
        with pytest.raises(WrongState):
            recovery.reverse(by=cast.hans, claim=claim, keep_ore=kroner(200_000), reason="x")
        lowered = recovery.reverse(
            by=cast.hans, claim=claim, keep_ore=kroner(120_000), reason="Medhold i klage"
        )
    assert (lowered.state, lowered.amount_ore) == ("paid", kroner(120_000))
    assert (stands(grant).claimed, stands(grant).paid) == (0, kroner(480_000))


def test_a_claim_reversed_after_the_year_is_paid_out_again(cast: Cast, grant: Grant) -> None:
    claim = a_claim(cast, grant)
    with clock.at(oslo(2025, 2, 1, 12)):
        recovery.record_payment(by=cast.kari, claim=claim)
        reversed_ = recovery.reverse(by=cast.hans, claim=claim, keep_ore=0, reason="Medhold i klage")
    assert reversed_.state == "reversed"
    again = grant.instalments.order_by("-number")[0]
    assert (again.amount_ore, again.state) == (kroner(200_000), "planned")
    assert (stands(grant).returned, stands(grant).accepted) == (0, kroner(600_000))
    assert returned_ore(grant) == 0
    assert scheme.ledger_fault()[1] == ""


def test_nothing_leaves_while_payments_are_stopped(cast: Cast, grant: Grant) -> None:
    row = grant.instalments.get(number=2)
    row.waits_for, row.due_on = None, DECIDED.date()
    row.save()
    with clock.at(DECIDED):
        payments.prepare(by=cast.kari, instalment=to_prepare()[0])
        with pytest.raises(NotAllowed):
            stops.stop_payments(by=cast.kari, grant=grant, reason="x", ground="control")
        stop = stops.stop_payments(
            by=cast.mona, grant=grant, reason="Kontroll på stedet", ground="control", **URGENT
        )
        with pytest.raises(WrongState):
            stops.stop_payments(by=cast.guri, grant=grant, reason="igjen", ground="control", **URGENT)
        with pytest.raises(WrongState, match="stans"):
            payments.attest(by=cast.leif, instalment=row)
        assert not to_attest().exists()
        stops.lift(by=cast.guri, stop=stop, reason="Kontrollen er ferdig")
        payments.attest(by=cast.leif, instalment=to_attest()[0])
        again = stops.stop_payments(by=cast.guri, grant=grant, reason="Nytt", ground="breach", **URGENT)
        with pytest.raises(WrongState):
            payments.make_file(by=cast.kari)
        with pytest.raises(RuleBroken):
            stops.lift(by=cast.guri, stop=again, reason=" ")
    assert "grants.payments_stopped" in {
        event.verb for event in events.of_case(grant.application.case.number)
    }
