"""Profiles: snapshots, slices, fixed values and patterns, extensions, references to profiled targets."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from helsetek.engines.conformance import CannotJudge, Engine
from tests.engines.conformance.conftest import Check, errors, observation, patient

BASE = "http://example.no/fhir/StructureDefinition/"
CORE = "http://hl7.org/fhir/StructureDefinition/"
FNR = "urn:oid:2.16.578.1.12.4.1.4.1"


def profile(name: str, base: str, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A StructureDefinition with a differential only."""
    kind = more.pop("type", base.rpartition("/")[2])
    return {
        "resourceType": "StructureDefinition", "url": BASE + name, "version": "1.0.0", "name": name, "status": "active",
        "kind": "resource", "abstract": False, "type": kind, "derivation": "constraint",
        "baseDefinition": base if "/" in base else CORE + base, "differential": {"element": list(elements)}, **more,
    }  # fmt: skip


def element(path: str, **more: Any) -> dict[str, Any]:
    return {"path": path, **more}


def sliced(kind: str, path: str, rules: str = "open") -> dict[str, Any]:
    return {"discriminator": [{"type": kind, "path": path}], "rules": rules}


PATIENT = profile(
    "pasient", "Patient",
    element("Patient", constraint=[{
        "key": "pas-1", "severity": "error", "human": "Levende eller død, ikke ukjent", "expression": "active.exists()",
    }]),
    element("Patient.identifier", slicing=sliced("value", "system"), min=1),
    element("Patient.identifier", sliceName="fnr", min=1, max="1"),
    element("Patient.identifier.system", min=1, fixedUri=FNR),
    element("Patient.identifier.value", min=1, maxLength=11),
    element("Patient.photo", max="0"),
    element("Patient.maritalStatus", patternCodeableConcept={"coding": [{"code": "M"}]}),
    element("Patient.deceasedBoolean", fixedBoolean=False),
    element("Patient.extension", slicing=sliced("value", "url")),
    element("Patient.extension", sliceName="farge", min=1, max="1",
            type=[{"code": "Extension", "profile": [BASE + "farge"]}]),
)  # fmt: skip
COLOUR = profile(
    "farge", "Extension",
    element("Extension.url", fixedUri=BASE + "farge"),
    element("Extension.value[x]", min=1, type=[{"code": "code"}],
            binding={"strength": "required", "valueSet": "http://example.no/fhir/ValueSet/farger"}),
    context=[{"type": "element", "expression": "Patient"}],
)  # fmt: skip
COLOURS = {
    "resourceType": "ValueSet", "url": "http://example.no/fhir/ValueSet/farger", "status": "active",
    "compose": {"include": [{"system": "http://example.no/fhir/CodeSystem/farger"}]},
}  # fmt: skip
COLOUR_CODES = {
    "resourceType": "CodeSystem", "url": "http://example.no/fhir/CodeSystem/farger", "status": "active",
    "content": "complete", "concept": [{"code": "rød"}, {"code": "blå", "concept": [{"code": "lyseblå"}]}],
}  # fmt: skip
STRICTER = profile("streng", BASE + "pasient", element("Patient.identifier", sliceName="fnr"), type="Patient")
STRICTER["differential"]["element"][0]["id"] = "Patient.identifier:fnr"
STRICTER["differential"]["element"].append(
    {"id": "Patient.identifier:fnr.use", "path": "Patient.identifier.use", "min": 1, "fixedCode": "official"}
)
BLOOD = profile(
    "blodtrykk", "Observation",
    element("Observation.value[x]", type=[{"code": "Quantity"}, {"code": "string"}]),
    element("Observation.valueQuantity", maxValueQuantity={"value": 1, "code": "kg", "system": "http://unitsofmeasure.org"}),
    element("Observation.subject", min=1, type=[{"code": "Reference", "targetProfile": [BASE + "pasient"]}]),
)  # fmt: skip


