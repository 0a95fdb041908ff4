"""Documents of an application are added and taken away through ``casework``; here is what keeps them still."""

from __future__ import annotations

from helsetek.grants.models import Application


def hold_application(application_id: int) -> None:
    """Lock the row, as submitting does: a document is there before the hash is taken, or not at all."""
    Application.objects.select_for_update(of=("self",)).filter(pk=application_id).first()
