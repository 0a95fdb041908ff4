"""The events of an act that changes several things, kept until everything is written: they are recorded last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helsetek.accounts.selectors import Person
from helsetek.common import events


class Log:
    def __init__(self, case_number: str, by: Person | None, acting_for: int | None) -> None:
        self._case_number, self._by, self._acting_for = case_number, by, acting_for
        self._kept: list[Callable[[], object]] = []

    def add(
        self, verb: str, thing: str, states: tuple[str, str], data: dict[str, Any], reasons: str = ""
    ) -> None:
        self._kept.append(
            lambda: events.record(
                verb,
                thing=thing,
                person_id=self._by.pk if self._by else None,
                organisation_id=self._acting_for,
                case_number=self._case_number,
                from_state=states[0],
                to_state=states[1],
                reasons=reasons,
                data=data,
            )
        )

    def write(self) -> None:
        """Record them, in the order in which they were added."""
        for record in self._kept:
            record()
        self._kept.clear()
