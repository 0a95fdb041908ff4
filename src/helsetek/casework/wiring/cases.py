"""What this room itself puts into the registries it offers, when the app starts."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from helsetek.accounts.selectors import Person
from helsetek.casework import chores, guards, permissions, selectors, services, todo, verbs
from helsetek.casework.todo import Todo
from helsetek.common.web import navigation

TEXTS = {
    "casework.officer_assigned": _("A case officer was named"),
    "casework.impartiality_declared": _("Impartiality was declared"),
    "casework.conflict_declared": _("A conflict of interest was declared"),
    "casework.substitute_named": _("A substitute was named"),
    "casework.doubt_declared": _("Somebody was in doubt about the own impartiality"),
    "casework.found_disqualified": _("Somebody was found disqualified"),
    "casework.found_impartial": _("Somebody was found impartial"),
    "casework.act_left_standing": _("An act of somebody disqualified was let stand"),
    "casework.document_added": _("A document was added"),
    "casework.document_removed": _("A document was taken away"),
    "casework.message_written": _("A message was written"),
    "casework.draw_announced": _("A draw by lot was announced"),
    "casework.drawn": _("Lots were drawn"),
    "casework.notice_requeued": _("A notice was sent again"),
}
INTERNAL = {
    "casework.doubt_declared",
    "casework.found_disqualified",
    "casework.found_impartial",
    "casework.act_left_standing",
    "casework.impartiality_declared",
    "casework.conflict_declared",
    "casework.substitute_named",
    "casework.notice_requeued",
}


def connect() -> None:
    verbs.register(TEXTS, internal=INTERNAL)
    guards.register("casework.letter", permissions.may_open_letter)
    chores.register("casework.draws", services.make_due_draws, every=timedelta(minutes=1))
    navigation.add_to_footer(_("Draws by lot"), "casework:draws", order=70)
    todo.register(failed_notices)
    todo.register(conflicts_to_settle)
    todo.register(doubts_to_settle)
    todo.register(acts_to_do_again)
    navigation.add(_("Notices"), "casework:notices", order=80, show=_is_signed_in)


def _is_signed_in(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated)


def failed_notices(person: Person) -> list[Todo]:
    """For the system administrator: notices that the worker gave up."""
    count = selectors.failed_notices(person).count()
    if not count:
        return []
    title = ngettext("%(count)d notice could not be sent", "%(count)d notices could not be sent", count)
    return [Todo(title % {"count": count}, reverse("casework:failed_notices"), None, "", "casework.notices")]


def conflicts_to_settle(person: Person) -> list[Todo]:
    """For those who run cases: cases whose officer has declared a conflict (forvaltningsloven § 9)."""
    if not permissions.may_run_case(person):
        return []
    return [
        Todo(
            gettext("Name who takes over from %(name)s: %(title)s")
            % {"name": one.person.name, "title": one.case.title},
            reverse("casework:impartiality", args=[one.case.number]),
            None,
            one.case.number,
            "casework.conflict",
        )
        for one in selectors.officers_with_conflict()
        if one.person_id != person.pk
    ]


def doubts_to_settle(person: Person) -> list[Todo]:
    """For superiors: those who are in doubt about their own impartiality (forvaltningsloven § 8)."""
    if not permissions.is_staff_of_case(person):
        return []
    return [
        Todo(
            gettext("Decide whether %(name)s is impartial: %(title)s")
            % {"name": one.person.name, "title": one.case.title},
            reverse("casework:doubt", args=[one.pk]),
            None,
            one.case.number,
            "casework.doubt",
        )
        for one in selectors.doubts_for(person)
    ]


def acts_to_do_again(person: Person) -> list[Todo]:
    """For the officer of the case, or all who run cases where it has none: what must be done again."""
    if not permissions.may_run_case(person):
        return []
    return [
        Todo(
            gettext("Must be done again, because somebody was disqualified: %(title)s")
            % {"title": case.title},
            reverse("casework:impartiality", args=[case.number]),
            None,
            case.number,
            "casework.redo",
        )
        for case in selectors.cases_to_redo()
        if case.officer_id in (None, person.pk) or case.officer_id in permissions.disqualified_people(case)
    ]
