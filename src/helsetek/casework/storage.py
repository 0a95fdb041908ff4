"""The files of documents, on disk: outside the web root, under names that say nothing, readable by the owner only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from helsetek.common.hashing import sha256


class Damaged(RuntimeError):
    """The stored file is gone, or is no longer what was stored: its hash differs. Restore it from the back-up."""


def path_of(document_id: UUID) -> Path:
    name = str(document_id)
    return Path(settings.DOCUMENTS) / name[:2] / name


def write(document_id: UUID, content: bytes) -> None:
    """Store the whole file or nothing: written aside, flushed to disk, then put in its place at once."""
    path = path_of(document_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(path)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def read(document_id: UUID, expected_sha256: str) -> bytes:
    """The content, proved by its hash. Raises Damaged."""
    try:
        content = path_of(document_id).read_bytes()
    except FileNotFoundError as error:
        raise Damaged(f"The file of document {document_id} is missing.") from error
    if sha256(content) != expected_sha256:
        raise Damaged(f"The file of document {document_id} is not what was stored.")
    return content


def remove(document_id: UUID | str) -> None:
    """Take the stored file away for good. Twice is the same as once."""
    path_of(UUID(str(document_id))).unlink(missing_ok=True)


def stored_names() -> Iterator[str]:
    """The names of all stored files; those begun and never finished (``.part-…``) too."""
    root = Path(settings.DOCUMENTS)
    yield from (path.name for path in sorted(root.glob("*/*")) if path.is_file())
