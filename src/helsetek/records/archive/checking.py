"""Read a deposit back and say what is wrong with it: an independent judge that shares no code with the writer.

It asks: are the files there, does every checksum hold, does each counted number agree with what is found, does every
reference lead somewhere, is every document in the folder spoken of; and, with the schemas of Noark 5.5, is it valid.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import etree

_NAMES = ("arkivstruktur", "loependeJournal", "offentligJournal", "endringslogg")
_MOST_PROBLEMS = 200
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": True}


@dataclass
class Report:
    """What was found. ``problems`` are sentences; none means that the deposit holds."""

    problems: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    validated: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems

    def add(self, problem: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(problem)


def check(
    folder: Path, schemas: Path | None = None, progress: Callable[[int], None] = lambda count: None
) -> Report:
    """Look through the deposit in the folder. ``progress`` hears how many documents are proven."""
    report = Report()
    described = folder / "arkivuttrekk.xml"
    if not described.is_file():
        report.add("arkivuttrekk.xml is missing: this folder is no deposit.")
        return report
    try:
        told = _read_description(described)
        ids = _check_structure(folder, report, progress)
        _check_journals(folder, ids, report)
        _check_changes(folder, ids, report)
        _compare_with_description(folder, told, report)
        if schemas is not None:
            _validate(folder, schemas, report)
    except (etree.XMLSyntaxError, OSError) as error:
        report.add(f"A file cannot be read: {error}")
    return report


@dataclass(frozen=True)
class Told:
    """What the description says of one file."""

    file: str
    checksum: str
    counts: dict[str, int]


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _read_description(path: Path) -> list[Told]:
    root = etree.parse(str(path), etree.XMLParser(**_SAFE)).getroot()
    objects = [one for one in root.iter("{*}dataObject") if one.get("name") in _NAMES]
    return [
        Told(
            _told(one, "file", "name"),
            _told(one, "checksum", "value").lower(),
            {_value(row): int(_inner(row, "value")) for row in _rows(one)},
        )
        for one in objects
    ]


def _named(element: Any, name: str) -> Iterator[Any]:
    return (one for one in element.iter("{*}property") if one.get("name") == name)


def _value(element: Any) -> str:
    return (element.findtext("{*}value") or "").strip()


def _inner(element: Any, name: str) -> str:
    return next((_value(one) for one in _named(element, name) if one is not element), "")


def _told(element: Any, outer: str, name: str) -> str:
    return next((_inner(one, name) for one in _named(element, outer)), "")


def _rows(element: Any) -> Iterator[Any]:
    return _named(element, "numberOfOccurrences")


# -- arkivstruktur.xml -------------------------------------------------------------------------------


def _check_structure(folder: Path, report: Report, progress: Callable[[int], None]) -> dict[str, str]:
    """Walk the structure once; give every systemID with the kind of thing that bears it."""
    ids: dict[str, str] = {}
    spoken_of: set[str] = set()
    path = folder / "arkivstruktur.xml"
    if not path.is_file():
        report.add("arkivstruktur.xml is missing.")
        return ids
    for _event, element in etree.iterparse(str(path), events=("end",), **_SAFE):
        name = _local(element)
        if name == "systemID":
            _take_id(element, ids, report)
        elif name in ("mappe", "registrering", "dokumentbeskrivelse", "dokumentobjekt"):
            report.counts[name] += 1
            if name == "dokumentobjekt":
                spoken_of.add(_check_document(folder, element, report))
                progress(report.documents)
            elif name == "mappe":
                _forget(element)
    strays = {
        one.relative_to(folder).as_posix() for one in (folder / "dokumenter").rglob("*") if one.is_file()
    } - spoken_of
    for stray in sorted(strays):
        report.add(f"{stray} lies in the folder, and nothing speaks of it.")
    return ids


def _take_id(element: Any, ids: dict[str, str], report: Report) -> None:
    text = (element.text or "").strip()
    if text in ids:
        report.add(f"The id {text} is borne by two things.")
    ids[text] = _local(element.getparent())


def _forget(element: Any) -> None:
    """What has been read of a case is let go, so that the deposit may be larger than the memory."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _check_document(folder: Path, element: Any, report: Report) -> str:
    report.documents += 1
    place = (element.findtext("{*}referanseDokumentfil") or "").strip()
    path = (folder / place).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        report.add(f"The document {place} is not in the deposit.")
        return place
    size = int(element.findtext("{*}filstoerrelse") or -1)
    if path.stat().st_size != size:
        report.add(f"{place} is {path.stat().st_size} bytes; the structure says {size}.")
    if _digest(path) != (element.findtext("{*}sjekksum") or "").strip().lower():
        report.add(f"{place} is not what it was: its checksum differs.")
    if element.findtext("{*}format", "").startswith("PDF/A") and b"pdfaid" not in path.read_bytes():
        report.add(f"{place} is said to be PDF/A and does not say so itself.")
    return place


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# -- Journals and changes ----------------------------------------------------------------------------


