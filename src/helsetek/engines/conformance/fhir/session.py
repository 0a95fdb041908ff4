"""What the parts of the validator share while one file is judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from helsetek.engines.conformance.definitions.store import Definitions
from helsetek.engines.conformance.definitions.types import TypeDef
from helsetek.engines.conformance.issues import BAD, Issue, Severity, issue
from helsetek.engines.conformance.limits import Limits
from helsetek.engines.conformance.terminology.valuesets import ValueSets

Json = dict[str, Any]


@dataclass(eq=False)
class Entries:
    """The entries of a Bundle by their addresses, made once for each Bundle."""

    kind: str
    by_url: dict[str, list[tuple[int, Json]]] = field(default_factory=dict)
    by_id: dict[str, list[tuple[int, Json]]] = field(default_factory=dict)
    addresses: dict[int, str] = field(default_factory=dict)


@dataclass(eq=False)
class Scope:
    """One resource and where it stands. `root` is the resource itself, or the one it is contained in."""

    resource: Json
    type: TypeDef
    path: str
    root: Json
    contained: dict[str, Json] = field(default_factory=dict)
    above: Scope | None = None
    bundle: Entries | None = None
    full_url: str | None = None
    env: Any = None

    @property
    def outer(self) -> Scope:
        """The scope of `root`."""
        return self.above if self.above is not None and self.resource is not self.root else self


def inner_scope(scope: Scope, data: Json, type_: TypeDef, path: str) -> Scope:
    """The scope of a resource that stands in another: contained in it, or one of a Bundle's."""
    if data is scope.resource:
        return scope
    outer = scope.outer
    if any(one is data for one in outer.contained.values()):
        return Scope(data, type_, path, outer.root, outer.contained, outer)
    listed = data.get("contained")
    contained = {
        one["id"]: one for one in (listed if isinstance(listed, list) else ())
        if isinstance(one, dict) and isinstance(one.get("id"), str)
    }  # fmt: skip
    around: Scope | None = outer
    while around is not None and around.bundle is None:
        around = around.above
    address = (
        around.bundle.addresses.get(id(data)) if around is not None and around.bundle is not None else None
    )
    return Scope(data, type_, path, data, contained, outer, full_url=address)


STUMBLES = (TypeError, AttributeError, ValueError, KeyError, IndexError)


class Full(Exception):
    """So many issues were found that more would tell nothing."""


@dataclass(eq=False)
class Session:
    """One judgement: definitions, findings, and the parts of the validator by name."""

    definitions: Definitions
    limits: Limits
    value_sets: ValueSets
    issues: list[Issue] = field(default_factory=list)
    strict_extensions: bool = True
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    active: set[tuple[int, str]] = field(default_factory=set)
    # Filled by the validator, so that the parts need not know each other.
    walk_resource: Callable[..., None] = lambda *arguments: None
    check_profile: Callable[..., None] = lambda *arguments: None
    check_extension: Callable[..., None] = lambda *arguments: None
    evaluate: Callable[..., None] = lambda *arguments: None

    def add(self, code: str, path: str, /, *, severity: Severity | None = None, **values: Any) -> None:
        """Notes a finding, once."""
        found = issue(code, path, severity=severity, **values)
        key = (code, path, repr(sorted(values.items(), key=str)) if values else "")
        if key in self.seen:
            return
        self.seen.add(key)
        self.issues.append(found)
        if len(self.issues) >= self.limits.issues:
            raise Full

    def guard(self, path: str, work: Callable[..., None], *arguments: Any) -> None:
        """Runs a check that takes a sound structure for granted.

        Where the walk has found the structure broken, a check that stumbles over it is left out with a note. That a
        check stumbles over what is sound is our own fault, and is raised.
        """
        try:
            work(*arguments)
        except STUMBLES:
            if not any(one.severity in BAD for one in self.issues):
                raise
            self.add("check.impossible", path)

    @contextmanager
    def aside(self) -> Iterator[list[Issue]]:
        """Findings made inside are kept apart: to see whether something would do."""
        issues, seen = self.issues, self.seen
        self.issues, self.seen = [], set()
        try:
            yield self.issues
        finally:
            self.issues, self.seen = issues, seen

    def would_do(self, check: Callable[[], None]) -> bool:
        """Does a check find no error?"""
        with self.aside() as found:
            try:
                check()
            except Full:
                return False
            return not any(one.severity in BAD for one in found)

    def surely(self, check: Callable[[], None]) -> bool | None:
        """The same, but None when a code could not be known offline."""
        with self.aside() as found:
            try:
                check()
            except Full:
                return False
            if any(one.severity in BAD for one in found):
                return False
            return None if any(one.code == "code.unknowable" for one in found) else True
