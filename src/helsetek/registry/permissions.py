"""Who may change what is written of an organisation. The room of people lies above: it brings its answer here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.utils.translation import gettext as _

from helsetek.common.answers import Answer, no


class Somebody(Protocol):
    """A person, as this room knows one: by id."""

    @property
    def pk(self) -> int: ...


Guard = Callable[[Somebody, int], Answer]


def _nobody(by: Somebody, organisation_id: int) -> Answer:
    return no(_("Nobody may register an account yet."))


_guards: dict[str, Guard] = {}


def let_decide(guard: Guard) -> None:
    """The room of people tells who signs for an organisation (called once, when it starts)."""
    _guards["account"] = guard


def may_register_account(by: Somebody, organisation_id: int) -> Answer:
    return _guards.get("account", _nobody)(by, organisation_id)
