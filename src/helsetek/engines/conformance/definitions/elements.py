"""Element definitions as a tree, as they are used: one node for each element and each slice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

Json = dict[str, Any]

UNLIMITED = 1 << 60
_SYSTEM = "http://hl7.org/fhirpath/System."
_FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"


class TypeRef(NamedTuple):
    """A type an element may have: its code, profiles of it, and profiles of what a reference points to."""

    code: str
    profiles: tuple[str, ...]
    targets: tuple[str, ...]


class Constraint(NamedTuple):
    """An invariant as written."""

    key: str
    severity: str
    human: str
    expression: str


class Binding(NamedTuple):
    """How an element is bound to a value set, with further bindings put on by extension."""

    strength: str
    value_set: str
    maximum: str
    additional: tuple[tuple[str, str], ...]


@dataclass(slots=True, eq=False)
class Elem:
    """One ElementDefinition with its children and slices."""

    id: str
    path: str
    name: str
    choice: bool
    min: int
    max: int
    is_list: bool
    types: tuple[TypeRef, ...]
    fixed: tuple[str, Any] | None
    pattern: tuple[str, Any] | None
    binding: Binding | None
    constraints: tuple[Constraint, ...]
    content: str | None
    slice_name: str | None
    slicing: Json | None
    raw: Json
    children: dict[str, Elem] = field(default_factory=dict)
    slices: dict[str, Elem] = field(default_factory=dict)


def element(raw: Json) -> Elem:
    """An element without children, from its JSON."""
    path = raw["path"]
    name = path.rsplit(".", 1)[-1]
    top = (raw.get("base") or {}).get("max", raw.get("max", "1"))
    return Elem(
        id=str(raw.get("id", path)),
        path=path,
        name=name.removesuffix("[x]"),
        choice=name.endswith("[x]"),
        min=int(raw.get("min", 0)),
        max=_maximum(raw.get("max", "*")),
        is_list=top not in ("0", "1"),
        types=tuple(_type(found) for found in raw.get("type", ())),
        fixed=starting(raw, "fixed"),
        pattern=starting(raw, "pattern"),
        binding=_binding(raw.get("binding")),
        constraints=tuple(_constraint(found) for found in raw.get("constraint", ())),
        content=(raw.get("contentReference") or "").partition("#")[2] or None,
        slice_name=raw.get("sliceName"),
        slicing=raw.get("slicing"),
        raw=raw,
    )


def _maximum(text: str) -> int:
    return UNLIMITED if text == "*" else int(text)


def _type(raw: Json) -> TypeRef:
    code = raw.get("code", "")
    if code.startswith(_SYSTEM):
        named = [found.get("valueUrl") or found.get("valueUri") for found in raw.get("extension", ())
                 if found.get("url") == _FHIR_TYPE]  # fmt: skip
        code = named[0] if named else code.removeprefix(_SYSTEM).lower()
    return TypeRef(code, _profiles(raw), tuple(raw.get("targetProfile", ())))


_PROFILE_ELEMENT = "http://hl7.org/fhir/StructureDefinition/elementdefinition-profile-element"


def _profiles(raw: Json) -> tuple[str, ...]:
    """The profiles of a type; where one element of a profile is meant, its id follows `#`."""
    found = []
    more = raw.get("_profile") or []
    for place, url in enumerate(raw.get("profile", ())):
        extra = more[place] if place < len(more) else None
        names = [
            one.get("valueString")
            for one in (extra or {}).get("extension", ())
            if one.get("url") == _PROFILE_ELEMENT
        ]
        found.append(f"{url}#{names[0]}" if names and names[0] else url)
    return tuple(found)


def starting(raw: Json, start: str) -> tuple[str, Any] | None:
    """The `fixed[x]`, `pattern[x]`, … of an element: the type's name and the value."""
    for key, value in raw.items():
        if key.startswith(start) and key != start and key[len(start)].isupper():
            suffix = key[len(start) :]
            return suffix, value
    return None


def _constraint(raw: Json) -> Constraint:
    return Constraint(
        raw.get("key", ""), raw.get("severity", "error"), raw.get("human", ""), raw.get("expression", "")
    )


_MAXIMUM = "http://hl7.org/fhir/StructureDefinition/elementdefinition-maxValueSet"
_ADDITIONAL = (
    "http://hl7.org/fhir/tools/StructureDefinition/additional-binding",
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.binding.additional",
)


def _binding(raw: Json | None) -> Binding | None:
    if not raw or not raw.get("valueSet"):
        return None
    maximum, additional = "", []
    for found in raw.get("extension", ()):
        if found.get("url") == _MAXIMUM:
            maximum = found.get("valueCanonical") or found.get("valueUri") or ""
        elif found.get("url") in _ADDITIONAL:
            parts = {part.get("url"): part for part in found.get("extension", ())}
            if "usage" not in parts:
                additional.append(_additional(parts))
    return Binding(raw.get("strength", "example"), raw["valueSet"], maximum, tuple(additional))


def _additional(parts: dict[str, Json]) -> tuple[str, str]:
    purpose = parts.get("purpose", {}).get("valueCode", "")
    return purpose, parts.get("valueSet", {}).get("valueCanonical", "")


def build_tree(elements: list[Json]) -> Elem:
    """The tree of a snapshot. Ids are made where they are missing; what has no parent is left out."""
    nodes: dict[str, Elem] = {}
    for raw in with_ids(elements):
        node = element(raw)
        head, _, last = node.id.rpartition(".")
        name, colon, slice_name = last.partition(":")
        if not head:
            nodes[node.id] = node
            continue
        if colon:
            owner = nodes.get(f"{head}.{_sliced(name, slice_name, nodes, head)}")
            if owner is not None:
                owner.slices[slice_name] = node
        elif (parent := nodes.get(head)) is not None:
            parent.children[node.name] = node
        nodes[node.id] = node
    return next(iter(nodes.values()))


def _sliced(name: str, slice_name: str, nodes: dict[str, Elem], head: str) -> str:
    """The owner of a slice: the element, or the slice it is a slice of again (`a/b`)."""
    outer = slice_name.rpartition("/")[0]
    return f"{name}:{outer}" if outer and f"{head}.{name}:{outer}" in nodes else name


def with_ids(elements: list[Json]) -> list[Json]:
    """The elements, each with the id that its path and slice names give it."""
    if all(":" in raw.get("id", "") or not raw.get("sliceName") for raw in elements) and all(
        raw.get("id", "").count(".") == raw["path"].count(".") for raw in elements
    ):
        return elements
    current: dict[str, str] = {}
    made = []
    for raw in elements:
        path, _, last = raw["path"].rpartition(".")
        parent = current.get(path, path)
        own = f"{parent}.{last}" if path else last
        if raw.get("sliceName"):
            own = f"{own}:{raw['sliceName']}"
        for known in [
            known for known in current if known == raw["path"] or known.startswith(raw["path"] + ".")
        ]:
            del current[known]
        current[raw["path"]] = own
        made.append({**raw, "id": own})
    return made
