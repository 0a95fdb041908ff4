"""The two journals of a deposit: the whole one, and the one the public may read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .elements import BASE, Line, Maker, Written, open_file
from .shapes import Deposit, identity


def write_journal(deposit: Deposit, folder: Path, kind: str, written: Written) -> None:
    lines = sorted(written.lines, key=_place_in_journal)
    public = kind == "offentligJournal"
    if public:
        lines = [line for line in lines if _is_public(line)]
    make = Maker(f"{BASE}{kind}")
    written.counts[kind] = len(lines)
    if not lines:  # the schema asks for at least one entry: without any there is no journal
        return
    days = [line.record.journal.journalled for line in lines if line.record.journal]
    with open_file(folder, kind) as xml:
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
