"""The inside of a case, the round, and what assessors see."""

from __future__ import annotations

from typing import Any

from tests.access.kinds import ASSESSORS, CASE_OFFICERS, Row, act, form, page, post_only
from tests.access.scene import Scene

# Who reads how cases are handled, and the rounds.
INSIDE = CASE_OFFICERS | {"frode", "hans", "mona"}
OFFICER = frozenset({"guri"})  # the officer of the case
DECISION_MAKER = frozenset({"hans"})
INGRID = frozenset({"ingrid"})


def _handled(scene: Scene) -> list[Any]:
    return [scene.handled.pk]


def _replaced(scene: Scene) -> list[Any]:
    return [scene.handled.pk, scene.assessment.pk]


def _numbered(scene: Scene) -> list[Any]:
    return [scene.handled.pk, 1]


def _assessment(scene: Scene) -> list[Any]:
    return [scene.assessment.pk]


def _decision(scene: Scene) -> list[Any]:
    return [scene.decision.pk]


def _round(scene: Scene) -> list[Any]:
    return scene.round


def _ranked(scene: Scene) -> list[Any]:
    return [*scene.round, scene.ranked.pk]


def _amount(scene: Scene) -> dict[str, str]:
    return {"amount_ore": "1000", "note": "Fordi."}


def _read_and_write(route: str, writers: frozenset[str], arguments: Any = _handled) -> list[Row]:
    """A page that all inside may read, with a form that only some may send."""
    return [page(route, INSIDE, arguments), act(route, writers, arguments)]


ROWS = [
    page("grants:cases", INSIDE),
    page("grants:rounds", INSIDE),
    page("grants:aid_list", INSIDE),
    page("grants:handling", INSIDE, _handled),
    *post_only("grants:take_case", CASE_OFFICERS, _handled),
    *form("grants:declare_conflict", INSIDE, _handled),
    *form("grants:departure", OFFICER, _handled),
    *_read_and_write("grants:formal_check", OFFICER),
    *form("grants:ask_information", OFFICER, _handled),
    *form("grants:go_on", OFFICER, _handled),
    *form("grants:reinstate", OFFICER, _handled),
    *_read_and_write("grants:assessors", OFFICER),
    *form("grants:substitute", OFFICER, _replaced),
    *_read_and_write("grants:blind", OFFICER),
    *post_only("grants:make_blind_copy", OFFICER, _numbered),
    *form("grants:upload_blind_copy", OFFICER, _numbered),
    *post_only("grants:release_blind_copy", OFFICER, _numbered),
    *_read_and_write("grants:recommendation", OFFICER),
    *_read_and_write("grants:state_aid", OFFICER),
    *_read_and_write("grants:prepare_decision", CASE_OFFICERS),
    page("grants:assessments", ASSESSORS),
    *form("grants:assessment", INGRID, _assessment),
    *form("grants:assessor_conflict", INGRID, _assessment),
    page("grants:decision", INSIDE, _decision),
    *post_only("grants:decide", DECISION_MAKER, _decision),
    *form("grants:send_decision_back", DECISION_MAKER, _decision),
    *form("grants:reopen_decision", DECISION_MAKER, _decision),
    page("grants:letter_preview", INSIDE, _decision, like="grants:decision"),
    page("grants:round", INSIDE, _round),
    *post_only("grants:fill", CASE_OFFICERS, _round),
    *form("grants:adjust", CASE_OFFICERS, _ranked, _amount),
    *post_only("grants:release", CASE_OFFICERS, _ranked),
    page("grants:what_if", INSIDE, _round),
    page("grants:calibration", INSIDE, _round),
    act("grants:calibration", CASE_OFFICERS | {"frode"}, _round),
    *post_only("grants:ask_the_model", CASE_OFFICERS | {"frode"}, _round),
    page("grants:hand_out", INSIDE, _round),
    act("grants:hand_out", CASE_OFFICERS, _round),
    *form("grants:competence", ASSESSORS),
    *form("grants:training", ASSESSORS, lambda scene: [scene.training_case.pk]),
    *form("grants:change_score", INGRID, _assessment),
    act("grants:what_if", CASE_OFFICERS, _round),
    page("grants:round_decisions", INSIDE, _round),
    *post_only("grants:prepare_round", CASE_OFFICERS, _round),
    *post_only("grants:decide_round", DECISION_MAKER, _round),
    *_read_and_write("grants:round_letters", CASE_OFFICERS, _round),
]
