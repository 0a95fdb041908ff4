"""What this room tells the rooms below when the app starts: words, guards, to-dos, menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts import selectors as accounts
from helsetek.accounts.selectors import Person, Role
from helsetek.casework import guards, todo, verbs
from helsetek.casework.todo import Todo
from helsetek.common.answers import Answer, no
from helsetek.common.web import navigation, states
from helsetek.common.web.parts import State
from helsetek.registry import panels
from helsetek.registry.selectors import Organisation

from . import permissions, selectors
from .models import Collaboration

TEXTS = {
    "cooperation.founded": gettext_lazy("The collaboration was founded"),
    "cooperation.changed": gettext_lazy("Name or purpose was changed"),
    "cooperation.invited": gettext_lazy("More members were invited"),
    "cooperation.consented": gettext_lazy("A member consented"),
    "cooperation.declined": gettext_lazy("A member declined"),
    "cooperation.withdrawn": gettext_lazy("A member withdrew"),
    "cooperation.amended": gettext_lazy("The members were changed by a decision on their grant"),
}
STATES = {
    "invited": State(gettext_lazy("Invited"), "warning"),
    "consented": State(gettext_lazy("Has consented"), "success"),
    "declined": State(gettext_lazy("Has declined"), "neutral"),
    "withdrawn": State(gettext_lazy("Has withdrawn"), "neutral"),
}


def connect() -> None:
    verbs.register(TEXTS)
    states.register("cooperation.membership", STATES)
    guards.register(permissions.PAGE, may_open_page, change=may_change_page)
    todo.register(invitations_to_answer)
    todo.register(requests_for_roles)
    panels.add(collaborations_panel, order=30)
    navigation.add(
        gettext_lazy("Collaborations"), "cooperation:collaborations", order=40, show=has_to_do_with_them
    )


def may_open_page(person: Person, collaboration_id: int) -> Answer:
    found = Collaboration.objects.filter(pk=collaboration_id).first()
    return permissions.may_see(person, found) if found else no(_("There is no such collaboration."))


def may_change_page(person: Person, collaboration_id: int) -> Answer:
    found = Collaboration.objects.filter(pk=collaboration_id).first()
    return permissions.may_change(person, found) if found else no(_("There is no such collaboration."))


def invitations_to_answer(person: Person) -> list[Todo]:
    return [
        Todo(
            title=_("Answer for %(place)s: «%(name)s»")
            % {"place": one.organisation.name, "name": one.collaboration.name},
            path=reverse("cooperation:answer", args=[one.pk]),
            due_at=None,
            case_number="",
            kind="cooperation.answer",
        )
        for one in selectors.invitations_to(person)
    ]


def requests_for_roles(person: Person) -> list[Todo]:
    """People who ask for a role, for those who answer. (The room of people lies below the list of to-dos.)"""
    return [
        Todo(
            title=_("%(name)s asks for a role in %(place)s")
            % {"name": one.person.name, "place": one.organisation.name},
            path=reverse("accounts:answer", args=[one.pk]),
            due_at=None,
            case_number="",
            kind="accounts.answer",
        )
        for one in accounts.requests_to(person)
    ]


def has_to_do_with_them(request: HttpRequest) -> bool:
    if not request.user.is_authenticated:
        return False
    roles = {held.role for held in accounts.roles_of(request.user)}  # type: ignore[arg-type]
    return bool(roles & {Role.WRITER, Role.SIGNATORY, Role.AUDITOR, Role.CASE_OFFICER, Role.SCHEME_MANAGER})


def collaborations_panel(request: HttpRequest, organisation: Organisation) -> SafeString | str:
    """On an organisation's page, for those who may see them: the collaborations it is in."""
    if not isinstance(request.user, Person):
        return ""
    mine = set(selectors.visible_to(request.user).values_list("pk", flat=True))
    shown = [one for one in selectors.of_organisation(organisation.pk) if one.pk in mine]
    return render_to_string("cooperation/panel.html", {"collaborations": shown}) if shown else ""
