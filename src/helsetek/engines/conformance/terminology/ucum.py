"""Units of measure by UCUM: is a code well formed, and how do two quantities compare?

Units are read by the grammar (prefix, unit, exponent, product, quotient, annotation). A unit that is not in the table
gives None: it cannot be told.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

SYSTEM = "http://unitsofmeasure.org"

_PREFIXES = {
    "Y": 24, "Z": 21, "E": 18, "P": 15, "T": 12, "G": 9, "M": 6, "k": 3, "h": 2, "da": 1, "d": -1, "c": -2,
    "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18, "z": -21, "y": -24,
}  # fmt: skip
_BINARY = {"Ki": 1024, "Mi": 1024**2, "Gi": 1024**3, "Ti": 1024**4}


def _table(name: str) -> dict[str, tuple[str, str]]:
    text = (files("helsetek.engines.conformance") / "data" / "ucum.toml").read_text(encoding="utf-8")
    return {
        symbol: (factor, dimensions) for symbol, (factor, dimensions) in tomllib.loads(text)[name].items()
    }


_METRIC = _table("metric")
_PLAIN = _table("plain")
# Units with a scale of their own; compared only with themselves, but for degrees.
_SPECIAL = {
    "Cel": "K", "[degF]": "K", "[degRe]": "K", "Np": "", "B": "", "B[SPL]": "", "B[V]": "", "B[mV]": "", "B[W]": "",
    "bit_s": "", "[p'diop]": "", "[m/s2/Hz^0.5]": "",
}  # fmt: skip
_ATOM = re.compile(r"([+-]?\d+)(?![*^0-9])|((?:\[[^\]\s]*\]|10[*^]|[^\s\[\]{}()./0-9+-])+)([+-]?\d+)?")
_ANNOTATION = re.compile(r"\{[\x21-\x7a\x7c\x7e]*?\}")


class Unit(NamedTuple):
    """A unit as a factor and exponents of base units; `special` when it has a scale of its own."""

    factor: Decimal
    dimensions: tuple[tuple[str, int], ...]
    special: str = ""


@lru_cache(maxsize=5000)
def read(code: str) -> Unit | None:
    """The unit, or None when it is not well formed or holds a unit that is not known here."""
    if code in _SPECIAL:
        return Unit(Decimal(1), ((_SPECIAL[code], 1),), code)
    text = _ANNOTATION.sub(lambda found: "1" if _alone(code, found) else "", code)
    if not text or "{" in text or "}" in text or re.search(r"\s", text):
        return None
    try:
        factor, exponents = _Parser(text).whole()
    except (ValueError, InvalidOperation, ZeroDivisionError):
        return None
    return Unit(factor, tuple(sorted((name, power) for name, power in exponents.items() if power)))


def _alone(code: str, found: re.Match[str]) -> bool:
    return found.start() == 0 or code[found.start() - 1] in "./("


_Value = tuple[Decimal, dict[str, int]]


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def whole(self) -> _Value:
        found = self.terms()
        if self.at != len(self.text):
            raise ValueError(self.text)
        return found

    def terms(self, depth: int = 0) -> _Value:
        if depth > 10:
            raise ValueError(self.text)
        sign = 1
        if self.text[self.at : self.at + 1] == "/":
            found: _Value = (Decimal(1), {})
        else:
            found = self.component(depth)
        while self.at < len(self.text) and self.text[self.at] in "./":
            sign = 1 if self.text[self.at] == "." else -1
            self.at += 1
            found = _times(found, self.component(depth), sign)
        return found

    def component(self, depth: int) -> _Value:
        if self.text[self.at : self.at + 1] == "(":
            self.at += 1
            found = self.terms(depth + 1)
            if self.text[self.at : self.at + 1] != ")":
                raise ValueError(self.text)
            self.at += 1
            return found
        match = _ATOM.match(self.text, self.at)
        if match is None:
            raise ValueError(self.text)
        self.at = match.end()
        if match.group(1):
            return Decimal(match.group(1)), {}
        power = int(match.group(3) or 1)
        if abs(power) > 99:
            raise ValueError(self.text)
        factor, exponents = _simple(match.group(2))
        return factor**power, {name: exponent * power for name, exponent in exponents.items()}


def _times(one: _Value, two: _Value, sign: int) -> _Value:
    exponents = dict(one[1])
    for name, power in two[1].items():
        exponents[name] = exponents.get(name, 0) + sign * power
    return (one[0] * two[0] if sign > 0 else one[0] / two[0]), exponents


def _simple(symbol: str) -> _Value:
    """A unit with or without a prefix."""
    if (known := _METRIC.get(symbol) or _PLAIN.get(symbol)) is not None:
        return Decimal(known[0]), _exponents(known[1])
    if symbol in _SPECIAL:
        return Decimal(1), {f"({symbol})": 1}  # a scale of its own: comparable with itself only
    for length in (1, 2):
        prefix, rest = symbol[:length], symbol[length:]
        if rest in _METRIC and prefix in _PREFIXES:
            factor, dimensions = _METRIC[rest]
            return Decimal(factor).scaleb(_PREFIXES[prefix]), _exponents(dimensions)
        if rest in _SPECIAL and prefix in _PREFIXES:
            return Decimal(1).scaleb(_PREFIXES[prefix]), {f"({rest})": 1}
        if rest in ("bit", "By") and prefix in _BINARY:
            return Decimal(_METRIC[rest][0]) * _BINARY[prefix], {"bit": 1}
    raise ValueError(symbol)


@lru_cache(maxsize=500)
def _exponent_items(text: str) -> tuple[tuple[str, int], ...]:
    found = []
    for part in filter(None, text.split(".")):
        name, power = re.fullmatch(r"([A-Za-z]+)(-?\d+)?", part).groups()  # type: ignore[union-attr]
        found.append((name, int(power or 1)))
    return tuple(found)


def _exponents(text: str) -> dict[str, int]:
    return dict(_exponent_items(text))


def compare(one: Decimal, unit: str, two: Decimal, other: str) -> int | None:
    """-1, 0 or 1; None when the units cannot be compared or are not known."""
    if unit == other:
        return (one > two) - (one < two)
    left, right = read(unit), read(other)
    if left is None or right is None or left.special or right.special or left.dimensions != right.dimensions:
        return None
    # Written with 15 digits, so that a table's last digit decides nothing.
    first, second = (Decimal(f"{value:.15e}") for value in (one * left.factor, two * right.factor))
    return (first > second) - (first < second)


def comparable(unit: str, other: str) -> bool | None:
    """Do two units measure the same kind of thing? None when either is not known here."""
    left, right = read(unit), read(other)
    if left is None or right is None:
        return None
    return left.dimensions == right.dimensions
