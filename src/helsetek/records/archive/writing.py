"""Write a deposit: documents and arkivstruktur.xml case by case, then the journals, the log of changes and the
description (ADDML) with checksums and counts. Only the journal's lines are held meanwhile, never a document.

Noark 5 version 5.5, chapter on deposits (text not seen; the schemas were).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from helsetek.common.clock import OSLO

from .shapes import CaseFile, Change, Deposit, File, PartyTo, Record, identity

BASE = "http://www.arkivverket.no/standarder/noark5/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
DOCUMENTS = "dokumenter"
_CLOSED = "Avsluttet"
_ELECTRONIC = "Elektronisk arkiv"
Progress = Callable[[int], None]
_Value = str | int | date | datetime | etree._Element | None


@dataclass
class Line:
    """What the journals need of an entry."""

    case: CaseFile
    record: Record


@dataclass
class Written:
    """What was put in the folder: counted for the description."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: list[Line] = field(default_factory=list)
    changes: int = 0
    bytes: int = 0
    checksum: str = ""


def write(deposit: Deposit, folder: Path, progress: Progress = lambda count: None) -> Written:
    """The whole deposit in an empty folder. ``progress`` hears how many cases are done."""
    (folder / DOCUMENTS).mkdir(parents=True)
    written = Written()
    with _file(folder, "endringslogg") as log, _file(folder, "arkivstruktur", root="arkiv") as xml:
        _write_structure(deposit, folder, xml, log, written, progress)
    for kind in ("loependeJournal", "offentligJournal"):
        _write_journal(deposit, folder, kind, written)
    _describe(deposit, folder, written)
    written.checksum = _checksum(folder / "arkivuttrekk.xml")
    return written


# -- Elements ---------------------------------------------------------------------------------------


def _text(value: _Value) -> str:
    if isinstance(value, datetime):
        return value.astimezone(OSLO).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _clean(text: str) -> str:
    """XML knows no control signs."""
    return "".join(letter if letter >= " " or letter in "\t\n\r" else " " for letter in text)


