"""How a collaboration is shown: what comes next, map, files, what has happened."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from helsetek.accounts import selectors as accounts
from helsetek.accounts.selectors import Person, Role
from helsetek.casework import verbs
from helsetek.casework.selectors import Document
from helsetek.common.charts import Chart, Dot, Legend, norway
from helsetek.common.events import Event
from helsetek.common.web.parts import File, Link, Moment, State, WhatNext
from helsetek.common.web.show import number
from helsetek.registry import selectors as registry
from helsetek.registry.selectors import Organisation, OrganisationKind

from .models import Collaboration, Membership, MembershipState
from .selectors import Suggestion


def what_next(it: Collaboration, rows: list[Membership], person: Person) -> WhatNext:
    """Who must act now: those who have not answered, the reader first."""
    waiting = [row for row in rows if row.state == MembershipState.INVITED]
    joined = sum(row.state == MembershipState.CONSENTED for row in rows)
    if not waiting:
        words = (
            _("All have answered. The collaboration can apply.") if joined > 1 else _("Invite more members.")
        )
        return WhatNext(State(_("Ready"), "success"), words, it.lead.name)
    state = State(
        _("%(joined)d of %(all)d have consented") % {"joined": joined, "all": joined + len(waiting)},
        "warning",
    )
    own = next((row for row in waiting if accounts.holds(person, Role.SIGNATORY, row.organisation_id)), None)
    if own:
        act = Link(
            _("Answer for %(place)s") % {"place": own.organisation.name},
            reverse("cooperation:answer", args=[own.pk]),
        )
        return WhatNext(state, _("Your answer is waited for."), own.organisation.name, yours=True, act=act)
    return WhatNext(state, _("Each member's own signatory answers the invitation."), _names(waiting))


def _names(waiting: list[Membership], most: int = 4) -> str:
    names = [row.organisation.name for row in waiting]
    more = len(names) - most
    if more <= 1:
        return ", ".join(names)
    rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return f"{', '.join(names[:most])} {rest}"


def map_of(it: Collaboration, rows: list[Membership]) -> Chart | None:
    """The members that are municipalities, on a map: who has consented, and who has not answered."""
    facts = registry.facts_of(row.organisation_id for row in rows)
    standing = {MembershipState.CONSENTED: "accent", MembershipState.INVITED: "warning"}
    dots = [
        Dot(
            facts[row.organisation_id].latitude,
            facts[row.organisation_id].longitude,
            row.organisation.name,
            value=float(facts[row.organisation_id].inhabitants),
            color=standing[MembershipState(row.state)],
        )
        for row in rows
        if row.organisation_id in facts and row.state in standing
    ]
    if not dots:
        return None
    return norway(
        _("The members"),
        dots,
        land=registry.places(),
        summary=_("The municipalities of the collaboration; the area of a dot is the number of inhabitants."),
        label=_("Municipality"),
        value=_("Inhabitants"),
        legend=[Legend("accent", _("Has consented")), Legend("warning", _("Has not answered"))],
    )


def files(documents: Iterable[Document]) -> list[File]:
    documents = list(documents)
    names = accounts.names_of(one.added_by_id for one in documents if one.added_by_id)
    return [
        File(
            one.file_name,
            reverse("casework:document", args=[one.pk]),
            one.size,
            when=one.added_at,
            who=names.get(one.added_by_id or 0, ""),
        )
        for one in documents
    ]


def moments(log: Iterable[Event]) -> list[Moment]:
    """The acts as points on a timeline, with names (two queries)."""
    log = list(log)
    names = accounts.names_of(event.person_id for event in log if event.person_id)
    places = registry.organisations(event.organisation_id for event in log if event.organisation_id)
    return [
        Moment(
            when=event.at,
            what=verbs.known(event.verb).text,
            who=names.get(event.person_id or 0, ""),
            organisation=places[event.organisation_id].name if event.organisation_id in places else "",
            reasons=event.reasons,
        )
        for event in log
    ]


def with_kind(one: Organisation) -> str:
    if one.kind == OrganisationKind.MUNICIPALITY:
        return one.name
    return f"{one.name} ({OrganisationKind(one.kind).label})"


def neighbour(one: Suggestion) -> str:
    """«Beiarn (1 012 inhabitants; borders on Bodø, Saltdal)»."""
    words = _("%(name)s (%(inhabitants)s inhabitants; borders on %(members)s)")
    return words % {
        "name": one.name,
        "inhabitants": number(one.inhabitants),
        "members": ", ".join(one.borders),
    }
