"""Which cases are closed, so that they can go to the archive: rooms above register it when the app starts.

archiving.register("grants.application", closed_cases)         # gives (case id, when it was closed)
archiving.register_hindrance(cases_with_open_appeals, _("an appeal is open"))  # of these case ids, those that wait

What hinders a case from going to the archive also keeps what belongs to it from being deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils.functional import Promise

Closed = Callable[[], Iterable[tuple[int, datetime]]]
Hindrance = Callable[[set[int]], Iterable[int]]

_kinds: dict[str, Closed] = {}
_hindrances: dict[Hindrance, str | Promise] = {}


def register(kind: str, closed: Closed) -> None:
    """``closed`` gives the cases of the kind in which nothing more will happen, and since when."""
    _kinds[kind] = closed


def register_hindrance(hinders: Hindrance, because: str | Promise) -> None:
    """``hinders`` gives those of the cases that may not be archived yet, whatever their own room says."""
    _hindrances[hinders] = because


def hindered(case_ids: set[int]) -> dict[int, str]:
    """Those of the cases that something hinders, with what: the first reason that was registered."""
    found: dict[int, str] = {}
    for hinders, because in _hindrances.items():
        for case_id in hinders(case_ids):
            found.setdefault(case_id, str(because))
    return found


def closed_cases() -> dict[int, datetime]:
    """Every closed case by its id, with when it was closed; without those that something hinders."""
    found = {case_id: at for closed in _kinds.values() for case_id, at in closed()}
    for case_id in hindered(set(found)):
        found.pop(case_id, None)
    return found
