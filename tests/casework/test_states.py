"""Only what the transition table lists is possible; a refusal is a sentence."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy as _

from helsetek.casework import state
from helsetek.casework.transitions import Machine, Transition
from helsetek.common.errors import WrongState
from helsetek.common.web import states
from helsetek.common.web.parts import State

DOOR = Machine("door", "closed", (Transition("open", ("closed",), "open", "anybody"),))


def test_an_act_leads_where_the_table_says() -> None:
    assert state.move(DOOR, "open", "closed") == "open"


def test_what_is_not_listed_is_refused() -> None:
    with pytest.raises(WrongState, match="cannot be done"):
        state.move(DOOR, "open", "open")


def test_the_refusal_names_the_state_in_peoples_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_machines", {})
    monkeypatch.setattr(states, "_states", {})
    states.register("test.door", {"open": State(_("Open"))})
    state.register(DOOR, words="test.door")
    with pytest.raises(WrongState, match="the state is «Open»"):
        state.move(DOOR, "open", "open")
    assert state.machines() == [DOOR]
