"""Requirements: what each must say, when a set may be published, and what a new version changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from helsetek.common.hashing import canonical, sha256


class Strength(StrEnum):
    MUST = "must"  # må / SHALL
    SHOULD = "should"  # bør / SHOULD
    MAY = "may"  # kan / MAY


class Testability(StrEnum):
    """At which of the scheme's three types of control the requirement is looked at (report 4.1.3)."""

    DOCUMENTS = "a"  # self-declaration with control of documents
    TESTS = "b"  # tests of selected functions by fixed descriptions
    LABORATORY = "c"  # full test by an accredited laboratory
    NONE = ""  # not tested: a reason is given


MOST_REQUIREMENTS = 2000
LONGEST_TEXT = 4000
_CODE = re.compile(r"^[A-Za-zÆØÅæøå0-9][\wÆØÅæøå.:\-\[\]]{0,79}$")


@dataclass(frozen=True, slots=True)
class Row:
    """One requirement, as it is written, imported and exported. Texts in bokmål, nynorsk and English."""

    code: str
    text_nb: str
    text_nn: str = ""
    text_en: str = ""
    kind: str = ""
    strength: str = Strength.MUST.value
    actor: str = ""
    condition: str = ""
    source: str = ""
    testability: str = ""
    not_tested_reason: str = ""
    comment: str = ""
    acceptance_test: str = ""
    # In the form of Xt-EHR: the element of the logical model, and the obligation (SHALL:able-to-populate).
    element: str = ""
    obligation: str = ""


FIELDS = tuple(field.name for field in fields(Row))


class Fault(StrEnum):
    CODE = "code"
    CODE_TWICE = "code_twice"
    NO_TEXT = "no_text"
    TOO_LONG = "too_long"
    STRENGTH = "strength"
    TESTABILITY = "testability"
    MUST_WITHOUT_TEST = "must_without_test"
    EMPTY = "empty"
    TOO_MANY = "too_many"
    MISSING_LANGUAGE = "missing_language"


@dataclass(frozen=True, slots=True)
class Problem:
    """``code`` is the requirement's, "" for the whole set."""

    fault: Fault
    code: str = ""


def faults_of(row: Row) -> list[Fault]:
    """What keeps a row from being written at all."""
    found = []
    if not _CODE.match(row.code):
        found.append(Fault.CODE)
    if not row.text_nb.strip():
        found.append(Fault.NO_TEXT)
    if any(len(str(value)) > LONGEST_TEXT for value in asdict(row).values()):
        found.append(Fault.TOO_LONG)
    if row.strength not in set(Strength):
        found.append(Fault.STRENGTH)
    if row.testability not in set(Testability):
        found.append(Fault.TESTABILITY)
    return found


def problems_before_publishing(rows: Sequence[Row]) -> list[Problem]:
    """What keeps a set from being published. A *must* is either tested or carries the reason why it is not."""
    if not rows:
        return [Problem(Fault.EMPTY)]
    found = [Problem(Fault.TOO_MANY)] if len(rows) > MOST_REQUIREMENTS else []
    seen: set[str] = set()
    for row in rows:
        found += [Problem(fault, row.code) for fault in faults_of(row)]
        if row.code in seen:
            found.append(Problem(Fault.CODE_TWICE, row.code))
        seen.add(row.code)
        if row.strength == Strength.MUST and not row.testability and not row.not_tested_reason.strip():
            found.append(Problem(Fault.MUST_WITHOUT_TEST, row.code))
        if not (row.text_nn.strip() and row.text_en.strip()):
            found.append(Problem(Fault.MISSING_LANGUAGE, row.code))
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What differs for one requirement between two versions. ``fields`` names what was changed."""

    code: str
    what: str  # added, removed, changed
    fields: tuple[str, ...] = ()
    before: Row | None = None
    after: Row | None = None


def difference(before: Iterable[Row], after: Iterable[Row]) -> list[Change]:
    """Added, removed and changed requirements, in the order of the new version, those removed last."""
    old, new = {row.code: row for row in before}, {row.code: row for row in after}
    found = []
    for code, row in new.items():
        if code not in old:
            found.append(Change(code, "added", after=row))
        elif old[code] != row:
            changed = tuple(name for name in FIELDS if getattr(old[code], name) != getattr(row, name))
            found.append(Change(code, "changed", changed, old[code], row))
    return found + [Change(code, "removed", before=row) for code, row in old.items() if code not in new]


def seal(slug: str, number: int, rows: Iterable[Row]) -> str:
    """The hash of a version's content: the same requirements give the same hash."""
    return sha256(canonical([slug, number, [asdict(row) for row in rows]]))
