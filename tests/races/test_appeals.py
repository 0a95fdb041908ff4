"""Appeals, what parties ask for, and what is ruled: each step raced, and the money that follows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from helsetek.casework import selectors as casework
from helsetek.casework import services
from helsetek.casework.rules import appeals as rules
from helsetek.casework.rules.appeals import Kind
from helsetek.casework.rules.reasons import Reasons
from helsetek.casework.selectors import Appeal, Ruling
from helsetek.casework.services import Proposed, forewarnings
from helsetek.common import clock
from helsetek.common.money import kroner
from helsetek.grants.models import Application, Decision
from helsetek.grants.selectors import appealed
from helsetek.grants.services import assessment, recommendation, review
from helsetek.scheme import services as scheming
from helsetek.scheme.selectors import Allotment
from tests import rounds, scenes
from tests.cast import Cast, gather
from tests.rounds import ALL_MET, at_work, fresh

from .declared import require_all_of
from .racing import Course

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
WHY = Reasons("Utlysningen punkt 4.", "Budsjettet ble lest feil.", "Da veier behovet tyngst.")
BODY = {"body": "Helse- og omsorgsdepartementet"}
GIVES = {"values": {"amount_ore": kroner(50_000)}}


def test_every_step_of_an_appeal(course: Course) -> None:
    cast = gather()
    allotment = rounds.a_told_round(cast, envelope_kr=2_000_000)
    scheming.hold_for_appeals(by=cast.frode, allotment=allotment, amount_ore=kroner(150_000))
    bodo, fauske, saltdal = (_of(allotment, name) for name in ("Bodø", "Fauske – Fuosko", "Saltdal"))
    with at_work(allotment.call, days=14):
        _refused_wins_in_the_end(course, cast, saltdal)
        _annulled_by_the_body(course, cast, saltdal)
        _withdrawn(course, cast, fauske)
        _asked(course, cast, bodo)
        _reversed(course, cast, bodo)
    with at_work(allotment.call, days=40):
        _late(course, cast, fauske)
    course.end()
    require_all_of(__name__, course.raced | _a_dismissal_that_falls(course, cast))


def _of(allotment: Allotment, lead: str) -> Decision:
    return next(one for one in rounds.decisions_of(allotment) if one.application.lead.name == lead)


def _appeal(course: Course, decision: Decision, by: Any, **own: Any) -> Appeal:
    about = {"subject": appealed.SUBJECT, "subject_id": decision.pk, **own}
    appeal = services.begin_appeal(by=by, case=decision.application.case, **about)
    services.save_appeal(by=by, appeal=appeal, wrong="Budsjettet.", change="", revision=0)
    return course.race(services.submit_appeal, by=by, appeal=appeal)


def _prepare(course: Course, cast: Cast, appeal: Appeal, outcome: str, **more: Any) -> Ruling:
    proposed = Proposed(outcome=outcome, reasons=WHY, **more)
    now = casework.appeal(appeal.pk)
    return course.race(services.prepare_on_appeal, by=cast.guri, appeal=now, proposed=proposed)


def _rule(course: Course, cast: Cast, appeal: Appeal, outcome: str, **more: Any) -> Ruling:
    ruling = _prepare(course, cast, appeal, outcome, **more)
    back = (services.send_ruling_back, {"by": cast.hans, "ruling": ruling, "reason": "Nei."})
    return course.race(services.decide_ruling, by=cast.hans, ruling=ruling, against=back)


def _send_back(course: Course, cast: Cast, ruling: Ruling) -> None:
    decide = (services.decide_ruling, {"by": cast.hans, "ruling": ruling})
    course.race(services.send_ruling_back, by=cast.hans, ruling=ruling, reason="Regn om.", against=decide)


def _refused_wins_in_the_end(course: Course, cast: Cast, refused: Decision) -> None:
    appeal = _appeal(course, refused, cast.eli)
    ruling = _prepare(course, cast, appeal, rules.IN_PART, **GIVES)
    letter = {"title": "Ny tittel", "body": "Kort og klart.", "revision": 0}
    course.race(services.correct_letter, by=cast.gunnar, ruling=ruling, **letter)
    _send_back(course, cast, ruling)
    _rule(course, cast, appeal, rules.IN_PART, **GIVES)
    _rule(course, cast, appeal, rules.CHANGED, **GIVES, **BODY, decided_on=clock.today())


def _annulled_by_the_body(course: Course, cast: Cast, refused: Decision) -> None:
    """By the partner: upheld, annulled by the appeal body, prepared anew and sent back, and decided anew."""
    appeal = _appeal(course, refused, cast.bjorn)
    _rule(course, cast, appeal, rules.UPHELD)
    _rule(course, cast, appeal, rules.ANNULLED, **BODY, decided_on=clock.today())
    _send_back(course, cast, _prepare(course, cast, appeal, rules.UPHELD))
    _rule(course, cast, appeal, rules.UPHELD)


def _withdrawn(course: Course, cast: Cast, decision: Decision) -> None:
    """Taken back when an answer is prepared: who would decide it is told."""
    appeal = _appeal(course, decision, cast.david)
    ruling = _prepare(course, cast, appeal, rules.UPHELD)
    decide = (services.decide_ruling, {"by": cast.hans, "ruling": ruling})
    course.race(services.withdraw_appeal, by=cast.david, appeal=appeal, reason="Enige.", against=decide)


def _asked(course: Course, cast: Cast, decision: Decision) -> None:
    """More time to appeal."""
    until = clock.today() + timedelta(days=30)
    about = {"subject": appealed.SUBJECT, "subject_id": decision.pk, "words": "Ferie.", "until": until}
    case = decision.application.case
    asked = course.race(services.ask, by=cast.bjorn, case=case, kind=Kind.EXTENSION, **about)
    proposed = Proposed(outcome=rules.GRANTED, until=until)
    ruling = course.race(services.prepare_answer, by=cast.guri, request=asked, proposed=proposed)
    course.race(services.decide_ruling, by=cast.gunnar, ruling=ruling)


def _reversed(course: Course, cast: Cast, decision: Decision) -> None:
    """Without an appeal, before anybody has accepted: notice is given, withdrawn, given again and answered first."""
    harm = Proposed(outcome=rules.TO_HARM, reasons=WHY, ground="invalid")
    about = {"case": decision.application.case, "subject": appealed.SUBJECT, "subject_id": decision.pk}
    told = {**about, "plan": "Vedtaket omgjøres.", "reason": "Det er ugyldig."}
    first = forewarnings.give_notice_of_reversal(by=cast.guri, **told)
    course.race(forewarnings.withdraw_notice, by=cast.guri, notice=first, reason="Feil vedtak.")
    notice = forewarnings.give_notice_of_reversal(by=cast.guri, **told)
    course.race(forewarnings.state_on_notice, by=cast.bjorn, notice=notice, statement="Vi er uenige.")
    ruling = services.prepare_reversal(by=cast.guri, **about, proposed=harm)
    course.race(services.decide_ruling, by=cast.hans, ruling=ruling)


def _late(course: Course, cast: Cast, decision: Decision) -> None:
    """Dismissed; the dismissal is appealed and falls, and the first appeal is tried and won."""
    appeal = _appeal(course, decision, cast.david)
    dismissed = _rule(course, cast, appeal, rules.DISMISSED)
    second = _appeal(course, decision, cast.david, subject="casework.dismissal", subject_id=dismissed.pk)
    _rule(course, cast, second, rules.CHANGED)
    _rule(course, cast, appeal, rules.ANNULLED, late_excused="Brevet lå hos feil etat.")
    _rule(course, cast, appeal, rules.UPHELD)


def _a_dismissal_that_falls(course: Course, cast: Cast) -> set[tuple[str, str]]:
    """An application that was dismissed is checked, assessed and decided anew."""
    call = scenes.an_open_call(cast, slug="en-til")
    with scenes.during(call):
        together = scenes.a_collaboration(cast, members=("fauske",), name="En til")
    sent = scenes.a_submitted_application(cast, call=call, collaboration=together)
    application = rounds.an_inadmissible_application(cast, application=sent)
    allotment = rounds.tell_round(cast, rounds.first_allotment(call))
    scheming.hold_for_appeals(by=cast.frode, allotment=allotment, amount_ore=kroner(150_000))
    [dismissed] = rounds.decisions_of(allotment)
    with at_work(call, days=14):
        appeal = _appeal(course, dismissed, cast.bjorn)
        _rule(course, cast, appeal, rules.ANNULLED)
        review.find_eligible(by=cast.guri, application=fresh(application), answers=ALL_MET)
    _assessed(cast, fresh(application))
    with clock.at(call.closes_at + timedelta(days=20)):
        _rule(course, cast, appeal, rules.CHANGED, **GIVES)
    return course.raced


def _assessed(cast: Cast, application: Application) -> None:
    rounds.open_assessments(cast, application)
    with at_work(application.call, days=14):
        for one in application.assessments.all():
            assessment.hand_in(by=one.assessor, assessment=one, scores=rounds.scores(application, 4))
        words = {"amount_ore": kroner(50_000), "reasons": "Godt."}
        recommendation.recommend(by=cast.guri, application=fresh(application), **words)
