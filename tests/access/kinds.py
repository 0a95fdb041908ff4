"""The words in which the access table is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as fields_of
from enum import StrEnum
from typing import Any

from tests.access.scene import Scene
from tests.cast import Cast

VISITOR = "visitor"

# -- Groups of the cast (tests/cast.py says who they are) ----------------------------------------------
EVERYBODY_LOGGED_IN = frozenset(field.name for field in fields_of(Cast) if "Person" in str(field.type))
EVERYBODY = EVERYBODY_LOGGED_IN | {VISITOR}
NOBODY: frozenset[str] = frozenset()

# Bodø owns the things of the scene; Fauske and Saltdal are partners; Steinkjer and Alver are others of their kind.
OWN_WRITERS = frozenset({"anne", "bjorn"})  # those who write or sign for the owner
OWN_SIGNATORIES = frozenset({"bjorn"})
OWN = frozenset({"anne", "bjorn", "siri"})
PARTNERS = frozenset({"cecilie", "david", "eli"})
OTHER_APPLICANTS = frozenset({"trond", "aud"})
APPLICANTS = OWN | PARTNERS | OTHER_APPLICANTS

CASE_OFFICERS = frozenset({"guri", "gunnar"})
CASE_SIDE = frozenset(
    {"frode", "guri", "gunnar", "hans", "kari", "leif", "mona"}
)  # handles cases in the directorate
DIRECTORATE = CASE_SIDE | {"per", "rita"}
ASSESSORS = frozenset({"ingrid", "jonas", "vilde"})
STRANGERS = frozenset({"nils", "oda", "tor"})  # vendor, network coordinator, and one without any role


class Reply(StrEnum):
    """What the server may answer."""

    OPEN = "open"  # the page, or a redirect onwards, or «this cannot be done now» (400, 409, 422)
    FORBIDDEN = "forbidden"  # 403
    HIDDEN = "hidden"  # 404: not even that it exists is told
    LOG_IN = "log in"  # led to the log-in (302), or told to log in (401)
    NOT_ALLOWED = "no such method"  # 405


Arguments = Callable[[Scene], Iterable[Any]]
Data = Callable[[Scene], Mapping[str, Any]]


def none(scene: Scene) -> list[Any]:
    return []


def nothing(scene: Scene) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """Who gets what from one method of one route.

    ``allowed``: names of the cast (and VISITOR) who get in. All others get ``others``; visitors get ``visitors``.
    ``arguments`` are those of the address, ``query`` what stands after the question mark, ``data`` what is posted.
    ``like``: the route of a page; this one is open to exactly the same people (files and API of a page).
    ``when``: picks the situation, so that one route can have several rows (a sealed and an opened application).
    """

    route: str
    method: str = "GET"
    allowed: frozenset[str] = NOBODY
    others: Reply = Reply.FORBIDDEN
    visitors: Reply = Reply.LOG_IN
    arguments: Arguments = none
    query: str = ""
    data: Data = nothing
    like: str = ""
    when: str = ""

    def expected(self, who: str) -> Reply:
        if who in self.allowed:
            return Reply.OPEN
        return self.visitors if who == VISITOR else self.others

    def __str__(self) -> str:
        return f"{self.method} {self.route}{f' ({self.when})' if self.when else ''}"


def public(route: str, arguments: Arguments = none, **more: Any) -> Row:
    """A page for everybody, logged in or not."""
    return Row(route, allowed=EVERYBODY, arguments=arguments, **more)


def page(route: str, allowed: Iterable[str], arguments: Arguments = none, **more: Any) -> Row:
    """A page that those named may open."""
    return Row(route, allowed=frozenset(allowed), arguments=arguments, **more)


def act(
    route: str, allowed: Iterable[str], arguments: Arguments = none, data: Data = nothing, **more: Any
) -> Row:
    """A post that those named may send."""
    return Row(route, "POST", frozenset(allowed), arguments=arguments, data=data, **more)


def form(
    route: str, allowed: Iterable[str], arguments: Arguments = none, data: Data = nothing, **more: Any
) -> list[Row]:
    """A page with a form: those who may open it may send it, and nobody else."""
    return [page(route, allowed, arguments, **more), act(route, allowed, arguments, data, **more)]


def post_only(
    route: str, allowed: Iterable[str], arguments: Arguments = none, data: Data = nothing, **more: Any
) -> list[Row]:
    """A button: reading it is answered 405."""
    reading = Row(
        route,
        arguments=arguments,
        others=Reply.NOT_ALLOWED,
        visitors=more.get("visitors", Reply.NOT_ALLOWED),
        when=more.get("when", ""),
    )
    return [reading, act(route, allowed, arguments, data, **more)]


def like(row: Row, pages: Mapping[str, Row]) -> Row:
    """The row with the people of the page that it belongs to."""
    return replace(row, allowed=pages[row.like].allowed) if row.like else row