def _check_journals(folder: Path, ids: dict[str, str], report: Report) -> None:
    for name in ("loependeJournal", "offentligJournal"):
        path = folder / f"{name}.xml"
        if not path.is_file():
            continue
        said, last = None, (0, 0)
        for _event, element in etree.iterparse(str(path), events=("end",), **_SAFE):
            kind = _local(element)
            if kind == "antallJournalposter":
                said = int(element.text or -1)
            elif kind == "journalregistrering":
                report.counts[name] += 1
                last = _check_line(name, element, ids, last, report)
                _forget(element)
        if said != report.counts[name]:
            report.add(f"{name}.xml says {said} entries and holds {report.counts[name]}.")


def _check_line(
    name: str, element: Any, ids: dict[str, str], last: tuple[int, int], report: Report
) -> tuple[int, int]:
    own = (element.findtext(".//{*}journalpost/{*}systemID") or "").strip()
    if ids.get(own) != "registrering":
        report.add(f"{name}.xml has an entry that the structure does not: {own}.")
    year = int(element.findtext(".//{*}journalaar") or 0)
    number = int(element.findtext(".//{*}journalsekvensnummer") or 0)
    if (year, number) <= last:
        report.add(f"{name}.xml is not in order at {number}/{year}.")
    if name == "offentligJournal" and element.find(".//{*}tittel") is not None:
        report.add(f"offentligJournal.xml tells the full title of {number}/{year}.")
    return year, number


def _check_changes(folder: Path, ids: dict[str, str], report: Report) -> None:
    path = folder / "endringslogg.xml"
    if not path.is_file():
        report.add("endringslogg.xml is missing.")
        return
    for _event, element in etree.iterparse(str(path), events=("end",), **_SAFE):
        if _local(element) == "endring":
            report.counts["endring"] += 1
            thing = (element.findtext("{*}referanseArkivenhet") or "").strip()
            if thing not in ids:
                report.add(f"endringslogg.xml speaks of {thing}, which the structure does not know.")
            _forget(element)


def _compare_with_description(folder: Path, told: list[Told], report: Report) -> None:
    described = {one.file for one in told}
    for path in sorted(folder.glob("*.xml")):
        if path.name not in {*described, "arkivuttrekk.xml"}:
            report.add(f"{path.name} is not described in arkivuttrekk.xml.")
    for one in told:
        path = folder / one.file
        if not one.file or not path.is_file():
            report.add(f"{one.file or 'A file'} is described in arkivuttrekk.xml and is not there.")
            continue
        if _digest(path) != one.checksum:
            report.add(f"{one.file} is not what it was: its checksum differs from the description.")
        for what, number in one.counts.items():
            key = path.stem if what == "journalregistrering" else what
            if report.counts[key] != number:
                report.add(f"{one.file}: {number} of {what} are described, {report.counts[key]} are found.")


def _validate(folder: Path, schemas: Path, report: Report) -> None:
    for name in (*_NAMES, "arkivuttrekk"):
        path, schema = folder / f"{name}.xml", schemas / f"{'addml' if name == 'arkivuttrekk' else name}.xsd"
        if not path.is_file():
            continue
        if not schema.is_file():
            report.add(f"The schema {schema.name} is not in the folder of schemas.")
            continue
        judge = etree.XMLSchema(etree.parse(str(schema)))
        if judge.validate(etree.parse(str(path), etree.XMLParser(**_SAFE))):
            report.validated.append(path.name)
        else:
            problems: Any = judge.error_log
            for error in islice(problems, 10):
                report.add(f"{path.name}, line {error.line}: {error.message}")
