"""JSON as FHIR has it: decimals without loss, no key twice, no strange numbers, a limited depth."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from helsetek.engines.conformance.issues import issue
from helsetek.engines.conformance.limits import STANDARD, Limits
from helsetek.engines.conformance.reading.locate import JsonLines
from helsetek.engines.conformance.reading.outcome import Reading


class _Broken(ValueError):
    def __init__(self, code: str, /, **values: Any) -> None:
        super().__init__(code)
        self.code, self.values = code, values


def _constant(text: str) -> Any:
    raise _Broken("json.number", value=text)


def _integer(text: str) -> Any:
    if len(text) > 40:
        raise _Broken("json.number", value=text)
    return int(text)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise _Broken("json.number", value=text) from error


def _decoder(repeated: list[str]) -> json.JSONDecoder:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(found)
        if len(made) != len(found):
            seen: set[str] = set()
            repeated.extend(key for key, _ in found if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return made

    return json.JSONDecoder(
        object_pairs_hook=pairs, parse_float=_decimal, parse_int=_integer, parse_constant=_constant
    )


def read_json(content: bytes, limits: Limits = STANDARD) -> Reading:
    """Reads one JSON object. Nothing raises: what is wrong is in the reading's issues."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Reading(None, [issue("syntax.encoding", "", line=line, position=error.start)])
    repeated: list[str] = []
    try:
        found = _decoder(repeated).decode(text)
    except json.JSONDecodeError as error:
        return Reading(
            None, [issue("json.syntax", "", line=error.lineno, column=error.colno, reason=error.msg)]
        )
    except _Broken as error:
        return Reading(None, [issue(error.code, "", **error.values)])
    except RecursionError:
        return Reading(None, [issue("limit.depth", "", most=limits.depth)])
    if not isinstance(found, dict):
        return Reading(None, [issue("json.object", "", line=1)])
    if too_deep(found, limits.depth):
        return Reading(None, [issue("limit.depth", "", most=limits.depth)])
    issues = [issue("json.repeated", str(found.get("resourceType", "")), key=key) for key in repeated]
    return Reading(found, issues, JsonLines(text).line_of)


def too_deep(found: Any, most: int) -> bool:
    """Is anything nested deeper than `most` levels?"""
    level = [found]
    for _ in range(most):
        level = [
            child
            for parent in level
            for child in (parent.values() if parent.__class__ is dict else parent)
            if child.__class__ is dict or child.__class__ is list
        ]
        if not level:
            return False
    return True
