"""Results of tests, and what they come to together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal["pass", "fail", "skip", "omit", "not_applicable", "error", "wait", "cancel"]
OUTCOMES: tuple[Outcome, ...] = ("pass", "fail", "error", "wait", "skip", "not_applicable", "omit", "cancel")
FINAL: tuple[Outcome, ...] = ("pass", "fail", "not_applicable", "omit")
# What the whole is, from the strongest: a failure is certain whatever else is open.
_ORDER: tuple[Outcome, ...] = ("cancel", "fail", "error", "wait", "skip", "pass")


@dataclass
class Check:
    """One thing that was looked at: step, whether it held, and the message if not. `warned`: a should."""

    step: int
    outcome: Literal["passed", "failed", "warned"]
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Result:
    """How a test went. `code` and `values` are the reason where it is not `pass` or `fail`."""

    short: str
    outcome: Outcome
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    exchanges: list[int] = field(default_factory=list)
    answer: dict[str, Any] | None = None
    milliseconds: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For storing."""
        return asdict(self)

    @classmethod
    def load(cls, found: Mapping[str, Any]) -> Result:
        """From what `as_dict` gave."""
        return cls(**{**found, "checks": [Check(**one) for one in found["checks"]]})

    @property
    def warned(self) -> bool:
        """Did something fail that should, but need not, hold?"""
        return any(one.outcome == "warned" for one in self.checks)


def verdict(results: Iterable[tuple[Result, str]]) -> Outcome:
    """What the results of tests come to. Each comes with its level; only a `must` can fail the whole."""
    found = {one.outcome for one, level in results if level == "must" or one.outcome not in ("fail", "skip")}
    return next((outcome for outcome in _ORDER if outcome in found), "pass" if found else "skip")


def counts(results: Iterable[Result]) -> dict[str, int]:
    """How many of each outcome."""
    found = Counter(one.outcome for one in results)
    return {outcome: found[outcome] for outcome in OUTCOMES}
