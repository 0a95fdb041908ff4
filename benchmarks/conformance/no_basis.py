"""HL7 Norway's base profiles: are the examples explained, and are faults seeded in them caught?

A mutation takes a valid example and breaks one thing that the specification or a profile speaks of. Where a mutation
cannot break anything in an example (there is no code to change), it is left out; nothing is chosen by its outcome.
"""

import copy
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.conformance.material import DATA, at, places, row

from helsetek.engines.conformance import Engine
from helsetek.engines.conformance.reading.xml_reader import read_xml

FOLDER = DATA / "no-basis"
Json = dict[str, Any]
Mutation = tuple[str, Json]


def unknown_element(resource: Json) -> Iterator[Json]:
    for holder in objects(resource):
        holder["ukjentElement"] = "x"
        yield resource
        del holder["ukjentElement"]


def objects(found: Any) -> Iterator[Json]:
    if isinstance(found, dict):
        yield found
        for value in list(found.values()):
            yield from objects(value)
    elif isinstance(found, list):
        for value in found:
            yield from objects(value)


def changed(
    resource: Json, wanted: Callable[[tuple[Any, ...], Any], bool], new: Callable[[Any], Any]
) -> Iterator[Json]:
    for path, value in list(places(resource)):
        if wanted(path, value):
            mutant = copy.deepcopy(resource)
            at(mutant, path[:-1])[path[-1]] = new(value)
            yield mutant


def wrong_dates(resource: Json) -> Iterator[Json]:
    def is_date(path: tuple[Any, ...], value: Any) -> bool:
        return (
            isinstance(value, str)
            and len(value) >= 10
            and value[4:5] == "-"
            and value[7:8] == "-"
            and path[-1] != "div"
        )

    yield from changed(resource, is_date, lambda value: value[:5] + "13" + value[7:])
    yield from changed(resource, is_date, lambda value: "den " + value)


def wrong_types(resource: Json) -> Iterator[Json]:
    yield from changed(
        resource, lambda path, value: isinstance(value, bool), lambda value: str(value).lower()
    )
    yield from changed(
        resource, lambda path, value: isinstance(value, (int, Decimal)) and not isinstance(value, bool), str
    )
    yield from changed(
        resource, lambda path, value: isinstance(value, str) and path[-1] != "resourceType", lambda value: 7
    )
    for path in [path for path, _ in places(resource) if path[-1] != "resourceType"]:
        if not isinstance(path[-1], int):
            mutant = copy.deepcopy(resource)
            at(mutant, path[:-1])[path[-1]] = {"x": at(resource, path)}
            yield mutant


REQUIRED_CODES = {
    "Patient": ("gender",), "Practitioner": ("gender",), "RelatedPerson": ("gender",), "Appointment": ("status",),
    "AppointmentResponse": ("participantStatus",), "Observation": ("status",), "Procedure": ("status",),
    "ConceptMap": ("status",),
}  # fmt: skip


def wrong_codes(resource: Json) -> Iterator[Json]:
    names = (*REQUIRED_CODES.get(resource["resourceType"], ()),)
    for name in names:
        if name in resource:
            yield {**resource, name: "tulleballkode"}
    for holder, key in (
        ("name", "use"),
        ("telecom", "system"),
        ("telecom", "use"),
        ("address", "use"),
        ("identifier", "use"),
    ):
        for index, one in enumerate(resource.get(holder, ())):
            if isinstance(one, dict) and key in one:
                mutant = copy.deepcopy(resource)
                mutant[holder][index][key] = "tulleballkode"
                yield mutant


def empties(resource: Json) -> Iterator[Json]:
    for key, value in resource.items():
        if isinstance(value, list) and not key.startswith("_"):
            yield {**resource, key: []}
            if all(isinstance(one, dict) for one in value):
                yield {**resource, key: [{}]}
                yield {**resource, key: value[0]}
        elif isinstance(value, dict) and not key.startswith("_"):
            yield {**resource, key: [value]}


