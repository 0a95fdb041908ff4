"""What the floors above put on the pages of a call: acts (buttons) and facts. Register in ``apps.ready()``.

offers.register_act(lambda request, call: Link(_("Begin an application"), address) if … else None)
offers.register_facts(lambda call: [Fact(_("Applications"), 179)])
offers.register_addresses(lambda names: {"Hodemelding": "/standarder/hodemelding-v1-2/"})
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest

from helsetek.common.web.parts import Fact, Link

from .models import Call

Act = Callable[[HttpRequest, Call], Link | None]
Facts = Callable[[Call], list[Fact]]
Addresses = Callable[[list[str]], dict[str, str]]
_acts: list[Act] = []
_facts: list[Facts] = []
_addresses: list[Addresses] = []


def register_act(act: Act) -> None:
    if act not in _acts:
        _acts.append(act)


def register_facts(facts: Facts) -> None:
    if facts not in _facts:
        _facts.append(facts)


def acts_on(request: HttpRequest, call: Call) -> list[Link]:
    """Buttons for the one who reads the page, in the order they were registered."""
    return [link for act in _acts if (link := act(request, call)) is not None]


def facts_of(call: Call) -> list[Fact]:
    return [fact for facts in _facts for fact in facts(call)]


def register_addresses(addresses: Addresses) -> None:
    """Let the room that knows standards say where those that a call names are shown."""
    if addresses not in _addresses:
        _addresses.append(addresses)


def named(names: Iterable[str]) -> list[tuple[str, str]]:
    """Each name in a call's terms with the address where it is explained, "" where nobody knows it."""
    wanted = list(names)
    known = (
        {name: href for addresses in _addresses for name, href in addresses(wanted).items()} if wanted else {}
    )
    return [(name, known.get(name, "")) for name in wanted]
