"""What this room puts into the registries of the floors below, when the app starts."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helsetek.accounts.selectors import Person
from helsetek.casework import chores, guards, sending, state, todo, verbs
from helsetek.casework.todo import Todo
from helsetek.common import events
from helsetek.common.answers import Answer
from helsetek.common.instants import end_of
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State

from . import filing, permissions
from .rules import machines
from .selectors import access
from .services import journal, mailing
from .services.access import COPY_PAGE

TEXTS = {
    "records.entry_withheld": _("An entry of the journal was withheld"),
    "records.entry_opened": _("An entry of the journal was opened"),
    "records.access_asked": _("Somebody asked for access"),
    "records.redaction_planned": _("What is to be blacked out was marked"),
    "records.document_considered": _("Access to a document was considered"),
    "records.access_answered": _("A request for access was answered"),
    "records.access_appealed": _("An answer on access was appealed"),
    "records.access_appeal_sent_on": _("An appeal on access was sent on"),
    "records.access_appeal_concluded": _("An appeal on access was settled"),
}
INTERNAL = {*TEXTS}
DISCLOSURES = {
    "received": State(_("Waiting for an answer"), "warning"),
    "answered": State(_("Answered"), "success"),
    "appealed": State(_("Appealed"), "warning"),
    "sent_on": State(_("With the appeal body"), "info"),
    "concluded": State(_("Appeal settled"), "success"),
}
OUTCOMES = {
    "given": State(_("Access given"), "success"),
    "part": State(_("Access given in part"), "info"),
    "refused": State(_("Access refused"), "danger"),
}
DIRECTIONS = {
    "in": State(_("Received"), "info"),
    "out": State(_("Sent"), "success"),
    "internal": State(_("Internal"), "neutral"),
}


def connect() -> None:
    events.follow(journal.follow_act)
    sending.subscribe(journal.remember_letter)
    verbs.register(TEXTS, internal=INTERNAL)
    states.register("records.direction", DIRECTIONS)
    states.register("records.disclosure", DISCLOSURES)
    states.register("records.outcome", OUTCOMES)
    for machine in machines.ALL:
        state.register(machine, words=f"records.{machine.name}")
    guards.register(COPY_PAGE, _may_see_copies)
    filing.register_quiet_page(COPY_PAGE)
    todo.register(requests_to_answer)
    chores.register("records.send_answers", mailing.send_answers, every=timedelta(minutes=1))
    filing.register_quiet_page("casework.letter")
    navigation.add(_("Public journal"), "records:journal", order=35)
    navigation.add_to_footer(_("Public journal"), "records:journal", order=25)
    navigation.add(_("Requests for access"), "records:requests", order=65, show=_keeps_journal)


def _keeps_journal(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(permissions.may_keep_journal(request.user))


def _may_see_copies(person: Person, page_id: int) -> Answer:
    return permissions.may_keep_journal(person)


def requests_to_answer(person: Person) -> list[Todo]:
    """For those who keep the journal: requests for access that wait, in their cases and in those nobody handles."""
    return [
        Todo(
            gettext("Answer the request for access: %(title)s") % {"title": one.case.title},
            reverse("records:request", args=[one.pk]),
            end_of(one.due_on),
            one.case.number,
            "records.access",
        )
        for one in access.waiting_for(person)
    ]
