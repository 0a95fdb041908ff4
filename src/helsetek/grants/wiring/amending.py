"""Texts, guards and tasks of amendments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import chores, todo, verbs
from helsetek.casework.permissions import disqualified_in
from helsetek.casework.todo import Todo
from helsetek.common import clock
from helsetek.common.web import states
from helsetek.common.web.parts import State
from helsetek.grants.models import Amendment, Grant
from helsetek.grants.rules.amendments import KindCode, Side
from helsetek.grants.selectors import amendments as selectors
from helsetek.grants.services import amendments as services

STATES = {
    "draft": State(gettext_lazy("Draft"), "neutral"),
    "asked": State(gettext_lazy("Sent"), "info"),
    "more_information": State(gettext_lazy("More information asked for"), "warning"),
    "prepared": State(gettext_lazy("Decision prepared"), "info"),
    "decided": State(gettext_lazy("Decided, not yet in effect"), "info"),
    "in_effect": State(gettext_lazy("In effect"), "success"),
    "refused": State(gettext_lazy("Refused"), "danger"),
    "withdrawn": State(gettext_lazy("Withdrawn"), "neutral"),
}
TEXTS = {
    "grants.amendment_begun": gettext_lazy("An amendment was begun"),
    "grants.amendment_saved": gettext_lazy("An amendment was written on"),
    "grants.amendment_asked": gettext_lazy("An amendment was sent"),
    "grants.amendment_raised": gettext_lazy("The directorate raised an amendment"),
    "grants.amendment_consented": gettext_lazy("Consent was given to an amendment"),
    "grants.amendment_consent_refused": gettext_lazy("Consent to an amendment was refused"),
    "grants.amendment_questioned": gettext_lazy("The directorate asked about an amendment"),
    "grants.amendment_answered": gettext_lazy("The project answered about an amendment"),
    "grants.amendment_went_on": gettext_lazy("The time to answer about an amendment was over"),
    "grants.amendment_prepared": gettext_lazy("The decision on an amendment was prepared"),
    "grants.amendment_account_checked": gettext_lazy("A new account was checked"),
    "grants.amendment_account_verified": gettext_lazy("A new account was verified"),
    "grants.amendment_account_refused": gettext_lazy("A new account was refused"),
    "grants.amendment_sent_back": gettext_lazy("The decision on an amendment was sent back"),
    "grants.amendment_decided": gettext_lazy("An amendment was decided"),
    "grants.amendment_won": gettext_lazy("An amendment was granted after an appeal"),
    "grants.amendment_settled": gettext_lazy("An amendment was granted by the case officer"),
    "grants.amendment_noted": gettext_lazy("A change was noted"),
    "grants.amendment_refused": gettext_lazy("An amendment was refused"),
    "grants.amendment_withdrawn": gettext_lazy("An amendment was withdrawn"),
    "grants.amendment_in_effect": gettext_lazy("An amendment took effect"),
    "grants.held": gettext_lazy("The grant was put on hold"),
    "grants.resumed": gettext_lazy("The grant was resumed"),
    "grants.report_dropped": gettext_lazy("A report is no longer asked for"),
    "grants.payment_put_back": gettext_lazy("A payment went back to the plan"),
}
INTERNAL = {
    "grants.amendment_prepared",
    "grants.amendment_account_checked",
    "grants.amendment_sent_back",
    "grants.payment_put_back",
}
ROLES = {
    "grants.amendment_questioned": Role.CASE_OFFICER,
    "grants.amendment_prepared": Role.CASE_OFFICER,
    "grants.amendment_settled": Role.CASE_OFFICER,
    "grants.amendment_account_checked": Role.PAYMENT_PREPARER,
    "grants.amendment_account_verified": Role.PAYMENT_ATTESTER,
    "grants.amendment_account_refused": Role.PAYMENT_ATTESTER,
    "grants.amendment_decided": Role.DECISION_MAKER,
    "grants.amendment_refused": Role.DECISION_MAKER,
}


def connect() -> None:
    verbs.register(TEXTS, internal=INTERNAL, roles=ROLES)
    states.register("grants.amendment", STATES)
    chores.register("grants.amendments_take_effect", services.take_effect_today, every=timedelta(minutes=15))
    for source in (
        for_the_project,
        to_consent,
        to_handle,
        to_decide,
        accounts_to_verify,
        mergers_to_follow,
        to_undo,
    ):
        todo.register(source)


def _todo(words: str, amendment: Amendment, kind: str, due_at: datetime | None = None) -> Todo:
    case = amendment.grant.application.case
    said = {"what": amendment.get_kind_display(), "title": case.title}
    path = reverse("grants:amendment", args=[amendment.pk])
    return Todo(words % said, path, due_at, case.number, f"grants.amendment_{kind}")


def for_the_project(person: Person) -> list[Todo]:
    """For the lead: drafts that wait for the signatory, and questions that wait for an answer."""
    writes = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    if not writes:
        return []
    signs = set(accounts.organisations_where(person, Role.SIGNATORY))
    mine = selectors.waiting(
        grant__application__lead__in=writes, state__in=["draft", "more_information"]
    ).exclude(state="draft", side=Side.DIRECTORATE)
    found = []
    for one in mine:
        if one.state == "more_information":
            found.append(
                _todo(_("Answer about the change: %(what)s – %(title)s"), one, "answer", one.answer_before)
            )
        elif one.grant.application.lead_id in signs:
            found.append(_todo(_("Send or withdraw the draft: %(what)s – %(title)s"), one, "send"))
    return found


def to_consent(person: Person) -> list[Todo]:
    return [
        _todo(_("Say yes or no: %(what)s – %(title)s"), consent.amendment, "consent")
        for consent in selectors.consents_waiting_for(person)
    ]


def to_handle(person: Person) -> list[Todo]:
    """For case officers: what has been sent, and what nobody answered in time, in own cases and in those of nobody."""
    if not accounts.holds_anywhere(person, Role.CASE_OFFICER):
        return []
    sent = selectors.waiting(state__in=["asked", "more_information"]).exclude(kind=KindCode.ACCOUNT)
    mine = [one for one in sent if one.grant.application.case.officer_id in (None, person.pk)]
    ready = [
        one
        for one in mine
        if one.state == "asked" or (one.answer_before and one.answer_before <= clock.now())
    ]
    return [_todo(_("Handle the change: %(what)s – %(title)s"), one, "handle") for one in ready]


def to_decide(person: Person) -> list[Todo]:
    if not accounts.holds_anywhere(person, Role.DECISION_MAKER):
        return []
    rows = selectors.waiting(state="prepared").exclude(kind=KindCode.ACCOUNT)
    return [
        _todo(_("Decide on the change: %(what)s – %(title)s"), one, "decide") for one in _able(person, rows)
    ]


def accounts_to_verify(person: Person) -> list[Todo]:
    """For payment staff: one checks, another verifies."""
    found = []
    for role, state in ((Role.PAYMENT_PREPARER, "asked"), (Role.PAYMENT_ATTESTER, "prepared")):
        if accounts.holds_anywhere(person, role):
            found += _able(person, selectors.waiting(state=state, kind=KindCode.ACCOUNT))
    return [_todo(_("Check the new account: %(title)s"), one, "account") for one in found]


def _able(person: Person, rows: Iterable[Amendment]) -> list[Amendment]:
    """Without those that the person prepared, or is disqualified in."""
    able = [one for one in rows if one.prepared_by_id != person.pk]
    blocked = disqualified_in(person, {one.grant.application.case_id for one in able}) if able else set()
    return [one for one in able if one.grant.application.case_id not in blocked]


def mergers_to_follow(person: Person) -> list[Todo]:
    """For case officers: running grants with a partner that has been merged into another municipality."""
    if not accounts.holds_anywhere(person, Role.CASE_OFFICER):
        return []
    running = Grant.objects.filter(state__in=["accepted", "held"], application__case__officer=person)
    rows = {grant.pk: grant for grant in running.select_related("application__case")}
    return [
        Todo(
            _("A partner has been merged: %(title)s") % {"title": rows[pk].application.case.title},
            reverse("grants:amend", args=[pk]) + f"?kind={KindCode.MERGED}",
            None,
            rows[pk].application.case.number,
            "grants.merger",
        )
        for pk in selectors.merged_away(rows.values())
    ]


def to_undo(person: Person) -> list[Todo]:
    """For case officers: changes that took effect and that an appeal has overturned, until a new amendment is raised."""
    if not accounts.holds_anywhere(person, Role.CASE_OFFICER):
        return []
    return [
        _todo(_("Change the agreement back after an appeal: %(what)s – %(title)s"), one, "undo")
        for one in selectors.to_undo()
        if one.grant.application.case.officer_id in (None, person.pk)
    ]
