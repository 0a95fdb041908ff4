"""Is a code in a value set? Answered from what is at hand: in, out, or cannot be known offline, with the reason."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from helsetek.engines.conformance.definitions.store import Definitions
from helsetek.engines.conformance.terminology.systems import System, Systems

Json = dict[str, Any]

MOST_NESTED = 20


class Answer(NamedTuple):
    """`inside` is None when it cannot be known; `reason` then says what is missing."""

    inside: bool | None
    reason: str = ""


IN, OUT = Answer(True), Answer(False)


class ValueSets:
    """All value sets of the definitions."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self.systems = Systems(definitions)
        self._known: dict[Any, Answer] = definitions.remember("value-sets")

    def find(self, url: str) -> Json | None:
        """The value set at an address."""
        found = self._definitions.find(url)
        return found if found and found.get("resourceType") == "ValueSet" else None

    def contains(self, url: str, code: str, system: str | None, version: str = "") -> Answer:
        """Is the code there? `system` None: of any system of the set."""
        key = (url, code, system, version)
        if key not in self._known:
            if len(self._known) > 200_000:
                self._known.clear()
            self._known[key] = self._contains(url, code, system, version, 0)
        return self._known[key]

    def contains_in(self, value_set: Json, code: str, system: str | None) -> Answer:
        """The same of a value set that is at hand (a contained one)."""
        return self._in_set(value_set, code, system, "", 0)

    def _contains(self, url: str, code: str, system: str | None, version: str, depth: int) -> Answer:
        found = self.find(url)
        if found is None:
            return Answer(None, url)
        return self._in_set(found, code, system, version, depth)

    def _in_set(self, found: Json, code: str, system: str | None, version: str, depth: int) -> Answer:
        if depth > MOST_NESTED:
            return Answer(None, str(found.get("url")))
        compose = found.get("compose")
        if not compose:
            return self._in_expansion(found, code, system)
        answer = OUT
        for include in compose.get("include", ()):
            one = self._in_include(include, code, system, version, depth)
            if one.inside:
                answer = one
                break
            answer = one if one.inside is None else answer
        if answer.inside is False:
            return answer
        for exclude in compose.get("exclude", ()):
            one = self._in_include(exclude, code, system, version, depth)
            if one.inside:
                return OUT
            answer = one if one.inside is None else answer
        return answer

    def _in_expansion(self, found: Json, code: str, system: str | None) -> Answer:
        expansion = found.get("expansion")
        if expansion is None:
            return Answer(None, str(found.get("url")))
        pending = list(expansion.get("contains", ()))
        while pending:
            one = pending.pop()
            if one.get("code") == code and system in (None, one.get("system")) and not one.get("abstract"):
                return IN
            pending.extend(one.get("contains", ()))
        return OUT

    def _in_include(self, include: Json, code: str, system: str | None, version: str, depth: int) -> Answer:
        answers = []
        if own := include.get("system"):
            if system is not None and system != own:
                return OUT
            answers.append(self._in_system(include, code, version))
        for url in include.get("valueSet", ()):
            answers.append(self._contains(url, code, system, version, depth + 1))  # noqa: PERF401
        if any(answer.inside is False for answer in answers) or not answers:
            return OUT
        return next((answer for answer in answers if answer.inside is None), IN)

    def _in_system(self, include: Json, code: str, version: str) -> Answer:
        own = include["system"]
        if listed := include.get("concept"):
            return IN if _listed(listed, code, self.systems.system(own)) else OUT
        version = str(include.get("version") or version)
        inside = self.systems.has(own, code, version)
        if inside is not True and not (inside is None and include.get("filter")):
            return Answer(inside, own)
        answer = IN
        for one in include.get("filter", ()):
            found = self._passes(one, self.systems.system(own, version), code)
            if found is False:
                return OUT
            if found is None:
                answer = Answer(None, own)
        return answer

    def _passes(self, one: Json, system: System | None, code: str) -> bool | None:
        if system is None or system.find(code) is None:
            return None
        wanted, value = str(one.get("property", "")), str(one.get("value", ""))
        operation = one.get("op")
        if operation in ("is-a", "descendent-of", "is-not-a"):
            return _under(operation, system, code, value)
        values = _property(system, code, wanted)
        return _compared(str(operation), values, value)


def _listed(listed: list[Json], code: str, system: System | None) -> bool:
    if any(one.get("code") == code for one in listed):
        return True
    insensitive = system is not None and not system.sensitive
    return insensitive and any(str(one.get("code")).lower() == code.lower() for one in listed)


def _under(operation: str, system: System, code: str, value: str) -> bool:
    top = value if system.sensitive else value.lower()
    own = (code if system.sensitive else code.lower()) == top
    below = top in system.above(code)
    if operation == "is-a":
        return own or below
    return below if operation == "descendent-of" else not (own or below)


def _property(system: System, code: str, name: str) -> list[str]:
    if name in ("concept", "code"):
        return [code]
    concept = system.find(code) or {}
    if name == "display":
        return [str(concept.get("display", ""))]
    if name == "parent":
        return sorted(system.parents.get(code, ()))
    found = []
    for one in concept.get("property", ()):
        if one.get("code") == name:
            for key, value in one.items():
                if key.startswith("value"):
                    found.append(_written(value))
    return found


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value.get("code")) if isinstance(value, dict) else str(value)


def _compared(operation: str, values: list[str], wanted: str) -> bool | None:
    if operation == "=":
        return wanted in values
    if operation == "in":
        return bool(set(values) & {part.strip() for part in wanted.split(",")})
    if operation == "not-in":
        return not set(values) & {part.strip() for part in wanted.split(",")}
    if operation == "exists":
        return bool(values) == (wanted == "true")
    if operation == "regex":
        try:
            return any(re.fullmatch(wanted, value) for value in values)
        except re.error:
            return None
    return None
