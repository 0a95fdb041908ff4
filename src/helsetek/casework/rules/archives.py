"""Office files are ZIP archives: looked through without being unpacked to disk, within limits."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

_LARGEST_UNPACKED = 150_000_000  # bytes, all parts together
_MOST_PARTS = 3_000
_CHUNK = 1 << 20
# Parts that run, or carry programs, when the file is opened (macros, Excel 4 macro sheets, ActiveX, OLE objects).
_RUNS = ("vbaproject.bin", "vbadata.xml", "macrosheets/", "activex/", "oleobject", "customui/")


class Fault(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    ENDING = "ending"
    CLAIM = "claim"
    CONTENT = "content"
    MACROS = "macros"
    ACTIVE = "active"
    BOMB = "bomb"
    DAMAGED = "damaged"


def check_office_file(content: bytes, main_part: str) -> Fault | None:
    """None if the archive is an Office file of that kind without anything that runs, and unpacks within limits."""
    if not content.startswith(b"PK\x03\x04"):
        return Fault.CONTENT
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _look_through(archive, main_part)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        return Fault.DAMAGED
    except Exception as error:  # zlib.error is no subclass of anything nearer
        if type(error).__name__ != "error":
            raise
        return Fault.DAMAGED


def _look_through(archive: zipfile.ZipFile, main_part: str) -> Fault | None:
    parts = archive.infolist()
    names = [part.filename.lower() for part in parts]
    if main_part not in names or "[content_types].xml" not in names:
        return Fault.CONTENT
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
        return Fault.BOMB
    if any(word in name for name in names for word in _RUNS):
        return Fault.MACROS
    if len(set(names)) < len(names) or any(_leads_out(name) for name in names):
        return Fault.DAMAGED
    return _unpack(archive, parts)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name


def _unpack(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> Fault | None:
    """Unpack in memory, a piece at a time: the sizes that the archive claims may be a lie."""
    unpacked = 0
    for part in parts:
        with archive.open(part) as stream:
            beginning = b""
            while piece := stream.read(_CHUNK):
                beginning = beginning or piece
                unpacked += len(piece)
                if unpacked > _LARGEST_UNPACKED:
                    return Fault.BOMB
        if part.filename.lower() == "[content_types].xml" and b"macroenabled" in beginning.lower():
            return Fault.MACROS
    return None
