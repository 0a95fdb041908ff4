"""A drawing (SVG) as dots (PNG), for readers of documents that do not show vector graphics."""

from __future__ import annotations

import struct
import zlib
from importlib import resources
from pathlib import Path

import typst

PAGE = '#set page(width: {width}pt, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
DOTS_PER_INCH = 144


def dots(svg: str, width: float) -> bytes:
    """The PNG of a drawing ``width`` points wide; one transparent dot when it cannot be drawn."""
    fonts = Path(str(resources.files("helsetek"))) / "common" / "letters" / "fonts"
    try:
        made = typst.compile(
            PAGE.format(width=width).encode(),
            format="png",
            ppi=DOTS_PER_INCH,
            sys_inputs={"svg": svg},
            font_paths=typst.Fonts(font_paths=[fonts] if fonts.is_dir() else []),
        )
    except typst.TypstError:
        return empty()
    return bytes(made)


def empty() -> bytes:
    """One transparent dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\0\0")) + chunk(b"IEND", b"")
