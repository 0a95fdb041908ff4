"""Results of tests: how they roll up, and what stands between an application and a recommendation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """In the order in which they roll up: the first that is found anywhere is the outcome of the whole."""

    CANCEL = "cancel"
    WAIT = "wait"
    ERROR = "error"  # the tool's fault, never the vendor's
    FAIL = "fail"
    SKIP = "skip"
    PASS = "pass"  # noqa: S105 - an outcome
    NOT_APPLICABLE = "not_applicable"  # with a reason
    OMIT = "omit"


_ORDER = {outcome: place for place, outcome in enumerate(Outcome)}
BY_HAND = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.SKIP)
DONE = frozenset({Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.FAIL})


class Side(StrEnum):
    VENDOR = "vendor"  # what the vendor declares
    AUTHORITY = "authority"  # what the tester found


def rolled_up(outcomes: Iterable[str]) -> Outcome:
    """The outcome of a group. Nothing at all is «omit»."""
    known = [Outcome(one) if one in set(Outcome) else Outcome.ERROR for one in outcomes]
    return min(known, key=_ORDER.__getitem__, default=Outcome.OMIT)


@dataclass(frozen=True, slots=True)
class Demand:
    """A requirement as testing sees it."""

    code: str
    strength: str
    testability: str


def is_tested_at(demand: Demand, approval_type: str) -> bool:
    """Whether an application of the type has somebody outside the vendor look at the requirement by a test.

    Type a controls documents only; type b tests what is marked b; type c tests all that is marked b or c.
    """
    return (
        {"a": "", "b": "b", "c": "bc"}[approval_type].find(demand.testability) >= 0
        if demand.testability
        else False
    )


def unanswered(demands: Iterable[Demand], answers: Mapping[str, str]) -> list[str]:
    """Codes that the vendor has not declared on."""
    return [one.code for one in demands if not answers.get(one.code)]


def untested(demands: Iterable[Demand], found: Mapping[str, str], approval_type: str) -> list[str]:
    """Codes that are to be tested and have no final outcome yet (error, wait and skip are none)."""
    return [
        one.code
        for one in demands
        if is_tested_at(one, approval_type) and found.get(one.code) not in {outcome.value for outcome in DONE}
    ]


def unmet(demands: Iterable[Demand], declared: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Codes of *must* requirements that are not met, as declared or as found. What was found counts first."""
    return [
        one.code
        for one in demands
        if one.strength == "must" and (found.get(one.code) or declared.get(one.code)) == Outcome.FAIL
    ]


@dataclass(frozen=True, slots=True)
class RunRead:
    """What is read of a run's result, whichever runner made it."""

    kit: str
    version: str
    sha256: str
    tests: tuple[dict[str, Any], ...]

    def by_requirement(self) -> dict[str, str]:
        """For each requirement that a test verifies: the roll-up of those tests."""
        held: dict[str, list[str]] = {}
        for test in self.tests:
            for code in test["verifies"]:
                held.setdefault(code, []).append(test["outcome"])
        return {code: rolled_up(outcomes).value for code, outcomes in held.items()}

    @property
    def outcome(self) -> Outcome:
        return rolled_up(test["outcome"] for test in self.tests if not test["optional"])


class NotARun(ValueError):
    """The file is not the result of a run."""


MOST_TESTS = 5000


def read_run(data: Any) -> RunRead:
    """Read the result of ``helsetek conformance run``. Unknown outcomes count as errors of the tool. Raises NotARun."""
    if not isinstance(data, dict):
        raise NotARun("it is not an object")
    kit = data.get("kit")
    kit = kit if isinstance(kit, dict) else {"id": kit, "version": data.get("kit_version", "")}
    tests = data.get("tests", data.get("results"))
    if not isinstance(kit.get("id"), str) or not isinstance(tests, list) or not tests:
        raise NotARun("it names no kit and no tests")
    if len(tests) > MOST_TESTS:
        raise NotARun("it holds too many tests")
    sha = data.get("hash") or data.get("sha256") or data.get("content_hash") or ""
    return RunRead(
        kit["id"][:80], str(kit.get("version", ""))[:40], str(sha)[:64], tuple(_test(one) for one in tests)
    )


def _test(one: Any) -> dict[str, Any]:
    if not isinstance(one, dict):
        raise NotARun("a test is not an object")
    outcome = str(one.get("outcome", one.get("result", "")))
    verifies = one.get("verifies", [])
    title = one.get("title", "")
    return {
        "id": str(one.get("id", one.get("short_id", one.get("test", ""))))[:80],
        "title": str(title.get("nb", title.get("en", "")) if isinstance(title, dict) else title)[:300],
        "outcome": outcome if outcome in set(Outcome) else Outcome.ERROR.value,
        "message": str(one.get("message", ""))[:2000],
        "verifies": [str(code)[:80] for code in verifies] if isinstance(verifies, list) else [],
        "optional": bool(one.get("optional", False)),
    }
