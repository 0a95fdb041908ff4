"""The plan of control, a control and its findings: each step raced."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.common import clock
from helsetek.control.models import Control
from helsetek.control.services import controls, findings, plans
from tests import scenes
from tests.cast import Cast, gather
from tests.control.making import a_finding, another_controller
from tests.grants.afterwards import an_accepted_grant

from .declared import require_all_of
from .racing import Course

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
DRAWN_ANEW = "a plan drawn up again takes the place of the draft"


def test_every_step_of_a_control(course: Course) -> None:
    cast = gather()
    for number in range(2):
        call = scenes.an_open_call(cast, slug=f"utlysning-{number}")
        with scenes.during(call):
            together = scenes.a_collaboration(cast, members=("fauske",), name=f"Samarbeid {number}")
        an_accepted_grant(cast, call=call, collaboration=together)
    first, second = _planned(course, cast)
    course.race(controls.call_off, by=cast.mona, control=second, reason="Riksrevisjonen har tatt den.")
    _controlled(course, cast, first)
    course.end()
    require_all_of(__name__, course.raced)


def _planned(course: Course, cast: Cast) -> list[Control]:
    year, other = clock.today().year, another_controller(cast)
    drawn = {"by": cast.mona, "year": year, "by_risk": 2, "by_lot": 0}
    course.race(plans.draw_up, **drawn, both=DRAWN_ANEW)
    plan = course.race(plans.draw_up, **drawn, both=DRAWN_ANEW)
    course.race(plans.hand_over, by=cast.mona, plan=plan)
    yes = (plans.approve, {"by": other, "plan": plan})
    course.race(plans.send_back, by=other, plan=plan, reason="Ta med flere.", against=yes)
    plans.hand_over(by=cast.mona, plan=plan)
    no = (plans.send_back, {"by": other, "plan": plan, "reason": "Ta med flere."})
    course.race(plans.approve, by=other, plan=plan, against=no)
    asked = {"kind": "documents", "asked": "Regnskap\nBilag"}
    return [
        course.race(controls.open_control, by=cast.mona, selection=one, **asked)
        for one in plan.selections.order_by("id")
    ]


def _controlled(course: Course, cast: Cast, control: Control) -> None:
    it = {"by": cast.mona, "control": control}
    due = clock.today() + timedelta(days=21)
    off = (controls.call_off, it | {"reason": "Nei."})
    course.race(controls.give_notice, **it, due_on=due)
    course.race(controls.hand_in, by=cast.anne, control=control, reply="Alt ligger på siden.")
    course.race(controls.ask_for_more, **it, question="Hvor er bilag 2?", due_on=due)
    controls.hand_in(by=cast.anne, control=control, reply="Her.")
    finding, other = a_finding(cast, control), a_finding(cast, control, gravity="remark")
    course.race(controls.send_draft, **it, summary="Gått gjennom.", against=off)
    course.race(controls.state_view, by=cast.bjorn, control=control, statement="Listene er funnet.")
    course.race(controls.report, **it, conclusion="Listene må leveres.")
    course.race(findings.answer, by=cast.anne, finding=finding, text="Her er de.")
    course.race(findings.not_enough, by=cast.mona, finding=finding, evidence="Fauske mangler.")
    findings.answer(by=cast.anne, finding=finding, text="Nå er Fauske med.")
    no = (findings.not_enough, {"by": cast.mona, "finding": finding, "evidence": "Nei."})
    course.race(findings.close, by=cast.mona, finding=finding, evidence="Sett.", against=no)
    findings.close(by=cast.mona, finding=other, evidence="Bare en merknad.")
    course.race(controls.close, **it)
