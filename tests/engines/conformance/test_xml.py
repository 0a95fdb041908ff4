"""FHIR in XML: the same verdicts as JSON, what only XML can get wrong, and defences."""

import pytest

from helsetek.engines.conformance import Engine
from tests.engines.conformance.conftest import errors

PATIENT = """<?xml version="1.0" encoding="UTF-8"?>
<Patient xmlns="http://hl7.org/fhir">
  <id value="ola"/>
  <text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">Ola Nordmann</div></text>
  <contained><Organization><id value="o"/><name value="Vestby kommune"/></Organization></contained>
  <active value="true"/>
  <name><family value="Nordmann"/><given value="Ola"/><given value="Kari"/></name>
  <gender value="male"/>
  <birthDate value="1950-02-28">
    <extension url="http://hl7.org/fhir/StructureDefinition/patient-birthTime">
      <valueDateTime value="1950-02-28T12:00:00+01:00"/>
    </extension>
  </birthDate>
  <multipleBirthInteger value="2"/>
  <managingOrganization><reference value="#o"/></managingOrganization>
</Patient>
"""


def test_a_resource_in_xml_is_valid(engine: Engine) -> None:
    report = engine.validate(PATIENT.encode())
    assert errors(report) == []
    assert report.kind == "Patient"


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ('<gender value="male"/>', '<gender value="mann"/>', "binding.outside", 8),
        ('<gender value="male"/>', '<kjonn value="male"/>', "element.unknown", 8),
        ('<gender value="male"/>', '<gender verdi="male" value="male"/>', "xml.attribute", 8),
        ('<gender value="male"/>', '<gender value="male"/>løst', "xml.text", 2),
        ('<active value="true"/>', '<active value="ja"/>', "primitive.type", 6),
        ('<multipleBirthInteger value="2"/>', '<multipleBirthInteger value="to"/>', "primitive.type", 14),
        ('<active value="true"/>', '<gender value="male"/><active value="true"/>', "xml.order", 6),
        ('<active value="true"/>', '<active xmlns="urn:x" value="true"/>', "xml.namespace", 6),
        ("<Organization><id", "<Organisasjon><id", "xml.syntax", 5),
        ('<reference value="#o"/>', '<reference value="#p"/>', "reference.contained", 15),
        ('<contained><Organization><id value="o"/><name value="Vestby kommune"/></Organization></contained>',
         "<contained/>", "xml.resource", 5),
    ],
)  # fmt: skip
def test_each_fault_is_found_with_its_line(old: str, new: str, rule: str, line: int, engine: Engine) -> None:
    report = engine.validate(PATIENT.replace(old, new).encode())
    assert (rule, line) in {(one.code, one.line) for one in report.issues}


@pytest.mark.parametrize(
    "content",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><Patient xmlns="http://hl7.org/fhir"><id value="&a;"/></Patient>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Patient xmlns="http://hl7.org/fhir"/>',
        '<Patient xmlns="http://hl7.org/fhir">' + "<name>" * 200 + "</name>" * 200 + "</Patient>",
        '<Patient xmlns="http://hl7.org/fhir">',
    ],
)
def test_hostile_or_broken_xml_is_refused(content: str, engine: Engine) -> None:
    report = engine.validate(content.encode())
    assert [one.severity for one in report.issues][:1] == ["fatal"]
    assert not report.valid