class Maker:
    """Makes elements of one namespace: ``make("mappe", ("tittel", "Salten"), …)``. None leaves an element out."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def __call__(self, name: str, *children: tuple[str, _Value] | etree._Element, kind: str = "") -> Any:
        made = etree.Element(f"{{{self.namespace}}}{name}", nsmap=_names(self.namespace))
        if kind:
            made.set(f"{{{XSI}}}type", kind)
        for child in children:
            if isinstance(child, tuple):
                _add(made, f"{{{self.namespace}}}{child[0]}", child[1])
            else:
                made.append(child)
        return made


def _names(namespace: str) -> Any:
    """The namespace of a file without a prefix."""
    return {None: namespace, "xsi": XSI}


def _add(parent: Any, tag: str, value: _Value) -> None:
    if value is not None and value != "":
        etree.SubElement(parent, tag).text = _clean(_text(value))


@contextmanager
def _file(folder: Path, name: str, root: str = "") -> Iterator[Any]:
    """The open file of a namespace, with its root element begun."""
    namespace = f"{BASE}{name}"
    with (folder / f"{name}.xml").open("wb") as target, etree.xmlfile(target, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{namespace}}}{root or name}", nsmap=_names(namespace)):
            yield xml


A = Maker(f"{BASE}arkivstruktur")
L = Maker(f"{BASE}endringslogg")


# -- arkivstruktur.xml and endringslogg.xml ---------------------------------------------------------


def _write_structure(
    deposit: Deposit, folder: Path, xml: Any, log: Any, written: Written, progress: Progress
) -> None:
    for element in _about_archive(deposit):
        xml.write(element)
    with xml.element(f"{{{A.namespace}}}arkivdel"):
        for element in _about_part(deposit):
            xml.write(element)
        for number, case in enumerate(deposit.cases, 1):
            xml.write(_case(case, deposit, folder, written))
            for change in case.changes:
                log.write(_change(change))
            written.changes += len(case.changes)
            written.counts["mappe"] += 1
            progress(number)


def _leaf(name: str, value: _Value) -> Any:
    made = A(name)
    made.text = _clean(_text(value))
    return made


def _about_archive(deposit: Deposit) -> Iterator[Any]:
    yield _leaf("systemID", str(identity("archive")))
    yield _leaf("tittel", deposit.system)
    yield _leaf("arkivstatus", _CLOSED)
    yield _leaf("dokumentmedium", _ELECTRONIC)
    yield from _from_to(deposit)
    yield A("arkivskaper", ("arkivskaperID", deposit.creator_id), ("arkivskaperNavn", deposit.creator))


def _about_part(deposit: Deposit) -> Iterator[Any]:
    yield _leaf("systemID", str(identity(f"deposit:{deposit.name}")))
    yield _leaf("tittel", deposit.name)
    yield _leaf("arkivdelstatus", "Avsluttet periode")
    yield _leaf("dokumentmedium", _ELECTRONIC)
    yield from _from_to(deposit)


def _from_to(deposit: Deposit) -> Iterator[Any]:
    yield _leaf("opprettetDato", deposit.first)
    yield _leaf("opprettetAv", deposit.system)
    yield _leaf("avsluttetDato", deposit.made_at)
    yield _leaf("avsluttetAv", deposit.made_by)


def _case(case: CaseFile, deposit: Deposit, folder: Path, written: Written) -> Any:
    return A(
        "mappe",
        ("systemID", str(identity(case.thing))),
        ("mappeID", case.number),
        ("tittel", case.title),
        ("offentligTittel", case.public_title),
        ("dokumentmedium", _ELECTRONIC),
        ("opprettetDato", case.opened_at),
        ("opprettetAv", deposit.system),
        ("avsluttetDato", case.closed_at),
        ("avsluttetAv", case.officer),
        *(_party(party) for party in case.parties),
        *(_record(record, case, folder, written) for record in case.records),
        ("saksaar", case.year),
        ("sakssekvensnummer", case.sequence),
        ("saksdato", case.opened_at.astimezone(OSLO).date()),
        ("administrativEnhet", deposit.unit),
        ("saksansvarlig", case.officer),
        ("saksstatus", _CLOSED),
        kind="saksmappe",
    )


def _party(party: PartyTo) -> Any:
    return A(
        "part",
        ("partID", str(identity(party.thing))),
        ("partNavn", party.name),
        ("partRolle", party.role),
    )


def _record(record: Record, case: CaseFile, folder: Path, written: Written) -> Any:
    written.counts["registrering"] += 1
    files = [
        _document(record, case, number, file, folder, written) for number, file in enumerate(record.files, 1)
    ]
    parts: list[Any] = [
        ("systemID", str(identity(record.thing))),
        ("opprettetDato", record.made_at),
        ("opprettetAv", case.officer),
        ("arkivertDato", case.closed_at),
        ("arkivertAv", case.officer),
    ]
    if record.withheld_by:
        parts.append(_withheld(record))
    parts += [
        *files,
        ("tittel", record.title),
        ("offentligTittel", record.public_title),
        ("dokumentmedium", _ELECTRONIC),
    ]
    if record.correspondent:
        parts.append(
            A(
                "korrespondansepart",
                ("korrespondanseparttype", record.correspondent.kind),
                ("korrespondansepartNavn", record.correspondent.name),
            )
        )
    if record.journal is None:
        return A("registrering", *parts, ("dokumentetsDato", record.dated), kind="arkivnotat")
    written.counts["journalpost"] += 1
    written.lines.append(Line(case, record))
    return A("registrering", *parts, *_journal_facts(record), kind="journalpost")


def _withheld(record: Record) -> Any:
    return A(
        "skjerming",
        ("tilgangsrestriksjon", "Unntatt etter offentleglova"),
        ("skjermingshjemmel", record.withheld_by),
        ("skjermingMetadata", "Skjermet tittel"),
        ("skjermingDokument", "Skjerming av dokumentet etter vurdering"),
    )


def _journal_facts(record: Record) -> Iterator[tuple[str, _Value]]:
    journal = record.journal
    if journal is not None:
        yield "journalaar", journal.year
        yield "journalsekvensnummer", journal.sequence
        yield "journalpostnummer", journal.in_case
        yield "journalposttype", journal.direction
        yield "journalstatus", "Utgår" if journal.struck else "Arkivert"
        yield "journaldato", journal.journalled
        yield "dokumentetsDato", record.dated
        if len(record.files) > 1:
            yield "antallVedlegg", len(record.files) - 1


def _document(record: Record, case: CaseFile, number: int, file: File, folder: Path, written: Written) -> Any:
    written.counts["dokumentbeskrivelse"] += 1
    return A(
        "dokumentbeskrivelse",
        ("systemID", str(identity(f"{record.thing}/{number}"))),
        ("dokumenttype", "Dokument"),
        ("dokumentstatus", "Dokumentet er ferdigstilt"),
        ("tittel", file.title),
        ("opprettetDato", file.made_at),
        ("opprettetAv", case.officer),
        ("dokumentmedium", _ELECTRONIC),
        ("tilknyttetRegistreringSom", "Hoveddokument" if number == 1 else "Vedlegg"),
        ("dokumentnummer", number),
        ("tilknyttetDato", record.made_at),
        ("tilknyttetAv", case.officer),
        _object(record, case, number, file, folder, written),
    )


def _object(record: Record, case: CaseFile, number: int, file: File, folder: Path, written: Written) -> Any:
    content = file.read()
    place = f"{DOCUMENTS}/{case.year}/{case.sequence:06d}/{identity(record.thing)}-{number}.{file.ending}"
    target = folder / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    written.counts["dokumentobjekt"] += 1
    written.bytes += len(content)
    return A(
        "dokumentobjekt",
        ("systemID", str(identity(f"{record.thing}/{number}/1"))),
        ("versjonsnummer", 1),
        ("variantformat", "Arkivformat" if file.archival else "Produksjonsformat"),
        ("format", file.format),
        ("opprettetDato", file.made_at),
        ("opprettetAv", case.officer),
        ("referanseDokumentfil", place),
        ("sjekksum", hashlib.sha256(content).hexdigest()),
        ("sjekksumAlgoritme", "SHA-256"),
        ("filstoerrelse", len(content)),
    )


def _change(change: Change) -> Any:
    return L(
        "endring",
        ("referanseArkivenhet", str(identity(change.thing))),
        ("referanseMetadata", change.what),
        ("endretDato", change.at),
        ("endretAv", change.by),
        ("tidligereVerdi", change.before or "(tom)"),
        ("nyVerdi", change.after or "(tom)"),
    )


# -- The two journals -------------------------------------------------------------------------------


def _write_journal(deposit: Deposit, folder: Path, kind: str, written: Written) -> None:
    lines = sorted(written.lines, key=_place_in_journal)
    public = kind == "offentligJournal"
    if public:
        lines = [line for line in lines if _is_public(line)]
    make = Maker(f"{BASE}{kind}")
    written.counts[kind] = len(lines)
    if not lines:  # the schema asks for at least one entry: without any there is no journal
        return
    days = [line.record.journal.journalled for line in lines if line.record.journal]
    with _file(folder, kind) as xml:
        xml.write(
            make(
                "journalhode",
                ("journalStartDato", min(days)),
                ("journalSluttDato", max(days)),
                ("antallJournalposter", len(lines)),
                make(
                    "arkivskaper", ("arkivskaperID", deposit.creator_id), ("arkivskaperNavn", deposit.creator)
                ),
            )
        )
        for line in lines:
            xml.write(_line(make, line, public=public))


def _place_in_journal(line: Line) -> tuple[int, int]:
    journal = line.record.journal
    return (journal.year, journal.sequence) if journal else (0, 0)


def _is_public(line: Line) -> bool:
    journal = line.record.journal
    return bool(journal and not journal.struck and "Organinternt" not in journal.direction)


def _line(make: Maker, line: Line, *, public: bool) -> Any:
    case, record = line.case, line.record
    journal = record.journal
    assert journal is not None  # noqa: S101 - lines are kept of entries only
    who = record.correspondent
    return make(
        "journalregistrering",
        make(
            "saksmappe",
            ("saksaar", case.year),
            ("sakssekvensnummer", case.sequence),
            ("tittel", None if public else case.title),
            ("offentligTittel", case.public_title),
        ),
        make(
            "journalpost",
            ("systemID", str(identity(record.thing))),
            ("journalaar", journal.year),
            ("journalsekvensnummer", journal.sequence),
            ("journalpostnummer", journal.in_case),
            ("tittel", None if public else record.title),
            ("offentligTittel", record.public_title),
            ("journaldato", journal.journalled),
            ("dokumentetsDato", record.dated),
            ("tilgangsrestriksjon", "Unntatt etter offentleglova" if record.withheld_by else None),
            ("skjermingshjemmel", record.withheld_by),
            make(
                "korrespondansepart",
                ("korrespondanseparttype", who.kind if who else "Intern avsender"),
                ("korrespondansepartNavn", (who.name if who else "") or case.officer),
            ),
        ),
    )


# -- arkivuttrekk.xml (ADDML) -----------------------------------------------------------------------


D = Maker("http://www.arkivverket.no/standarder/addml")


def _describe(deposit: Deposit, folder: Path, written: Written) -> None:
    """The description of the deposit: who, when, and for each file its checksum and what is counted in it."""
    counted = {
        "arkivstruktur": ("mappe", "registrering", "dokumentbeskrivelse", "dokumentobjekt"),
        "loependeJournal": ("loependeJournal",),
        "offentligJournal": ("offentligJournal",),
        "endringslogg": ("endring",),
    }
    written.counts["endring"] = written.changes
    parts = [
        _part(folder, name, {_counted(what): written.counts[what] for what in names})
        for name, names in counted.items()
        if (folder / f"{name}.xml").exists()
    ]
    extract = D(
        "dataObject", _properties(documentCount=written.counts["dokumentobjekt"]), D("dataObjects", *parts)
    )
    extract.set("name", "Noark 5-arkivuttrekk")
    dataset = D(
        "dataset",
        ("description", f"{deposit.system}: {deposit.name}"),
        D(
            "reference",
            D("context", _elements(_context(deposit))),
            D("content", _elements(_content(deposit))),
        ),
        D("dataObjects", extract),
    )
    dataset.set("name", deposit.name)
    root = D("addml", dataset)
    root.set("name", "arkivuttrekk")
    tree = etree.ElementTree(root)
    tree.write(str(folder / "arkivuttrekk.xml"), encoding="utf-8", xml_declaration=True, pretty_print=True)


def _counted(what: str) -> str:
    return "journalregistrering" if what.endswith("Journal") else what


def _context(deposit: Deposit) -> dict[str, str]:
    return {
        "recordCreator": deposit.creator,
        "systemType": "Noark 5",
        "systemName": deposit.system,
        "createdDate": _text(deposit.made_at),
    }


def _content(deposit: Deposit) -> dict[str, str]:
    return {
        "startDate": deposit.first.astimezone(OSLO).date().isoformat(),
        "endDate": deposit.made_at.astimezone(OSLO).date().isoformat(),
    }


def _elements(values: dict[str, str]) -> Any:
    made = []
    for name, value in values.items():
        element = D("additionalElement", ("value", value))
        element.set("name", name)
        made.append(element)
    return D("additionalElements", *made)


def _property(name: str, value: _Value = None, *inner: Any) -> Any:
    made = D("property", ("value", value), *([D("properties", *inner)] if inner else []))
    made.set("name", name)
    return made


def _properties(**values: _Value) -> Any:
    return D("properties", *(_property(name, value) for name, value in values.items()))


def _part(folder: Path, name: str, counts: dict[str, int]) -> Any:
    path = folder / f"{name}.xml"
    checksum = _property(
        "checksum", None, _property("algorithm", "SHA256"), _property("value", _checksum(path))
    )
    file = _property("file", None, _property("name", path.name), _property("format", "XML"), checksum)
    numbers = _property("info", None, *(_occurrences(what, number) for what, number in counts.items()))
    made = D("dataObject", D("properties", file, numbers))
    made.set("name", name)
    return made


def _occurrences(what: str, number: int) -> Any:
    return _property("numberOfOccurrences", what, _property("value", number))


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
