"""Uploads that are too large are not stored on the way in: the rest is read past, or the line is cut."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from .rules.files import LARGEST_FILE

# One file and the fields around it.
LARGEST_REQUEST = LARGEST_FILE + 1_000_000
# Beyond this nobody is read to the end for the sake of a polite answer.
_CUT_OFF = 5 * LARGEST_REQUEST
_MARK = "upload_was_too_large"


class LimitedUpload(FileUploadHandler):
    """First among FILE_UPLOAD_HANDLERS: lets no file of an oversized request through to the others."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self.too_large = content_length > LARGEST_REQUEST
        self.endless = content_length > _CUT_OFF

    def new_file(self, *arguments: Any, **more: Any) -> None:
        super().new_file(*arguments, **more)
        if self.too_large:
            setattr(self.request, _MARK, True)
            raise StopUpload(connection_reset=True) if self.endless else SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_too_large(request: HttpRequest) -> bool:
    """Whether the files of the request were left out because it was too large (the form sees no file at all)."""
    request.FILES  # noqa: B018 - reading it is what takes the files in
    return bool(getattr(request, _MARK, False))
