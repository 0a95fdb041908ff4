"""Money that comes back: parties read their own claims, each role acts in its step, nobody closes what they made."""

from tests.access.kinds import (
    CASE_OFFICERS,
    CASE_SIDE,
    EVERYBODY_LOGGED_IN,
    OWN_SIGNATORIES,
    OWN_WRITERS,
    PARTNERS,
    form,
    page,
)
from tests.access.scene import Scene

SEE = OWN_WRITERS | PARTNERS | CASE_SIDE | {"per"}
DECIDERS, PREPARERS = {"hans"}, {"kari"}
SEE_PAYMENTS = {"frode", "guri", "gunnar", "kari", "leif", "mona"}
READ = {"kari", "leif", "mona"}
CLOSE = {"leif", "mona"}
STOP = CASE_OFFICERS | {"mona"}


def grant(scene: Scene) -> list[int]:
    return [scene.grant.pk]


def claim(scene: Scene) -> list[int]:
    return [scene.claim.pk]


def waiver(scene: Scene) -> list[int]:
    return [scene.waiver.pk]


def set_off(scene: Scene) -> list[int]:
    return [scene.claim.pk, scene.set_off.pk]


def stop(scene: Scene) -> list[int]:
    return [scene.payment_stop.pk]


def difference(scene: Scene) -> list[int]:
    return [scene.difference.pk]


ROWS = [
    page("grants:grant_ledger", SEE, grant),
    *form("grants:stop_payments", STOP, grant),
    *form("grants:warn_of_stop", STOP, grant),
    *form("grants:lift_stop", STOP, stop),
    *form("grants:find_breach", CASE_OFFICERS, grant),
    page("grants:claims", EVERYBODY_LOGGED_IN),
    page("grants:claim", SEE, claim),
    *form("grants:give_notice", CASE_OFFICERS, claim),
    *form("grants:drop_claim", CASE_OFFICERS, claim),
    *form("grants:state_view", OWN_SIGNATORIES, claim),
    *form("grants:without_statement", CASE_OFFICERS, claim),
    *form("grants:prepare_claim", CASE_OFFICERS, claim),
    *form("grants:decide_claim", DECIDERS, claim),
    *form("grants:send_back_claim", DECIDERS, claim),
    *form("grants:record_payment", PREPARERS, claim),
    *form("grants:agree_plan", CASE_OFFICERS, claim),
    *form("grants:set_off", PREPARERS, claim),
    *form("grants:withdraw_set_off", PREPARERS, set_off),
    *form("grants:propose_waiver", CASE_OFFICERS | PREPARERS, claim),
    *form("grants:decide_waiver", DECIDERS, waiver),
    *form("grants:hand_over", PREPARERS, claim),
    *form("grants:take_home", PREPARERS, claim),
    *form("grants:suspend_claim", CASE_OFFICERS, claim),
    *form("grants:resume_claim", CASE_OFFICERS, claim),
    page("grants:differences", SEE_PAYMENTS),
    page("grants:statements", SEE_PAYMENTS),
    *form("grants:read_statement", READ),
    *form("grants:compare_again", READ),
    *form("grants:difference", SEE_PAYMENTS, difference)[:1],
    form("grants:difference", CLOSE, difference)[1],
]
