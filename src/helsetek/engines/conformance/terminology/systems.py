"""Code systems as they are asked: is a code there, what is it called, what is it under?"""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.definitions.store import Definitions
from helsetek.engines.conformance.terminology.forms import well_formed

Json = dict[str, Any]


class System:
    """One code system whose concepts are at hand."""

    def __init__(self, raw: Json) -> None:
        self.raw = raw
        self.sensitive = bool(raw.get("caseSensitive", True))
        # A supplement is one by what it supplements, whatever it says of its content.
        self.content = "supplement" if raw.get("supplements") else str(raw.get("content", "complete"))
        self.concepts: dict[str, Json] = {}
        self.parents: dict[str, set[str]] = {}
        self._gather(raw.get("concept", ()), None)
        for code, concept in list(self.concepts.items()):
            self._parent_properties(code, concept)

    def _gather(self, concepts: Any, parent: str | None) -> None:
        pending = [(concept, parent) for concept in concepts]
        while pending:
            concept, above = pending.pop()
            code = self._key(str(concept.get("code", "")))
            self.concepts[code] = concept
            if above is not None:
                self.parents.setdefault(code, set()).add(above)
            pending.extend((child, code) for child in concept.get("concept", ()))

    def _parent_properties(self, code: str, concept: Json) -> None:
        for found in concept.get("property", ()):
            if found.get("code") in ("parent", "subsumedBy") and isinstance(found.get("valueCode"), str):
                self.parents.setdefault(code, set()).add(self._key(found["valueCode"]))

    def _key(self, code: str) -> str:
        return code if self.sensitive else code.lower()

    def find(self, code: str) -> Json | None:
        """The concept with a code."""
        return self.concepts.get(self._key(code))

    def has(self, code: str) -> bool | None:
        """True, False, or None when the system is at hand only in part."""
        if self.find(code) is not None:
            return True
        return False if self.content == "complete" else None

    def above(self, code: str) -> set[str]:
        """All concepts a code lies under."""
        found: set[str] = set()
        pending = [self._key(code)]
        while pending:
            new = self.parents.get(pending.pop(), set()) - found
            found |= new
            pending.extend(new)
        return found

    def names(self, code: str) -> list[tuple[str, str]]:
        """Language and name: the display and its designations."""
        concept = self.find(code) or {}
        names = [(str(self.raw.get("language", "")), str(concept["display"]))] if "display" in concept else []
        return names + [
            (str(found.get("language", "")), str(found.get("value", "")))
            for found in concept.get("designation", ())
        ]


class Systems:
    """All code systems of the definitions."""

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._found: dict[Any, Any] = definitions.remember("systems")

    def system(self, url: str, version: str = "") -> System | None:
        """The system at an address, with the concepts of its supplements' names; None when it is not at hand."""
        key = f"{url}|{version}" if version else url
        if key not in self._found:
            raw = self._definitions.find(key) or self._definitions.find(url)
            good = raw is not None and raw.get("resourceType") == "CodeSystem"
            self._found[key] = System(raw) if good and raw is not None else None
        found: System | None = self._found[key]
        return found

    def has(self, url: str, code: str, version: str = "") -> bool | None:
        """Is the code in the system? None when it cannot be known from what is at hand."""
        formed = well_formed(url, code)
        if formed is not None:
            return formed
        found = self.system(url, version)
        if found is None or found.content in ("not-present", "supplement", "example"):
            return None
        return found.has(code)

    def names(self, url: str, code: str) -> list[tuple[str, str]]:
        """What the code is called, when the system is at hand."""
        found = self.system(url)
        return found.names(code) if found is not None else []
