"""How far a control has come when a test begins. On top of ``tests/grants/afterwards.py``."""

from __future__ import annotations

from datetime import timedelta

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.control.models import Control, Finding, Plan
from helsetek.control.services import controls, findings, plans
from helsetek.grants.selectors.grants import Grant
from tests.cast import Cast, give_role
from tests.grants.afterwards import an_accepted_grant


def another_controller(cast: Cast) -> Person:
    """Marit, who is not in the cast, is a controller too."""
    known = Person.objects.filter(subject="marit").first()
    if known is not None:
        return known
    marit = Person.objects.create(issuer="test", subject="marit", name="Marit", email="marit@example.org")
    give_role(marit, cast.directorate, "controller")
    return marit


def an_approved_plan(cast: Cast, *, by_risk: int = 1, by_lot: int = 0) -> Plan:
    """Drafted by Mona, approved by another; lots drawn when there are any."""
    plan = plans.draw_up(by=cast.mona, year=clock.today().year, by_risk=by_risk, by_lot=by_lot)
    plans.hand_over(by=cast.mona, plan=plan)
    plan = plans.approve(by=another_controller(cast), plan=plan)
    if by_lot:
        with clock.at(clock.now() + timedelta(hours=2)):
            casework.make_due_draws()
    return plan


def an_opened_control(cast: Cast, *, grant: Grant | None = None, kind: str = "visit") -> Control:
    """Bodø's grant, taken by Mona."""
    if grant is None:
        an_accepted_grant(cast)
    plan = an_approved_plan(cast)
    return controls.open_control(
        by=cast.mona, selection=plan.selections.get(), kind=kind, asked="Regnskap\nBilag"
    )


def a_noticed_control(cast: Cast, *, grant: Grant | None = None) -> Control:
    control = an_opened_control(cast, grant=grant)
    return controls.give_notice(by=cast.mona, control=control, due_on=clock.today() + timedelta(days=21))


def a_finding(cast: Cast, control: Control, *, gravity: str = "fault") -> Finding:
    return findings.save_finding(
        by=cast.mona,
        control=control,
        category="documentation",
        gravity=gravity,
        text="Timelister mangler for to av kommunene.",
        ground="Tilskuddsbrevet, vilkår 3",
        money_ore=12_000_000,
        due_on=clock.today() + timedelta(days=60),
    )


def a_reported_control(cast: Cast) -> Control:
    """With one finding; the party did state its view."""
    control = a_noticed_control(cast)
    control = controls.hand_in(by=cast.anne, control=control, reply="Alt ligger på siden.")
    a_finding(cast, control)
    control = controls.send_draft(by=cast.mona, control=control, summary="Vi har gått gjennom regnskapet.")
    control = controls.state_view(by=cast.bjorn, control=control, statement="Listene er nå funnet.")
    return controls.report(by=cast.mona, control=control, conclusion="Listene må leveres.")
