"""Where the pages of this room are, for notices and to-dos."""

from __future__ import annotations


def application(application_id: int) -> str:
    return f"/soknader/{application_id}/"


def begin(call_slug: str) -> str:
    return f"/utlysninger/{call_slug}/sok/"


def handling(application_id: int, page: str = "") -> str:
    """The inside of the case, or one of its pages (``formell-kontroll``): check, assess, recommend, decide."""
    return f"/soknader/{application_id}/sak/{page}{'/' if page else ''}"


def assessments() -> str:
    """What an assessor has been asked to assess."""
    return "/vurderinger/"


def assessment(assessment_id: int) -> str:
    return f"/vurderinger/{assessment_id}/"


def decision(decision_id: int) -> str:
    return f"/vedtak/{decision_id}/"


def round_of(call_slug: str, number: int, page: str = "") -> str:
    """An allotment's ranking, or one of its pages (``vedtak``, ``utsending``)."""
    return f"/utlysninger/{call_slug}/tildeling/{number}/{page}{'/' if page else ''}"
