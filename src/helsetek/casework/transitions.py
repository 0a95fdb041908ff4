"""Transition tables as data: which acts lead from which state to which. Pure, drawn in ``docs/states.md``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Transition:
    """An act in the field's words, the states it may start from, the state it leads to, and who does it."""

    act: str
    sources: tuple[str, ...]
    target: str
    who: str


@dataclass(frozen=True)
class Machine:
    """A named transition table. Only what is listed is possible: a whitelist, so that nothing is open by accident."""

    name: str
    start: str
    transitions: tuple[Transition, ...]

    @property
    def states(self) -> list[str]:
        """All states, in the order in which the table first names them."""
        named = [self.start, *(s for t in self.transitions for s in (*t.sources, t.target))]
        return list(dict.fromkeys(named))

    def find(self, act: str, state: str) -> Transition | None:
        """The transition by which ``act`` leaves ``state``; None where it is not possible."""
        return next((t for t in self.transitions if t.act == act and state in t.sources), None)

    def acts_from(self, state: str) -> list[Transition]:
        return [t for t in self.transitions if state in t.sources]

    def ends(self) -> list[str]:
        return [state for state in self.states if not self.acts_from(state)]


def mermaid(machine: Machine) -> str:
    """The state diagram of a machine, in Mermaid."""
    lines = ["stateDiagram-v2", f"    [*] --> {machine.start}", *_arrows(machine.transitions)]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in machine.ends())])


def _arrows(transitions: Iterable[Transition]) -> list[str]:
    return [f"    {source} --> {t.target}: {t.act}" for t in transitions for source in t.sources]
