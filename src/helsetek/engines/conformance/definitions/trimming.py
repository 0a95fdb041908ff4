"""What of a definition the engine needs: prose, mappings and narrative are left out."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_ELEMENT = (
    "id", "path", "sliceName", "slicing", "min", "max", "base", "contentReference", "type", "maxLength",
    "isModifier", "representation",
)  # fmt: skip
_STARTS = ("fixed", "pattern", "minValue", "maxValue", "_fixed", "_pattern")
_PROFILE = (
    "resourceType", "id", "url", "version", "name", "type", "kind", "abstract", "baseDefinition", "derivation",
    "context", "contextInvariant", "experimental", "title", "status",
)  # fmt: skip
_CODES = (
    "resourceType", "id", "url", "version", "name", "title", "content", "caseSensitive", "supplements", "valueSet",
    "compose", "expansion", "experimental", "status", "language", "hierarchyMeaning", "count",
)  # fmt: skip


def trimmed(resource: Json) -> Json:
    """The resource without what validation never reads; other kinds than definitions and codes as a stub."""
    kind = resource.get("resourceType")
    if kind == "StructureDefinition":
        return _trimmed_profile(resource)
    kept = {key: resource[key] for key in _CODES if key in resource}
    if "concept" in resource:
        kept["concept"] = [_trimmed_concept(concept) for concept in resource["concept"]]
    return kept


def _trimmed_profile(resource: Json) -> Json:
    kept = {key: resource[key] for key in _PROFILE if key in resource}
    for part in ("snapshot", "differential"):
        if elements := resource.get(part, {}).get("element"):
            kept[part] = {"element": [trimmed_element(element) for element in elements]}
            break  # the snapshot holds the differential already
    return kept


def trimmed_element(element: Json) -> Json:
    """An ElementDefinition with its rules only."""
    kept = {key: element[key] for key in _ELEMENT if key in element}
    kept.update({key: value for key, value in element.items() if key.startswith(_STARTS)})
    if constraints := element.get("constraint"):
        kept["constraint"] = [
            {key: one[key] for key in ("key", "severity", "human", "expression", "source") if key in one}
            for one in constraints
        ]
    if binding := element.get("binding"):
        kept["binding"] = {
            key: binding[key] for key in ("strength", "valueSet", "extension") if key in binding
        }
    if extensions := element.get("extension"):
        kept["extension"] = extensions
    return kept


def _trimmed_concept(concept: Json) -> Json:
    kept = {
        key: concept[key]
        for key in ("code", "display", "property", "designation", "extension")
        if key in concept
    }
    if "concept" in concept:
        kept["concept"] = [_trimmed_concept(child) for child in concept["concept"]]
    return kept
