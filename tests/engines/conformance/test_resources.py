"""What the core specification asks of any resource."""

import json
from typing import Any

import pytest

from helsetek.engines.conformance import Engine
from tests.engines.conformance.conftest import Check, errors, observation, patient


def test_a_patient_as_it_should_be_is_valid(check: Check) -> None:
    report = check(patient())
    assert report.valid
    assert report.issues == []
    assert report.kind == "Patient"
    assert any("hl7.fhir.r4.core 4.0.1" in package for package in report.packages)


@pytest.mark.parametrize(
    ("more", "rule", "path"),
    [
        ({"adress": []}, "element.unknown", "Patient.adress"),
        ({"name": {"family": "Nordmann"}}, "json.array", "Patient.name"),
        ({"name": []}, "json.empty_array", "Patient.name"),
        ({"name": ["Ola"]}, "json.object_expected", "Patient.name[0]"),
        ({"name": [{}]}, "element.empty", "Patient.name[0]"),
        ({"active": "true"}, "primitive.type", "Patient.active"),
        ({"gender": ["male"]}, "json.not_array", "Patient.gender"),
        ({"gender": "mann"}, "binding.outside", "Patient.gender"),
        ({"gender": " male"}, "primitive.code", "Patient.gender"),
        ({"birthDate": "1950-02-30"}, "primitive.date", "Patient.birthDate"),
        ({"birthDate": "28.02.1950"}, "primitive.date", "Patient.birthDate"),
        ({"deceasedDateTime": "2020-01-01T10:00:00"}, "primitive.timezone", "Patient.deceased.ofType(dateTime)"),
        ({"deceasedBoolean": True, "deceasedDateTime": "2020"}, "choice.several", "Patient"),
        ({"multipleBirthInteger": 1.5}, "primitive.type", "Patient.multipleBirth.ofType(integer)"),
        ({"id": "med mellomrom"}, "primitive.id", "Patient.id"),
        ({"photo": [{"data": "%%%"}]}, "primitive.base64", "Patient.photo[0].data"),
        ({"photo": [{"data": "AAAA", "size": 7}]}, "attachment.size", "Patient.photo[0]"),
        ({"identifier": [{"system": "urn:oid:x"}]}, "primitive.oid", "Patient.identifier[0].system"),
        ({"link": [{"type": "seealso"}]}, "cardinality.min", "Patient.link[0]"),
        ({"contact": [{"gender": "male"}]}, "invariant", "Patient.contact[0]"),
        ({"managingOrganization": {"reference": "#x"}}, "reference.contained", "Patient.managingOrganization"),
        ({"managingOrganization": {"reference": "Patient/1"}}, "reference.target", "Patient.managingOrganization"),
        ({"managingOrganization": {"reference": "Orgg/1"}}, "reference.kind", "Patient.managingOrganization"),
        ({"contained": [{"resourceType": "Organization", "id": "o", "name": "x"}]}, "contained.unused",
         "Patient.contained[0]"),
        ({"text": {"status": "generated", "div": "<div>x</div>"}}, "narrative.root", "Patient.text.div"),
        ({"text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'><script/></div>"}},
         "narrative.element", "Patient.text.div"),
        ({"text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'> </div>"}},
         "narrative.empty", "Patient.text.div"),
        ({"extension": [{"url": "http://example.no/finnes-ikke", "valueString": "x"}]}, "extension.unknown",
         "Patient.extension[0]"),
        ({"modifierExtension": [{"url": "http://example.no/nei", "valueString": "x"}]},
         "extension.unknown_modifier", "Patient.modifierExtension[0]"),
        ({"birthDate": None}, "json.null", "Patient.birthDate"),
    ],
)  # fmt: skip
def test_each_fault_is_found_at_its_place(more: dict[str, Any], rule: str, path: str, check: Check) -> None:
    assert (rule, path) in errors(check(patient(**more)))


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        ("#sted", None),
        ("#borte", "narrative.link"),
        ("https://example.no/", None),
        ("javascript:alert(1)", "narrative.scheme"),
        ("urn:uuid:7221aa91-d9e1-44fa-8b90-c5a8c7caeade", "narrative.scheme"),
    ],
)
def test_links_in_narrative_lead_somewhere(link: str, rule: str | None, check: Check) -> None:
    div = f'<div xmlns="http://www.w3.org/1999/xhtml"><p id="sted">x <a href="{link}">her</a></p></div>'
    found = errors(check(patient(text={"status": "generated", "div": div})))
    assert found == ([(rule, "Patient.text.div")] if rule else [])


