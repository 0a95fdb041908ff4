"""What the floors above put on the pages of a call: acts (buttons) and facts. Register in ``apps.ready()``.

offers.register_act(lambda request, call: Link(_("Begin an application"), address) if … else None)
offers.register_facts(lambda call: [Fact(_("Applications"), 179)])
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from helsetek.common.web.parts import Fact, Link

from .models import Call

Act = Callable[[HttpRequest, Call], Link | None]
Facts = Callable[[Call], list[Fact]]
_acts: list[Act] = []
_facts: list[Facts] = []


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
