"""Where the pages of this room are, for notices and to-dos."""

from __future__ import annotations


def application(application_id: int) -> str:
    return f"/soknader/{application_id}/"


def begin(call_slug: str) -> str:
    return f"/utlysninger/{call_slug}/sok/"


def handling(application_id: int) -> str:
    """The inside of the case: check, assess, recommend, decide."""
    return f"/soknader/{application_id}/sak/"


def assessments() -> str:
    """What an assessor has been asked to assess."""
    return "/vurderinger/"
