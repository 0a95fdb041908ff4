"""The words and colours of states, one table for each kind of thing, offered by the room that owns the thing.

register("grants.application", {"draft": State(_("Draft")), "granted": State(_("Granted"), "success")})

{% status_tag application.state of="grants.application" %}
"""

from __future__ import annotations

from collections.abc import Mapping

from .parts import State

_states: dict[str, dict[str, State]] = {}


def register(kind: str, states: Mapping[str, State]) -> None:
    """Let ``status_tag`` and status columns know the states of one kind of thing (``room.thing``)."""
    _states[kind] = dict(states)


def state_of(kind: str, key: str) -> State:
    """The word and colour of a state; a state nobody has described is shown by its own name, without colour."""
    return _states.get(kind, {}).get(key) or State(key.replace("_", " ").capitalize())


def states(kind: str) -> dict[str, State]:
    """All states of a kind, in the order they were given: for filters."""
    return dict(_states.get(kind, {}))
