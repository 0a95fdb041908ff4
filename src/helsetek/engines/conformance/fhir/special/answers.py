"""The value of an answer: its type, the options it must be among, and its bounds."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from helsetek.engines.conformance.fhir.matching import compare, equals
from helsetek.engines.conformance.fhir.references import find_contained
from helsetek.engines.conformance.fhir.session import Json, Scope, Session
from helsetek.engines.conformance.terminology.valuesets import Answer

EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"

# What an answer may be, by the type of its question.
TYPES: dict[str, tuple[str, ...]] = {
    "boolean": ("Boolean",), "decimal": ("Decimal",), "integer": ("Integer",), "date": ("Date",),
    "dateTime": ("DateTime",), "time": ("Time",), "string": ("String",), "text": ("String",), "url": ("Uri",),
    "choice": ("Coding",), "open-choice": ("Coding", "String"), "attachment": ("Attachment",),
    "reference": ("Reference",), "quantity": ("Quantity",),
}  # fmt: skip
_FHIR_NAMES = {"Coding", "Attachment", "Reference", "Quantity"}


def extensions(item: Json, url: str) -> list[Any]:
    """The values of all extensions with an address."""
    found = []
    for one in item.get("extension", ()):
        if isinstance(one, dict) and one.get("url") == url:
            found += [value for key, value in one.items() if key.startswith("value")]
    return found


def type_name(kind: str) -> str:
    """`Boolean` (of valueBoolean) → boolean, `Coding` → Coding."""
    return kind if kind in _FHIR_NAMES else kind[:1].lower() + kind[1:]


def allowed_types(item: Json) -> tuple[str, ...]:
    """The types of answers, options of other types than Coding included."""
    found = set(TYPES.get(str(item.get("type")), ()))
    if item.get("type") in ("choice", "open-choice"):
        for option in item.get("answerOption", ()):
            found |= {key[5:] for key in option if key.startswith("value")}
    return tuple(sorted(found))


def check(
    session: Session, item: Json, kind: str, value: Any, path: str, scope: Scope, questionnaire: Json
) -> None:
    """One answer of type `kind` (as in `valueKind`). `path` is that of the answer."""
    allowed = allowed_types(item)
    here = f"{path}.value.ofType({type_name(kind)})"
    if kind not in allowed:
        names = ", ".join(type_name(one) for one in allowed)
        session.add("answer.type", here, found=type_name(kind), allowed=names)
        return
    _options(session, item, kind, value, path, here, scope, questionnaire)
    _bounds(session, item, value, here)
    if isinstance(value, str):
        _length(session, item, value, here)
    if kind == "Quantity" and isinstance(value, dict):
        _unit(session, item, value, here, scope)
    if kind == "Reference" and isinstance(value, dict):
        _target(session, item, value, here)
    if kind == "Attachment" and isinstance(value, dict):
        _attachment(session, item, value, here)
    if isinstance(value, Decimal):
        _places(session, item, value, here)


def _options(
    session: Session,
    item: Json,
    kind: str,
    value: Any,
    path: str,
    here: str,
    scope: Scope,
    questionnaire: Json,
) -> None:
    free = item.get("type") == "open-choice" and kind == "String"
    if (options := item.get("answerOption")) and not free:
        same = [one[f"value{kind}"] for one in options if f"value{kind}" in one]
        if not any(is_option(value, one) for one in same):
            session.add("answer.option", here, value=_shown(value))
    url = item.get("answerValueSet")
    if isinstance(url, str) and not free and kind in ("Coding", "String"):
        code = value.get("code") if isinstance(value, dict) else value
        system = value.get("system") if isinstance(value, dict) else None
        answer = _in_set(session, url, code, system, scope, questionnaire)
        if answer.inside is False:
            session.add(
                "answer.value_set", path if kind == "Coding" else here, value=_shown(value), value_set=url
            )
        elif answer.inside is None:
            session.add("code.unknowable", path, code=_shown(value), value_set=url, missing=answer.reason)


def _in_set(session: Session, url: str, code: Any, system: Any, scope: Scope, questionnaire: Json) -> Answer:
    if not isinstance(code, str):
        return Answer(None, url)
    known = system if isinstance(system, str) else None
    if url.startswith("#"):
        found = next((one for one in questionnaire.get("contained", ()) if one.get("id") == url[1:]), None)
        found = found or find_contained(url[1:], scope)
        return session.value_sets.contains_in(found, code, known) if found else Answer(None, url)
    return session.value_sets.contains(url, code, known)


def is_option(value: Any, option: Any) -> bool:
    """Is the value the one that an option gives?"""
    if isinstance(value, dict) and isinstance(option, dict):
        keys = (
            ("system", "code")
            if "code" in option
            else ("reference",)
            if "reference" in option
            else ("display",)
        )
        return all(value.get(key) == option.get(key) for key in keys)
    return equals(value, option)


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        if "value" in value:
            return f"{value['value']} {value.get('unit') or value.get('code') or ''}".strip()
        return f"{value.get('system', '–')}#{value.get('code')}" if "code" in value else str(value)
    return str(value)


def _bounds(session: Session, item: Json, value: Any, here: str) -> None:
    lowest = extensions(item, EXTENSION + "minValue") + extensions(
        item, SDC + "sdc-questionnaire-minQuantity"
    )
    highest = extensions(item, EXTENSION + "maxValue") + extensions(
        item, SDC + "sdc-questionnaire-maxQuantity"
    )
    for bound in lowest:
        if compare(value, bound) == -1:
            session.add("value.min", here, found=_shown(value), bound=_shown(bound))
    for bound in (*lowest, *highest):
        if isinstance(bound, dict) and isinstance(value, dict) and compare(value, bound) is None:
            session.add("value.incomparable", here, found=_shown(value), bound=_shown(bound))
    for bound in highest:
        if compare(value, bound) == 1:
            session.add("value.max", here, found=_shown(value), bound=_shown(bound))


def _length(session: Session, item: Json, value: str, here: str) -> None:
    most = item.get("maxLength")
    if isinstance(most, int) and len(value) > most:
        session.add("length.max", here, max=most, found=len(value))
    for least in extensions(item, EXTENSION + "minLength"):
        if isinstance(least, int) and len(value) < least:
            session.add("length.min", here, min=least, found=len(value))
    for pattern in extensions(item, EXTENSION + "regex"):
        try:
            fits = re.fullmatch(str(pattern), value)
        except re.error:
            continue
        if fits is None:
            session.add("answer.regex", here, value=value, pattern=pattern)


def _places(session: Session, item: Json, value: Decimal, here: str) -> None:
    exponent = value.as_tuple().exponent
    found = -exponent if isinstance(exponent, int) else 0
    for most in extensions(item, EXTENSION + "maxDecimalPlaces"):
        if isinstance(most, int) and found > most:
            session.add("answer.decimals", here, value=value, max=most)


def _unit(session: Session, item: Json, value: Json, here: str, scope: Scope) -> None:
    """The unit is among the options, or in the value set of units."""
    options = extensions(item, EXTENSION + "questionnaire-unitOption")
    unit = (value.get("system"), value.get("code"))
    if options and unit not in {
        (one.get("system"), one.get("code")) for one in options if isinstance(one, dict)
    }:
        session.add("answer.unit", here, value=_shown(value))
    for url in extensions(item, EXTENSION + "questionnaire-unitValueSet"):
        code, system = value.get("code"), value.get("system")
        if isinstance(code, str) and session.value_sets.contains(str(url), code, system).inside is False:
            session.add("answer.unit", here, value=_shown(value))


def _target(session: Session, item: Json, value: Json, here: str) -> None:
    allowed = {str(one) for one in extensions(item, EXTENSION + "questionnaire-referenceResource")}
    reference = value.get("reference")
    if not isinstance(reference, str) or reference.startswith(("#", "urn:")):
        return
    found = re.search(r"(?:^|/)([A-Za-z]+)/[^/]+(?:/_history/[^/]+)?$", reference)
    if found is None:
        return
    if found[1] not in session.definitions.resource_types():
        session.add("reference.kind", here, reference=reference, kind=found[1])
    elif allowed and found[1] not in allowed:
        session.add("reference.target", here, found=found[1], allowed=", ".join(sorted(allowed)))


def _attachment(session: Session, item: Json, value: Json, here: str) -> None:
    types = [str(one) for one in extensions(item, EXTENSION + "mimeType")]
    found = value.get("contentType")
    if types and isinstance(found, str) and found not in types:
        session.add("answer.mime", here, found=found, allowed=", ".join(types))
    for most in extensions(item, EXTENSION + "maxSize"):
        size = value.get("size")
        if isinstance(size, int) and size > most * 1_048_576:
            session.add("answer.size", here, found=size, max=most)
