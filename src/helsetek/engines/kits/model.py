"""A kit as it is used: kit > group > test > step. Everything is data; see data/kit.schema.json."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Text = Mapping[str, str]
Level = Literal["must", "should", "may"]
Kind = Literal["automatic", "document", "attestation", "demonstration", "laboratory"]
BY_HAND: tuple[Kind, ...] = ("document", "attestation", "demonstration", "laboratory")
STEPS = ("request", "pages", "assert", "validate", "extract", "receive", "interact", "attest", "wait")


@dataclass(frozen=True)
class Input:
    """What the one who runs the kit gives. A `secret` is used in headers and never stored."""

    id: str
    type: Literal["text", "url", "secret", "list", "flag"]
    title: Text
    about: Text = field(default_factory=dict)
    required: bool = False
    default: Any = None
    pattern: str | None = None


@dataclass(frozen=True)
class Step:
    """One thing that is done. `number` counts from 1 within the test; `what` is its own part of the data."""

    number: int
    do: str
    what: Mapping[str, Any]
    when: Mapping[str, Any] | None = None
    level: Level = "must"
    says: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Test:
    """One test. `short` is locked: it means the same for as long as reports are kept."""

    short: str
    id: str
    group: str
    title: Text
    kind: Kind
    level: Level
    verifies: tuple[str, ...]
    steps: tuple[Step, ...]
    about: Text = field(default_factory=dict)
    expected: Text = field(default_factory=dict)
    when: Mapping[str, Any] | None = None
    after: tuple[str, ...] = ()

    __test__ = False  # not a test of pytest


@dataclass(frozen=True)
class Group:
    """Tests that belong together."""

    id: str
    title: Text
    tests: tuple[Test, ...]
    about: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Kit:
    """A kit with what it needs. `sha256` is over its data, so a report can name exactly what was run."""

    id: str
    version: str
    title: Text
    about: Text
    owner: str
    actor: str
    approval_type: str
    requirement_set: Mapping[str, str]
    groups: tuple[Group, ...]
    inputs: tuple[Input, ...] = ()
    standards: tuple[Mapping[str, Any], ...] = ()
    needs: Mapping[str, Any] = field(default_factory=dict)
    http: Mapping[str, Any] = field(default_factory=dict)
    fixtures: Mapping[str, Any] = field(default_factory=dict)
    namespaces: Mapping[str, str] = field(default_factory=dict)
    cleanup: tuple[Step, ...] = ()
    sha256: str = ""

    @property
    def tests(self) -> Iterator[Test]:
        """All tests, in order."""
        for group in self.groups:
            yield from group.tests

    def test(self, short: str) -> Test:
        """The test with a short id. Raises KeyError."""
        for one in self.tests:
            if one.short == short:
                return one
        raise KeyError(short)

    def input(self, name: str) -> Input | None:
        """The input with an id."""
        return next((one for one in self.inputs if one.id == name), None)
