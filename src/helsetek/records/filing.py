"""How acts and pages become entries of the journal: rooms above register theirs when the app starts (``apps.ready``).

    filing.register("grants.submitted", Direction.IN, _("Application"), files=files_of_application, opens=True)
    filing.register("grants.information_asked", Direction.OUT, _("Request for more information"))
    filing.register_void("grants.taken_back", kinds=("grants.submitted", "letter.receipt"))
    filing.register_seal("grants.application", when_the_call_closes)
    filing.register_text("grants.report_handed_in", text_of_report)

Letters that are sent and messages need no registration. An act that nobody registers is no entry; a document that is
added to a page nobody registers is an entry inside the house, which the public journal does not show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from helsetek.casework.selectors import Case
    from helsetek.common.events import Event


class Direction(StrEnum):
    """Which way a document goes: from outside to us, from us, or for ourselves only."""

    IN = "in"
    OUT = "out"
    INTERNAL = "internal"


Files = Callable[["Event"], Sequence[str]]
Seal = Callable[["Case"], datetime | None]
Text = Callable[["Event"], str]


@dataclass(frozen=True)
class Filing:
    """``exemption``: the paragraph it is withheld by from the start; ``hide_title``: then its title too.

    ``files`` gives the ids of the documents, the main one first. ``opens``: with this act what was sealed without a
    date gets one. ``text`` is what the act itself says, where no document does.
    """

    direction: Direction
    title: str | Promise
    files: Files | None = None
    exemption: str = ""
    hide_title: bool = False
    opens: bool = False
    text: Text | None = None


@dataclass(frozen=True)
class Page:
    """How documents that are added to a kind of page are filed. None of it: they come with another act."""

    direction: Direction
    exemption: str = ""


_acts: dict[str, Filing] = {}
_voids: dict[str, tuple[str, ...]] = {}
_pages: dict[str, Page | None] = {}
_seals: dict[str, Seal] = {}


def register(
    verb: str,
    direction: Direction,
    title: str | Promise,
    *,
    files: Files | None = None,
    exemption: str = "",
    hide_title: bool = False,
    opens: bool = False,
    text: Text | None = None,
) -> None:
    """An entry is written each time somebody does this."""
    _acts[verb] = Filing(direction, title, files, exemption, hide_title, opens, text)


def register_void(verb: str, *, kinds: Sequence[str]) -> None:
    """When somebody does this, the case's entries of these kinds are struck: what they tell of was taken back."""
    _voids[verb] = tuple(kinds)


def register_page(page: str, direction: Direction, *, exemption: str = "") -> None:
    """Each document that is added to such a page is an entry of its own."""
    _pages[page] = Page(direction, exemption)


def register_quiet_page(page: str) -> None:
    """Documents of such a page are no entries of their own: they come with an act (the attachments of a draft)."""
    _pages[page] = None


def register_seal(kind: str, until: Seal) -> None:
    """For cases of this kind: ``until(case)`` says when the public may know of them; None for «not yet, no date»."""
    _seals[kind] = until


def of_act(verb: str) -> Filing | None:
    return _acts.get(verb)


def voided_by(verb: str) -> tuple[str, ...]:
    return _voids.get(verb, ())


def of_page(page: str) -> Page | None:
    return _pages.get(page, Page(Direction.INTERNAL))


def seal_of(kind: str) -> Seal | None:
    return _seals.get(kind)
