"""``docs/states.md`` shows every transition table of every room, and is never older than the code."""

from __future__ import annotations

from click.testing import CliRunner
from django.conf import settings

from helsetek.casework import state
from helsetek.casework.commands import docs_states
from helsetek.casework.drawing import states_page
from helsetek.casework.transitions import Machine, Transition
from helsetek.grants.rules.machines import ALL

DOOR = Machine(
    "front_door",
    "closed",
    (
        Transition("open_wide", ("closed", "ajar"), "open", "anybody"),
        Transition("take_away", ("open",), "gone", "the carpenter"),
    ),
)


def test_the_page_is_fresh() -> None:
    page = (settings.ROOT / "docs" / "states.md").read_text(encoding="utf-8")
    assert page == states_page(state.machines()), "run: helsetek docs states"
    assert CliRunner().invoke(docs_states, ["--check"]).exit_code == 0


def test_every_machine_of_a_grant_case_is_drawn() -> None:
    assert {machine.name for machine in ALL} <= {machine.name for machine in state.machines()}


def test_a_machine_as_diagram_and_table() -> None:
    page = states_page([DOOR])
    for line in [
        "## Front door",
        "    [*] --> closed",
        "    closed --> open: open_wide",
        "    ajar --> open: open_wide",
        "    gone --> [*]",
        "| open wide | `closed`, `ajar` | `open` | anybody |",
        "| take away | `open` | `gone` | the carpenter |",
    ]:
        assert line in page.splitlines()
