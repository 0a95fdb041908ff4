"""One engine for all tests, small resources written here, and the shared material where it is at hand."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helsetek.engines.conformance import Engine, Issue, Report

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("HELSETEK_SHARED", ROOT.parent / "shared")) / "data"

Resource = dict[str, Any]
Check = Callable[..., Report]


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine with the core definitions only."""
    return Engine()


@pytest.fixture(scope="session")
def check(engine: Engine) -> Check:
    """Validates a resource given as a dictionary."""

    def run(resource: Resource, *profiles: str, with_: Engine = engine) -> Report:
        return with_.validate(json.dumps(resource).encode(), profiles=profiles)

    return run


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of third-party material; tests that read it are left out where it is not."""
    if not SHARED.is_dir():
        pytest.skip(f"the shared material is not at hand ({SHARED.name})")
    return SHARED


def errors(report: Report) -> list[tuple[str, str]]:
    """Rule and path of each error."""
    return [(one.code, one.path) for one in report.issues if one.severity in ("error", "fatal")]


def codes(issues: list[Issue]) -> set[str]:
    """The rules that spoke."""
    return {one.code for one in issues}


def patient(**more: Any) -> Resource:
    """A small valid Patient."""
    return {
        "resourceType": "Patient", "id": "ola", "name": [{"family": "Nordmann", "given": ["Ola"]}],
        "gender": "male", "birthDate": "1950-02-28", **more,
    }  # fmt: skip


def observation(**more: Any) -> Resource:
    """A small valid Observation."""
    return {
        "resourceType": "Observation", "status": "final", "code": {"text": "Gangtest"},
        "valueQuantity": {"value": 12, "system": "http://unitsofmeasure.org", "code": "s"}, **more,
    }  # fmt: skip