def package(folder: Path, *resources: dict[str, Any]) -> Path:
    for number, resource in enumerate(resources):
        (folder / f"{number}.json").write_text(json.dumps(resource), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """An engine with the profiles above, from a folder."""
    folder = tmp_path_factory.mktemp("pakke")
    return Engine([package(folder, PATIENT, COLOUR, COLOURS, COLOUR_CODES, STRICTER, BLOOD)])


def fitting(**more: Any) -> dict[str, Any]:
    """A Patient that follows the profile."""
    return patient(
        active=True, identifier=[{"system": FNR, "value": "13116900216"}],
        extension=[{"url": BASE + "farge", "valueCode": "lyseblå"}], **more,
    )  # fmt: skip


def test_what_follows_the_profile_is_valid(check: Check, own: Engine) -> None:
    assert errors(check(fitting(), BASE + "pasient", with_=own)) == []


def test_a_profile_that_the_resource_claims_is_checked(check: Check, own: Engine) -> None:
    claimed = fitting(meta={"profile": [BASE + "pasient"]})
    del claimed["active"]
    assert ("invariant", "Patient") in errors(check(claimed, with_=own))


@pytest.mark.parametrize(
    ("more", "rule", "path"),
    [
        ({"active": None}, "invariant", "Patient"),
        ({"identifier": [{"system": "urn:oid:1.2.3", "value": "1"}]}, "slice.min", "Patient"),
        ({"identifier": [{"system": FNR, "value": "1"}, {"system": FNR, "value": "2"}]}, "slice.max", "Patient"),
        ({"identifier": [{"system": FNR, "value": "123456789012"}]}, "length.max", "Patient.identifier[0].value"),
        ({"identifier": [{"system": FNR}]}, "cardinality.min", "Patient.identifier[0]"),
        ({"photo": [{"title": "x"}]}, "cardinality.max", "Patient"),
        ({"maritalStatus": {"coding": [{"code": "S"}]}}, "pattern", "Patient.maritalStatus"),
        ({"deceasedBoolean": True}, "fixed", "Patient.deceased.ofType(boolean)"),
        ({"extension": []}, "slice.min", "Patient"),
        ({"extension": [{"url": BASE + "farge", "valueCode": "gul"}]}, "binding.outside",
         "Patient.extension[0].value.ofType(code)"),
        ({"extension": [{"url": BASE + "farge", "valueString": "rød"}]}, "type.not_allowed",
         "Patient.extension[0].value.ofType(string)"),
    ],
)  # fmt: skip
def test_each_demand_of_the_profile_is_held(
    more: dict[str, Any], rule: str, path: str, check: Check, own: Engine
) -> None:
    resource = {key: value for key, value in {**fitting(), **more}.items() if value not in (None, [])}
    assert (rule, path) in errors(check(resource, BASE + "pasient", with_=own))


def test_an_optional_element_with_a_fixed_value_may_be_absent(check: Check, own: Engine) -> None:
    assert "deceasedBoolean" not in fitting()
    assert check(fitting(), BASE + "pasient", with_=own).valid


def test_an_extension_stands_only_where_its_definition_says(check: Check, own: Engine) -> None:
    misplaced = fitting(contact=[{
        "name": {"family": "Nordmann"}, "extension": [{"url": BASE + "farge", "valueCode": "rød"}],
    }])  # fmt: skip
    assert ("extension.context", "Patient.contact[0].extension[0]") in errors(check(misplaced, with_=own))


def test_a_profile_of_a_profile_constrains_its_slices(check: Check, own: Engine) -> None:
    assert ("cardinality.min", "Patient.identifier[0]") in errors(
        check(fitting(), BASE + "streng", with_=own)
    )
    official = fitting()
    official["identifier"][0]["use"] = "official"
    assert check(official, BASE + "streng", with_=own).valid


def test_what_a_contained_reference_points_to_follows_its_profile(check: Check, own: Engine) -> None:
    def measured(subject: dict[str, Any]) -> dict[str, Any]:
        return observation(contained=[{**subject, "id": "p"}], subject={"reference": "#p"},
                           valueQuantity={"value": 999, "code": "g", "system": "http://unitsofmeasure.org"})  # fmt: skip

    assert check(measured(fitting()), BASE + "blodtrykk", with_=own).valid
    found = errors(check(measured(patient()), BASE + "blodtrykk", with_=own))
    assert ("reference.profile", "Observation.subject") in found


def test_a_quantity_is_compared_with_its_bound_across_units(check: Check, own: Engine) -> None:
    heavy = observation(subject={"reference": "Patient/1"},
                        valueQuantity={"value": 1001, "code": "g", "system": "http://unitsofmeasure.org"})  # fmt: skip
    assert ("value.max", "Observation.value.ofType(Quantity)") in errors(
        check(heavy, BASE + "blodtrykk", with_=own)
    )


def test_a_profile_that_is_not_at_hand_cannot_be_judged_by(check: Check) -> None:
    report = check(patient(), BASE + "finnes-ikke")
    assert not report.judged
    assert not report.valid


def test_a_claimed_profile_that_is_not_at_hand_is_a_warning(check: Check) -> None:
    report = check(patient(meta={"profile": [BASE + "finnes-ikke"]}))
    assert report.valid
    assert {one.code for one in report.issues} == {"profile.missing"}


@pytest.mark.parametrize(
    ("elements", "rule"),
    [
        ([element("Patient.adresse")], "definition.path"),
        ([element("Patient.name", max="0", min=1)], "definition.range"),
        ([element("Patient.gender", max="*")], "definition.max"),
        ([element("Patient.birthDate", type=[{"code": "Period"}])], "definition.type"),
        ([element("Patient", slicing=sliced("value", "id"))], "definition.root_slicing"),
    ],
)
def test_a_profile_that_does_not_fit_its_base_is_found(elements: list[Any], rule: str, check: Check) -> None:
    found = errors(check(profile("feil", "Patient", *elements)))
    assert rule in {code for code, _ in found}


def test_closed_slices_and_their_order_are_held(check: Check, tmp_path: Path) -> None:
    closed = profile(
        "navn", "Patient",
        element("Patient.name", slicing={**sliced("value", "use", "closed"), "ordered": True}),
        element("Patient.name", sliceName="nå"), element("Patient.name.use", fixedCode="official"),
        element("Patient.name", sliceName="før"), element("Patient.name.use", fixedCode="old"),
    )  # fmt: skip
    engine = Engine([package(tmp_path, closed)])
    names = [
        {"use": "old", "family": "Hansen"},
        {"use": "official", "family": "Nordmann"},
        {"use": "usual", "text": "O"},
    ]
    found = errors(check(patient(name=names), BASE + "navn", with_=engine))
    assert ("slice.closed", "Patient.name[2]") in found
    assert ("slice.order", "Patient.name[1]") in found
    assert check(patient(name=names[1::-1]), BASE + "navn", with_=engine).valid


@pytest.mark.parametrize(("kind", "good"), [("Patient", True), ("Device", False)])
def test_slices_by_type_of_entry_are_counted(kind: str, good: bool, check: Check, tmp_path: Path) -> None:
    bundle = profile(
        "samling", "Bundle",
        element("Bundle.entry", slicing=sliced("type", "resource")),
        element("Bundle.entry", sliceName="pasient", min=1), element("Bundle.entry.resource", type=[{"code": "Patient"}]),
    )  # fmt: skip
    engine = Engine([package(tmp_path, bundle)])
    entry = {"fullUrl": f"http://example.no/fhir/{kind}/ola", "resource": {"resourceType": kind, "id": "ola"}}
    found = errors(
        check(
            {"resourceType": "Bundle", "type": "collection", "entry": [entry]}, BASE + "samling", with_=engine
        )
    )
    assert (("slice.min", "Bundle") not in found) is good


def test_a_package_is_read_from_a_tarball_and_named_in_the_report(check: Check, tmp_path: Path) -> None:
    path = tmp_path / "pakke.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in (
            ("package.json", {"name": "no.eksempel", "version": "2.1.0"}),
            ("p.json", PATIENT),
        ):
            data = json.dumps(content).encode()
            about = tarfile.TarInfo(f"package/{name}")
            about.size = len(data)
            archive.addfile(about, io.BytesIO(data))
    report = check(patient(), BASE + "pasient", with_=Engine([path]))
    assert "no.eksempel 2.1.0" in report.packages
    assert not report.valid


@pytest.mark.parametrize("content", [b"", b"not a tarball"])
def test_a_broken_package_is_said_to_be_so(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ødelagt.tgz"
    path.write_bytes(content)
    with pytest.raises(CannotJudge, match="ødelagt"):
        Engine([path])
    with pytest.raises(CannotJudge, match="does not exist"):
        Engine([tmp_path / "borte"])
