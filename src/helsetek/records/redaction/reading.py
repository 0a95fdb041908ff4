"""Make a PDF of whatever is to be redacted: pictures as they are, texts and office files as plain text."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import typst
from docx.table import Table
from PIL import Image, UnidentifiedImageError

from helsetek.common import letters
from helsetek.common.letters.text import drawable_data

from .pages import Unreadable

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TEXTS = ("text/plain", "text/csv", "application/xml")
_PICTURES = ("image/png", "image/jpeg")
_MOST_PIXELS = 60_000_000
_MOST_LINES = 8_000
_LONGEST_LINE = 20_000
_FONTS = Path(letters.__file__).parent / "fonts"
_TEMPLATE = b"""
#set page(paper: "a4", margin: 2cm)
#set text(font: "Inter", size: 10pt, hyphenate: false)
#set par(leading: 0.7em, spacing: 0.9em)
#for line in json("data.json").lines { par(text(line)) }
"""


def can_be_read(content_type: str) -> bool:
    """Whether files of this kind can be redacted here."""
    return content_type in ("application/pdf", _WORD, _EXCEL, *_TEXTS, *_PICTURES)


def to_pdf(content: bytes, content_type: str) -> bytes:
    """The file as a PDF to be searched and drawn. Raises Unreadable."""
    if content_type == "application/pdf":
        return content
    if content_type in _PICTURES:
        return _from_picture(content)
    lines = _lines_of(content, content_type)
    return _set([line[:_LONGEST_LINE] for line in islice(lines, _MOST_LINES)])


def _from_picture(content: bytes) -> bytes:
    """One page of the picture's size, at 150 dots an inch."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content))
            if image.width * image.height > _MOST_PIXELS:
                raise Unreadable("The picture is too large.")
            packed = io.BytesIO()
            image.convert("RGB").save(packed, "PDF", resolution=150.0)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise Unreadable("The picture is damaged.") from error
    return packed.getvalue()


def _lines_of(content: bytes, content_type: str) -> Iterator[str]:
    if content_type in _TEXTS:
        return _lines_of_text(content)
    if content_type == _WORD:
        return _lines_of_word(content)
    if content_type == _EXCEL:
        return _lines_of_workbook(content)
    raise Unreadable(f"Files of the kind {content_type} are not drawn here.")


def _lines_of_text(content: bytes) -> Iterator[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    yield from text.splitlines()


def _lines_of_word(content: bytes) -> Iterator[str]:
    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Unreadable("The Word file is damaged.") from error
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            yield from (" | ".join(cell.text for cell in row.cells) for row in part.rows)
        else:
            yield part.text


def _lines_of_workbook(content: bytes) -> Iterator[str]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise Unreadable("The Excel file is damaged.") from error
    for sheet in book.worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            cells = [str(value) for value in row if value is not None]
            if cells:
                yield " | ".join(cells)


def _set(lines: list[str]) -> bytes:
    data = json.dumps(drawable_data({"lines": [line or " " for line in lines] or [" "]}), ensure_ascii=False)
    files: Any = {"main.typ": _TEMPLATE, "data.json": data.encode()}  # taken too; the types do not say so
    try:
        pdf = typst.compile(
            files, font_paths=[_FONTS], ignore_system_fonts=True, pdf_standards="a-2b", timestamp=0
        )
    except typst.TypstError as error:
        raise Unreadable("The text of the file cannot be set.") from error
    with pikepdf.open(io.BytesIO(bytes(pdf))) as made:  # proves that it is one
        return bytes(pdf) if len(made.pages) else b""
