"""Open a workbook or a CSV file of unknown encoding and separator, within limits of size."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LARGEST_FILE = 20_000_000  # octets
LARGEST_UNPACKED = 200_000_000  # octets: a workbook is a packed folder, and can be made to swell
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_LETTERS = 2_000  # in one cell


class CannotRead(Exception):
    """The file cannot be read at all; the message says what to do."""


Cells = list[Any]


def cells_of(path: Path) -> list[Cells]:
    """All rows of the first sheet (or of the CSV file), each a list of cell values. Raises CannotRead."""
    return cells_in(_content(path))


def cells_in(content: bytes) -> list[Cells]:
    """The same, of a file's octets. Raises CannotRead."""
    if content.startswith(b"PK"):
        rows = _from_workbook(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise CannotRead("This is an old Excel file (.xls). Open it and save it as .xlsx or as CSV.")
    else:
        rows = _from_csv(_decoded(content))
    return _within_limits(rows)


def _content(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise CannotRead(f"The file is too large ({size:,} octets; at most {LARGEST_FILE:,}).")
        content = path.read_bytes()
    except OSError as error:
        raise CannotRead(f"The file cannot be opened: {error.strerror or error}.") from error
    if not content.strip():
        raise CannotRead("The file is empty.")
    return content


def _from_workbook(content: bytes) -> Iterator[Cells]:
    from openpyxl import load_workbook

    _check_unpacked(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        yield from ([*row] for row in book.worksheets[0].iter_rows(max_col=MOST_COLUMNS, values_only=True))
    except CannotRead:
        raise
    except Exception as error:
        raise CannotRead("The workbook cannot be read. Is it whole, and without a password?") from error


def _check_unpacked(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            is_workbook = "xl/workbook.xml" in packed.namelist()
    except zipfile.BadZipFile as error:
        raise CannotRead("The file looks like a workbook but is damaged.") from error
    if unpacked > LARGEST_UNPACKED:
        raise CannotRead("The workbook is too large when it is unpacked.")
    if not is_workbook:
        raise CannotRead("The file is packed but is not an Excel workbook. Save it as .xlsx or as CSV.")


def _decoded(content: bytes) -> str:
    """UTF-8 first, with or without its mark; UTF-16 by its mark; else the encoding of older Norwegian Windows files."""
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ("utf-16",) if has_mark else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise CannotRead("The file is neither an Excel workbook (.xlsx) nor a text file with comma or semicolon.")


def _from_csv(text: str) -> Iterator[Cells]:
    head = text[:20_000]
    separator = max(";\t,|", key=head.count)
    if separator not in head:
        raise CannotRead("No columns were found: the file has neither comma, semicolon nor tabulator.")
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise CannotRead(f"The text file cannot be split into columns: {error}.") from error


def _within_limits(rows: Iterator[Cells]) -> list[Cells]:
    kept: list[Cells] = []
    for row in rows:
        if len(kept) >= MOST_ROWS:
            raise CannotRead(f"The file has more than {MOST_ROWS:,} rows. Split it.")
        kept.append([_shortened(cell) for cell in row[:MOST_COLUMNS]])
    return kept


def _shortened(cell: Any) -> Any:
    return cell[:MOST_LETTERS] if isinstance(cell, str) else cell
