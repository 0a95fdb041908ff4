"""Where the shared cases lie, and small helpers of the benchmarks."""

import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("HELSETEK_SHARED", ROOT.parent / "shared")) / "data"


def row(what: str, measured: str, aim: str) -> None:
    """One line of the table."""
    print(f"| {what} | {measured} | {aim} |")


def places(found: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every value of a JSON structure with the keys that lead to it."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from places(value, (*path, key))
    elif isinstance(found, list):
        for index, value in enumerate(found):
            yield from places(value, (*path, index))
    else:
        yield path, found


def at(found: Any, path: tuple[Any, ...]) -> Any:
    """What lies at a path."""
    for step in path:
        found = found[step]
    return found


def same_place(path: str) -> str:
    """A path without the comments that name resources, so that two engines' paths can be compared."""
    return re.sub(r"\[url='[^']*'\]", "", re.sub(r"/\*.*?\*/", "", path)).replace("..", ".")


def patient(number: int) -> dict[str, Any]:
    """A Patient such as systems send."""
    return {
        "resourceType": "Patient", "id": f"p{number}", "active": True, "gender": "male", "birthDate": "1969-11-13",
        "meta": {"versionId": "1", "lastUpdated": "2020-01-01T10:00:00Z"},
        "text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml"><p>Ola</p></div>'},
        "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": "13116900216", "use": "official"}],
        "name": [{"use": "official", "family": "Nordmann", "given": ["Ola"]}],
        "telecom": [{"system": "phone", "value": "12345678", "use": "home"}],
        "address": [{"use": "home", "line": ["Storgata 1"], "city": "Oslo", "postalCode": "0101"}],
        "contact": [{
            "relationship": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0131", "code": "N"}]}],
            "name": {"family": "Nordmann"},
        }],
    }  # fmt: skip


def observation(number: int) -> dict[str, Any]:
    """An Observation of that Patient."""
    return {
        "resourceType": "Observation", "id": f"o{number}", "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "15074-8"}]},
        "subject": {"reference": f"Patient/p{number}"}, "effectiveDateTime": "2013-04-02T09:30:10+01:00",
        "valueQuantity": {"value": 6.3, "unit": "mmol/l", "system": "http://unitsofmeasure.org", "code": "mmol/L"},
    }  # fmt: skip


def bundle(entries: int) -> dict[str, Any]:
    """A collection: half of the entries are Patients, half Observations that refer to them."""
    base = "https://fhir.example.no/r4/"
    made = [maker(number) for number in range(entries // 2) for maker in (patient, observation)]
    return {
        "resourceType": "Bundle", "type": "collection",
        "entry": [{"fullUrl": f"{base}{one['resourceType']}/{one['id']}", "resource": one} for one in made],
    }  # fmt: skip


def read(path: Path) -> Any:
    """A JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def dice(seed: int) -> random.Random:
    """Chance that is the same each time."""
    return random.Random(seed)
