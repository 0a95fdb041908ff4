"""Functions on text and numbers: each takes the input and its evaluated arguments."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from helsetek.engines.conformance.fhirpath.values import (
    Collection,
    FhirPathError,
    Quantity,
    number_of,
    single,
    text_of,
)
from helsetek.engines.conformance.terminology import ucum

Function = Callable[..., Collection]


@lru_cache(maxsize=2000)
def pattern(text: str) -> re.Pattern[str]:
    """A regular expression as FHIR writes them, for Python. Raises FhirPathError."""
    python = re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", text).replace(r"\p{L}", r"[^\W\d_]").replace(r"\z", r"\Z")
    try:
        return re.compile(python, re.DOTALL)
    except re.error as error:
        raise FhirPathError(f"the regular expression is not understood: {error}") from error


def _on_text(work: Callable[..., Any]) -> Function:
    """A function of text: empty input or an empty argument gives nothing."""

    def run(focus: Collection, *arguments: Collection) -> Collection:
        text = text_of(focus)
        values = [single(argument) for argument in arguments]
        if text is None or any(value is None for value in values):
            return []
        found = work(text, *values)
        return found if isinstance(found, list) else [] if found is None else [found]

    return run


def _substring(text: str, start: int, length: int | None = None) -> str | None:
    if not 0 <= start < len(text):
        return None
    return text[start:] if length is None else text[start : start + max(length, 0)]


def _encoded(text: str, way: str) -> str | None:
    if way == "hex":
        return text.encode().hex()
    if way in ("base64", "urlbase64"):
        code = base64.b64encode if way == "base64" else base64.urlsafe_b64encode
        return code(text.encode()).decode()
    return None


def _decoded(text: str, way: str) -> str | None:
    try:
        if way == "hex":
            return bytes.fromhex(text).decode()
        if way in ("base64", "urlbase64"):
            code = base64.b64decode if way == "base64" else base64.urlsafe_b64decode
            return code(text).decode()
    except (ValueError, binascii.Error):
        return None
    return None


def _escaped(text: str, way: str) -> str | None:
    if way == "html":
        return html.escape(text)
    return text.replace("\\", "\\\\").replace('"', '\\"') if way == "json" else None


def _unescaped(text: str, way: str) -> str | None:
    if way == "html":
        return html.unescape(text)
    return text.replace('\\"', '"').replace("\\\\", "\\") if way == "json" else None


def _replaced(text: str, regex: str, new: str) -> str:
    if not regex:
        return text
    template = re.sub(r"\$\{(\w+)\}", r"\\g<\1>", re.sub(r"\$(\d+)", r"\\g<\1>", new))
    return pattern(regex).sub(template, text)


def join(focus: Collection, separator: Collection | None = None) -> Collection:
    """The texts as one."""
    texts = [text_of([item]) for item in focus]
    between = (text_of(separator) or "") if separator is not None else ""
    return [between.join(text for text in texts if text is not None)] if focus else []


TEXT: dict[str, Function] = {
    "indexOf": _on_text(lambda text, part: text.find(part)),
    "lastIndexOf": _on_text(lambda text, part: text.rfind(part)),
    "substring": _on_text(_substring),
    "startsWith": _on_text(lambda text, part: text.startswith(part)),
    "endsWith": _on_text(lambda text, part: text.endswith(part)),
    "contains": _on_text(lambda text, part: part in text),
    "upper": _on_text(str.upper),
    "lower": _on_text(str.lower),
    "replace": _on_text(lambda text, old, new: text.replace(old, new)),
    "matches": _on_text(lambda text, regex: pattern(regex).search(text) is not None),
    "matchesFull": _on_text(lambda text, regex: pattern(regex).fullmatch(text) is not None),
    "replaceMatches": _on_text(_replaced),
    "length": _on_text(len),
    "toChars": _on_text(list),
    "trim": _on_text(str.strip),
    "split": _on_text(lambda text, separator: text.split(separator) if separator else list(text)),
    "encode": _on_text(_encoded),
    "decode": _on_text(_decoded),
    "escape": _on_text(_escaped),
    "unescape": _on_text(_unescaped),
    "join": join,
}


def _on_number(work: Callable[..., Any]) -> Function:
    def run(focus: Collection, *arguments: Collection) -> Collection:
        value = single(focus)
        if isinstance(value, Quantity):
            return [Quantity(Decimal(work(value.value)), value.unit)]
        value = number_of(focus)
        values = [number_of(argument) for argument in arguments]
        if value is None or any(argument is None for argument in values):
            return []
        try:
            found = work(value, *values)
        except (InvalidOperation, ArithmeticError, ValueError):
            return []
        return [] if found is None or isinstance(found, complex) else [found]

    return run


def _rounded(value: Any, places: int = 0) -> Decimal:
    if places < 0:
        raise FhirPathError("round() takes no negative number of places")
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _power(base: Any, exponent: Any) -> Any:
    found = (base if isinstance(base, int) and exponent >= 0 else Decimal(base)) ** exponent
    return found if isinstance(found, int) else Decimal(found)


def _comparable(focus: Collection, other: Collection) -> Collection:
    one, two = single(focus), single(other)
    if not isinstance(one, Quantity) or not isinstance(two, Quantity):
        return []
    found = ucum.comparable(one.unit, two.unit)
    return [found is True]


NUMBERS: dict[str, Function] = {
    "comparable": _comparable,
    "abs": _on_number(abs),
    "ceiling": _on_number(lambda value: int(Decimal(value).to_integral_value(ROUND_CEILING))),
    "floor": _on_number(lambda value: int(Decimal(value).to_integral_value(ROUND_FLOOR))),
    "truncate": _on_number(int),
    "exp": _on_number(lambda value: Decimal(value).exp()),
    "ln": _on_number(lambda value: Decimal(value).ln()),
    "log": _on_number(lambda value, base: Decimal(value).ln() / Decimal(base).ln()),
    "power": _on_number(_power),
    "round": _on_number(_rounded),
    "sqrt": _on_number(lambda value: Decimal(value).sqrt() if value >= 0 else None),
}
