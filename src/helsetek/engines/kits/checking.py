"""Is a kit fit for use? Form, ids, names, expressions, locks and coverage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from helsetek.engines.conformance import FhirPathError
from helsetek.engines.conformance.fhirpath import compile_path
from helsetek.engines.kits import jsonpath, made
from helsetek.engines.kits.coverage import coverage
from helsetek.engines.kits.expressions import NAMED
from helsetek.engines.kits.faults import KitBroken
from helsetek.engines.kits.library import load_requirements
from helsetek.engines.kits.locks import faults_of, read_lock
from helsetek.engines.kits.model import BY_HAND, Kit, Step
from helsetek.engines.kits.reading import read_kit

_PLACE = re.compile(r"\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}")
_ALWAYS = {"now", "today", "counterpart", "last"}


def check_kit(path: Path) -> list[str]:
    """Everything that is wrong with a kit, as sentences. Empty when it is fit for use."""
    faults: list[str] = []
    try:
        kit = read_kit(path.read_bytes(), path.name)
        faults += [*_ids(kit), *_names(kit), *_expressions(kit)]
        faults += faults_of(kit, read_lock(path))
        faults += coverage(load_requirements(kit, path.parent).requirements, [kit]).faults
    except KitBroken as error:
        faults += error.faults
    return faults


def _ids(kit: Kit) -> Iterator[str]:
    for name, number in Counter(test.short for test in kit.tests).items():
        if number > 1:
            yield f"the short id {name} stands {number} times"
    for name, number in Counter(test.id for test in kit.tests).items():
        if number > 1:
            yield f"the id {name} stands {number} times"
    seen: set[str] = set()
    for test in kit.tests:
        yield from (
            f"{test.short}: {one} in `after` is no earlier test" for one in test.after if one not in seen
        )
        seen.add(test.short)
        yield from (
            f"{test.short}, step {one.number}: a secret may stand in headers only"
            for one in test.steps
            if _leaks(one)
        )
        asks = any(step.do in ("attest", "interact") for step in test.steps)
        if test.kind in BY_HAND and not asks:
            yield f"{test.short}: a test of kind {test.kind} asks somebody"


def _names(kit: Kit) -> Iterator[str]:
    """Names that nothing gives a value."""
    known = _ALWAYS | {one.id for one in kit.inputs} | {f"secret.{one.id}" for one in kit.inputs}
    for test in kit.tests:
        for step in test.steps:
            for name in sorted(_used(step, kit)):
                if name not in known and made.make("", name) is None:
                    yield f"{test.short}, step {step.number}: {name} has no value by then"
            if isinstance(step.what.get("as"), str) and step.do != "validate":
                known.add(step.what["as"])


def _used(step: Step, kit: Kit) -> set[str]:
    found = set(_PLACE.findall(str(step.what)))
    body = step.what.get("body") if step.do == "request" else None
    if body and "fixture" in body:
        if body["fixture"] not in kit.fixtures:
            found.add(f"fixture {body['fixture']}")
        found |= set(_PLACE.findall(str(kit.fixtures.get(body["fixture"], ""))))
    if body and "of" in body:
        found.add(body["of"])
    if "of" in step.what:
        found.add(step.what["of"])
    return found


def _expressions(kit: Kit) -> Iterator[str]:
    for test in kit.tests:
        for step in test.steps:
            for one in _conditions(step.what):
                fault = _expression_fault(one, kit)
                if fault:
                    yield f"{test.short}, step {step.number}: {fault}"


def _conditions(found: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(found, Mapping):
        yield found
        for value in found.values():
            yield from _conditions(value)
    elif isinstance(found, list | tuple):
        for value in found:
            yield from _conditions(value)


def _expression_fault(found: Mapping[str, Any], kit: Kit) -> str | None:
    """Can its expressions be read? Names are filled with a harmless word first."""

    def filled(name: str) -> str:
        return _PLACE.sub("x", str(found[name]))

    try:
        if "fhirpath" in found:
            compile_path(filled("fhirpath"))
        if "xpath" in found:
            etree.XPath(filled("xpath"), namespaces=dict(kit.namespaces))
        if "jsonpath" in found:
            jsonpath.find({}, filled("jsonpath"))
        for name in ("matches", "pattern"):
            if isinstance(found.get(name), str):
                re.compile(filled(name))
        if "named" in found and found["named"] not in NAMED:
            return f"there is no named question {found['named']}"
    except (FhirPathError, etree.XPathError, jsonpath.JsonPathError, re.error) as error:
        return f"not understood: {error}"
    return None


def _leaks(step: Step) -> bool:
    """Does a step use a secret anywhere but in a header?"""
    return "{{secret." in str({key: value for key, value in step.what.items() if key != "headers"})
