"""The page ``docs/states.md``: every registered transition table as a diagram and as a table."""

from __future__ import annotations

from collections.abc import Iterable

from .transitions import Machine, Transition, mermaid

_HEAD = """\
# States

Drawn from the transition tables in the code by `helsetek docs states`; a test fails when this page is not fresh. Only
what is drawn here can happen: every other act in every other state is refused (`casework.state.move`).
"""


def states_page(machines: Iterable[Machine]) -> str:
    """The whole page in Markdown, machines by name."""
    parts = [_section(machine) for machine in sorted(machines, key=lambda machine: machine.name)]
    return "\n".join([_HEAD, *parts])


def _section(machine: Machine) -> str:
    title = machine.name.replace("_", " ").capitalize()
    rows = "\n".join(_row(transition) for transition in machine.transitions)
    table = f"| act | from | to | who |\n|---|---|---|---|\n{rows}"
    return f"## {title}\n\n```mermaid\n{mermaid(machine)}\n```\n\n{table}\n"


def _row(transition: Transition) -> str:
    act, sources = transition.act.replace("_", " "), ", ".join(f"`{state}`" for state in transition.sources)
    return f"| {act} | {sources} | `{transition.target}` | {transition.who} |"
