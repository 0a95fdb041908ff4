"""Primitive values: the JSON type and the form of each."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from decimal import Decimal
from typing import Any

MOST_TEXT = 1_048_576
MOST_INTEGER = 2_147_483_647

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_DATE_TIME = re.compile(
    r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01])"
    r"(?:T((?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?)(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?)?)?)?"
)
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?")
_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")
_CODE = re.compile(r"[^\s]+(?: [^\s]+)*")
_OID = re.compile(r"urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+")
_UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_SPACE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Check = Callable[[Any], "str | None"]


def _calendar(year: str, month: str | None, day: str | None) -> str | None:
    number = int(year)
    if not number:
        return "primitive.date"
    if day and int(day) > monthrange(number, int(month or 1))[1]:
        return "primitive.date"
    return None


def _date(value: str) -> str | None:
    found = _DATE.fullmatch(value)
    return _calendar(*found.groups()) if found else "primitive.date"


def _date_time(value: str) -> str | None:
    found = _DATE_TIME.fullmatch(value)
    if not found:
        return "primitive.dateTime"
    if found[4] and not found[5]:
        return "primitive.timezone"
    return _calendar(found[1], found[2], found[3])


def _instant(value: str) -> str | None:
    found = _DATE_TIME.fullmatch(value)
    if not found or not found[4] or not found[5]:
        return "primitive.instant"
    return _calendar(found[1], found[2], found[3])


def _text(value: str) -> str | None:
    if len(value) > MOST_TEXT:
        return "primitive.long"
    if not value or value.isspace():
        return "primitive.empty"
    return "primitive.control" if _CONTROL.search(value) else None


def _uri(value: str) -> str | None:
    if not value:
        return "primitive.empty"
    if _SPACE.search(value):
        return "primitive.uri"
    if value.startswith("urn:oid:") and not _OID.fullmatch(value):
        return "primitive.oid"
    if value.startswith("urn:uuid:") and not _UUID.fullmatch(value.lower()):
        return "primitive.uuid"
    return None


def _base64(value: str) -> str | None:
    plain = _SPACE.sub("", value) if " " in value or "\n" in value else value
    return None if plain and _BASE64.fullmatch(plain) else "primitive.base64"


def _matches(pattern: re.Pattern[str], code: str) -> Check:
    return lambda value: None if pattern.fullmatch(value) else code


def _code(value: str) -> str | None:
    return None if _CODE.fullmatch(value) else "primitive.code"


def _whole(least: int) -> Check:
    return lambda value: None if least <= value <= MOST_INTEGER else "primitive.range"


_CHECKS: dict[str, tuple[type | tuple[type, ...], Check]] = {
    "boolean": (bool, lambda value: None),
    "integer": (int, _whole(-MOST_INTEGER - 1)),
    "unsignedInt": (int, _whole(0)),
    "positiveInt": (int, _whole(1)),
    "decimal": ((int, Decimal), lambda value: None),
    "string": (str, _text),
    "markdown": (str, _text),
    "code": (str, _code),
    "id": (str, _matches(_ID, "primitive.id")),
    "uri": (str, _uri),
    "url": (str, _uri),
    "canonical": (str, _uri),
    "oid": (str, _matches(_OID, "primitive.oid")),
    "uuid": (str, lambda value: None if _UUID.fullmatch(value.lower()) else "primitive.uuid"),
    "date": (str, _date),
    "dateTime": (str, _date_time),
    "instant": (str, _instant),
    "time": (str, _matches(_TIME, "primitive.time")),
    "base64Binary": (str, _base64),
    "xhtml": (str, lambda value: None),
}
JSON_NAMES = {bool: "boolean", int: "number", Decimal: "number", str: "string", dict: "object", list: "array"}


def primitive_fault(code: str, value: Any) -> str | None:
    """The rule that a value breaks, or None. `primitive.type` when the JSON type is another."""
    check = _CHECKS.get(code)
    if check is None:
        return None
    wanted, form = check
    if value.__class__ is bool and wanted is not bool:
        return "primitive.type"
    if not isinstance(value, wanted):
        return "primitive.type"
    return form(value)


def expected_json(code: str) -> str:
    """The JSON type of a primitive, for messages."""
    wanted = _CHECKS[code][0]
    return JSON_NAMES[wanted if isinstance(wanted, type) else wanted[0]]
