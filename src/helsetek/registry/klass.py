"""Statistics Norway's list of municipalities (Klass 131) as exported to CSV: read it, and hold it against what is known.

Pure: no database. Columns by name: ``code`` and ``name`` are needed, ``level``, ``validFrom`` and ``validTo`` are
used where they are; separated by semicolons or commas; UTF-8 or Latin-1.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

LARGEST = 2_000_000  # octets; the real list has some 20,000
_NOT_A_PLACE = {"9999"}  # «Uoppgitt»


class NotTheList(ValueError):
    """The file as a whole cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be used. ``line`` is its number in the file, the heading being 1."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """One municipality of the list."""

    line: int
    number: str
    name: str


@dataclass
class Listing:
    listed: dict[str, Listed] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes, on: date) -> Listing:
    """What the file says of the day ``on``. Raises NotTheList."""
    if len(content) > LARGEST:
        raise NotTheList(
            f"The file is too large ({len(content):,} octets): this is not the list of municipalities."
        )
    reader = csv.DictReader(io.StringIO(_text(content)), delimiter=_separator(content))
    columns = {(name or "").strip().lower(): name for name in reader.fieldnames or []}
    missing = [name for name in ("code", "name") if name not in columns]
    if missing:
        raise NotTheList(
            f"The heading lacks the column {' and '.join(missing)}. Export classification 131 as CSV."
        )
    listing = Listing()
    for row in reader:
        cells = {name: (row.get(column) or "").strip() for name, column in columns.items()}
        if any(cells.values()):
            _take(listing, reader.line_num, cells, on)
    if not listing.listed:
        raise NotTheList("The file holds no municipality.")
    return listing


def _text(content: bytes) -> str:
    if b"\x00" in content:
        raise NotTheList("The file is not text. Export classification 131 as CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(content: bytes) -> str:
    heading = content.split(b"\n", 1)[0]
    return ";" if heading.count(b";") >= heading.count(b",") else ","


def _take(listing: Listing, line: int, cells: dict[str, str], on: date) -> None:
    number, name = cells["code"].zfill(4) if cells["code"].isdigit() else cells["code"], cells["name"]
    reason = _fault(number, name, cells, listing)
    if reason:
        listing.problems.append(Problem(line, reason))
    elif number not in _NOT_A_PLACE and _holds(cells, on):
        listing.listed[number] = Listed(line, number, name)


def _fault(number: str, name: str, cells: dict[str, str], listing: Listing) -> str:
    if not re.fullmatch(r"[0-9]{4}", number):
        return f"«{number[:20]}» is not a municipality number of four digits"
    if cells.get("level") not in (None, "", "1"):
        return f"level {cells['level'][:10]} is not a municipality"
    if not name or len(name) > 200:
        return "the name is missing or too long"
    if number in listing.listed:
        return f"{number} stands on line {listing.listed[number].line} already"
    for column in ("validfrom", "validto"):
        if cells.get(column) and not _day(cells[column]):
            return f"«{cells[column][:20]}» is not a day (year-month-day)"
    return ""


def _holds(cells: dict[str, str], on: date) -> bool:
    start, end = _day(cells.get("validfrom", "")), _day(cells.get("validto", ""))
    return (start is None or start <= on) and (end is None or end > on)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


# -- Holding it against what is known ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Renamed:
    number: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Follows:
    """``new`` stands where ``old`` stood: ``merger``, ``split`` or ``renumbered``."""

    old: str
    new: str
    kind: str


@dataclass
class Changes:
    """What would change. ``names`` gives the name of every number spoken of."""

    renamed: list[Renamed] = field(default_factory=list)
    follows: list[Follows] = field(default_factory=list)
    unexplained_new: list[str] = field(default_factory=list)
    unexplained_gone: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.renamed or self.follows)


def compare(known: Mapping[str, str], listing: Listing, into: Iterable[tuple[str, str]] = ()) -> Changes:
    """Hold the list against the known numbers and names. Raises NotTheList if it is plainly another list.

    ``into``: pairs (old number, new number) that say what became what; a gone and a new municipality of the same name
    explain each other. Whatever stays unexplained is left as it is.
    """
    after = {number: listed.name for number, listed in listing.listed.items()}
    if len(known.keys() & after.keys()) * 2 < len(known):
        raise NotTheList(
            f"Only {len(known.keys() & after.keys())} of the {len(known)} known numbers are in the file: "
            "this looks like another list."
        )
    changes = Changes(problems=list(listing.problems), names={**known, **after})
    for number in sorted(known.keys() & after.keys()):
        _compare_name(changes, listing.listed[number], known[number])
    _explain(changes, known, after, list(dict.fromkeys(into)))
    return changes


def _compare_name(changes: Changes, listed: Listed, before: str) -> None:
    lost = re.escape(listed.name).replace(r"\?", ".").replace("�", ".")
    if listed.name == before or (("?" in listed.name or "�" in listed.name) and re.fullmatch(lost, before)):
        changes.names[listed.number] = before
    elif "?" in listed.name or "�" in listed.name:
        changes.problems.append(
            Problem(listed.line, f"«{listed.name}» has lost letters: save the file as UTF-8")
        )
        changes.names[listed.number] = before
    else:
        changes.renamed.append(Renamed(listed.number, before, listed.name))


def _explain(
    changes: Changes, known: Mapping[str, str], after: Mapping[str, str], into: list[tuple[str, str]]
) -> None:
    gone, new = known.keys() - after.keys(), after.keys() - known.keys()
    pairs = [(old, then) for old, then in into if old in gone and then in after]
    for old, then in into:
        if (old, then) not in pairs:
            changes.problems.append(
                Problem(0, f"{old}={then}: {old} must be a number that is gone, {then} one in the file")
            )
    told = {number for pair in pairs for number in pair}
    pairs += _of_the_same_name({n: known[n] for n in gone - told}, {n: after[n] for n in new - told})
    changes.follows = sorted(_kinds(pairs, new), key=lambda one: (one.new, one.old))
    explained = {number for pair in pairs for number in pair}
    changes.unexplained_gone = sorted(gone - explained)
    changes.unexplained_new = sorted(new - explained)


def _of_the_same_name(gone: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    before, after = _by_plain_name(gone), _by_plain_name(new)
    for name in before.keys() & after.keys():
        if len(before[name]) == len(after[name]) == 1:
            yield before[name][0], after[name][0]


def _by_plain_name(numbers: Mapping[str, str]) -> dict[str, list[str]]:
    """Numbers by name without the county in brackets: «Våler (Viken)» became «Våler (Østfold)»."""
    found: dict[str, list[str]] = {}
    for number, name in numbers.items():
        found.setdefault(re.sub(r"\s*\(.*\)$", "", name).casefold(), []).append(number)
    return found


def _kinds(pairs: list[tuple[str, str]], new: Iterable[str]) -> Iterator[Follows]:
    olds, news, fresh = Counter(old for old, _ in pairs), Counter(then for _, then in pairs), set(new)
    for old, then in pairs:
        if olds[old] > 1:
            yield Follows(old, then, "split")
        elif news[then] > 1 or then not in fresh:
            yield Follows(old, then, "merger")
        else:
            yield Follows(old, then, "renumbered")
