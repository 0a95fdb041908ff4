"""Pages of a PDF: drawn as pictures, and searched sign by sign with where each sign stands (pypdfium2)."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from .terms import fold, places

DPI = 150
LONGEST_DOCUMENT = 300  # pages
_MOST_PIXELS = 12_000_000  # a page: some A2 at 150 dpi; larger pages are drawn coarser
_GRID = 100_000  # places on a page are asked for on a grid of so many steps
# The library keeps state that threads must not share.
_one_at_a_time = threading.RLock()


class Unreadable(ValueError):
    """The file cannot be drawn: damaged, locked by a password, too long, or of a kind that is not drawn here."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page: ``page`` from 1, the rest as shares (0–1) of the page's width and height, from the top left."""

    page: int
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Found:
    """One place where a term stands: a box for each line that it is spread over."""

    term: str
    page: int
    boxes: tuple[Box, ...]


@contextmanager
def opened(content: bytes) -> Iterator[Any]:
    """The document, as long as it is used. Raises Unreadable."""
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            raise Unreadable("The PDF is damaged or locked by a password.") from error
        try:
            if not 0 < len(document) <= LONGEST_DOCUMENT:
                raise Unreadable(f"The PDF has {len(document)} pages; 1 to {LONGEST_DOCUMENT} are drawn.")
            yield document
        except pypdfium2.PdfiumError as error:
            raise Unreadable("A page of the PDF cannot be read.") from error
        finally:
            document.close()


def page_of(document: Any, number: int) -> Any:
    """The page (from 1), with notes and filled-in fields made part of it, so that they are searched and drawn."""
    if not 1 <= number <= len(document):
        raise Unreadable(f"There is no page {number}.")
    page = document[number - 1]
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
    return document[number - 1]


def draw(page: Any, dpi: int = DPI) -> Image.Image:
    """The page as a picture in colours."""
    width, height = page.get_size()
    scale = min(dpi / 72, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
    drawn: Image.Image = page.render(scale=scale).to_pil()
    return drawn.convert("RGB")


def count_pages(content: bytes) -> int:
    with opened(content) as document:
        return len(document)


def picture(content: bytes, page: int, dpi: int = 80) -> Image.Image:
    """A page as a picture, to choose areas on."""
    with opened(content) as document:
        return draw(page_of(document, page), dpi)


def text_of(content: bytes) -> str:
    """All text of the PDF, a form feed between pages."""
    with opened(content) as document:
        pages = (page_of(document, number + 1) for number in range(len(document)))
        return "\f".join("".join(signs_of(page)) for page in pages)


def find(content: bytes, terms: Sequence[str]) -> list[Found]:
    """Every place where one of the terms stands."""
    with opened(content) as document:
        numbers = range(1, len(document) + 1)
        return [found for number in numbers for found in find_on(page_of(document, number), number, terms)]


def signs_of(page: Any) -> list[str]:
    """The signs of the page, one for each number that the library knows a place of."""
    text = page.get_textpage()
    codes = (raw.FPDFText_GetUnicode(text, number) for number in range(text.count_chars()))
    return [chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else " " for code in codes]


def find_on(page: Any, number: int, terms: Sequence[str]) -> list[Found]:
    """The places of the terms on one page."""
    signs, text = fold(signs_of(page)), page.get_textpage()
    return [
        Found(term, number, tuple(_merged([_box_of(page, text, number, one) for one in place])))
        for term in terms
        for place in places(signs, term)
    ]


def _box_of(page: Any, text: Any, number: int, sign: int) -> Box:
    left, bottom, right, top = text.get_charbox(sign, loose=True)
    (x1, y1), (x2, y2) = _on_page(page, left, top), _on_page(page, right, bottom)
    return Box(number, min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))


def _on_page(page: Any, x: float, y: float) -> tuple[float, float]:
    """From the file's own coordinates to shares of the page as it is seen, turned pages too."""
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _GRID, _GRID, 0, x, y, across, down)
    return across.value / _GRID, down.value / _GRID


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Neighbours that overlap in height become one box; each is let out a little, so that no edge of a letter shows."""
    lines: list[Box] = []
    for box in boxes:
        if box.width <= 0 or box.height <= 0:  # the line breaks between
            continue
        if lines and _same_line(lines[-1], box):
            lines[-1] = _around(lines[-1], box)
        else:
            lines.append(box)
    return [_let_out(line) for line in lines]


def _same_line(one: Box, other: Box) -> bool:
    upright = (
        abs((one.top + one.height / 2) - (other.top + other.height / 2)) < max(one.height, other.height) / 2
    )
    near = abs(other.left - (one.left + one.width)) < 0.1
    turned = (
        abs((one.left + one.width / 2) - (other.left + other.width / 2)) < max(one.width, other.width) / 2
    )
    return (upright and near) or turned


def _around(one: Box, other: Box) -> Box:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    bottom = max(one.top + one.height, other.top + other.height)
    return Box(one.page, left, top, right - left, bottom - top)


def _let_out(box: Box) -> Box:
    more = 0.12 * min(box.width, box.height)
    return Box(box.page, box.left - more, box.top - more, box.width + 2 * more, box.height + 2 * more)
