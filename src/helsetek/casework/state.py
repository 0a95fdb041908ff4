"""Move a thing along its transition table; and the registry of tables, for the words and the drawings."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from helsetek.common.errors import WrongState
from helsetek.common.web import states

from .transitions import Machine


@dataclass(frozen=True)
class Registered:
    """A machine, and the name under which ``common.web.states`` has the words of its states ("" for none)."""

    machine: Machine
    words: str = ""


_machines: dict[str, Registered] = {}


def register(machine: Machine, *, words: str = "") -> None:
    """Let a room's machine be drawn in ``docs/states.md``, and its states be named in timelines.

    ``words`` is the kind under which the room gave them to ``common.web.states.register`` (``grants.application``).
    """
    _machines[machine.name] = Registered(machine, words)


def machines() -> list[Machine]:
    """Every registered machine, in the order they were registered."""
    return [registered.machine for registered in _machines.values()]


def label(machine_name: str, state: str) -> str:
    """The state in people's words, in the reader's language; "" where none are registered."""
    found = _machines.get(machine_name)
    shown = states.states(found.words).get(state) if found else None
    return str(shown.label) if shown else ""


def move(machine: Machine, act: str, thing_state: str) -> str:
    """The state that ``act`` leads to. Raises WrongState, in a sentence, where the table does not allow it."""
    transition = machine.find(act, thing_state)
    if transition is None:
        raise WrongState(_why_not(machine, thing_state))
    return transition.target


def _why_not(machine: Machine, state: str) -> str:
    words = label(machine.name, state)
    if words:
        return _("This cannot be done now: the state is «%(state)s».") % {"state": words}
    return _("This cannot be done in the state it is in now. Somebody may have acted in the meantime.")
