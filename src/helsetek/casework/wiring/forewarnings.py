"""Texts, states and to-dos of notices that are given before something is decided against a party."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors, state, todo, verbs
from helsetek.casework.models import Forewarning
from helsetek.casework.rules import forewarnings as rules
from helsetek.casework.todo import Todo
from helsetek.common import clock
from helsetek.common.web import states
from helsetek.common.web.parts import State

STATES = {
    "given": State(gettext_lazy("Notice given"), "warning"),
    "answered": State(gettext_lazy("The party has spoken"), "info"),
    "used": State(gettext_lazy("Followed by a decision"), "neutral"),
    "withdrawn": State(gettext_lazy("Notice withdrawn"), "neutral"),
}
TEXTS = {
    "casework.forewarned": gettext_lazy("Notice was given before a decision"),
    "casework.notice_answered": gettext_lazy("The party stated its view"),
    "casework.notice_withdrawn": gettext_lazy("A notice was withdrawn"),
    "casework.notice_used": gettext_lazy("What notice was given of was decided"),
}


def connect() -> None:
    verbs.register(TEXTS, roles={"casework.forewarned": Role.CASE_OFFICER})
    states.register("casework.forewarning", STATES)
    state.register(rules.FOREWARNING, words="casework.forewarning")
    todo.register(notices_to_answer)
    todo.register(notices_to_follow)


def notices_to_answer(person: Person) -> list[Todo]:
    """For signatories: notices that wait for a statement."""
    return [
        _todo(_("State your view before it is decided: %(title)s"), one, one.statement_before)
        for one in selectors.forewarnings_to_answer(person)
    ]


def notices_to_follow(person: Person) -> list[Todo]:
    """For case officers: notices that are answered, or whose time has passed."""
    if accounts.holds_anywhere(person, Role.CASE_OFFICER) is None:
        return []
    return [
        _todo(_("Go on after notice: %(title)s"), one, None)
        for one in selectors.forewarnings_waiting()
        if one.case.officer_id in (None, person.pk)
        and (one.state == "answered" or one.statement_before <= clock.now())
    ]


def _todo(words: str, notice: Forewarning, due_at: datetime | None) -> Todo:
    return Todo(
        words % {"title": notice.case.title},
        reverse("casework:forewarning", args=[notice.pk]),
        due_at,
        notice.case.number,
        "casework.forewarning",
    )
