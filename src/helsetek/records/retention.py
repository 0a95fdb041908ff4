"""Data that is deleted when it is no longer needed, class by class: rooms above register theirs when the app starts.

    retention.register(Drafts())          # two people decide: proposed, confirmed, then deleted
    retention.register_sweep(Sweep(...))  # short-lived traces: the worker deletes them by itself

The period of a class is a dated parameter of this room: ``retention_NAME_months``. Nothing that is in the journal is
ever deleted here: that is for the archive (arkivlova), and goes to it as a deposit.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Due:
    """Something that has served its time. ``thing`` (``application:17``) outlives the deletion: nothing personal in it.

    ``cases`` must be closed, and nothing may hold them; with ``never_opened`` they need not be closed, for they never
    came before the authority. ``held``: the class's own reason to keep it, as a sentence.
    """

    thing: str
    since: datetime
    cases: tuple[int, ...] = ()
    never_opened: bool = False
    held: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """What was deleted: rows, and the stored files that are to be taken away when the transaction has ended."""

    rows: int
    files: tuple[str, ...] = ()
    from_state: str = ""
    to_state: str = ""


class DataClass(ABC):
    """A class of data. ``name`` as in ``retention_NAME_months``; ``title`` and ``start`` are for people."""

    name: ClassVar[str]
    title: ClassVar[str | Promise]
    # From when the period runs, and what is deleted.
    start: ClassVar[str | Promise]
    what: ClassVar[str | Promise]

    @abstractmethod
    def due(self, edge: datetime, thing: str = "") -> Iterable[Due]:
        """What began its period before ``edge``, the oldest first; or only the thing, if it did."""

    @abstractmethod
    def shown(self, things: list[str]) -> Mapping[str, str]:
        """What the things are called today, for those who look through a proposal. Never stored."""

    @abstractmethod
    def erase(self, thing: str, edge: datetime) -> Gone:
        """Delete what of it is older than ``edge``, inside the caller's transaction; the caller records the event.

        Raises WrongState, in words, if something else needs it after all.
        """

    @abstractmethod
    def lock(self, thing: str) -> None:
        """Lock what the thing is about until the transaction ends, before it is asked again whether it is due."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """Short-lived traces that the worker deletes by itself; ``act`` gives how many went, ``period`` a parameter."""

    name: str
    title: str | Promise
    start: str | Promise
    what: str | Promise
    period: str
    act: Callable[[], int]


_classes: dict[str, DataClass] = {}
_sweeps: dict[str, Sweep] = {}


def register(data_class: DataClass) -> None:
    _classes[data_class.name] = data_class


def register_sweep(sweep: Sweep) -> None:
    _sweeps[sweep.name] = sweep


def classes() -> dict[str, DataClass]:
    return dict(_classes)


def sweeps() -> dict[str, Sweep]:
    return dict(_sweeps)
