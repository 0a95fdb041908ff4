"""Documents that are part of an application."""

from __future__ import annotations

from helsetek.casework import selectors as casework
from helsetek.casework.selectors import Document
from helsetek.grants.models import Application

PAGE = "application"


def attachments(application: Application) -> list[Document]:
    """In the order they were added. One query."""
    return casework.documents_of(PAGE, application.pk)


def as_content(documents: list[Document]) -> list[dict[str, object]]:
    """What of them is part of what is submitted, whatever the order they were added in."""
    rows = [
        {"title": one.title, "file": one.file_name, "size": one.size, "sha256": one.sha256}
        for one in documents
    ]
    return sorted(rows, key=lambda row: (str(row["sha256"]), str(row["title"])))
