"""Delete what is not kept for the archive. Parts of acts in rooms above: they decide what, and record the event."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import ProtectedError

from helsetek.casework import storage
from helsetek.casework.models import Document, Notice
from helsetek.common.errors import WrongState


def erase_notices(ids: Iterable[int]) -> int:
    """Delete notices that are sent, given up or shown here only; what waits to be sent is left. Gives how many."""
    rows = Notice.objects.filter(pk__in=list(ids)).exclude(state__in=["queued", "sending"])
    locked = list(rows.select_for_update().values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=locked).delete()[0]


def erase_document(document: Document) -> str:
    """Delete the row; gives the name of its file, to be taken away by ``take_file_away`` when that is committed.

    Raises WrongState if something else still needs it: a letter, a copy that was made of it, a request for access.
    """
    try:
        Document.objects.select_for_update().get(pk=document.pk).delete()
    except ProtectedError as error:
        raise WrongState("the document is needed by something else") from error
    return str(document.pk)


def take_file_away(name: str) -> None:
    """After the deletion is committed: the file itself. Twice is the same as once."""
    storage.remove(name)
