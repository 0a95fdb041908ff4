"""What this room puts into the registries of the floors below, when the app starts."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helsetek.accounts.selectors import Person
from helsetek.accounts.visitor import Visitor
from helsetek.casework import guards, proofs, todo, verbs
from helsetek.casework.todo import Todo
from helsetek.common.answers import Answer, no
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State

from . import wording
from .permissions import may_manage_scheme, may_see_call, may_see_ledger
from .rules.calls import Phase
from .selectors import Call, call, ledger_fault, releasable

COLORS = {
    Phase.DRAFT: "neutral",
    Phase.UPCOMING: "info",
    Phase.OPEN: "success",
    Phase.CLOSED: "neutral",
    Phase.CANCELLED: "danger",
}

VERBS = {
    "scheme.call_created": _("A call was begun"),
    "scheme.call_draft_changed": _("The draft of the call was changed"),
    "scheme.call_published": _("The call was published"),
    "scheme.call_changed": _("The call was changed"),
    "scheme.call_cancelled": _("The call was cancelled"),
    "scheme.allotment_opened": _("A further allotment was opened"),
    "scheme.envelope_opened": _("An envelope was opened"),
    "scheme.allotted": _("Money was put in the envelope"),
    "scheme.taken_back": _("Money was taken back from the envelope"),
    "scheme.held": _("Money was held back for appeals"),
    "scheme.released": _("Money held for appeals was released"),
    "scheme.recipients_imported": _("A list of recipients was imported"),
}


def connect() -> None:
    states.register(
        "scheme.call",
        {phase.value: State(wording.PHASES[phase], COLORS[phase]) for phase in Phase},  # type: ignore[arg-type]
    )
    verbs.register(VERBS)
    proofs.register("postings of the ledgers", lambda: proofs.Proven(*ledger_fault()))
    guards.register("call", may_open, change=may_change)
    todo.register(held_to_release)
    navigation.add(_("Calls"), "scheme:calls", order=10)
    navigation.add(_("Envelopes"), "scheme:envelopes", order=70, show=sees_ledger)


def sees_ledger(request: HttpRequest) -> bool:
    return bool(may_see_ledger(cast("Person | Visitor", request.user)))


def held_to_release(person: Person) -> list[Todo]:
    """For the scheme manager: money that is held for appeals although none can come any more."""
    if not may_manage_scheme(person):
        return []
    return [
        Todo(
            gettext("Release what is held for appeals: %(name)s") % {"name": envelope.name},
            reverse("scheme:release", args=[envelope.pk]),
            None,
            "",
            "scheme.release",
        )
        for envelope, _held in releasable()
    ]


def may_open(person: Person | Visitor, call_id: int) -> Answer:
    """Documents of a call are as public as the call."""
    try:
        return may_see_call(person, call(call_id))
    except Call.DoesNotExist:
        return no("")


def may_change(person: Person, call_id: int) -> Answer:
    return may_manage_scheme(person)
