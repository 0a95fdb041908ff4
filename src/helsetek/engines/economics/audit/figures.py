"""The figures a report prints, each with its place and its rounding."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helsetek.engines.economics.assumptions.layers import shipped_text
from helsetek.engines.economics.audit.intervals import Interval
from helsetek.engines.economics.errors import AnalysisError

Text = Mapping[str, str]
#: Half a step is not enough for binary fractions: 16.35 printed as 16.4.
ROUNDING_SLACK = 1e-9


@dataclass(frozen=True)
class Figure:
    """One printed row: values by alternative, rounded to ``step`` (0: exact)."""

    id: str
    label: Text
    place: str
    values: Mapping[str, float]
    step: float
    unit: str
    formula: str = ""
    row: str = ""
    analysis: str = ""

    def interval(self, alternative: str) -> Interval:
        """All values that are printed so. A printed zero in a table of effects is no effect: exactly 0."""
        value = self.values[alternative]
        half = 0.0 if value == 0 else self.step / 2
        return Interval(value - half, value + half)

    def agrees(self, alternative: str, value: float) -> bool:
        """Whether the value is printed as the figure is."""
        value_range = Interval(value - ROUNDING_SLACK, value + ROUNDING_SLACK)
        half = self.step / 2
        return Interval(self.values[alternative] - half, self.values[alternative] + half).meets(
            value_range, 0.0
        )


@dataclass(frozen=True)
class Fact:
    """A number, or a range, that the report states elsewhere than in its tables."""

    id: str
    label: Text
    place: str
    interval: Interval


@dataclass(frozen=True)
class Explanation:
    """Another formula to try when a claim fails, and what it would mean if it fits."""

    formula: str
    text: Text


@dataclass(frozen=True)
class Claim:
    """Something the report says, directly or by printing the same thing twice.

    ``kind``: ``contradiction``, ``sum`` (printed terms and their printed sum) or ``judgement`` (a choice that the
    sources quoted for it do not support).
    """

    number: int
    title: Text
    left: str
    relation: str
    right: str
    places: tuple[str, str]
    unit: str = ""
    only: tuple[str, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    kind: str = "contradiction"


@dataclass(frozen=True)
class Worded:
    """The same effect described in words at several places."""

    number: int
    title: Text
    alternative: str
    says: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Published:
    """A published analysis as its audit sees it."""

    title: str
    alternatives: tuple[str, ...]
    figures: dict[str, Figure]
    facts: dict[str, Fact]
    bound: dict[str, str]
    claims: tuple[Claim, ...]
    worded: tuple[Worded, ...]
    scale: tuple[str, ...]


def read_published(source: str | Path) -> Published:
    """Read a figures file, or a shipped one by name."""
    path = Path(source)
    text = path.read_text(encoding="utf-8") if path.is_file() else shipped_text(str(source))
    if text is None:
        raise AnalysisError(
            f"There is no figures file «{source}». The shipped one is publisert-rapport-2022."
        )
    try:
        return _published(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise AnalysisError(f"The figures file {path.name} cannot be read: {error}.") from error


def _published(raw: Mapping[str, Any]) -> Published:
    return Published(
        title=raw["document"]["title"],
        alternatives=tuple(raw["document"]["alternatives"]),
        figures={item["id"]: Figure(**item) for item in raw["figure"]},
        facts={name: _fact(name, item) for name, item in raw["fact"].items()},
        bound=dict(raw.get("bound", {})),
        claims=tuple(_claim(item) for item in raw.get("claim", [])),
        worded=tuple(_worded(item) for item in raw.get("worded", [])),
        scale=tuple(raw.get("words", {}).get("scale", ())),
    )


def _fact(name: str, raw: Mapping[str, Any]) -> Fact:
    interval = Interval.of(raw["value"]) if "value" in raw else Interval(raw["low"], raw["high"])
    return Fact(name, raw["label"], raw["place"], interval)


def _claim(raw: Mapping[str, Any]) -> Claim:
    tries = tuple(Explanation(item["formula"], item) for item in raw.get("explanations", []))
    first, second = raw["places"]
    return Claim(
        raw["number"], raw["title"], raw["left"], raw["relation"], raw["right"], (first, second),
        raw.get("unit", ""), tuple(raw.get("only", ())), tries, raw.get("kind", "contradiction"),
    )  # fmt: skip


def _worded(raw: Mapping[str, Any]) -> Worded:
    says = tuple((item["place"], item["says"]) for item in raw["words"])
    return Worded(raw["number"], raw["title"], raw["alternative"], says)
