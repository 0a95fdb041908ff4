"""What is watched after it was approved: complaints, incidents, findings, plans, and what follows.

The duties (docs/law.md): EHDS art. 45.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.approval import selectors
from helsetek.approval.models import Surveillance
from helsetek.approval.rules.status import Status
from helsetek.approval.rules.surveillance import Ground, Kind, Overdue
from helsetek.approval.services import statuses
from helsetek.approval.services import surveillance as watching
from helsetek.casework import services as casework
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from tests.approval import making
from tests.cast import Cast


def test_a_spot_check_leads_to_findings_a_plan_and_closing(cast: Cast) -> None:
    approval = making.approved(cast)
    case = watching.open_surveillance(
        by=cast.guri, approval=approval, kind=Kind.LOT, about="Trukket ut", draw="draw:1"
    )
    with pytest.raises(NotAllowed):
        watching.find(by=cast.nils, case=case, ground=Ground.REQUIREMENTS, text="x")
    watching.find(
        by=cast.guri, case=case, ground=Ground.REQUIREMENTS, text="Logg uten tidspunkt", code="EHDS-3.2d"
    )
    with pytest.raises(WrongState):
        watching.close(by=cast.guri, case=case, text="Ingenting", act="close_without_findings")
    with clock.at(clock.now() + timedelta(days=76)):
        assert selectors.overdue_of(selectors.surveillance(case.pk)) == [Overdue.NO_PLAN]
    due = clock.today() + timedelta(days=30)
    watching.propose_plan(by=cast.nils, case=case, plan="Vi retter loggen.", due_on=due)
    watching.answer_plan(by=cast.guri, case=case, approve=False, reason="For sent")
    watching.propose_plan(
        by=cast.nils, case=case, plan="Vi retter loggen nå.", due_on=due - timedelta(days=20)
    )
    watching.answer_plan(by=cast.guri, case=case, approve=True)
    watching.start_work(by=cast.nils, case=case)
    watching.report_corrected(by=cast.nils, case=case, text="Versjon 4.2.2")
    statuses.withdraw_approval(by=cast.nils, approval=approval, reason="Slutter")
    [newest, *_] = selectors.history(approval)
    assert newest.status == Status.WITHDRAWN_UNDER_REVIEW
    closed = watching.close(by=cast.guri, case=case, text="Prøvd", act="close_corrected")
    assert closed.closed_on == clock.today()


def test_anybody_may_complain_and_nothing_of_them_is_in_the_log(cast: Cast) -> None:
    approval = making.approved(cast)
    made = watching.complain(
        by=None, approval=approval, about="Svarer ikke", reporter="Kari, kari@example.org"
    )
    assert Surveillance.objects.get(pk=made.pk).reporter == "Kari, kari@example.org"
    [event] = events.of_thing(f"surveillance:{made.pk}")
    assert (event.person_id, event.data) == (None, {})
    with pytest.raises(RuleBroken):
        watching.complain(by=None, approval=approval, about=" ")


def test_the_clock_of_a_serious_incident(cast: Cast) -> None:
    """EHDS Article 44: not later than three days after the manufacturer became aware."""
    approval = making.approved(cast)
    known = clock.now() - timedelta(days=4)
    made = watching.report_incident(by=cast.nils, approval=approval, about="Feil pasient", known_at=known)
    assert events.of_thing(f"surveillance:{made.pk}")[0].data["late"] is True
    with pytest.raises(RuleBroken):
        watching.report_incident(
            by=cast.nils, approval=approval, about="x", known_at=clock.now() + timedelta(hours=1)
        )
    with pytest.raises(NotAllowed):
        watching.report_incident(by=cast.anne, approval=approval, about="x", known_at=known)


def test_spot_checks_are_drawn_by_lot_and_open_by_themselves(cast: Cast) -> None:
    numbers = {making.approved(cast, name=name).number for name in ("En", "To")}
    with pytest.raises(RuleBroken):
        watching.announce_spot_checks(by=cast.guri, count=3)
    announced = watching.announce_spot_checks(by=cast.guri, count=1)
    with clock.at(clock.now() + timedelta(minutes=2)):
        draw = casework.make_draw(by=cast.guri, announcement=announced)
    [case] = Surveillance.objects.filter(kind="lot")
    assert {case.approval.number} == set(draw.chosen) < numbers
    assert case.draw == f"draw:{announced.pk}"
