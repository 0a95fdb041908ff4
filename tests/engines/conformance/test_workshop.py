"""What users bring is judged in a process that can be ended."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from helsetek.engines.conformance import Bounds, CannotJudge, Engine, Workshop

from .conftest import patient

PROFILE = "https://example.no/StructureDefinition/slow"


def package(folder: Path, expression: str) -> Path:
    """A profile on Patient with one invariant."""
    path = folder / "profile.json"
    constraint = {"key": "x-1", "severity": "error", "human": "x", "expression": expression}
    made: dict[str, Any] = {
        "resourceType": "StructureDefinition", "url": PROFILE, "name": "Slow", "status": "draft", "kind": "resource",
        "abstract": False, "type": "Patient", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Patient",
        "derivation": "constraint", "fhirVersion": "4.0.1",
        "differential": {"element": [{"id": "Patient", "path": "Patient", "constraint": [constraint]}]},
    }  # fmt: skip
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def test_the_same_verdict_as_without(tmp_path: Path, engine: Engine) -> None:
    with Workshop() as workshop:
        for resource in (patient(), patient(gender="ukjent"), {"resourceType": "Tull"}):
            content = json.dumps(resource).encode()
            plain, safe = engine.validate(content), workshop.validate(content)
            assert safe.as_dict() == plain.as_dict()


def test_a_regular_expression_without_end_is_ended_and_the_next_order_is_served(tmp_path: Path) -> None:
    path = package(tmp_path, "name.family.all(matches('^(a+)+$'))")
    name = [{"family": "a" * 40 + "!"}]
    with Workshop([path], bounds=Bounds(seconds=1, wall_seconds=30)) as workshop:
        started = time.monotonic()
        slow = workshop.validate(json.dumps(patient(name=name)).encode(), profiles=(PROFILE,))
        assert time.monotonic() - started < 25
        assert (slow.judged, slow.valid, slow.issues[0].code) == (False, False, "limit.bounds")
        assert workshop.validate(
            json.dumps(patient(name=[{"family": "aa"}])).encode(), profiles=(PROFILE,)
        ).valid


def test_memory_is_bounded() -> None:
    with Workshop(bounds=Bounds(megabytes=300)) as workshop:
        assert not workshop.validate(b'{"a": "' + b"x" * 90_000_000 + b'"}').judged
        assert workshop.validate(json.dumps(patient()).encode()).valid


def test_a_package_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with Workshop([tmp_path / "none.tgz"]) as workshop, pytest.raises(CannotJudge):
        workshop.validate(b"{}")
