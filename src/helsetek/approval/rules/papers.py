"""What the vendor hands in: technical documentation, information sheet, declaration; and how complete it is.

Source: Regulation (EU) 2025/327 (EHDS): Annex III (technical documentation), Article 38 (information sheet), Annex IV
(declaration of conformity). The words are our own; the numbering is the regulation's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


def gettext_noop(text: str) -> str:
    """Marks a text for translation without Django; whoever shows it translates."""
    return text


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an index. ``needed`` for every application; the others may be left out with a reason."""

    key: str
    number: str
    title: str
    needed: bool = True


ANNEX_III = (
    Point("purpose", "1 (a)", gettext_noop("Intended purpose, date and version")),
    Point("categories", "1 (b)", gettext_noop("Categories of personal health data that are processed")),
    Point(
        "interaction", "1 (c)", gettext_noop("How it works together with other hardware and software"), False
    ),
    Point("versions", "1 (d)", gettext_noop("Versions of software and how they are updated"), False),
    Point("forms", "1 (e)", gettext_noop("All forms in which it is placed on the market"), False),
    Point("hardware", "1 (f)", gettext_noop("Hardware it is meant to run on"), False),
    Point("architecture", "1 (g)", gettext_noop("Architecture: how the parts build on each other")),
    Point(
        "specifications",
        "1 (h)",
        gettext_noop("Technical specifications: interfaces, data structures, input and output"),
    ),
    Point("changes", "1 (i)", gettext_noop("Changes through the life of the system"), False),
    Point("instructions", "1 (j)", gettext_noop("Instructions for use")),
    Point("performance", "2", gettext_noop("How performance is evaluated after it is on the market"), False),
    Point("common", "3", gettext_noop("Common specifications and standards that are followed")),
    Point("tests", "4", gettext_noop("Results and critical analysis of all tests")),
    Point("sheet", "5", gettext_noop("A copy of the information sheet"), False),
    Point("declaration", "6", gettext_noop("A copy of the declaration of conformity"), False),
)

ARTICLE_38 = (
    Point("maker", "(a)", gettext_noop("Manufacturer: name, address and contact")),
    Point("system", "(b)", gettext_noop("Name, version and date of release")),
    Point("intended", "(c)", gettext_noop("Intended purpose")),
    Point("data", "(d)", gettext_noop("Categories of health data that it is made to process")),
    Point(
        "formats",
        "(e)",
        gettext_noop("Standards, formats and specifications that it supports, with versions"),
    ),
)

ANNEX_IV = (
    Point("name", "1", gettext_noop("Name and version of the system, and an unambiguous reference")),
    Point(
        "manufacturer",
        "2",
        gettext_noop("Name and address of the manufacturer or the authorised representative"),
    ),
    Point(
        "sole",
        "3",
        gettext_noop("The declaration is issued under the sole responsibility of the manufacturer"),
    ),
    Point(
        "conforms", "4", gettext_noop("Statement of conformity, with the results from the test environment")
    ),
    Point("standards", "5", gettext_noop("Harmonised standards that are used"), False),
    Point("specs", "6", gettext_noop("Common specifications that are used"), False),
    Point(
        "signed", "7", gettext_noop("Place and date, name and function of the signatory, and on whose behalf")
    ),
    Point("additional", "8", gettext_noop("Additional information"), False),
)
LONGEST = 8000
KEPT_YEARS = 10  # Article 30(3): documentation and declaration are kept ten years


class Kind(StrEnum):
    TECHNICAL = "technical"
    SHEET = "sheet"
    DECLARATION = "declaration"


INDEX: dict[Kind, tuple[Point, ...]] = {
    Kind.TECHNICAL: ANNEX_III,
    Kind.SHEET: ARTICLE_38,
    Kind.DECLARATION: ANNEX_IV,
}


def missing(kind: Kind, given: Mapping[str, Any]) -> list[Point]:
    """The needed points that nothing is said under."""
    return [point for point in INDEX[kind] if point.needed and not str(given.get(point.key, "")).strip()]


def share_done(kind: Kind, given: Mapping[str, Any]) -> tuple[int, int]:
    """(points answered, points in all), for the one who fills in."""
    index = INDEX[kind]
    return sum(bool(str(given.get(point.key, "")).strip()) for point in index), len(index)


def cleaned(kind: Kind, given: Mapping[str, Any]) -> dict[str, str]:
    """Only what the index knows, without edges."""
    return {point.key: str(given.get(point.key, "")).strip()[:LONGEST] for point in INDEX[kind]}
