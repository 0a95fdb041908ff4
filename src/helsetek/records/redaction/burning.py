"""Burn boxes into the pictures of pages, and put the pictures together as a PDF that holds nothing else (PDF/A-2b)."""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pikepdf
from PIL import Image, ImageCms, ImageDraw

from .pages import LONGEST_DOCUMENT, Box, Found, Unreadable, draw, find_on, opened, page_of, signs_of
from .reading import to_pdf

__all__ = ["LONGEST_DOCUMENT", "Redacted", "burn", "redact"]
MOST_TERMS = 200
MOST_BOXES = 2_000
_BLACK = (0, 0, 0)
_FEW_SIGNS = 5  # fewer readable signs than this: a scanned page, on which no term can be found


@dataclass(frozen=True, slots=True)
class Redacted:
    """What came out. ``hits`` counts each term; ``silent`` are pages without readable text: people must look there."""

    content: bytes
    pages: int
    hits: dict[str, int]
    silent: tuple[int, ...]


def redact(
    content: bytes, content_type: str, *, terms: Sequence[str] = (), boxes: Sequence[Box] = ()
) -> Redacted:
    """A copy in which the terms and the boxes are black and nothing can be read under them.

    PDF and pictures keep their look; of Word, Excel and text files the plain text is set as a PDF first (headings,
    pictures and layout are lost). Raises Unreadable.
    """
    return burn(to_pdf(content, content_type), terms=terms, boxes=boxes)


def burn(pdf: bytes, *, terms: Sequence[str] = (), boxes: Sequence[Box] = ()) -> Redacted:
    """The same for what is a PDF already."""
    if len(terms) > MOST_TERMS or len(boxes) > MOST_BOXES:
        raise Unreadable(f"At most {MOST_TERMS} terms and {MOST_BOXES} areas are blacked out at a time.")
    wanted = list(dict.fromkeys(term for term in terms if term.strip()))
    found: list[Found] = []
    silent: list[int] = []
    made = pikepdf.new()
    with opened(pdf) as document:
        for number in range(1, len(document) + 1):
            page = page_of(document, number)
            if sum(not sign.isspace() for sign in signs_of(page)) < _FEW_SIGNS:
                silent.append(number)
            here = find_on(page, number, wanted)
            found += here
            image = draw(page)
            _black_out(
                image, [*(box for box in boxes if box.page == number), *(b for f in here for b in f.boxes)]
            )
            _add_page(made, image, page.get_size())
        count = len(document)
    hits = {term: sum(one.term == term for one in found) for term in wanted}
    return Redacted(_finished(made), count, hits, tuple(silent))


def _black_out(image: Image.Image, boxes: Sequence[Box]) -> None:
    """Whole pixels, rounded outwards."""
    pen = ImageDraw.Draw(image)
    for box in boxes:
        left, top = math.floor(box.left * image.width), math.floor(box.top * image.height)
        right = math.ceil((box.left + box.width) * image.width)
        bottom = math.ceil((box.top + box.height) * image.height)
        pen.rectangle((left, top, max(right, left + 1), max(bottom, top + 1)), fill=_BLACK)


def _add_page(made: pikepdf.Pdf, image: Image.Image, size: tuple[float, float]) -> None:
    width, height = size
    made.add_blank_page(page_size=(width, height))
    page = made.pages[-1]
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=_picture(made, image)))
    page.Contents = made.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Im0 Do Q".encode())


def _picture(made: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    """Grey pages are kept sign for sign; pages in colour as JPEG, or a deposit of photographs would be huge."""
    grey = _is_grey(image)
    if grey:
        data, how = zlib.compress(image.convert("L").tobytes(), 6), pikepdf.Name.FlateDecode
    else:
        packed = io.BytesIO()
        image.save(packed, "JPEG", quality=85, subsampling=0)
        data, how = packed.getvalue(), pikepdf.Name.DCTDecode
    return pikepdf.Stream(
        made,
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
        Filter=how,
    )


def _is_grey(image: Image.Image) -> bool:
    colours: Any = image.getcolors(256)
    return colours is not None and all(red == green == blue for _count, (red, green, blue) in colours)


def _finished(made: pikepdf.Pdf) -> bytes:
    """With what PDF/A-2b asks for and nothing that tells of where the pages came from."""
    profile = made.make_stream(_colours(), N=3)
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        DestOutputProfile=profile,
    )
    made.Root.OutputIntents = pikepdf.Array([made.make_indirect(intent)])
    with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        about["pdfaid:part"] = "2"
        about["pdfaid:conformance"] = "B"
    out = io.BytesIO()
    made.save(out, deterministic_id=True, min_version="1.7")
    return out.getvalue()


@lru_cache
def _colours() -> bytes:
    """The sRGB profile, without the moment at which it was made: the same pages give the same bytes."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes([7, 208, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])  # 1 January 2000
    made[84:100] = bytes(16)
    return bytes(made)
