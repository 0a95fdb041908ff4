"""Control: the directorate reads, controllers act, the party answers from the notice on; plans are for few."""

from tests.access.kinds import (
    CASE_SIDE,
    EVERYBODY_LOGGED_IN,
    NOBODY,
    OWN_SIGNATORIES,
    OWN_WRITERS,
    PARTNERS,
    form,
    page,
    post_only,
)
from tests.access.scene import Scene

SEE_PLANS, CONTROLLERS = {"mona", "frode"}, {"mona"}
SEE = CASE_SIDE | OWN_WRITERS | PARTNERS  # the auditor has the accounts only


def control(scene: Scene) -> list[int]:
    return [scene.control.pk]


def finding(scene: Scene) -> list[int]:
    return [scene.finding.pk]


def plan(scene: Scene) -> list[int]:
    return [scene.control.selection.plan_id]


def proposed(scene: Scene) -> list[int]:
    return [scene.proposed_plan.pk]


ROWS = [
    page("control:controls", EVERYBODY_LOGGED_IN),
    page("control:plans", SEE_PLANS),
    *form("control:new_plan", CONTROLLERS),
    page("control:plan", SEE_PLANS, plan),
    page("control:candidates", SEE_PLANS, plan),
    *form("control:add_by_hand", CONTROLLERS, plan),
    *post_only("control:hand_over", CONTROLLERS, plan),
    *form("control:send_back", CONTROLLERS, proposed),
    *form("control:approve", CONTROLLERS, proposed),
    *form("control:open", CONTROLLERS, lambda s: [s.control.selection_id]),
    page("control:control", SEE, control),
    *post_only(
        "control:take_over", NOBODY, control
    ),  # Mona carries it out already; others are no controllers
    *form("control:close", CONTROLLERS, control),
    *form("control:call_off", CONTROLLERS, control),
    *form("control:notice", CONTROLLERS, control),
    *form("control:hand_in", OWN_WRITERS, control),
    *form("control:more", CONTROLLERS, control),
    *form("control:visit", CONTROLLERS, control),
    *form("control:new_finding", CONTROLLERS, control),
    *form("control:finding", CONTROLLERS, finding),
    *form("control:draft", CONTROLLERS, control),
    *form("control:statement", OWN_SIGNATORIES, control),
    *form("control:report", CONTROLLERS, control),
    *form("control:answer", OWN_WRITERS, finding),
    *form("control:judge", CONTROLLERS, finding),
]
