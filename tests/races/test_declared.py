"""A transition that is added must be raced: here it is missed, whatever database the tests run on."""

from __future__ import annotations

from helsetek.casework import state

from .declared import CANNOT, NOT_YET, declared


def test_what_is_raced_is_owed_no_more() -> None:
    assert not NOT_YET & (declared() | CANNOT.keys())


def test_every_transition_of_every_machine_is_raced_or_says_why_not() -> None:
    every = {(machine.name, step.act) for machine in state.machines() for step in machine.transitions}
    known = declared() | CANNOT.keys() | NOT_YET
    assert not every - known, f"no race is declared for {sorted(every - known)}"
    assert not known - every, f"no such transition any more: {sorted(known - every)}"
