"""A response against its questionnaire."""

import json
from pathlib import Path
from typing import Any

import pytest

from helsetek.engines.conformance import Engine
from tests.engines.conformance.conftest import Check, errors

URL = "http://example.no/fhir/Questionnaire/fall"
EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
FORM = {
    "resourceType": "Questionnaire", "url": URL, "status": "active",
    "item": [
        {"linkId": "falt", "type": "boolean", "required": True},
        {"linkId": "antall", "type": "integer",
         "enableWhen": [{"question": "falt", "operator": "=", "answerBoolean": True}],
         "extension": [{"url": EXTENSION + "minValue", "valueInteger": 1}]},
        {"linkId": "hvor", "type": "choice", "repeats": True,
         "answerOption": [{"valueCoding": {"system": "urn:x:y", "code": code}} for code in ("inne", "ute")]},
        {"linkId": "om", "type": "group", "item": [
            {"linkId": "tekst", "type": "string", "maxLength": 5}, {"linkId": "info", "type": "display", "text": "x"},
        ]},
        {"linkId": "kjønn", "type": "choice", "answerValueSet": "http://hl7.org/fhir/ValueSet/administrative-gender"},
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def with_form(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    path = tmp_path_factory.mktemp("skjema") / "fall.json"
    path.write_text(json.dumps(FORM), encoding="utf-8")
    return Engine([path])


def item(link: str, *answers: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"linkId": link, **({"answer": list(answers)} if answers else {}), **more}


def response(*items: dict[str, Any], status: str = "completed") -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": URL,
        "status": status,
        "item": list(items),
    }


FELL = item("falt", {"valueBoolean": True})


def test_a_full_response_is_valid(check: Check, with_form: Engine) -> None:
    whole = response(
        FELL, item("antall", {"valueInteger": 2}), item("hvor", {"valueCoding": {"system": "urn:x:y", "code": "ute"}}),
        item("om", item=[item("tekst", {"valueString": "trapp"})]),
        item("kjønn", {"valueCoding": {"system": "http://hl7.org/fhir/administrative-gender", "code": "male"}}),
    )  # fmt: skip
    assert errors(check(whole, with_=with_form)) == []


@pytest.mark.parametrize(
    ("items", "rule"),
    [
        ([item("ukjent", {"valueBoolean": True})], "questionnaire.link"),
        ([item("antall", {"valueInteger": 2})], "questionnaire.required"),
        ([item("falt", {"valueBoolean": False}), item("antall", {"valueInteger": 2})], "questionnaire.disabled"),
        ([item("falt", {"valueString": "ja"})], "answer.type"),
        ([item("falt", {"valueBoolean": True}, {"valueBoolean": False})], "questionnaire.one_answer"),
        ([FELL, FELL], "questionnaire.repeated"),
        ([FELL, item("antall", {"valueInteger": 0})], "value.min"),
        ([FELL, item("hvor", {"valueCoding": {"system": "urn:x:y", "code": "på taket"}})], "answer.option"),
        ([FELL, item("hvor"), item("antall", {"valueInteger": 2})], "questionnaire.order"),
        ([FELL, item("om", item=[item("tekst", {"valueString": "for lang"})])], "length.max"),
        ([FELL, item("om", item=[item("info", {"valueString": "x"})])], "questionnaire.display"),
        ([FELL, item("om", {"valueString": "x"})], "questionnaire.group"),
        ([FELL, item("kjønn", {"valueCoding": {"system": "http://hl7.org/fhir/administrative-gender", "code": "mann"}})],
         "answer.value_set"),
    ],
)  # fmt: skip
def test_each_fault_is_found(items: list[Any], rule: str, check: Check, with_form: Engine) -> None:
    assert rule in {code for code, _ in errors(check(response(*items), with_=with_form))}


def test_an_unfinished_response_may_lack_answers(check: Check, with_form: Engine) -> None:
    assert check(response(item("hvor"), status="in-progress"), with_=with_form).valid


def test_a_form_that_is_not_at_hand_is_a_warning(check: Check, engine: Engine, tmp_path: Path) -> None:
    report = check(response(FELL))
    assert report.valid
    assert {one.code for one in report.issues} == {"questionnaire.missing"}
