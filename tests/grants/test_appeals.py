"""A grant decision that is challenged: money held for appeals, a new decision beside the old, an offer, an award."""

from __future__ import annotations

import io
from datetime import timedelta

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
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.common.money import kroner
from helsetek.grants.models import Decision, Grant
from helsetek.grants.selectors import appealed
from helsetek.grants.selectors.awards import awards_public
from helsetek.grants.selectors.grants import granted_ore
from helsetek.grants.services import acceptance
from helsetek.scheme import selectors as scheme
from helsetek.scheme import services as scheming
from helsetek.scheme.rules import ledger as ledger_rules
from helsetek.scheme.selectors import Allotment
from tests import rounds
from tests.cast import Cast
from tests.grants.afterwards import ACCOUNT

WHY = Reasons("Utlysningen punkt 4.", "Budsjettet ble lest feil.", "Da veier behovet tyngst.")
HELD = kroner(150_000)


def told(cast: Cast, **round_options: int) -> Allotment:
    """Bodø and Fauske get all, Saltdal is refused; 150 000 kr of what is free is held for appeals."""
    allotment = rounds.a_told_round(cast, **{"envelope_kr": 2_000_000, **round_options})
    scheming.hold_for_appeals(by=cast.frode, allotment=allotment, amount_ore=HELD)
    return allotment


def of(allotment: Allotment, lead: str) -> Decision:
    return next(one for one in rounds.decisions_of(allotment) if one.application.lead.name == lead)


def appeal_against(decision: Decision, by: object) -> Appeal:
    about = {"case": decision.application.case, "subject": appealed.SUBJECT, "subject_id": decision.pk}
    appeal = challenging.begin_appeal(by=by, **about)  # type: ignore[arg-type]
    challenging.save_appeal(by=by, appeal=appeal, wrong="Budsjettet.", change="", revision=0)  # type: ignore[arg-type]
    return challenging.submit_appeal(by=by, appeal=appeal)  # type: ignore[arg-type]


def rule(cast: Cast, appeal: Appeal, outcome: str, **more: object) -> Ruling:
    proposed = Proposed(outcome=outcome, reasons=WHY, **more)  # type: ignore[arg-type]
    ruling = challenging.prepare_on_appeal(by=cast.guri, appeal=casework.appeal(appeal.pk), proposed=proposed)
    return challenging.decide_ruling(by=cast.hans, ruling=ruling)


