"""Is a file what it says it is? The name, the claimed type and the content must tell the same story.

Pure: looks at bytes only, never runs or unpacks to disk. Offices' and applicants' everyday formats and no others:
what is not listed here is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .archives import Fault, check_office_file
from .names import ending_of

LARGEST_FILE = 20_000_000  # bytes
_LARGEST_PICTURE = 60_000_000  # pixels; a small PNG can unfold into gigabytes


class BadFile(ValueError):
    """The file is refused; ``fault`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True)
class Kind:
    """A format that is taken: its ending, the type it is served as, and what browsers may claim it is."""

    name: str
    endings: tuple[str, ...]
    content_type: str
    claims: frozenset[str]
    check: Callable[[bytes], Fault | None]


class Signature(StrEnum):
    """Beginnings that tell a format; text may not begin with one."""

    PDF = "%PDF-"
    ZIP = "PK\x03\x04"
    PROGRAM = "MZ"
    ELF = "\x7fELF"
    PNG = "\x89PNG"
    GIF = "GIF8"
    RTF = "{\\rtf"
    POSTSCRIPT = "%!PS"
    SCRIPT = "#!"


def inspect(name: str, content: bytes, claimed: str = "", *, made_here: bool = False) -> Kind:
    """The kind of the file. Raises BadFile if it is not taken, too large, or not what it says it is.

    ``made_here``: a file that the system itself has made may also be of a kind that nobody may send in.
    """
    kind = _kind_by_ending(name, (*KINDS, *OWN_KINDS) if made_here else KINDS)
    if not content:
        raise BadFile(Fault.EMPTY)
    if len(content) > LARGEST_FILE:
        raise BadFile(Fault.TOO_LARGE)
    if not _claim_fits(kind, claimed):
        raise BadFile(Fault.CLAIM)
    fault = kind.check(content)
    if fault is not None:
        raise BadFile(fault)
    return kind


def _kind_by_ending(name: str, kinds: tuple[Kind, ...]) -> Kind:
    ending = ending_of(name)
    for kind in kinds:
        if ending in kind.endings:
            return kind
    raise BadFile(Fault.MACROS if ending in {"docm", "xlsm", "dotm", "xltm", "xlsb"} else Fault.ENDING)


def _claim_fits(kind: Kind, claimed: str) -> bool:
    claim = claimed.split(";", maxsplit=1)[0].strip().lower()
    return claim in {"", "application/octet-stream", kind.content_type} or claim in kind.claims


def _check_pdf(content: bytes) -> Fault | None:
    if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-2048:]:
        return Fault.CONTENT
    return Fault.ACTIVE if b"/JavaScript" in content or b"/Launch" in content else None


def _check_png(content: bytes) -> Fault | None:
    whole = (
        content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR" and b"IEND" in content[-64:]
    )
    if not whole:
        return Fault.CONTENT
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    return Fault.BOMB if width * height > _LARGEST_PICTURE else None


def _check_jpeg(content: bytes) -> Fault | None:
    return None if content.startswith(b"\xff\xd8\xff") and b"\xff\xd9" in content[-65536:] else Fault.CONTENT


def _check_text(content: bytes) -> Fault | None:
    text = _as_text(content)
    if text is None or any(letter < " " and letter not in "\t\n\r\f" for letter in text):
        return Fault.CONTENT
    return Fault.CONTENT if text.startswith(tuple(Signature)) else None


def _as_text(content: bytes) -> str | None:
    """UTF-8, else Windows-1252 as older Norwegian systems write it."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPS = frozenset({"application/zip", "application/x-zip-compressed"})

KINDS = (
    Kind("PDF", ("pdf",), "application/pdf", frozenset({"application/x-pdf"}), _check_pdf),
    Kind(
        "Word",
        ("docx",),
        f"{_OFFICE}wordprocessingml.document",
        _ZIPS,
        lambda content: check_office_file(content, "word/document.xml"),
    ),
    Kind(
        "Excel",
        ("xlsx",),
        f"{_OFFICE}spreadsheetml.sheet",
        _ZIPS,
        lambda content: check_office_file(content, "xl/workbook.xml"),
    ),
    Kind("PNG", ("png",), "image/png", frozenset({"image/x-png"}), _check_png),
    Kind("JPEG", ("jpg", "jpeg"), "image/jpeg", frozenset({"image/jpg", "image/pjpeg"}), _check_jpeg),
    Kind("TXT", ("txt",), "text/plain", frozenset(), _check_text),
    Kind(
        "CSV",
        ("csv",),
        "text/csv",
        frozenset({"text/plain", "application/csv", "application/vnd.ms-excel"}),
        _check_text,
    ),
)
# What the system makes and stores, such as payment files; never taken from outside.
OWN_KINDS = (Kind("XML", ("xml",), "application/xml", frozenset({"text/xml"}), _check_text),)


def endings(*names: str) -> tuple[str, ...]:
    """The endings that are taken, without the dot: of the kinds that are named, or of all."""
    return tuple(ending for kind in KINDS if not names or kind.name in names for ending in kind.endings)


def in_words(*names: str) -> str:
    """The same for people: «PDF, Word (docx), PNG». The same in every language."""
    return ", ".join(
        kind.name if kind.name.lower() in kind.endings else f"{kind.name} ({kind.endings[0]})"
        for kind in KINDS
        if not names or kind.name in names
    )