def references(resource: Json) -> Iterator[Json]:
    def is_reference(path: tuple[Any, ...], value: Any) -> bool:
        return path[-1] == "reference" and isinstance(value, str)

    yield from changed(resource, is_reference, lambda value: "#finnes-ikke")
    yield from changed(resource, is_reference, lambda value: "Tulleball/1")


def extensions(resource: Json) -> Iterator[Json]:
    for path in [
        path
        for path, _ in places(resource)
        if path[-1] == "url" and len(path) > 2 and path[-3] == "extension"
    ]:
        mutant = copy.deepcopy(resource)
        at(mutant, path[:-1])["url"] = (
            "http://example.no/finnes-ikke" if ":" in str(at(resource, path)) else "finnesIkke"
        )
        yield mutant
        mutant = copy.deepcopy(resource)
        del at(mutant, path[:-1])["url"]
        yield mutant


def ids_and_narrative(resource: Json) -> Iterator[Json]:
    yield {**resource, "id": "ikke_gyldig id"}
    yield {**resource, "id": "x" * 65}
    if "text" in resource:
        yield {**resource, "text": {"status": "generated", "div": "<div>uten navnerom</div>"}}
        yield {
            **resource,
            "text": {
                "status": "generated",
                "div": '<div xmlns="http://www.w3.org/1999/xhtml"><script/></div>',
            },
        }
        yield {**resource, "text": {"status": "tull", "div": resource["text"]["div"]}}


def resources_own(resource: Json) -> Iterator[Json]:
    yield {**resource, "resourceType": "Pasient"}
    for name in ("status", "participantStatus", "participant", "code", "subject", "patient", "appointment"):
        needed = (resource["resourceType"], name) in NEEDED
        if needed and name in resource:
            yield {key: value for key, value in resource.items() if key != name}


NEEDED = {
    ("Appointment", "status"), ("Appointment", "participant"), ("AppointmentResponse", "participantStatus"),
    ("AppointmentResponse", "appointment"), ("Observation", "status"), ("Observation", "code"), ("Procedure", "status"),
    ("Procedure", "subject"), ("RelatedPerson", "patient"), ("ConceptMap", "status"),
}  # fmt: skip

MUTATIONS: dict[str, Callable[[Json], Iterator[Json]]] = {
    "unknown element": unknown_element, "date": wrong_dates, "JSON type": wrong_types, "code": wrong_codes,
    "empty or list": empties, "reference": references, "extension": extensions, "id, narrative": ids_and_narrative,
    "type, required": resources_own,
}  # fmt: skip


def as_json(resource: Json) -> bytes:
    def number(value: Any) -> Any:
        return float(value) if isinstance(value, Decimal) else value

    return json.dumps(resource, default=number).encode()


def main() -> None:
    engine = Engine([FOLDER / name for name in ("StructureDefinition", "CodeSystem", "ValueSet")])
    good: list[tuple[Path, Json]] = []
    for path in sorted((FOLDER / "Examples").iterdir()):
        report = engine.validate(path.read_bytes())
        reading = read_xml(path.read_bytes(), engine.definitions)
        for one in report.issues:
            if one.severity in ("error", "fatal"):
                print(f"{path.name}: {one.path}: {one.message('en')}")
        if report.valid and reading.resource is not None:
            good.append((path, reading.resource))
    row("no-basis examples accepted", f"{len(good)} of 15, the rest explained above", "all explained")
    caught = total = 0
    for kind, mutate in MUTATIONS.items():
        found = seen = 0
        missed = []
        for path, resource in good:
            for mutant in mutate(copy.deepcopy(resource)):
                seen += 1
                if engine.validate(as_json(mutant)).valid:
                    missed.append(path.name)
                else:
                    found += 1
        print(f"  {kind}: {found} of {seen}" + (f" (missed in {sorted(set(missed))[:4]})" if missed else ""))
        caught, total = caught + found, total + seen
    row("seeded mutations caught", f"{caught} of {total} ({caught / total:.1%})", "≥ 95 %")


if __name__ == "__main__":
    main()
