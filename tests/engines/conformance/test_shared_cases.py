"""The public cases: agreement with the reference validator does not fall."""

import json
from pathlib import Path

import pytest

from helsetek.engines.conformance import Engine


@pytest.mark.slow
def test_the_verdicts_of_the_public_cases_are_those_of_the_reference(shared: Path) -> None:
    folder = shared / "fhir-cases"
    plain = Engine()
    right = alarms = 0
    cases = json.loads((folder / "cases.json").read_text(encoding="utf-8"))
    for case in cases:
        support = [folder / name for name in dict.fromkeys(case["support"])]
        report = (Engine(support) if support else plain).validate(
            (folder / case["resource"]).read_bytes(), profiles=(case["profile"],) if case["profile"] else ()
        )
        right += report.valid == case["valid"]
        alarms += case["valid"] and not report.valid
    assert right / len(cases) >= 0.92
    assert alarms <= 3


def test_the_base_profiles_of_hl7_norway_hold_for_their_examples(shared: Path) -> None:
    """Three examples are truly wrong: an id with spaces, and weights outside the category vital-signs."""
    folder = shared / "no-basis"
    engine = Engine([folder / name for name in ("StructureDefinition", "CodeSystem", "ValueSet")])
    refused = {
        path.name for path in (folder / "Examples").iterdir() if not engine.validate(path.read_bytes()).valid
    }
    assert refused == {
        "no-basis-HealthcareService-example.xml", "Vital-signs-weight.xml", "Vital-signs-weight-v2.xml",
    }  # fmt: skip
