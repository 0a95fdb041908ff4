"""Code systems, value sets, questionnaires and measure reports: rules of the text of the specification."""

from typing import Any

import pytest

from tests.engines.conformance.conftest import Check, errors, observation

SNOMED = "http://snomed.info/sct"


def code_system(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "CodeSystem", "url": "http://example.no/fhir/CodeSystem/x", "status": "active",
        "content": "complete", "concept": [{"code": "a", "concept": [{"code": "b"}]}], **more,
    }  # fmt: skip


def value_set(**include: Any) -> dict[str, Any]:
    return {
        "resourceType": "ValueSet", "url": "http://example.no/fhir/ValueSet/x", "status": "active",
        "compose": {"include": [include]},
    }  # fmt: skip


def snomed_filter(**found: str) -> dict[str, Any]:
    return value_set(system=SNOMED, filter=[found])


@pytest.mark.parametrize(
    ("resource", "rule"),
    [
        (code_system(count=3), "codes.count"),
        (code_system(content="not-present"), "codes.present"),
        (code_system(supplements=SNOMED), "codes.supplement"),
        (
            code_system(property=[{"code": "p", "type": "string"}, {"code": "p", "type": "string"}]),
            "codes.property_twice",
        ),
        (code_system(url="CodeSystem/x"), "canonical.own"),
        (code_system(concept=[{"code": "a"}, {"code": "a"}]), "invariant"),
        (value_set(system="CodeSystem/x"), "coding.system"),
        (value_set(system=SNOMED, concept=[{"code": "22298007"}]), "code.unknown"),
        (snomed_filter(property="concept", op="is-a", value="hjerte"), "filter.code"),
        (snomed_filter(property="constraint", op="=", value="<< 22298006 <<"), "filter.ecl"),
        (snomed_filter(property="inactive", op="=", value="0"), "filter.boolean"),
    ],
)
def test_each_fault_is_found(resource: dict[str, Any], rule: str, check: Check) -> None:
    assert rule in {code for code, _ in errors(check(resource))}


@pytest.mark.parametrize(
    "resource",
    [
        code_system(count=2),
        value_set(system=SNOMED, concept=[{"code": "22298006"}]),
        snomed_filter(property="concept", op="is-a", value="22298006"),
        snomed_filter(
            property="constraint",
            op="=",
            value="<< 22298006 |Infarction| : 363698007 = << 80891009",
        ),
        snomed_filter(property="inactive", op="=", value="true"),
    ],
)
def test_what_is_right_is_valid(resource: dict[str, Any], check: Check) -> None:
    assert errors(check(resource)) == []


def test_a_vital_sign_follows_its_profile_whether_it_says_so_or_not(check: Check) -> None:
    weight = observation(
        code={"coding": [{"system": "http://loinc.org", "code": "29463-7"}]}, subject={"reference": "Patient/1"},
        effectiveDateTime="2026-01-01",
        valueQuantity={"value": 80, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"},
    )  # fmt: skip
    assert ("cardinality.min", "Observation") in errors(check(weight))
    vital = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "vital-signs"}
    assert errors(check({**weight, "category": [{"coding": [vital]}]})) == []


def test_a_condition_points_to_another_question_of_the_form(check: Check) -> None:
    def form(question: str) -> dict[str, Any]:
        condition = {"question": question, "operator": "exists", "answerBoolean": True}
        items = [
            {"linkId": "a", "type": "boolean"},
            {"linkId": "b", "type": "boolean", "enableWhen": [condition]},
        ]
        return {"resourceType": "Questionnaire", "status": "active", "item": items}

    assert errors(check(form("a"))) == []
    assert ("questionnaire.own_condition", "Questionnaire.item[1]") in errors(check(form("b")))
    assert ("questionnaire.no_question", "Questionnaire.item[1]") in errors(check(form("c")))
