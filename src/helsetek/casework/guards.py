"""Who may see what: rooms above register, page kind by page kind and case kind by case kind.

A document belongs to a page. Who may open the page may open its documents, nobody else; where no guard is
registered, nobody may. Register when the app starts (``apps.ready``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from helsetek.common.answers import Answer, no

if TYPE_CHECKING:
    from helsetek.accounts.selectors import Person

    from .models import Case

PageGuard = Callable[["Person", int], Answer]
CaseGuard = Callable[["Person", "Case"], Answer]
CaseOf = Callable[[int], "Case | None"]
Hold = Callable[[int], None]


class NoGuard(LookupError):
    """A file was to be stored for a kind of page that no room has registered. A fault in the code, not in the file."""


@dataclass(frozen=True)
class _Page:
    see: PageGuard
    change: PageGuard | None
    case_of: CaseOf | None
    hold: Hold | None


@dataclass(frozen=True)
class _Kind:
    see: CaseGuard
    address: Callable[[Case], str] | None
    hidden: Callable[[Person, Case], bool] | None


_pages: dict[str, _Page] = {}
_cases: dict[str, _Kind] = {}


def register(
    page: str,
    guard: PageGuard,
    *,
    change: PageGuard | None = None,
    case_of: CaseOf | None = None,
    hold: Hold | None = None,
) -> None:
    """``guard(person, page_id)`` says who may open documents of this kind of page.

    ``change`` says who may add documents and take them away; without it nobody may: only the system stores
    files for such a page. ``case_of(page_id)`` gives the case that added documents belong to. ``hold(page_id)`` locks
    the row that the page is about, where its state says whether documents may be changed: so that none slips in while
    the state changes.
    """
    _pages[page] = _Page(guard, change, case_of, hold)


def register_case(
    kind: str,
    guard: CaseGuard,
    *,
    address: Callable[[Case], str] | None = None,
    hidden: Callable[[Person, Case], bool] | None = None,
) -> None:
    """``guard(person, case)`` says who may see the messages, parties and timeline of a case of this kind.

    ``address(case)`` is where the thing itself is shown (the application), for the way back. ``hidden(person, case)``
    says from whom it is withheld who the parties are, though they have something to do with the case (blind assessment).
    """
    _cases[kind] = _Kind(guard, address, hidden)


def parties_hidden(person: Person, case: Case) -> bool:
    """Whether the person may not learn who the parties of the case are: not by its title or number either."""
    found = _cases.get(case.kind)
    return bool(found and found.hidden and found.hidden(person, case))


def is_registered(page: str) -> bool:
    return page in _pages


def require_page(page: str) -> None:
    """Raises NoGuard."""
    if page not in _pages:
        raise NoGuard(f"No guard for the page «{page}». Register one: casework.guards.register({page!r}, …).")


def may_open(person: Person, page: str, page_id: int) -> Answer:
    """May the person open the documents of the page?"""
    found = _pages.get(page)
    return found.see(person, page_id) if found else _nobody()


def may_change(person: Person, page: str, page_id: int) -> Answer:
    """May the person add documents to the page and take them away?"""
    found = _pages.get(page)
    return found.change(person, page_id) if found and found.change else _nobody()


def hold(page: str, page_id: int) -> None:
    """Lock what the page is about until the transaction ends, where its room has said how."""
    found = _pages.get(page)
    if found and found.hold:
        found.hold(page_id)


def may_see_case(person: Person, case: Case) -> Answer:
    found = _cases.get(case.kind)
    return found.see(person, case) if found else _nobody()


def address_of(case: Case) -> str:
    """Where the thing that the case is about is shown; "" if no room has said so."""
    found = _cases.get(case.kind)
    return found.address(case) if found and found.address else ""


def case_of(page: str, page_id: int) -> Case | None:
    """The case that documents of the page belong to; None if no room has said so."""
    found = _pages.get(page)
    return found.case_of(page_id) if found and found.case_of else None


def _nobody() -> Answer:
    return no(_("You have no access to this."))