def test_a_fault_in_a_primitive_s_extension_is_found(check: Check) -> None:
    report = check(patient(_birthDate={"extension": [{"url": "http://example.no/x"}]}))
    assert ("extension.content", "Patient.birthDate.extension[0]") in errors(report)


def test_a_value_may_be_replaced_by_an_extension_that_says_why(check: Check) -> None:
    why = {
        "extension": [
            {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}
        ]
    }
    resource = patient(_birthDate=why)
    del resource["birthDate"]
    assert check(resource).valid
    given = patient(name=[{"given": ["Ola", None], "_given": [None, why]}])
    assert check(given).valid


def test_decimals_keep_their_digits_and_strange_numbers_are_refused(engine: Engine) -> None:
    text = json.dumps(observation()).replace("12,", "0.1000000000000000000000000000000001,")
    assert engine.validate(text.encode()).valid
    assert errors(engine.validate(text.replace("0.1000000000000000000000000000000001", "NaN").encode()))


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "json.syntax"),
        (b"{", "json.syntax"),
        (b"[]", "json.object"),
        (b"\xff\xfe\x00", "xml.syntax"),
        (b'{"resourceType": "Patient", "id": "\xff"}', "syntax.encoding"),
        (b'{"resourceType": "Pasient"}', "resource.unknown_type"),
        (b'{"a": 1}', "resource.no_type"),
        (b'{"resourceType": "Patient", "active": true, "active": false}', "json.repeated"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "limit.depth"),
        (b'{"resourceType":"Patient","x":' + b"[" * 500 + b"]" * 500 + b"}", "limit.depth"),
    ],
)
def test_what_cannot_be_read_is_said_and_never_raised(content: bytes, rule: str, engine: Engine) -> None:
    assert rule in {one.code for one in engine.validate(content).issues}


def test_the_line_of_a_finding_is_told(engine: Engine) -> None:
    text = json.dumps(patient(contact=[{"name": {"text": "x"}}, {"gender": "ukjent"}]), indent=1)
    report = engine.validate(text.encode())
    (found,) = [one for one in report.issues if one.code == "binding.outside"]
    assert found.line is not None
    assert "ukjent" in text.splitlines()[found.line - 1]


def test_each_message_can_be_said_in_norwegian_and_english(check: Check) -> None:
    (found,) = check(patient(adress="x")).issues
    assert found.message("nb") == "Patient har ikke noe element som heter adress."
    assert found.message("en") == "Patient has no element called adress."


def test_unknown_code_systems_are_a_warning_with_the_reason(check: Check) -> None:
    coding = {"system": "http://example.no/koder", "code": "x"}
    report = check(patient(maritalStatus={"coding": [coding]}))
    assert report.valid


def test_a_code_that_its_own_system_does_not_have_is_an_error(check: Check) -> None:
    coding = {"system": "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "code": "QQ"}
    assert ("code.unknown", "Patient.maritalStatus.coding[0].code") in errors(
        check(patient(maritalStatus={"coding": [coding]}))
    )


@pytest.mark.parametrize(("code", "good"), [("1", False), ("22298006", True), ("22298007", False)])
def test_a_snomed_code_must_have_its_check_digit(code: str, good: bool, check: Check) -> None:
    found = errors(check(observation(code={"coding": [{"system": "http://snomed.info/sct", "code": code}]})))
    assert (("code.unknown", "Observation.code.coding[0].code") not in found) is good
