"""How acts of this room are told on a page."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from helsetek.common.events import Event
from helsetek.common.web.parts import Moment
from helsetek.registry import selectors as registry

from .held import role_name
from .models import Person
from .rules import Role

TEXTS = {
    "accounts.person_registered": _("Logged in for the first time"),
    "accounts.logged_in": _("Logged in"),
    "accounts.language_chosen": _("Chose language"),
    "accounts.contact_told": _("Changed name or e-mail address"),
    "accounts.role_asked_for": _("Asked for a role"),
    "accounts.role_given": _("Role given"),
    "accounts.role_delegated": _("Role delegated"),
    "accounts.role_revoked": _("Role taken back"),
    "accounts.role_not_given": _("Request for a role declined"),
    "accounts.tie_told": _("Told of a tie"),
    "accounts.tie_ended": _("A tie ended"),
    "accounts.superior_named": _("Superior named"),
}


def moments(events: Iterable[Event], *, with_person: bool = False) -> list[Moment]:
    """The events as points on a timeline: what, which role, in which organisation, by whom (three queries)."""
    events = list(events)
    people = {one for event in events for one in (event.person_id, event.data.get("person")) if one}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    places = registry.organisations(
        {event.data["organisation"] for event in events if "organisation" in event.data}
    )
    return [_moment(event, names, places, with_person) for event in events]


def _moment(
    event: Event, names: dict[int, str], places: dict[int, registry.Organisation], with_person: bool
) -> Moment:
    place = places.get(event.data.get("organisation", 0))
    about = [str(TEXTS.get(event.verb, event.verb))]
    if event.data.get("role") in set(Role):
        about.append(role_name(Role(event.data["role"])))
    if with_person and event.data.get("person") in names:
        about.append(names[event.data["person"]])
    return Moment(
        when=event.at,
        what=": ".join([about[0], ", ".join(about[1:])]) if about[1:] else about[0],
        who=names.get(event.person_id or 0, ""),
        organisation=place.name if place else "",
    )
