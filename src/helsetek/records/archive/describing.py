"""The description of a deposit (arkivuttrekk.xml, ADDML 8.2): who, when, checksums and counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lxml import etree

from helsetek.common.clock import OSLO

from .elements import Maker, Value, Written, checksum_of, text_of
from .shapes import Deposit

D = Maker("http://www.arkivverket.no/standarder/addml")


def describe(deposit: Deposit, folder: Path, written: Written) -> None:
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
        "createdDate": text_of(deposit.made_at),
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


def _property(name: str, value: Value = None, *inner: Any) -> Any:
    made = D("property", ("value", value), *([D("properties", *inner)] if inner else []))
    made.set("name", name)
    return made


def _properties(**values: Value) -> Any:
    return D("properties", *(_property(name, value) for name, value in values.items()))


def _part(folder: Path, name: str, counts: dict[str, int]) -> Any:
    path = folder / f"{name}.xml"
    checksum = _property(
        "checksum", None, _property("algorithm", "SHA256"), _property("value", checksum_of(path))
    )
    file = _property("file", None, _property("name", path.name), _property("format", "XML"), checksum)
    numbers = _property("info", None, *(_occurrences(what, number) for what, number in counts.items()))
    made = D("dataObject", D("properties", file, numbers))
    made.set("name", name)
    return made


def _occurrences(what: str, number: int) -> Any:
    return _property("numberOfOccurrences", what, _property("value", number))
