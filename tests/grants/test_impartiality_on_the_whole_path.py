"""A declared conflict blocks every act on the case, whoever acts for the state in it, and somebody else takes over.

Forvaltningsloven § 6 (who is disqualified may neither prepare nor decide), § 8 (the duty to tell), § 9 (a substitute)
and § 10 (the same for everybody who works for the body).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.casework import todo
from helsetek.common import clock
from helsetek.common.errors import NotAllowed
from helsetek.grants.models import Application, Decision, Grant, Instalment, RepaymentClaim
from helsetek.grants.selectors import reports
from helsetek.grants.services import (
    assessment,
    closing,
    decisions,
    payments,
    proposing,
    recommendation,
    recovery,
    reporting,
    review,
    submission,
)
from tests import rounds, scenes
from tests.cast import Cast, give_role
from tests.grants.afterwards import (
    ACCEPTED,
    an_accepted_grant,
    answer,
    first_instalment,
    pay_all_released,
    report_of,
    write_report,
)
from tests.grants.paper import open_page
from tests.rounds import ALL_MET, at_work, not_met
from tests.visiting import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

Act = Callable[[Cast, Application], Any]


def conflict(application: Application, *people: Any) -> None:
    for person in people:
        casework.declare_impartiality(
            by=person, case=application.case, conflict=True, ground="Gift med leder."
        )


CHECKING: dict[str, Act] = {
    "take": lambda c, a: review.take_case(by=c.guri, application=a),
    "save": lambda c, a: review.save_formal_check(by=c.guri, application=a, answers=ALL_MET),
    "eligible": lambda c, a: review.find_eligible(by=c.guri, application=a, answers=ALL_MET),
    "inadmissible": lambda c, a: review.find_inadmissible(
        by=c.guri, application=a, reason="x", answers=not_met("in_time")
    ),
    "ask": lambda c, a: review.ask_for_information(
        by=c.guri, application=a, sections=["goals"], text="x", due_at=a.call.closes_at
    ),
    "assign": lambda c, a: assessment.assign(by=c.guri, application=a, assessors=[c.ingrid, c.jonas]),
    "recommend": lambda c, a: recommendation.recommend(
        by=c.guri, application=a, amount_ore=100, reasons="x", conditions=""
    ),
    "hand_out": lambda c, a: casework.assign_officer(by=c.guri, case=a.case, officer=c.gunnar),
    "message": lambda c, a: casework.write_message(by=c.guri, case=a.case, text="Hei"),
}


@pytest.mark.parametrize("act", list(CHECKING))
def test_the_officer_with_a_conflict_does_nothing_more(cast: Cast, act: str) -> None:
    application = rounds.a_taken_application(cast)
    with at_work(application.call):
        conflict(application, cast.guri)
        with pytest.raises(NotAllowed):
            CHECKING[act](cast, application)


@pytest.mark.parametrize("act", ["decide", "send_back", "reopen", "prepare", "adjust"])
def test_who_decides_or_prepares_with_a_conflict_is_blocked(cast: Cast, act: str) -> None:
    allotment = rounds.a_prepared_round(cast)
    decision: Decision = rounds.decisions_of(allotment)[0]
    application = decision.application
    acts: dict[str, Callable[[], Any]] = {
        "decide": lambda: decisions.decide(by=cast.hans, decision=decision),
        "send_back": lambda: decisions.send_back(by=cast.hans, decision=decision, reason="x"),
        "reopen": lambda: decisions.reopen(by=cast.hans, decision=decision, reason="x"),
        "prepare": lambda: decisions.prepare(
            by=cast.guri, allotment=allotment, application=application, amount_ore=100, reasons="x"
        ),
        "adjust": lambda: proposing.adjust(
            by=cast.guri, allotment=allotment, application=application, amount_ore=100, note="x"
        ),
    }
    with at_work(allotment.call):
        conflict(application, cast.hans, cast.guri)
        with pytest.raises(NotAllowed):
            acts[act]()


@pytest.fixture
def grant(cast: Cast) -> Grant:
    return an_accepted_grant(cast, amount_kr=1_000_000)


@pytest.fixture
def instalment(grant: Grant) -> Instalment:
    return first_instalment(grant)


def test_nobody_prepares_or_attests_a_payment_in_a_case_of_their_own(
    cast: Cast, grant: Grant, instalment: Instalment
) -> None:
    with clock.at(ACCEPTED):
        payments.prepare(by=cast.kari, instalment=instalment)
        conflict(grant.application, cast.kari, cast.leif)
        for act in (
            lambda: payments.prepare(by=cast.kari, instalment=instalment),
            lambda: payments.attest(by=cast.leif, instalment=instalment),
            lambda: payments.send_back(by=cast.leif, instalment=instalment, reason="x"),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_a_payment_is_left_out_of_the_file_of_who_has_a_conflict(
    cast: Cast, grant: Grant, instalment: Instalment
) -> None:

    give_role(cast.mona, cast.directorate, "payment_preparer")
    with clock.at(ACCEPTED):
        payments.prepare(by=cast.kari, instalment=instalment)
        payments.attest(by=cast.leif, instalment=instalment)
        conflict(grant.application, cast.kari)
        with pytest.raises(NotAllowed, match=grant.application.case.number):
            payments.make_file(by=cast.kari)
        file = payments.make_file(by=cast.mona)
        with pytest.raises(NotAllowed, match=grant.application.case.number):
            payments.read_answer(by=cast.kari, content=answer(file.message_id, group="ACSC"))
        assert payments.read_answer(by=cast.mona, content=answer(file.message_id, group="ACSC"))["paid"] == 1


def test_reports_are_not_judged_nor_money_taken_back_by_who_has_a_conflict(cast: Cast, grant: Grant) -> None:
    pay_all_released(cast)
    report = report_of(grant, "progress")
    with clock.at(report.due_at.replace(hour=9)):
        write_report(cast, report)
        reporting.hand_in(by=cast.bjorn, report=report)
        conflict(grant.application, cast.guri, cast.kari)
        for act in (
            lambda: reporting.approve(by=cast.guri, report=reports.report(report.pk)),
            lambda: reporting.ask_again(by=cast.guri, report=reports.report(report.pk), question="x"),
            lambda: closing.close(by=cast.guri, grant=grant),
        ):
            with pytest.raises(NotAllowed):
                act()
        claim = RepaymentClaim.objects.create(
            grant=grant,
            ground="unspent",
            state="claimed",
            amount_ore=100,
            reason="x",
            found_at=clock.now(),
            claimed_at=clock.now(),
            due_on=clock.today(),
        )
        with pytest.raises(NotAllowed):
            recovery.record_payment(by=cast.kari, claim=claim)


def test_the_late_door_is_not_opened_for_friends(cast: Cast) -> None:
    draft = scenes.a_complete_draft(cast)
    with scenes.after(draft.call):
        conflict(draft, cast.frode)
        with pytest.raises(NotAllowed):
            submission.open_late_door(
                by=cast.frode,
                call=draft.call,
                collaboration=draft.collaboration,
                until=draft.call.closes_at.replace(year=2025),
                reason="x",
            )


def test_a_colleague_names_who_takes_over_and_the_case_is_theirs(cast: Cast) -> None:
    application = rounds.a_taken_application(cast)
    give_role(cast.mona, cast.directorate, "case_officer")

    def waiting(person: Any) -> list[str]:
        return [one.title for one in todo.for_person(person) if one.kind == "casework.conflict"]

    with at_work(application.call):
        conflict(application, cast.guri, cast.mona)
        assert waiting(cast.guri) == []
        assert waiting(cast.frode) == [f"Name who takes over from Guri: {application.case.title}"]
        [declared, _monas] = cases.open_conflicts(application.case)
        with pytest.raises(NotAllowed, match="colleague"):
            casework.name_substitute(by=cast.mona, declaration=declared, substitute=cast.gunnar)
        casework.name_substitute(by=cast.frode, declaration=declared, substitute=cast.gunnar)
        assert waiting(cast.frode) == []
        assert rounds.fresh(application).case.officer == cast.gunnar
        review.find_eligible(by=cast.gunnar, application=application, answers=ALL_MET)


@pytest.mark.parametrize("who", ["frode", "guri", "hans", "ingrid", "kari", "leif", "mona"])
def test_everybody_who_acts_for_the_state_can_tell_of_a_conflict(cast: Cast, grant: Grant, who: str) -> None:
    person = getattr(cast, who)
    with clock.at(ACCEPTED):
        page = open_page(browser_of(person), f"/saker/{grant.application.case.number}/habilitet/")
        page.send(conflict="yes", grounds="family", ground="Søster av prosjektlederen.").follow()
    assert cases.is_disqualified(person, grant.application.case)


def test_the_page_of_the_grant_leads_there(cast: Cast, grant: Grant) -> None:
    with clock.at(ACCEPTED):
        there = f'/saker/{grant.application.case.number}/habilitet/"'
        assert there in browser_of(cast.kari).get(f"/tilskudd/{grant.pk}/").content.decode()
        assert there not in browser_of(cast.anne).get(f"/tilskudd/{grant.pk}/").content.decode()
