"""Elements and files of a deposit, as XML."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from helsetek.common.clock import OSLO

from .shapes import CaseFile, Record

BASE = "http://www.arkivverket.no/standarder/noark5/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
Value = str | int | date | datetime | etree._Element | None


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


def text_of(value: Value) -> str:
    if isinstance(value, datetime):
        return value.astimezone(OSLO).isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def clean(text: str) -> str:
    """XML knows no control signs."""
    return "".join(letter if letter >= " " or letter in "\t\n\r" else " " for letter in text)


class Maker:
    """Makes elements of one namespace: ``make("mappe", ("tittel", "Salten"), …)``. None leaves an element out."""

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace

    def __call__(self, name: str, *children: tuple[str, Value] | etree._Element, kind: str = "") -> Any:
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


def _add(parent: Any, tag: str, value: Value) -> None:
    if value is not None and value != "":
        etree.SubElement(parent, tag).text = clean(text_of(value))


@contextmanager
def open_file(folder: Path, name: str, root: str = "") -> Iterator[Any]:
    """The open file of a namespace, with its root element begun."""
    namespace = f"{BASE}{name}"
    with (folder / f"{name}.xml").open("wb") as target, etree.xmlfile(target, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{namespace}}}{root or name}", nsmap=_names(namespace)):
            yield xml


def checksum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
