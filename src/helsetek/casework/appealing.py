"""Which decisions can be challenged, by whom, and what follows: a room above registers for each kind of case.

The floor knows appeals, requests, rulings, letters and time limits. What a decision is, who speaks for a party, and
what it means that one is changed (money, an approval), the room says here when the app starts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from helsetek.common.answers import Answer, yes

if TYPE_CHECKING:
    from helsetek.accounts.selectors import Person

    from .models import Case, Letter, Ruling


@dataclass(frozen=True, slots=True)
class Appealable:
    """A decision that the parties have been told of. ``title`` and ``result`` are in the reader's language.

    ``hands`` are those who prepared or made it; ``letter`` is the one that told it (None: no time limit runs).
    """

    kind: str
    pk: int
    title: str
    result: str
    letter: Letter | None
    decided_at: datetime
    hands: frozenset[int] = frozenset()
    has_reasons: bool = True


class Remedy:
    """What a room does when a decision is changed. Every method has a plain answer: override what is needed."""

    def fields(self, case: Case, subject: str, subject_id: int) -> dict[str, Any]:
        """Form fields that ask what the change gives, by name; none where it gives nothing to choose."""
        return {}

    def read(
        self, case: Case, subject: str, subject_id: int, outcome: str, values: Mapping[str, Any]
    ) -> dict[str, Any]:
        """What was given, checked, as plain data to keep on the ruling. Raises RuleBroken."""
        return {}

    def facts(self, ruling: Ruling) -> list[tuple[str, str]]:
        """Names and values for the letter and the page (what is given), in the language that is active."""
        return []

    def texts(self, ruling: Ruling) -> list[str]:
        """Keys of further texts that the letter needs (how to accept what is given)."""
        return []

    def values(self, ruling: Ruling, language: str) -> dict[str, str]:
        """What fills the places of the room's own texts."""
        return {}

    def may_carry_out(self, ruling: Ruling) -> Answer:
        """Whether what is ruled can be carried out now (there is money for it)."""
        return yes()

    def carry_out(self, ruling: Ruling, by: Person) -> None:
        """The decision is changed: let it have its effect. In the ruling's transaction; the letter is made."""

    def annulled(self, ruling: Ruling, by: Person) -> None:
        """The decision is annulled, and the case is to be treated anew."""

    def may_decide_anew(self, ruling: Ruling) -> Answer:
        """Whether the case is ready for its new decision."""
        return yes()

    def decided_anew(self, ruling: Ruling, by: Person) -> None:
        """A new decision is made after annulment: the same as before, or (after ``carry_out``) another."""


def _nothing(case: Case) -> list[Appealable]:
    return []


def _no_hold(case: Case) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Room:
    """What a room says of its cases.

    ``signatories(person, case)``: the organisations for which the person may appeal; ``writers``: for which the person
    may write on an appeal. ``hold`` locks what the case is about, before anything of the appeal is locked.
    """

    signatories: Callable[[Person, Case], list[int]]
    writers: Callable[[Person, Case], list[int]]
    decisions: Callable[[Case], list[Appealable]] = _nothing
    hold: Callable[[Case], None] = _no_hold
    remedy: Remedy = field(default_factory=Remedy)


_rooms: dict[str, Room] = {}


def register(case_kind: str, room: Room) -> None:
    """Let decisions in cases of this kind be challenged."""
    _rooms[case_kind] = room


def room_of(case: Case) -> Room | None:
    return _rooms.get(case.kind)


def remedy_of(case: Case) -> Remedy:
    """The remedy of the case's room; one that does nothing where no room has registered."""
    room = _rooms.get(case.kind)
    return room.remedy if room else Remedy()


def hold(case: Case) -> None:
    room = _rooms.get(case.kind)
    if room:
        room.hold(case)


def signs_for(person: Person, case: Case) -> list[int]:
    room = _rooms.get(case.kind)
    return room.signatories(person, case) if room else []


def writes_for(person: Person, case: Case) -> list[int]:
    room = _rooms.get(case.kind)
    return room.writers(person, case) if room else []
