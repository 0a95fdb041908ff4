"""Amendments of an agreement: asked for, answered, decided and carried out, each step raced."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.grants.models import Amendment, Grant
from helsetek.grants.rules.amendments import KindCode, Side
from helsetek.grants.selectors import agreements
from helsetek.grants.services import amendments as services
from helsetek.grants.services import payments
from tests.cast import Cast, gather
from tests.grants.afterwards import an_accepted_grant, pay_all_released
from tests.grants.amending import WHY, a_draft_amendment, an_asked_amendment, budget_with, fresh, raised

from .declared import require_all_of
from .racing import Course

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PREPARED_AGAIN = "a decision prepared again takes the place of the one before"


def test_every_step_of_an_amendment(course: Course) -> None:
    cast = gather()
    grant = an_accepted_grant(cast, amount_kr=1_000_000)
    pay_all_released(cast)
    with clock.at(oslo(2024, 6, 3, 10)):
        _more_time(course, cast, grant)
        _small_move(course, cast, grant)
        _hold_and_resume(course, cast, grant)
        _new_account(course, cast, grant)
        _on_a_later_day(course, cast, grant)
        _withdrawn(course, cast, grant)
        _ended(course, cast, grant)
    course.end()
    require_all_of(__name__, course.raced)


def _more_time(course: Course, cast: Cast, grant: Grant) -> None:
    """Asked for, asked about, prepared, sent back, granted; and once more, refused."""
    later = agreements.agreement(grant).ends + timedelta(days=365)
    draft = a_draft_amendment(cast, grant, "time", new_end=later.isoformat())
    withdraw = (services.withdraw, {"by": cast.bjorn, "amendment": draft, "reason": "Nei."})
    course.race(services.ask, by=cast.bjorn, amendment=draft)
    course.race(services.ask_for_information, by=cast.guri, amendment=draft, question="Hvor lenge?")
    course.race(services.give_information, by=cast.anne, amendment=draft, answer="Et år.")
    _prepared(course, cast, draft)
    decide = (services.decide, {"by": cast.hans, "amendment": draft})
    course.race(services.send_back, by=cast.hans, amendment=draft, reason="Skriv mer.", against=decide)
    services.prepare(by=cast.guri, amendment=draft, grants_it=True, reasons="")
    course.race(services.decide, by=cast.hans, amendment=draft, against=withdraw)
    again = an_asked_amendment(cast, grant, "time", new_end=(later + timedelta(days=365)).isoformat())
    services.prepare(by=cast.guri, amendment=again, grants_it=False, reasons="For lenge.")
    course.race(services.decide, by=cast.hans, amendment=again)


def _prepared(course: Course, cast: Cast, amendment: Amendment, **more: Any) -> None:
    ready = {"by": cast.guri, "amendment": amendment, "grants_it": True, "reasons": "", **more}
    course.race(services.prepare, **ready, both=PREPARED_AGAIN)


def _small_move(course: Course, cast: Cast, grant: Grant) -> None:
    """Only told: it holds at once."""
    move = agreements.agreement(grant).budget[0].amount_ore // 20
    told = a_draft_amendment(cast, grant, "budget", **budget_with(grant, move))
    course.race(services.ask, by=cast.bjorn, amendment=told)
    assert fresh(grant).state == "in_effect"


def _hold_and_resume(course: Course, cast: Cast, grant: Grant) -> None:
    hold = raised(cast, grant, "hold")
    course.race(services.settle, by=cast.guri, amendment=hold)
    resume = an_asked_amendment(cast, Grant.objects.get(pk=grant.pk), "resume", move_dates=False)
    course.race(services.settle, by=cast.guri, amendment=resume)


def _new_account(course: Course, cast: Cast, grant: Grant) -> None:
    """What was ready to be paid to the old account is put back."""
    grant.instalments.filter(number=2).update(waits_for=None, due_on=clock.today())
    second = grant.instalments.get(number=2)
    payments.prepare(by=cast.kari, instalment=second)
    begun = services.begin(by=cast.anne, grant=grant, kind=KindCode.ACCOUNT, side=Side.MUNICIPALITY)
    number = {"number": "12345678903"}
    begun = services.save(by=cast.anne, amendment=begun, data=number, reason=WHY, revision=begun.revision)
    services.ask(by=cast.bjorn, amendment=begun)
    checked = {"grants_it": True, "reasons": "Ringte sentralbordet."}
    course.race(services.prepare, by=cast.kari, amendment=begun, **checked, both=PREPARED_AGAIN)
    course.race(services.decide, by=cast.leif, amendment=begun)
    second.refresh_from_db()
    assert second.state == "planned"


def _on_a_later_day(course: Course, cast: Cast, grant: Grant) -> None:
    goals = [goal.model_dump(mode="json") for goal in agreements.goals_of(grant)]
    changed = {"activities": "Nytt", "goals": [goals[0] | {"target": "99"}, *goals[1:]]}
    scope = an_asked_amendment(cast, grant, "scope", **changed)
    services.prepare(by=cast.guri, amendment=scope, grants_it=True, reasons="", holds_from=date(2024, 7, 1))
    services.decide(by=cast.hans, amendment=scope)
    with clock.at(oslo(2024, 7, 1, 6)):
        assert course.race(services.take_effect_today) == [scope.pk]


def _withdrawn(course: Course, cast: Cast, grant: Grant) -> None:
    later = agreements.agreement(grant).ends + timedelta(days=30)
    asked = an_asked_amendment(cast, grant, "time", new_end=later.isoformat())
    prepare = {"by": cast.guri, "amendment": asked, "grants_it": True, "reasons": ""}
    no = {"by": cast.bjorn, "amendment": asked, "reason": "Vi rekker det."}
    course.race(services.withdraw, **no, against=(services.prepare, prepare))


def _ended(course: Course, cast: Cast, grant: Grant) -> None:
    """Raised by the directorate: the party is warned, has not answered in time, and the grant is ended."""
    begun = services.begin(by=cast.guri, grant=grant, kind=KindCode.END, side=Side.DIRECTORATE)
    ends = {"data": {"end_on": "2024-06-30"}, "reason": WHY, "revision": 0}
    services.save(by=cast.guri, amendment=begun, **ends)
    course.race(services.ask, by=cast.guri, amendment=begun)
    amendment = fresh(grant)
    assert amendment.answer_before
    with clock.at(amendment.answer_before):
        course.race(services.go_on_without_answer, by=cast.guri, amendment=amendment)
        _prepared(course, cast, amendment, reasons="Prosjektet er lagt ned.")
        course.race(services.decide, by=cast.hans, amendment=amendment)
