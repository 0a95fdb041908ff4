"""What this room puts into the registries of the floors below, when the app starts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helsetek.accounts import services as accounts
from helsetek.accounts.selectors import Person
from helsetek.casework import chores, guards, sending, state, todo, verbs
from helsetek.casework import selectors as casework
from helsetek.casework.todo import Todo
from helsetek.common import events
from helsetek.common.answers import Answer
from helsetek.common.instants import end_of
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State

from . import archiving, classes, filing, permissions, retention
from .rules import machines
from .selectors import access
from .selectors import retention as kept
from .services import archive, counting, disposal, forgetting, journal, mailing
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
    "records.asker_forgotten": _("Who asked for access was forgotten"),
}
TEXTS_OF_ARCHIVE = {
    "records.deposit_ordered": _("A deposit was asked for"),
    "records.deposit_made": _("A deposit was made"),
    "records.case_archived": _("The case was archived"),
}
TEXTS_OF_RETENTION = {
    "records.disposal_proposed": _("A deletion was proposed"),
    "records.disposal_confirmed": _("A deletion was confirmed"),
    "records.disposal_rejected": _("A deletion was turned down"),
    "records.disposal_done": _("A deletion was carried out"),
    "records.data_deleted": _("Data that had served its time was deleted"),
    "records.traces_deleted": _("Short-lived traces were deleted"),
}
INTERNAL = {*TEXTS}
DISPOSALS = {
    "proposed": State(_("Waits for another person"), "warning"),
    "confirmed": State(_("Being carried out"), "info"),
    "done": State(_("Carried out"), "success"),
    "rejected": State(_("Not carried out"), "neutral"),
}
FATES = {
    "due": State(_("To be deleted"), "warning"),
    "held": State(_("Held back"), "neutral"),
}
DEPOSITS = {
    "ordered": State(_("Waiting to be made"), "neutral"),
    "making": State(_("Being made"), "info"),
    "ready": State(_("Ready"), "success"),
    "failed": State(_("Failed"), "danger"),
}
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
DELETIONS = {
    "": State(_("Not carried out yet"), "neutral"),
    "deleted": State(_("Deleted"), "success"),
    "kept": State(_("Kept"), "info"),
}
DIRECTIONS = {
    "in": State(_("Received"), "info"),
    "out": State(_("Sent"), "success"),
    "internal": State(_("Internal"), "neutral"),
}


# What parties send in when they challenge a decision; what is answered goes out as letters.
CHALLENGES = {
    "casework.appeal_submitted": _("Appeal"),
    "casework.appeal_withdrawn": _("The appeal is withdrawn"),
    "casework.appeal_commented": _("Comments on the statement about the appeal"),
    "casework.access_asked": _("Request from a party to see documents of the case"),
    "casework.reasons_asked": _("Request for reasons"),
    "casework.extension_asked": _("Request for more time to appeal"),
    "casework.suspension_asked": _("Request that the decision is not carried out yet"),
}


def connect() -> None:
    events.follow(journal.follow_act)
    sending.subscribe(journal.remember_letter)
    verbs.register(TEXTS, internal=INTERNAL)
    verbs.register(TEXTS_OF_ARCHIVE)
    verbs.register(TEXTS_OF_RETENTION, internal=set(TEXTS_OF_RETENTION))
    states.register("records.direction", DIRECTIONS)
    states.register("records.disclosure", DISCLOSURES)
    states.register("records.outcome", OUTCOMES)
    states.register("records.deposit", DEPOSITS)
    states.register("records.disposal", DISPOSALS)
    states.register("records.fate", FATES)
    states.register("records.deletion", DELETIONS)
    for machine in machines.ALL:
        state.register(machine, words=f"records.{machine.name}")
    guards.register(COPY_PAGE, _may_see_copies)
    filing.register_quiet_page(COPY_PAGE)
    todo.register(requests_to_answer)
    chores.register("records.send_answers", mailing.send_answers, every=timedelta(minutes=1))
    chores.register("records.make_deposits", archive.make_ordered, every=timedelta(minutes=1))
    filing.register_quiet_page("casework.letter")
    for verb, title in CHALLENGES.items():
        filing.register(verb, filing.Direction.IN, title)
    archiving.register_hindrance(cases_with_open_appeals, _("an appeal is open"))
    archiving.register_hindrance(cases_with_open_requests, _("a request from a party is open"))
    archiving.register_hindrance(access.cases_waiting, _("a request for access is open"))
    what_is_deleted()
    navigation.add(_("Public journal"), "records:journal", order=35)
    navigation.add_to_footer(_("Public journal"), "records:journal", order=25)
    navigation.add(_("Requests for access"), "records:requests", order=65, show=_keeps_journal)
    navigation.add(_("Archive"), "records:archive", order=90, show=_archives)


def what_is_deleted() -> None:
    """The classes of data of this room and of those below; and what the worker deletes by itself."""
    for one in (classes.RemovedDocuments(), classes.Notices(), classes.Contacts()):
        retention.register(one)
    for sweep in SWEEPS:
        retention.register_sweep(sweep)
    todo.register(deletion_to_confirm)
    chores.register("records.carry_out_deletion", disposal.carry_out_confirmed, every=timedelta(minutes=1))
    chores.register("records.sweep", disposal.sweep, every=timedelta(hours=12))
    navigation.add(_("Deletion"), "records:retention", order=91, show=_archives)


SWEEPS = (
    retention.Sweep(
        "access_requests",
        _("Who asked for access"),
        _("The last answer"),
        _("Name, address and words of who asked; the request and the answer stay"),
        "retention_access_requests_months",
        forgetting.forget_askers,
    ),
    retention.Sweep(
        "sessions",
        _("Finished log-ins"),
        _("The log-in ended"),
        _("What the log-in remembered, such as a form that was not sent"),
        "retention_sessions_days",
        accounts.clear_sessions,
    ),
    retention.Sweep(
        "visitors",
        _("Counts of visitors"),
        _("The hour of the visit"),
        _("A keyed hash of the network address, with a count"),
        "retention_visitors_hours",
        counting.forget_counts,
    ),
)


def _keeps_journal(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(permissions.may_keep_journal(request.user))


def _archives(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(permissions.may_archive(request.user))


def _may_see_copies(person: Person, page_id: int) -> Answer:
    return permissions.may_keep_journal(person)


def cases_with_open_appeals(case_ids: set[int]) -> Iterable[int]:
    """Such cases are not archived, whatever became of them before."""
    appeals = casework.appeals_open().exclude(state__in=["settled", "dismissed", "withdrawn"])
    return set(appeals.values_list("case_id", flat=True)) & case_ids


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


def cases_with_open_requests(case_ids: set[int]) -> Iterable[int]:
    """What a party has asked for in its case, and nobody has answered."""
    asked = casework.requests_open().filter(state="open", case_id__in=case_ids)
    return set(asked.values_list("case_id", flat=True))


def deletion_to_confirm(person: Person) -> list[Todo]:
    """For those who archive: a proposal to delete by somebody else."""
    waiting = kept.waiting() if permissions.may_archive(person) else None
    if (
        waiting is None
        or waiting.state != "proposed"
        or not permissions.may_confirm_deletion(person, waiting)
    ):
        return []
    address = reverse("records:disposal", args=[waiting.pk])
    return [Todo(gettext("Look through the proposal to delete"), address, None, "", "records.deletion")]
