"""Applications, from draft to submission."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.access.kinds import (
    CASE_SIDE,
    EVERYBODY_LOGGED_IN,
    OWN_SIGNATORIES,
    OWN_WRITERS,
    PARTNERS,
    Reply,
    Row,
    act,
    form,
    page,
)
from tests.access.scene import Scene

# Anne and Bjørn write for Bodø; Cecilie, David and Eli write or sign for the partners.
# Siri audits: she has the accounts only.
WRITERS = OWN_WRITERS | PARTNERS
PARTIES = OWN_WRITERS | PARTNERS
ADMINISTRATOR = frozenset({"rita"})
MANAGER = frozenset({"frode"})

Arguments = Callable[[Scene], list[Any]]


def _draft(*more: Any) -> Arguments:
    return lambda s: [s.draft.pk, *more]


def _sealed(*more: Any) -> Arguments:
    return lambda s: [s.sealed.pk, *more]


def _opened(*more: Any) -> Arguments:
    return lambda s: [s.opened.pk, *more]


def _read(route: str, *more: Any) -> list[Row]:
    """A page to read: the parties' alone while it is a draft and while it is sealed, then the directorate's too."""
    return [
        page(route, PARTIES, _draft(*more), when="draft"),
        page(route, PARTIES, _sealed(*more), when="sealed"),
        page(route, PARTIES | CASE_SIDE, _opened(*more), when="opened"),
    ]


ROWS = [
    page("grants:applications", EVERYBODY_LOGGED_IN),
    *form("grants:begin", EVERYBODY_LOGGED_IN, lambda s: [s.running_call.slug]),
    *form("grants:late_door", MANAGER, lambda s: [s.closed_call.slug]),
    *_read("grants:application"),
    *_read("grants:read"),
    *_read("grants:history"),
    *_read("grants:version", "project", 1),
    *_read("grants:receipt"),
    # Whoever may read but not write is led from the form to the text.
    *_read("grants:section", "budget"),
    act("grants:section", WRITERS, _draft("project"), when="draft"),
    act("grants:section", WRITERS, _sealed("project"), when="sealed"),
    act("grants:check", WRITERS, _draft("project")),
    page("grants:check", (), _draft("project"), others=Reply.NOT_ALLOWED, visitors=Reply.LOG_IN),
    *form("grants:copy", WRITERS, _draft()),
    *form("grants:new_terms", WRITERS, _draft()),
    page("grants:submit", WRITERS, _draft(), when="draft"),
    act("grants:submit", OWN_SIGNATORIES, _sealed(), when="sealed"),
    page("grants:give_information", WRITERS, _opened()),
    act("grants:give_information", OWN_SIGNATORIES, _opened()),
    *form("grants:take_back", OWN_SIGNATORIES, _opened()),
    *form("grants:withdraw", OWN_SIGNATORIES, _opened()),
    *form("grants:seal", ADMINISTRATOR, _sealed(), when="sealed"),
]
