"""Grants, payments, reports and claims: from the offer to the case that is closed, each step raced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.grants.models import Grant, Instalment, RepaymentClaim, Report
from helsetek.grants.selectors import recovery as claims
from helsetek.grants.selectors import reports
from helsetek.grants.selectors.payments import to_prepare
from helsetek.grants.services import acceptance, closing, payments, recovery, reporting
from tests import scenes
from tests.cast import Cast, gather
from tests.grants import afterwards
from tests.grants.afterwards import ACCEPTED, ACCOUNT, answer, write_report

from .declared import require_all_of
from .racing import Course

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
FOUND, DECIDED = oslo(2024, 5, 6, 10), oslo(2024, 6, 10, 10)
WHY = "Vilkår 1 er brutt."


def test_every_step_of_the_money(course: Course) -> None:
    cast = gather()
    offers = [_an_offer(cast, number) for number in range(5)]
    _offers(course, cast, *offers[:2])
    for grant in offers[2:]:
        with clock.at(ACCEPTED):
            no = (acceptance.decline, {"by": cast.bjorn, "grant": grant, "reason": "Nei."})
            course.race(acceptance.accept, by=cast.bjorn, grant=grant, account_number=ACCOUNT, against=no)
    _payments(course, cast)
    _claims(course, cast, offers[3])
    _reported_and_closed(course, cast, offers[2])
    course.end()
    require_all_of(__name__, course.raced)


def _an_offer(cast: Cast, number: int) -> Grant:
    call = scenes.an_open_call(cast, slug=f"utlysning-{number}")
    with scenes.during(call):
        together = scenes.a_collaboration(cast, members=("fauske",), name=f"Samarbeid {number}")
    return afterwards.an_offered_grant(cast, call=call, collaboration=together)


def _offers(course: Course, cast: Cast, declined: Grant, lapsed: Grant) -> None:
    with clock.at(ACCEPTED):
        yes = (acceptance.accept, {"by": cast.bjorn, "grant": declined, "account_number": ACCOUNT})
        course.race(acceptance.decline, by=cast.bjorn, grant=declined, reason="Kan ikke.", against=yes)
    with clock.at(lapsed.accept_before + timedelta(minutes=1)):
        Grant.objects.filter(state="offered").exclude(pk=lapsed.pk).update(
            accept_before=clock.now() + timedelta(days=9)
        )
        assert [one.pk for one in course.race(acceptance.lapse_overdue)] == [lapsed.pk]


# -- Payments -------------------------------------------------------------------------------------------------


def _payments(course: Course, cast: Cast) -> None:
    """One is sent back and prepared again; then all are sent, one is rejected by the bank and sent once more."""
    with clock.at(ACCEPTED):
        first, second, third = list(to_prepare())
        prepare = {"by": cast.kari, "instalment": first}
        course.race(payments.prepare, **prepare)
        settle = (payments.attest, {"by": cast.leif, "instalment": first})
        course.race(payments.send_back, by=cast.leif, instalment=first, reason="Feil.", against=settle)
        for row in (first, second, third):
            payments.prepare(by=cast.kari, instalment=row)
            back = (payments.send_back, {"by": cast.leif, "instalment": row, "reason": "Nei."})
            course.race(payments.attest, by=cast.leif, instalment=row, against=back)
        _settled(course, cast, rejected=first)
    with clock.at(ACCEPTED + timedelta(minutes=5)):
        course.race(payments.prepare, **prepare)
        course.race(payments.attest, by=cast.leif, instalment=first)
        _settled(course, cast)


def _settled(course: Course, cast: Cast, rejected: Instalment | None = None) -> None:
    file = course.race(payments.make_file, by=cast.kari)
    rows = Instalment.objects.filter(file=file)
    said = {row.end_to_end_id: ("RJCT" if row == rejected else "ACSC", "Ukjent konto") for row in rows}
    course.race(payments.read_answer, by=cast.kari, content=answer(file.message_id, transfers=said))


# -- Claims ---------------------------------------------------------------------------------------------------


def _claims(course: Course, cast: Cast, grant: Grant) -> None:
    with clock.at(FOUND):
        claim = _found(cast, grant)
        course.race(recovery.drop, by=cast.guri, claim=claim, reason="Misforstått.")
    nothing = _noticed(course, cast, grant)
    with clock.at(DECIDED):
        course.race(recovery.go_on_without_statement, by=cast.guri, claim=nothing)
        recovery.prepare(by=cast.guri, claim=nothing, amount_ore=0, reasons="De har rett.")
        course.race(recovery.decide, by=cast.hans, claim=nothing)
    _paid(course, cast, _claimed(course, cast, grant))
    _given_up(course, cast, _claimed(course, cast, grant))


def _found(cast: Cast, grant: Grant) -> RepaymentClaim:
    return recovery.find_breach(by=cast.guri, grant=grant, amount_ore=kroner(100_000), reason="Solgt.")


def _noticed(course: Course, cast: Cast, grant: Grant) -> RepaymentClaim:
    with clock.at(FOUND):
        claim = _found(cast, grant)
        drop = (recovery.drop, {"by": cast.guri, "claim": claim, "reason": "Nei."})
        told = {"amount_ore": kroner(100_000), "reason": "Utstyret er solgt."}
        return course.race(recovery.give_notice, by=cast.guri, claim=claim, **told, against=drop)


def _claimed(course: Course, cast: Cast, grant: Grant) -> RepaymentClaim:
    claim = _noticed(course, cast, grant)
    with clock.at(FOUND):
        course.race(recovery.state_view, by=cast.bjorn, claim=claim, statement="Til reservedeler.")
    with clock.at(DECIDED):
        ready = {"by": cast.guri, "claim": claim, "amount_ore": kroner(100_000), "reasons": WHY}
        course.race(recovery.prepare, **ready)
        decide = (recovery.decide, {"by": cast.hans, "claim": claim})
        course.race(recovery.send_back, by=cast.hans, claim=claim, reason="Skriv mer.", against=decide)
        recovery.prepare(**ready)
        back = (recovery.send_back, {"by": cast.hans, "claim": claim, "reason": "Skriv mer."})
        return course.race(recovery.decide, by=cast.hans, claim=claim, against=back)


def _paid(course: Course, cast: Cast, claim: RepaymentClaim) -> None:
    """Handed over, taken home, paid in full; and reversed after an appeal."""
    with clock.at(oslo(2024, 7, 10, 12)):
        course.race(recovery.hand_over, by=cast.kari, claim=claim)
        course.race(recovery.take_home, by=cast.kari, claim=claim, reason="De betaler nå.")
        course.race(recovery.record_payment, by=cast.kari, claim=claim)
    with clock.at(oslo(2024, 7, 11, 12)):
        lower = {"keep_ore": 0, "reason": "Medhold i klage."}
        other = _claimed_again(cast, claim)
        course.race(recovery.reverse, by=cast.hans, claim=other, **lower)


def _claimed_again(cast: Cast, like: RepaymentClaim) -> RepaymentClaim:
    claim = _found(cast, like.grant)
    recovery.give_notice(by=cast.guri, claim=claim, amount_ore=kroner(100_000), reason="Mer er solgt.")
    recovery.state_view(by=cast.bjorn, claim=claim, statement="Nei.")
    recovery.prepare(by=cast.guri, claim=claim, amount_ore=kroner(100_000), reasons=WHY)
    return recovery.decide(by=cast.hans, claim=claim)


def _given_up(course: Course, cast: Cast, claim: RepaymentClaim) -> None:
    with clock.at(oslo(2024, 12, 1, 12)):
        all_of_it = claims.standing(claims.claim(claim.pk)).left_ore
        asked = {"kind": "write_off", "amount_ore": all_of_it, "reason": "Ingenting å hente."}
        waiver = course.race(recovery.propose_waiver, by=cast.guri, claim=claim, **asked)
        pay = (recovery.record_payment, {"by": cast.kari, "claim": claim})
        course.race(recovery.decide_waiver, by=cast.hans, waiver=waiver, grant=True, answer="", against=pay)


# -- Reports --------------------------------------------------------------------------------------------------


def _reported_and_closed(course: Course, cast: Cast, grant: Grant) -> None:
    """Little is spent: what was paid too much is claimed back, paid, and the case is closed."""
    for report in grant.reports.order_by("number"):
        with clock.at(report.due_at.replace(hour=9)):
            _approved(course, cast, reports.report(report.pk))
    with clock.at(clock.now() + timedelta(days=1000)):
        claim = RepaymentClaim.objects.get(grant=grant, state="claimed")
        course.race(recovery.record_payment, by=cast.kari, claim=claim)
        course.race(closing.close, by=cast.guri, grant=grant)


def _approved(course: Course, cast: Cast, report: Report) -> None:
    write_report(cast, report, spent_share=Decimal("0.05"))
    course.race(reporting.hand_in, by=cast.bjorn, report=report)
    yes: tuple[Callable[..., object], dict[str, object]] = (
        reporting.approve,
        {"by": cast.guri, "report": report},
    )
    course.race(reporting.ask_again, by=cast.guri, report=report, question="Hva gikk de til?", against=yes)
    reporting.hand_in(by=cast.bjorn, report=report)
    again = (reporting.ask_again, {"by": cast.guri, "report": report, "question": "Hva?"})
    course.race(reporting.approve, by=cast.guri, report=report, against=again)
