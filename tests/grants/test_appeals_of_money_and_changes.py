"""Decisions on repayment and on amendments that are appealed: claim, ledger, agreement and letter follow the ruling."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from helsetek.casework import selectors as casework
from helsetek.casework import services as challenging
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.rules.reasons import Reasons
from helsetek.casework.selectors import Appeal, Ruling
from helsetek.casework.services import Proposed
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.grants.models import Grant, RepaymentClaim
from helsetek.grants.selectors import agreements
from helsetek.grants.selectors import amendments as changes
from helsetek.grants.selectors import recovery as selectors
from helsetek.grants.selectors.appealed import AMENDMENT, CLAIM
from helsetek.grants.services import amendments, recovery
from helsetek.grants.wiring.amending import to_undo
from helsetek.scheme import selectors as scheme
from tests.cast import Cast
from tests.grants.afterwards import an_accepted_grant, pay_all_released
from tests.grants.amending import an_asked_amendment, decided_by_two, raised
from tests.kept import kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

WHY = Reasons("Vilkårene punkt 4.", "Utstyret ble solgt for å kjøpe nytt.", "Da er bruddet lite.")
DECIDED = oslo(2024, 6, 10, 10)
APPEALED = oslo(2024, 6, 14, 10)
RULED = oslo(2024, 8, 20, 10)


@kept
def a_claim(cast: Cast, kr: int = 200_000) -> RepaymentClaim:
    """Of a million, 600 000 is paid; 200 000 is claimed back on 10 June 2024, due on 1 July."""
    grant = an_accepted_grant(cast, amount_kr=1_000_000)
    pay_all_released(cast)
    amount = {"amount_ore": kroner(kr)}
    with clock.at(oslo(2024, 5, 6, 10)):
        claim = recovery.find_breach(by=cast.guri, grant=grant, reason="Utstyret er solgt.", **amount)
        recovery.give_notice(by=cast.guri, claim=claim, reason="Utstyret er solgt.", **amount)
        recovery.state_view(by=cast.bjorn, claim=claim, statement="Vi kjøpte nytt.")
    with clock.at(DECIDED):
        recovery.prepare(by=cast.guri, claim=claim, reasons="Vilkårene er brutt.", **amount)
        return recovery.decide(by=cast.hans, claim=claim)


def an_appeal(cast: Cast, grant: Grant, subject: str, pk: int) -> Appeal:
    case = grant.application.case
    appeal = challenging.begin_appeal(by=cast.bjorn, case=case, subject=subject, subject_id=pk)
    challenging.save_appeal(by=cast.bjorn, appeal=appeal, wrong="Feil.", change="", revision=0)
    return challenging.submit_appeal(by=cast.bjorn, appeal=appeal)


def rule(cast: Cast, appeal: Appeal, outcome: str, **more: Any) -> Ruling:
    proposed = Proposed(outcome=outcome, reasons=WHY, **more)
    ruling = challenging.prepare_on_appeal(by=cast.guri, appeal=casework.appeal(appeal.pk), proposed=proposed)
    return challenging.decide_ruling(by=cast.hans, ruling=ruling)


def wait_for_it(cast: Cast, appeal: Appeal) -> Ruling:
    about = {"subject": appeal.subject, "subject_id": appeal.subject_id}
    asked = challenging.ask(
        by=cast.bjorn, case=appeal.case, kind=Kind.SUSPENSION, words="Vi har ikke pengene.", **about
    )
    granted = Proposed(outcome=rules.GRANTED, reasons=WHY)
    ruling = challenging.prepare_answer(by=cast.guri, request=asked, proposed=granted)
    return challenging.decide_ruling(by=cast.hans, ruling=ruling)


def read(ruling: Ruling) -> str:
    assert ruling.letter is not None
    pages = PdfReader(io.BytesIO(casework.content_of(ruling.letter.document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def stands(claim: RepaymentClaim) -> scheme.Balances:
    return scheme.balances_of_case(claim.grant.application.case.number)


def test_a_claim_waits_for_its_appeal_and_is_lowered_when_it_is_won(cast: Cast) -> None:
    """Forvaltningsloven §§ 28, 42, 33: nothing is collected while it waits, no interest runs, what is paid comes out."""
    claim = a_claim(cast)
    with clock.at(oslo(2024, 6, 12, 10)):
        recovery.record_payment(by=cast.kari, claim=claim, amount_ore=kroner(120_000))
        row = claim.grant.instalments.get(number=2)
        planned = recovery.set_off(by=cast.kari, claim=claim, instalment=row, amount_ore=kroner(10_000))
    with clock.at(APPEALED):
        appeal = an_appeal(cast, claim.grant, CLAIM, claim.pk)
        with pytest.raises(NotAllowed):
            challenging.begin_appeal(by=cast.guri, case=appeal.case, subject=CLAIM, subject_id=claim.pk)
        waits = wait_for_it(cast, appeal)
        assert "Hva dette betyr for kravet" in read(waits)
        claim = selectors.claim(claim.pk)
        planned.refresh_from_db()
        assert claim.suspended_at == APPEALED
        assert planned.withdrawn_at == APPEALED, "nothing is taken from payments while it waits"
    with clock.at(RULED):
        assert selectors.standing(claim).interest_left_ore == 0
        with pytest.raises(WrongState):
            recovery.hand_over(by=cast.kari, claim=claim)
        for wrong in (None, kroner(200_000), 0):
            with pytest.raises(RuleBroken):
                rule(cast, appeal, rules.IN_PART, values={"keep_ore": wrong})
        ruling = rule(cast, appeal, rules.IN_PART, values={"keep_ore": kroner(50_000)})
    letter = read(ruling)
    for words in ("Krav før 200 000 kr", "Krav nå 50 000 kr", "70 000 kr", "betaler vi ut igjen", WHY.facts):
        assert words in letter, words
    claim = selectors.claim(claim.pk)
    assert (claim.amount_ore, claim.state, claim.letter) == (kroner(50_000), "paid", ruling.letter)
    again = claim.grant.instalments.order_by("-number")[0]
    assert (again.amount_ore, again.state) == (kroner(70_000), "planned"), "what was paid and is not owed"
    now = stands(claim)
    assert (now.claimed, now.returned, now.paid, now.accepted) == (0, 0, kroner(480_000), kroner(470_000))
    assert scheme.ledger_fault()[1] == ""


def test_a_claim_that_waited_goes_on_as_many_days_later_when_the_appeal_is_lost(cast: Cast) -> None:
    """§ 42: the rule of interest is stated in the letter, and every day it was due moves by as many days as it waited."""
    claim = a_claim(cast)
    with clock.at(APPEALED):
        appeal = an_appeal(cast, claim.grant, CLAIM, claim.pk)
    with clock.at(oslo(2024, 7, 10, 10)):
        recovery.hand_over(by=cast.kari, claim=claim)
        interest = selectors.standing(claim).interest_left_ore
        assert interest > 0
        wait_for_it(cast, appeal)
        claim = selectors.claim(claim.pk)
        assert (claim.state, claim.handed_over_at) == ("claimed", None), "it comes home from the agency"
        assert cast.kari.notices.filter(kind="grants.tell_the_agency").exists()
    with clock.at(RULED):
        rule(cast, appeal, rules.UPHELD)
        assert selectors.claim(claim.pk).suspended_at is not None, "with the appeal body it waits still"
    with clock.at(RULED + timedelta(days=30)):
        rule(cast, appeal, rules.UPHELD, body="Departementet", decided_on=clock.today())
        claim = selectors.claim(claim.pk)
        waited = (clock.today() - date(2024, 7, 10)).days
        assert (claim.suspended_at, claim.due_on) == (None, date(2024, 7, 1) + timedelta(days=waited))
        assert selectors.standing(claim).interest_left_ore == interest


def test_an_annulled_claim_waits_for_its_new_decision_and_can_fall_away(cast: Cast) -> None:
    claim = a_claim(cast)
    with clock.at(APPEALED):
        appeal = an_appeal(cast, claim.grant, CLAIM, claim.pk)
        rule(cast, appeal, rules.ANNULLED)
        assert selectors.claim(claim.pk).suspended_at == APPEALED
        last = rule(cast, appeal, rules.CHANGED, values={"keep_ore": 0})
    assert "Kravet faller bort" in read(last)
    assert (selectors.claim(claim.pk).state, stands(claim).claimed) == ("reversed", 0)
    about = {"case": appeal.case, "subject": CLAIM, "subject_id": claim.pk}
    harm = Proposed(outcome=rules.TO_HARM, reasons=WHY, ground="invalid", values={"keep_ore": 1})
    with clock.at(RULED), pytest.raises(RuleBroken, match="new matter"):
        challenging.prepare_reversal(by=cast.guri, proposed=harm, **about)


def test_a_refused_amendment_that_is_won_changes_the_agreement(cast: Cast) -> None:
    """Forvaltningsloven § 33: the new decision changes the agreement itself; the refusal stays readable."""
    grant = an_accepted_grant(cast)
    wanted = date(2026, 6, 30)
    with clock.at(APPEALED):
        asked = an_asked_amendment(cast, grant, "time", new_end=wanted.isoformat())
        refused = decided_by_two(cast, asked, grants_it=False, reasons="For lenge.")
        assert refused.state == "refused"
        before, first_letter = agreements.agreement(grant), refused.letter
        appeal = an_appeal(cast, grant, AMENDMENT, refused.pk)
    with clock.at(RULED):
        with pytest.raises(RuleBroken, match="smaller change"):
            rule(cast, appeal, rules.IN_PART)
        ruling = rule(cast, appeal, rules.CHANGED)
    won = changes.amendment(refused.pk)
    assert (won.state, won.letter, won.decided_by, won.prepared_by) == (
        "in_effect", ruling.letter, cast.hans, cast.guri,
    )  # fmt: skip
    assert agreements.agreement(grant).ends == wanted != before.ends
    assert first_letter in casework.letters_of(grant.application.case)
    assert "30. juni 2026" in read(ruling)
    assert casework.appeal(appeal.pk).state == "settled"


def test_an_amendment_against_the_party_that_is_overturned_is_undone_by_a_new_one(cast: Cast) -> None:
    grant = an_accepted_grant(cast)
    with clock.at(APPEALED):
        less = raised(cast, grant, "less", amount_ore=kroner(100_000))
    with clock.at(RULED):
        amendments.go_on_without_answer(by=cast.guri, amendment=less)
        decided_by_two(cast, less)
        appeal = an_appeal(cast, grant, AMENDMENT, less.pk)
        ruling = rule(cast, appeal, rules.CHANGED)
        assert "Avtalen blir endret tilbake" in read(ruling)
        assert [one.kind for one in to_undo(cast.guri)] == ["grants.amendment_undo"]
    with clock.at(RULED + timedelta(days=1)):
        [envelope_id] = changes.free_by_envelope(grant)
        raised(cast, grant, "more", amount_ore=kroner(100_000), envelope_id=envelope_id)
        assert to_undo(cast.guri) == []
