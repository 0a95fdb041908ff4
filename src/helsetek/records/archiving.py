"""Which cases are closed, so that they can go to the archive: rooms above register it when the app starts.

archiving.register("grants.application", closed_cases)         # gives (case id, when it was closed)
archiving.register_hindrance(cases_with_open_appeals)          # of these case ids, those that must wait
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

Closed = Callable[[], Iterable[tuple[int, datetime]]]
Hindrance = Callable[[set[int]], Iterable[int]]

_kinds: dict[str, Closed] = {}
_hindrances: list[Hindrance] = []


def register(kind: str, closed: Closed) -> None:
    """``closed`` gives the cases of the kind in which nothing more will happen, and since when."""
    _kinds[kind] = closed


def register_hindrance(hinders: Hindrance) -> None:
    """``hinders`` gives those of the cases that may not be archived yet, whatever their own room says."""
    if hinders not in _hindrances:
        _hindrances.append(hinders)


def closed_cases() -> dict[int, datetime]:
    """Every closed case by its id, with when it was closed; without those that something hinders."""
    found = {case_id: at for closed in _kinds.values() for case_id, at in closed()}
    for hinders in _hindrances:
        for case_id in hinders(set(found)):
            found.pop(case_id, None)
    return found
