"""Texts, guards, states and to-dos of what challenges a decision."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import guards, permissions, selectors, state, todo, verbs
from helsetek.casework.models import Appeal
from helsetek.casework.rules import appeals as rules
from helsetek.casework.selectors import Case
from helsetek.casework.selectors import appeal_progress as progress
from helsetek.casework.services import appeals
from helsetek.casework.todo import Todo
from helsetek.common import clock
from helsetek.common.answers import Answer, no
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State

APPEAL_STATES = {
    "draft": State(gettext_lazy("Being written"), "neutral"),
    "submitted": State(gettext_lazy("Received, being prepared"), "info"),
    "prepared": State(gettext_lazy("Prepared, to be decided"), "info"),
    "anew": State(gettext_lazy("Annulled, treated anew"), "warning"),
    "sent_on": State(gettext_lazy("With the appeal body"), "info"),
    "settled": State(gettext_lazy("Settled"), "success"),
    "dismissed": State(gettext_lazy("The appeal is dismissed"), "neutral"),
    "withdrawn": State(gettext_lazy("The appeal is withdrawn"), "neutral"),
}
REQUEST_STATES = {
    "open": State(gettext_lazy("To be answered"), "warning"),
    "answered": State(gettext_lazy("Answered"), "success"),
}
RULING_STATES = {
    "prepared": State(gettext_lazy("Waits for another to decide"), "warning"),
    "decided": State(gettext_lazy("Decided and sent"), "success"),
    "returned": State(gettext_lazy("Sent back"), "neutral"),
}
TEXTS = {
    "casework.letter_received": gettext_lazy("A letter was received"),
    "casework.appeal_begun": gettext_lazy("An appeal was begun"),
    "casework.appeal_saved": gettext_lazy("The appeal was saved"),
    "casework.appeal_submitted": gettext_lazy("The appeal was sent"),
    "casework.appeal_withdrawn": gettext_lazy("The appeal was withdrawn"),
    "casework.appeal_commented": gettext_lazy("The party commented on the statement"),
    "casework.access_asked": gettext_lazy("Documents of the case were asked for"),
    "casework.reasons_asked": gettext_lazy("Reasons were asked for"),
    "casework.extension_asked": gettext_lazy("More time to appeal was asked for"),
    "casework.suspension_asked": gettext_lazy("It was asked that the decision is not carried out yet"),
    "casework.ruling_prepared": gettext_lazy("An answer was prepared"),
    "casework.letter_corrected": gettext_lazy("The letter was corrected"),
    "casework.ruling_sent_back": gettext_lazy("A prepared answer was sent back"),
    "casework.appeal_decided": gettext_lazy("The directorate decided on the appeal"),
    "casework.appeal_outcome_recorded": gettext_lazy("What the appeal body ruled was recorded"),
    "casework.decided_anew": gettext_lazy("A new decision was made after annulment"),
    "casework.reversed": gettext_lazy("The decision was reversed"),
    "casework.suspension_decided": gettext_lazy("It was decided whether the decision waits"),
    "casework.extension_answered": gettext_lazy("The request for more time was answered"),
    "casework.access_answered": gettext_lazy("The request for documents was answered"),
    "casework.reasons_given": gettext_lazy("Reasons were given"),
    "casework.text_changed": gettext_lazy("A text of letters was changed"),
}
INTERNAL = {
    "casework.ruling_prepared",
    "casework.letter_corrected",
    "casework.ruling_sent_back",
    "casework.text_changed",
}
ROLES = {
    "casework.ruling_prepared": Role.CASE_OFFICER,
    "casework.letter_corrected": Role.CASE_OFFICER,
    "casework.appeal_decided": Role.DECISION_MAKER,
    "casework.appeal_outcome_recorded": Role.DECISION_MAKER,
    "casework.decided_anew": Role.DECISION_MAKER,
    "casework.reversed": Role.DECISION_MAKER,
    "casework.suspension_decided": Role.DECISION_MAKER,
}


def connect() -> None:
    verbs.register(TEXTS, internal=INTERNAL, roles=ROLES)
    for machine, words in (
        (rules.APPEAL, APPEAL_STATES),
        (rules.REQUEST, REQUEST_STATES),
        (rules.RULING, RULING_STATES),
    ):
        states.register(f"casework.{machine.name}", words)
        state.register(machine, words=f"casework.{machine.name}")
    guards.register(appeals.PAGE, may_open_appeal, change=may_change_appeal, case_of=case_of_appeal)
    for source in (
        appeals_to_send,
        statements_to_comment,
        appeals_to_prepare,
        requests_to_answer,
        rulings_to_decide,
    ):
        todo.register(source)
    navigation.add(gettext_lazy("Appeals"), "casework:appeals", order=32, show=_reads)


def _reads(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(permissions.may_read_challenges(request.user))


def _todo(words: str, appeal: Appeal, due_at: datetime | None, kind: str, path: str = "") -> Todo:
    title = words % {"title": appeal.case.title}
    address = path or reverse("casework:appeal", args=[appeal.pk])
    return Todo(title, address, due_at, appeal.case.number, kind)


def appeals_to_send(person: Person) -> list[Todo]:
    """For writers and signatories: appeals that are begun, until the time limit."""
    own = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    drafts = Appeal.objects.filter(state="draft", organisation_id__in=own) if own else Appeal.objects.none()
    found = []
    for one in drafts.select_related("case"):
        decision = selectors.appealable(one.case, one.subject, one.subject_id)
        limit = selectors.deadline_of(decision, one.organisation_id) if decision else None
        found.append(
            _todo(_("Send the appeal: %(title)s"), one, limit.at if limit else None, "casework.appeal")
        )
    return found


def statements_to_comment(person: Person) -> list[Todo]:
    """For writers and signatories: statements to the appeal body that can still be commented."""
    own = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    if not own:
        return []
    waiting = Appeal.objects.filter(
        state="sent_on", commented_at__isnull=True, comments_due_at__gt=clock.now(), organisation_id__in=own
    )
    words = _("You can comment on the statement to the appeal body: %(title)s")
    return [
        _todo(words, one, one.comments_due_at, "casework.comment") for one in waiting.select_related("case")
    ]


def appeals_to_prepare(person: Person) -> list[Todo]:
    """For case officers: appeals in the own cases and in those that nobody handles."""
    if accounts.holds_anywhere(person, Role.CASE_OFFICER) is None:
        return []
    rows = Appeal.objects.filter(state__in=["submitted", "anew"]).select_related("case")
    mine = [one for one in rows if one.case.officer_id in (None, person.pk)]
    return [
        _todo(_("Prepare the appeal: %(title)s"), one, progress.due_at(one), "casework.prepare")
        for one in mine
    ]


def requests_to_answer(person: Person) -> list[Todo]:
    """For case officers: what parties ask for, with its date."""
    if accounts.holds_anywhere(person, Role.CASE_OFFICER) is None:
        return []
    rows = selectors.requests_open().filter(state="open").exclude(rulings__state="prepared")
    return [
        Todo(
            _("Answer: %(what)s, %(title)s") % {"what": one.get_kind_display(), "title": one.case.title},
            reverse("casework:request", args=[one.pk]),
            one.due_at,
            one.case.number,
            "casework.answer",
        )
        for one in rows
        if one.case.officer_id in (None, person.pk)
    ]


def rulings_to_decide(person: Person) -> list[Todo]:
    """For those who may decide: what others have prepared."""
    if not accounts.organisations_where(person, Role.CASE_OFFICER, Role.DECISION_MAKER):
        return []
    return [
        Todo(
            _("Read and decide: %(title)s") % {"title": one.letter_title},
            reverse("casework:ruling", args=[one.pk]),
            None,
            one.case.number,
            "casework.decide",
        )
        for one in selectors.rulings_open()
        if permissions.may_rule(person, one)
    ]


def _appeal(page_id: int) -> Appeal | None:
    return Appeal.objects.filter(pk=page_id).select_related("case", "organisation").first()


def may_open_appeal(person: Person, page_id: int) -> Answer:
    found = _appeal(page_id)
    return permissions.may_see_appeal(person, found) if found else no(_("There is no such appeal."))


def may_change_appeal(person: Person, page_id: int) -> Answer:
    """The party adds documents while it writes; the case officer those of the appeal body, when they come."""
    found = _appeal(page_id)
    if found is None:
        return no(_("There is no such appeal."))
    if found.state == "draft":
        return permissions.may_write_appeal(person, found)
    if found.state == "sent_on":
        return permissions.may_prepare_answer(person, found.case)
    return no(_("The appeal has been sent, so its documents cannot be changed."))


def case_of_appeal(page_id: int) -> Case | None:
    found = _appeal(page_id)
    return found.case if found else None
