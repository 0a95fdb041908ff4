"""Has every requirement a test, or a reason why not?

Takes requirements as plain data, so that requirement sets kept elsewhere can be asked about in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from helsetek.engines.kits.model import Kit


class Required(Protocol):
    """What coverage needs to know of a requirement: `not_tested` is the reason why no test verifies it."""

    @property
    def id(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def not_tested(self) -> object: ...


@dataclass(frozen=True)
class Coverage:
    """Short ids by requirement, and what is wrong."""

    tests: Mapping[str, tuple[str, ...]]
    faults: tuple[str, ...]


def coverage(requirements: Iterable[Required], kits: Iterable[Kit]) -> Coverage:
    """Faults: a must with neither test nor reason, a reason that is stale, a test that verifies what is not there."""
    wanted = {one.id: one for one in requirements}
    verified: dict[str, list[str]] = {name: [] for name in wanted}
    strong: set[str] = set()
    faults = []
    for kit in kits:
        for test in kit.tests:
            for name in test.verifies:
                if name not in wanted:
                    faults.append(f"{test.short} verifies {name}, which is not in the requirement set")
                    continue
                verified[name].append(test.short)
                if test.level == "must":
                    strong.add(name)
    for name, one in wanted.items():
        if one.level == "must" and not verified[name] and not one.not_tested:
            faults.append(f"{name} is a must and has neither a test nor a reason why it is not tested")
        elif one.level == "must" and verified[name] and name not in strong:
            faults.append(
                f"{name} is a must, but the tests that verify it ({', '.join(verified[name])}) are not"
            )
        elif verified[name] and one.not_tested:
            faults.append(f"{name} is said not to be tested, but is verified by {', '.join(verified[name])}")
    return Coverage({name: tuple(found) for name, found in verified.items()}, tuple(faults))
