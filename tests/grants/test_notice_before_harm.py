"""Notice before something is decided against a party (forvaltningsloven § 16), and reversal of accepted grants (§ 35)."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from pypdf import PdfReader

from helsetek.casework import selectors as casework
from helsetek.casework import services as challenging
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.reasons import Reasons
from helsetek.casework.selectors import Letter
from helsetek.casework.services import Proposed
from helsetek.casework.wiring.forewarnings import notices_to_answer, notices_to_follow
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.grants.models import Grant
from helsetek.grants.selectors import appealed
from helsetek.grants.services import recovery, stops
from helsetek.scheme import selectors as scheme
from tests.cast import Cast
from tests.grants.afterwards import an_accepted_grant, pay_all_released
from tests.grants.amending import raised

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

WHY = Reasons("Utlysningen punkt 2.", "Søkeren fylte ikke vilkåret.", "Vedtaket er ugyldig.")
WARNED = oslo(2024, 5, 6, 10)


def read(letter: Letter | None) -> str:
    assert letter is not None
    pages = PdfReader(io.BytesIO(casework.content_of(letter.document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def a_paid_grant(cast: Cast) -> Grant:
    """Of a million, 600 000 is paid."""
    grant = an_accepted_grant(cast, amount_kr=1_000_000)
    pay_all_released(cast)
    return grant


def test_an_accepted_grant_is_reversed_only_after_notice_and_on_the_grounds_of_the_act(cast: Cast) -> None:
    """§§ 16, 35 first paragraph c: what is not paid goes back, what is paid becomes a matter with its own notice."""
    grant = a_paid_grant(cast)
    decision = grant.application.decisions.get()
    about = {"case": grant.application.case, "subject": appealed.SUBJECT, "subject_id": decision.pk}
    harm = Proposed(outcome=rules.TO_HARM, reasons=WHY, ground="invalid")
    with clock.at(WARNED):
        with pytest.raises(RuleBroken, match="notice first"):
            challenging.prepare_reversal(by=cast.guri, proposed=harm, **about)
        with pytest.raises(NotAllowed):
            challenging.give_notice_of_reversal(by=cast.bjorn, plan="x", reason="x", **about)
        notice = challenging.give_notice_of_reversal(
            by=cast.guri, plan="At tilskuddet faller bort.", reason="Søkeren fylte ikke vilkåret.", **about
        )
        letter = read(notice.letter)
        for words in (
            "forvaltningsloven § 16",
            "til og med 27. mai 2024",
            "At tilskuddet faller bort.",
            "§ 35",
        ):
            assert words in letter, words
        assert len(notices_to_answer(cast.bjorn)) == 1
        with pytest.raises(WrongState):
            challenging.give_notice_of_reversal(by=cast.guri, plan="x", reason="x", **about)
        with pytest.raises(RuleBroken, match="still has time"):
            challenging.prepare_reversal(by=cast.guri, proposed=harm, **about)
        with pytest.raises(NotAllowed):
            challenging.state_on_notice(by=cast.anne, notice=notice, statement="x")
    with clock.at(notice.statement_before):
        assert len(notices_to_follow(cast.guri)) == 1
        wrong = Proposed(outcome=rules.TO_HARM, reasons=WHY, ground="no_harm")
        with pytest.raises(RuleBroken, match="harms nobody"):
            challenging.prepare_reversal(by=cast.guri, proposed=wrong, **about)
        challenging.state_on_notice(by=cast.bjorn, notice=notice, statement="Vi trodde vi fylte det.")
        ruling = challenging.prepare_reversal(by=cast.guri, proposed=harm, **about)
        ruling = challenging.decide_ruling(by=cast.hans, ruling=ruling)
    text = read(ruling.letter)
    for words in ("400 000 kr", "600 000 kr", "egen sak"):
        assert words in text, words
    grant.refresh_from_db()
    assert (grant.state, grant.repayment_claims.get().state) == ("reversed", "found")
    assert set(grant.instalments.exclude(state="paid").values_list("state", flat=True)) == {"cancelled"}
    now = scheme.balances_of_case(grant.application.case.number)
    assert (now.accepted, now.paid) == (0, kroner(600_000))
    assert scheme.ledger_fault()[1] == ""
    assert casework.forewarning(notice.pk).state == "used"


def test_payments_are_stopped_after_notice_or_with_the_reason_why_it_cannot_wait(cast: Cast) -> None:
    grant = a_paid_grant(cast)
    stop = {"grant": grant, "reason": "Regnskapet mangler.", "ground": "breach"}
    with clock.at(WARNED):
        with pytest.raises(RuleBroken, match="notice first"):
            stops.stop_payments(by=cast.guri, **stop)
        notice = stops.give_notice_of_stop(
            by=cast.guri, grant=grant, plan="Stans.", reason="Regnskapet mangler."
        )
        with pytest.raises(RuleBroken, match="still has time"):
            stops.stop_payments(by=cast.guri, **stop)
        urgent = stops.stop_payments(
            by=cast.mona, **stop | {"ground": "control"}, without_notice="Pengene er borte."
        )
        assert urgent.ground == "control"
        assert casework.forewarning(notice.pk).state == "used", "what it told of has happened"
        assert "Pengene er borte." in read(casework.letters_of(grant.application.case)[-1])
        again = stops.give_notice_of_stop(by=cast.guri, grant=grant, plan="Stans.", reason="Mer mangler.")
        challenging.withdraw_notice(by=cast.guri, notice=again, reason="Det kom.")
        assert cast.bjorn.notices.filter(kind="casework.notice_withdrawn").exists()
        last = stops.give_notice_of_stop(by=cast.guri, grant=grant, plan="Stans.", reason="Mer mangler.")
    with clock.at(last.statement_before + timedelta(minutes=1)):
        assert stops.stop_payments(by=cast.guri, **stop).ground == "breach"


def test_what_the_directorate_raises_against_the_party_is_told_by_letter_first(cast: Cast) -> None:
    """§ 16: less money. A grant on hold takes no new claim."""
    grant = a_paid_grant(cast)
    with clock.at(WARNED):
        less = raised(cast, grant, "less", amount_ore=kroner(100_000))
        letter = read(less.letter)
        for words in ("Varsel", "forvaltningsloven § 16", "900 000", "Leverandøren er forsinket."):
            assert words in letter, words
        Grant.objects.filter(pk=grant.pk).update(state="held", held_since=clock.today())
        with pytest.raises(WrongState, match="on hold"):
            recovery.find_breach(by=cast.guri, grant=grant, amount_ore=kroner(1), reason="x")
