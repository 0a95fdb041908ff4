"""Norwegian messages: schema, codes, numbers, references, Schematron and defences, on a schema of our own."""

from pathlib import Path

import pytest

from helsetek.engines.conformance import CannotJudge, Engine
from helsetek.engines.conformance.kith.identifiers import fault_of
from tests.engines.conformance.conftest import errors

XSD = """<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.kith.no/xmlstds/apprec/2012-02-15"
  xmlns:a="http://www.kith.no/xmlstds/apprec/2012-02-15" elementFormDefault="qualified">
  <complexType name="code"><attribute name="V"/><attribute name="S"/><attribute name="DN"/></complexType>
  <element name="AppRec"><complexType><sequence>
    <element name="MsgType" type="a:code"/><element name="MIGversion" type="string"/><element name="Id" type="string"/>
    <element name="Sender"><complexType><sequence>
      <element name="Id" type="string"/><element name="TypeId" type="a:code"/></sequence></complexType></element>
    <element name="Status" type="a:code"/>
    <element name="Error" type="a:code" minOccurs="0" maxOccurs="unbounded"/>
    <element name="OriginalMsgId"><complexType><sequence>
      <element name="Id" type="string"/></sequence></complexType></element>
  </sequence></complexType></element>
</schema>"""
SCHEMATRON = """<schema xmlns="http://purl.oclc.org/dsdl/schematron">
  <ns prefix="a" uri="http://www.kith.no/xmlstds/apprec/2012-02-15"/>
  <pattern><rule context="a:MIGversion"><assert id="v" test="starts-with(., 'v')">Versjonen begynner med v</assert>
  </rule></pattern></schema>"""
RECEIPT = """<AppRec xmlns="http://www.kith.no/xmlstds/apprec/2012-02-15">
  <MsgType V="APPREC"/><MIGversion>v1.1 2012-02-15</MIGversion><Id>8d018d60-336b-11de-8bd7-0002a5d5c51b</Id>
  <Sender><Id>8142987</Id><TypeId V="HER" S="2.16.578.1.12.4.1.1.9051"/></Sender>
  <Status V="1"/>
  <OriginalMsgId><Id>e0e21a90-5ec8-11e1-b86c-0800200c9a66</Id></OriginalMsgId>
</AppRec>"""


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("skjemaer")
    (folder / "apprec.xsd").write_text(XSD, encoding="utf-8")
    (folder / "regler.sch").write_text(SCHEMATRON, encoding="utf-8")
    return Engine(schemas=folder)


def test_a_receipt_is_valid(messages: Engine) -> None:
    report = messages.validate(RECEIPT.encode())
    assert report.issues == []
    assert report.kind == "AppRec"


@pytest.mark.parametrize(
    ("old", "new", "rule", "path"),
    [
        ('<Status V="1"/>', "", "kith.schema", "/AppRec/OriginalMsgId"),
        ('<Status V="1"/>', '<Status V="7"/>', "kith.code", "/AppRec/Status"),
        ('<Status V="1"/>', '<Status V="2"/>', "kith.no_error", "/AppRec/Status"),
        ('<Status V="1"/>', '<Status V="1"/><Error V="E21" S="2.16.578.1.12.4.1.1.8221"/>', "kith.error_in_ok",
         "/AppRec/Error"),
        ('V="HER"', 'V="HERR"', "kith.code", "/AppRec/Sender/TypeId"),
        ("1.1.9051", "1.1.9052", "kith.wrong_oid", "/AppRec/Sender/TypeId"),
        ("2.16.578", "2..578", "kith.oid", "/AppRec/Sender/TypeId"),
        ("8142987", "81-42987", "id.form", "/AppRec/Sender/Id"),
        ("8d018d60-336b-11de-8bd7-0002a5d5c51b", "17", "kith.guid", "/AppRec/Id"),
        ("e0e21a90-5ec8-11e1-b86c-0800200c9a66", "8d018d60-336b-11de-8bd7-0002a5d5c51b", "kith.own_parent",
         "/AppRec/OriginalMsgId/Id"),
        ('V="APPREC"', 'V="EPIKRISE"', "kith.type_differs", "/AppRec/MsgType"),
        ("v1.1 2012", "1.1 2012", "schematron", "/AppRec/MIGversion"),
    ],
)  # fmt: skip
def test_each_fault_is_found(old: str, new: str, rule: str, path: str, messages: Engine) -> None:
    assert old in RECEIPT
    assert (rule, path) in errors(messages.validate(RECEIPT.replace(old, new, 1).encode()))


# Numbers of the national test register: month moved by 80; no person has them.
@pytest.mark.parametrize(
    ("kind", "number", "rule"),
    [
        ("FNR", "15720255178", None),
        ("FNR", "15720255179", "id.check_digit"),
        ("FNR", "1572025517", "id.eleven"),
        ("DNR", "15720255178", "id.kind"),
        ("HER", "8142987", None),
        ("HER", "0", "id.form"),
        ("HPR", "9144900", None),
        ("ENH", "983658776", None),
        ("ENH", "983658777", "id.organisation_digit"),
        ("ENH", "12345", "id.organisation"),
        ("XXX", "hva som helst", None),
    ],
)
def test_numbers_have_their_form_and_check_digits(kind: str, number: str, rule: str | None) -> None:
    assert fault_of(kind, number) == rule


def test_no_whole_number_of_a_person_stands_in_a_finding(messages: Engine) -> None:
    person = RECEIPT.replace("8142987", "15720255179").replace('V="HER"', 'V="FNR"').replace("9051", "8116")
    (found,) = [one for one in messages.validate(person.encode()).issues if one.code == "id.check_digit"]
    assert "15720255179" not in found.message("nb") + found.message("en") + str(found.values)


def test_a_message_without_its_schema_cannot_be_judged(messages: Engine, engine: Engine) -> None:
    other = b'<Melding xmlns="urn:ukjent"/>'
    assert [one.code for one in messages.validate(other).issues] == ["schemas.unknown"]
    report = engine.validate(other)
    assert not report.judged
    assert [one.code for one in report.issues] == ["schemas.needed"]


def test_a_folder_without_schemas_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotJudge):
        Engine(schemas=tmp_path)


def test_entities_are_refused_before_anything_is_read(messages: Engine) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + RECEIPT
    assert [one.code for one in messages.validate(bomb.encode()).issues] == ["xml.doctype"]


def test_the_shared_samples_are_judged_as_their_names_say(shared: Path) -> None:
    engine = Engine(schemas=shared / "kith" / "xsd")
    refused = {
        path.name
        for path in shared.glob("kith/messages/**/*.xml")
        if not engine.validate(path.read_bytes()).valid
    }
    assert refused == {
        "missing-migversion.xml",
        "unknown-migversion.xml",
        "invalid-version.xml",
        "unknown-status.xml",
    }
