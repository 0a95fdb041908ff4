"""What was calculated last, kept in the process.

Keys hold the hash of the assumptions and all else that the thing is a pure function of, so that nothing kept is stale.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Thing = TypeVar("Thing")
MOST_KEPT = 96


class _Kept:
    """The results that were asked for last."""

    def __init__(self, most: int) -> None:
        self.most, self.found, self.lock = most, OrderedDict[Hashable, Any](), Lock()

    def get(self, key: Hashable, make: Callable[[], Thing]) -> Thing:
        with self.lock:
            if key in self.found:
                self.found.move_to_end(key)
                return self.found[key]  # type: ignore[no-any-return]
        made = make()
        with self.lock:
            self.found[key] = made
            while len(self.found) > self.most:
                self.found.popitem(last=False)
        return made


_kept = _Kept(MOST_KEPT)


def kept(key: Hashable, make: Callable[[], Thing]) -> Thing:
    """What was made for the key before, or made now."""
    return _kept.get(key, make)
