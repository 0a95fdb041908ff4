"""What state an application is in, what happens next, who must act, and by when: for whoever reads the page."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.common.web.parts import Link, State, WhatNext
from helsetek.common.web.states import state_of
from helsetek.grants import addresses
from helsetek.grants.models import Application, ApplicationState, Grant
from helsetek.grants.permissions.applications import APPLICANTS, in_a_party, is_sealed, may_submit, may_write
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.wording import SECTIONS

from . import applications as selectors
from .applications import Standing

WORDS = "grants.application"
FEW = 3  # as many sections are named in a sentence
# What the parties see of a case while it is handled: which way it is going is told with the decision, not before.
_INSIDE = frozenset({"eligible", "inadmissible", "recommended", "decided"})
_HANDLED = State(gettext_lazy("Being handled"), "info")


def shown_state(application: Application, person: Person) -> State:
    """The state in words that the reader may know."""
    if application.state in _INSIDE and in_a_party(person, application, APPLICANTS):
        return _HANDLED
    return state_of(WORDS, application.state)


def what_next(application: Application, person: Person, now: Standing | None) -> WhatNext:
    """``now`` is needed for drafts and for answers to questions; others need not be read for it."""
    state = shown_state(application, person)
    match application.state:
        case ApplicationState.DRAFT if now:
            return _draft(application, person, now, state)
        case ApplicationState.SUBMITTED:
            return _submitted(application, state)
        case ApplicationState.MORE_INFORMATION:
            return _asked(application, person, state)
        case ApplicationState.NOTIFIED:
            act = _to_the_grant(application) or Link(
                _("Appeal and access"), reverse("casework:challenges", args=[application.case.number])
            )
            return WhatNext(state, _("The decision has been sent."), act=act)
        case ApplicationState.WITHDRAWN:
            return WhatNext(state, _("The application is withdrawn. Nothing more happens with it."))
        case _:
            return WhatNext(
                state,
                _(
                    "The application is assessed together with the others. The decisions are sent to all at once."
                ),
                _("The directorate"),
            )


def last_instant(application: Application) -> datetime:
    """Until when it can be submitted: the deadline, or the late door if one reaches further."""
    door = selectors.late_door(application.call_id, application.collaboration_id)
    return max(application.call.closes_at, door.until) if door else application.call.closes_at


def _to_the_grant(application: Application) -> Link | None:
    grant = Grant.objects.filter(application=application).first()
    return Link(_("See the grant"), addresses.of("grant", grant.pk)) if grant else None


def _draft(application: Application, person: Person, now: Standing, state: State) -> WhatNext:
    until = now.last_instant
    if now.inputs.cancelled or clock.now() >= until:
        return WhatNext(state, _("The deadline has passed, and the application was not submitted."))
    writes, signs = bool(may_write(person, application)), bool(may_submit(person, application))
    if now.lacking:
        first = now.lacking[0]
        return WhatNext(
            state,
            _what_is_missing(now),
            _("Those who write for the partners"),
            until,
            yours=writes,
            act=Link(
                _("Go on with «%(section)s»") % {"section": SECTIONS[first.key]},
                addresses.section(application.pk, first.key),
            )
            if writes
            else None,
        )
    return _complete(application, now, state, until, writes=writes, signs=signs)


def _what_is_missing(now: Standing) -> str:
    if len(now.lacking) > FEW:
        return _("Fill in the sections. %(count)s of %(all)s are left.") % {
            "count": len(now.lacking),
            "all": len(now.statuses),
        }
    names = ", ".join(f"«{SECTIONS[status.key]}»" for status in now.lacking)
    return _("Fill in what is missing in %(sections)s.") % {"sections": names}


def _complete(
    application: Application, now: Standing, state: State, until: datetime, *, writes: bool, signs: bool
) -> WhatNext:
    missing = [member.name for member in now.inputs.members if not member.consented]
    review = Link(_("Look through and submit"), addresses.of("submit", application.pk))
    if missing and {result.rule for result in now.stops} <= {"consents"}:
        return WhatNext(
            state,
            _("All is filled in. Consent is missing from: %(names)s.") % {"names": ", ".join(missing)},
            _("The signatories of these partners"),
            until,
            act=Link(_("See the consents"), addresses.collaboration(application.collaboration_id)),
        )
    if now.stops:
        return WhatNext(
            state,
            _("All is filled in, but not every rule is met. See the list of rules for what to mend."),
            _("Those who write for the partners"),
            until,
            yours=writes,
        )
    return WhatNext(
        state,
        _("All is ready. The application must be submitted before the deadline."),
        _("The signatory of %(lead)s") % {"lead": application.lead.name},
        until,
        yours=signs,
        act=review if writes else None,
    )


def _submitted(application: Application, state: State) -> WhatNext:
    if is_sealed(application):
        return WhatNext(
            state,
            _("The application is sealed. The directorate can read it when the call has closed."),
            _("The directorate"),
            application.call.closes_at,
        )
    return WhatNext(
        state,
        _("The directorate checks that the formal requirements are met."),
        application.case.officer.name if application.case.officer else _("The directorate"),
    )


def _asked(application: Application, person: Person, state: State) -> WhatNext:
    request = selectors.open_request(application)
    if request is None:
        return WhatNext(state, _("The directorate looks at the answer."), _("The directorate"))
    names = ", ".join(str(SECTIONS[SectionKey(key)]).lower() for key in request.sections)
    return WhatNext(
        state,
        _("Answer what the directorate asks about: %(sections)s.") % {"sections": names},
        _("The signatory of %(lead)s") % {"lead": application.lead.name},
        request.due_at,
        yours=bool(may_write(person, application)),
        act=Link(_("Answer"), addresses.of("give_information", application.pk))
        if may_write(person, application)
        else None,
    )