def read(ruling: Ruling) -> str:
    assert ruling.letter is not None
    pages = PdfReader(io.BytesIO(casework.content_of(ruling.letter.document))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


def held(allotment: Allotment) -> scheme.Held:
    return scheme.held(scheme.envelope(allotment.envelope_id))


@pytest.mark.usefixtures("in_english")
def test_an_appeal_that_is_won_is_paid_from_what_is_held_and_goes_the_usual_way(cast: Cast) -> None:
    """Forvaltningsloven § 33: outcome, letter and money follow in one transaction; the old decision stays readable."""
    allotment = told(cast)
    refused, envelope = of(allotment, "Saltdal"), allotment.envelope_id
    assert (refused.outcome, held(allotment).ore) == ("refused", HELD)
    with rounds.at_work(allotment.call, days=14):
        with pytest.raises(WrongState, match="time limit"):
            scheming.release_held(by=cast.frode, envelope=allotment.envelope, amount_ore=1)
        appeal = appeal_against(refused, cast.eli)
        assert held(allotment).open_appeals == 1
        with pytest.raises(RuleBroken, match="how much"):
            rule(cast, appeal, rules.CHANGED)
        with pytest.raises(RuleBroken, match="held for appeals"):
            rule(cast, appeal, rules.CHANGED, values={"amount_ore": HELD + 100})
        assert scheme.balances(envelope).held == HELD, "nothing moved"
        prepared = Ruling.objects.get(appeal=appeal, state="prepared")
        challenging.send_ruling_back(by=cast.hans, ruling=prepared, reason="Så mye er ikke satt av.")
        in_part = rule(
            cast, appeal, rules.IN_PART, values={"amount_ore": kroner(100_000), "conditions": "Del planen."}
        )
    grant = Grant.objects.get(application=refused.application)
    assert (grant.state, granted_ore(grant)) == ("offered", kroner(100_000))
    text = read(in_part)
    for words in [
        "100 000 kr",
        "Del planen.",
        WHY.facts,
        "Slik tar dere imot tilskuddet",
        "Vilkår",
        "merknader",
    ]:
        assert words in text, words
    new = refused.followers.get()
    assert (new.outcome, new.origin, new.letter, new.reasons_in_parts) == (
        "partial",
        "appeal",
        in_part.letter,
        WHY,
    )
    refused.refresh_from_db()
    assert (refused.outcome, refused.reopened_at) == ("refused", None)
    with rounds.at_work(allotment.call, days=20):
        acceptance.accept(by=cast.eli, grant=grant, account_number=ACCOUNT)
        body = rule(
            cast,
            appeal,
            rules.CHANGED,
            values={"amount_ore": kroner(50_000)},
            body="Helse- og omsorgsdepartementet",
            decided_on=clock.today(),
        )
    assert "Samlet tilskudd 150 000 kr" in read(body)
    grant.refresh_from_db()
    assert granted_ore(grant) == kroner(150_000)
    balances = scheme.balances(envelope)
    assert (balances.held, balances.accepted) == (0, kroner(150_000))
    assert ledger_rules.sums_hold(balances)
    assert ledger_rules.case_holds(scheme.balances_of_case(refused.application.case.number))
    [award] = [one for one in awards_public() if one.lead == "Saltdal"]
    assert (award.amount_ore, award.changed) == (kroner(150_000), "appeal")
    assert {one.changed for one in awards_public() if one.lead != "Saltdal"} == {""}
    assert casework.appealable(refused.application.case, appealed.SUBJECT, new.pk), (
        "the new one can be appealed too"
    )


@pytest.mark.usefixtures("in_english")
def test_what_is_held_is_released_when_no_appeal_can_come_or_with_a_reason(cast: Cast) -> None:
    """The reserve stays while appeals can come: by all parties' time limits, and while one is open."""
    allotment = told(cast)
    envelope = allotment.envelope
    appeal = None
    with rounds.at_work(allotment.call, days=14):
        scheming.release_held(by=cast.frode, envelope=envelope, amount_ore=100, reason="For mye satt av.")
        appeal = appeal_against(of(allotment, "Saltdal"), cast.eli)
    with rounds.at_work(allotment.call, days=90):
        assert scheme.releasable() == []
        with pytest.raises(WrongState, match="not settled"):
            scheming.release_held(by=cast.frode, envelope=envelope, amount_ore=HELD - 100)
        challenging.withdraw_appeal(by=cast.eli, appeal=appeal)
        assert [one for one, _held in scheme.releasable()] == [envelope]
        scheming.release_held(by=cast.frode, envelope=envelope, amount_ore=HELD - 100)
        with pytest.raises(scheming.Overdrawn):
            scheming.hold_for_appeals(by=cast.frode, allotment=allotment, amount_ore=kroner(10_000_000))
    assert held(allotment).ore == 0


@pytest.mark.usefixtures("in_english")
def test_a_decision_that_waits_for_its_appeal_does_not_lapse_and_an_offer_can_be_reversed(cast: Cast) -> None:
    """Forvaltningsloven §§ 42 and 35."""
    allotment = told(cast)
    decision = of(allotment, "Bodø")
    grant = Grant.objects.get(application=decision.application)
    with rounds.at_work(allotment.call, days=14):
        appeal = appeal_against(decision, cast.bjorn)
        asked = challenging.ask(
            by=cast.bjorn,
            case=decision.application.case,
            kind=Kind.SUSPENSION,
            subject=appealed.SUBJECT,
            subject_id=decision.pk,
            words="Vilkårene er uklare.",
        )
        waits = challenging.prepare_answer(
            by=cast.guri, request=asked, proposed=Proposed(outcome=rules.GRANTED, reasons=WHY)
        )
        challenging.decide_ruling(by=cast.hans, ruling=waits)
    with clock.at(grant.accept_before + timedelta(days=2)):
        assert grant.pk not in {one.pk for one in acceptance.lapse_overdue()}
        challenging.withdraw_appeal(by=cast.bjorn, appeal=appeal)
        grant.refresh_from_db()
        assert grant.accept_before > clock.now() + timedelta(days=20), "the whole time to accept begins again"
        about = {"by": cast.guri, "case": decision.application.case, "subject": appealed.SUBJECT}
        harm = Proposed(outcome=rules.TO_HARM, reasons=WHY, ground="invalid")
        with pytest.raises(RuleBroken, match="notice first"):
            challenging.prepare_reversal(subject_id=decision.pk, proposed=harm, **about)  # type: ignore[arg-type]
        notice = challenging.give_notice_of_reversal(
            subject_id=decision.pk,
            plan="Tilbudet faller bort.",
            reason="Søkeren var ikke samtykket.",
            **about,
        )  # type: ignore[arg-type]
        challenging.state_on_notice(by=cast.bjorn, notice=notice, statement="Det var en misforståelse.")
        ruling = challenging.prepare_reversal(subject_id=decision.pk, proposed=harm, **about)  # type: ignore[arg-type]
        challenging.decide_ruling(by=cast.hans, ruling=ruling)
        grant.refresh_from_db()
        assert grant.state == "reversed"
        with pytest.raises(RuleBroken, match="no grant to reverse"):
            challenging.prepare_reversal(subject_id=decision.pk, proposed=harm, **about)  # type: ignore[arg-type]
    assert ledger_rules.case_holds(scheme.balances_of_case(decision.application.case.number))


@pytest.mark.usefixtures("in_english")
def test_a_dismissal_that_is_annulled_is_checked_and_decided_anew(cast: Cast) -> None:
    """Forvaltningsloven § 33: annulled and treated anew; the application is handled as if it had just come."""
    from helsetek.grants.services import review
    from tests.rounds import ALL_MET

    application = rounds.an_inadmissible_application(cast)
    allotment = rounds.tell_round(cast, rounds.first_allotment(application.call))
    [dismissed] = rounds.decisions_of(allotment)
    scheming.hold_for_appeals(by=cast.frode, allotment=allotment, amount_ore=HELD)
    with rounds.at_work(application.call, days=14):
        appeal = appeal_against(dismissed, cast.bjorn)
        with pytest.raises(RuleBroken, match="Annul"):
            rule(cast, appeal, rules.CHANGED, values={"amount_ore": HELD})
        rule(cast, appeal, rules.ANNULLED)
        assert rounds.fresh(application).state == "submitted"
        with pytest.raises(RuleBroken, match="assessed before"):
            rule(cast, appeal, rules.CHANGED, values={"amount_ore": HELD})
        review.find_eligible(by=cast.guri, application=rounds.fresh(application), answers=ALL_MET)
    rounds.open_assessments(cast, rounds.fresh(application))
    from helsetek.grants.services import assessment, recommendation

    with rounds.at_work(application.call, days=20):
        for one in rounds.fresh(application).assessments.all():
            assessment.hand_in(by=one.assessor, assessment=one, scores=rounds.scores(application, 4))
        recommendation.recommend(
            by=cast.guri, application=rounds.fresh(application), amount_ore=HELD, reasons="Godt."
        )
        prepared = Ruling.objects.get(appeal=appeal, state="prepared")
        challenging.decide_ruling(by=cast.hans, ruling=prepared)
    assert rounds.fresh(application).state == "notified"
    assert casework.appeal(appeal.pk).state == "settled"
    assert granted_ore(Grant.objects.get(application=application)) == HELD
