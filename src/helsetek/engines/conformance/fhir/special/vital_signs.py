"""Vital signs: observations that the specification itself says shall follow a profile.

FHIR R4, Observation, Vital Signs: an observation of these carries the LOINC code in the table and conforms to the
profile beside it. The SNOMED CT codes are those of the same measurements; they count in the category vital-signs.
"""

from __future__ import annotations

from typing import Any

from helsetek.engines.conformance.fhir.session import Json

_BASE = "http://hl7.org/fhir/StructureDefinition/"
_LOINC = {
    "85353-1": "vitalspanel", "9279-1": "resprate", "8867-4": "heartrate", "2708-6": "oxygensat",
    "8310-5": "bodytemp", "8302-2": "bodyheight", "9843-4": "headcircum", "29463-7": "bodyweight",
    "39156-5": "bmi", "85354-9": "bp",
}  # fmt: skip
_SNOMED = {
    "86290005": "resprate", "364075005": "heartrate", "431314004": "oxygensat", "386725007": "bodytemp",
    "276885007": "bodytemp", "50373000": "bodyheight", "363812007": "headcircum", "27113001": "bodyweight",
    "60621009": "bmi", "75367002": "bp",
}  # fmt: skip


def profiles(data: Json) -> list[str]:
    """The profiles an observation must follow because of its code."""
    if data.get("resourceType") != "Observation":
        return []
    codes = _codes(data.get("code"))
    found = {_LOINC[code] for system, code in codes if system == "http://loinc.org" and code in _LOINC}
    if any(code == "vital-signs" for each in _list(data.get("category")) for _, code in _codes(each)):
        found |= {
            _SNOMED[code] for system, code in codes if system == "http://snomed.info/sct" and code in _SNOMED
        }
    return sorted(_BASE + name for name in found)


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else []


def _codes(concept: Any) -> list[tuple[str, str]]:
    codings = _list(concept.get("coding")) if isinstance(concept, dict) else []
    return [(str(one.get("system")), str(one.get("code"))) for one in codings if isinstance(one, dict)]
