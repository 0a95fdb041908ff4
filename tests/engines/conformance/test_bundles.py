"""Bundles: addresses, references inside, documents, searches, and time that grows with the size."""

import json
import time
from typing import Any

import pytest

from helsetek.engines.conformance import Engine
from tests.engines.conformance.conftest import Check, errors, observation, patient

SERVER = "https://fhir.example.no/r4/"


def entry(resource: dict[str, Any], url: str | None = None) -> dict[str, Any]:
    return {"fullUrl": url or f"{SERVER}{resource['resourceType']}/{resource['id']}", "resource": resource}


def bundle(*entries: dict[str, Any], kind: str = "collection") -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def document(**more: Any) -> dict[str, Any]:
    composition = {
        "resourceType": "Composition", "id": "c", "status": "final", "type": {"text": "Epikrise"}, "title": "Epikrise",
        "subject": {"reference": "Patient/ola"}, "date": "2026-01-01", "author": [{"reference": "Patient/ola"}], **more,
    }  # fmt: skip
    return {
        **bundle(entry(composition), entry(patient()), kind="document"), "timestamp": "2026-01-01T12:00:00Z",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": "urn:uuid:395f6185-1a1d-4c3f-83ba-05e7148cd46d"},
    }  # fmt: skip


def test_a_document_whose_references_are_in_it_is_valid(check: Check) -> None:
    assert errors(check(document())) == []


def test_a_document_must_hold_what_it_refers_to(check: Check) -> None:
    found = errors(check(document(subject={"reference": "Patient/kari"})))
    assert ("bundle.not_included", "Bundle.entry[0].resource/*Composition/c*/.subject") in found


@pytest.mark.parametrize(
    ("entries", "rule"),
    [
        ([entry(patient(), "Patient/ola")], "bundle.relative"),
        ([{"resource": patient()}], "bundle.no_address"),
        ([entry(patient(), f"{SERVER}Patient/kari")], "bundle.address_differs"),
        ([entry(patient()), entry(patient())], "bundle.twice"),
        ([entry({**patient(), "id": None}, f"{SERVER}Patient/ola")], "bundle.no_id"),
    ],
)
def test_addresses_are_absolute_their_own_and_used_once(entries: list[Any], rule: str, check: Check) -> None:
    for one in entries:
        one["resource"] = {key: value for key, value in one["resource"].items() if value is not None}
    assert (rule, f"Bundle.entry[{len(entries) - 1}]") in errors(check(bundle(*entries)))


def test_a_reference_to_another_type_than_the_address_says_is_found(check: Check) -> None:
    measured = observation(id="o", subject={"reference": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"})
    other = {"resourceType": "Practitioner", "id": "p"}
    whole = bundle(entry(measured), entry(other, "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"))
    assert ("reference.target", "Bundle.entry[0].resource/*Observation/o*/.subject") in errors(check(whole))


def test_a_search_holds_what_was_searched_for(check: Check) -> None:
    found = bundle(entry(patient()), entry({"resourceType": "Device", "id": "d"}), kind="searchset")
    found["link"] = [{"relation": "self", "url": f"{SERVER}Patient?name=ola"}]
    assert ("bundle.search_type", "Bundle.entry[1].resource") in errors(check(found))


def test_time_grows_with_the_number_of_entries_and_no_faster(engine: Engine) -> None:
    """Ten times as many entries take at most twenty times the time: measured in CPU time, least of three."""

    def seconds(size: int) -> float:
        people = [patient(id=f"p{number}") for number in range(size)]
        measured = [
            observation(id=f"o{number}", subject={"reference": f"Patient/p{number}"})
            for number in range(size)
        ]
        content = json.dumps(bundle(*map(entry, people), *map(entry, measured))).encode()
        taken = []
        for _ in range(3):
            start = time.process_time()
            assert engine.validate(content).valid
            taken.append(time.process_time() - start)
        return min(taken)

    seconds(5)
    assert seconds(400) <= 20 * seconds(40)
