"""Write a deposit: documents and arkivstruktur.xml case by case, then the journals, the log of changes and the
description (ADDML) with checksums and counts. Only the journal's lines are held meanwhile, never a document.

Noark 5 version 5.5, chapter on deposits (text not seen; the schemas were).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from helsetek.common.clock import OSLO

from .describing import describe
from .elements import BASE, Line, Maker, Value, Written, checksum_of, clean, open_file, text_of
from .journals import write_journal
from .shapes import CaseFile, Change, Deposit, File, PartyTo, Record, identity

__all__ = ["Progress", "Written", "write"]
DOCUMENTS = "dokumenter"
_CLOSED = "Avsluttet"
_ELECTRONIC = "Elektronisk arkiv"
Progress = Callable[[int], None]
A = Maker(f"{BASE}arkivstruktur")
L = Maker(f"{BASE}endringslogg")


def write(deposit: Deposit, folder: Path, progress: Progress = lambda count: None) -> Written:
    """The whole deposit in an empty folder. ``progress`` hears how many cases are done."""
    (folder / DOCUMENTS).mkdir(parents=True)
    written = Written()
    with open_file(folder, "endringslogg") as log, open_file(folder, "arkivstruktur", root="arkiv") as xml:
        _write_structure(deposit, folder, xml, log, written, progress)
    for kind in ("loependeJournal", "offentligJournal"):
        write_journal(deposit, folder, kind, written)
    describe(deposit, folder, written)
    written.checksum = checksum_of(folder / "arkivuttrekk.xml")
    return written


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


def _leaf(name: str, value: Value) -> Any:
    made = A(name)
    made.text = clean(text_of(value))
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


def _journal_facts(record: Record) -> Iterator[tuple[str, Value]]:
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
