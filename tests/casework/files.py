"""Small true files of every kind that is taken, made here so that the tests read as what they are."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 40 + b"\xff\xd9"
TEXT = "Ås, Ærfugl og Øst\n".encode()
CSV = "kommune;beløp\nBodø;2300000\n".encode("cp1252")
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


def office(main: str, extra: dict[str, bytes] | None = None, types: bytes = TYPES) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(main, b"<document/>")
        for name, content in (extra or {}).items():
            archive.writestr(name, content)
    return packed.getvalue()


def docx(**more: object) -> bytes:
    return office("word/document.xml", **more)  # type: ignore[arg-type]


def xlsx(**more: object) -> bytes:
    return office("xl/workbook.xml", **more)  # type: ignore[arg-type]


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
GOOD = [
    ("plan.pdf", PDF, "application/pdf"),
    ("plan.docx", docx(), WORD),
    ("budsjett.xlsx", xlsx(), EXCEL),
    ("kart.png", png(), "image/png"),
    ("bilde.jpg", JPEG, "image/jpeg"),
    ("bilde.JPEG", JPEG, "image/jpeg"),
    ("notat.txt", TEXT, "text/plain"),
    ("tall.csv", CSV, "text/csv"),
]
