"""What state an appeal is in, what happens next, who must act, and by when."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import permissions
from helsetek.casework.models import Appeal, Ruling
from helsetek.casework.parameters import parameter
from helsetek.common import clock, instants
from helsetek.common.web.parts import Link, WhatNext
from helsetek.common.web.states import state_of
from helsetek.common.working_days import add_working_days

WORDS = "casework.appeal"


def what_next(appeal: Appeal, person: Person) -> WhatNext:
    """For whoever reads the page of the appeal."""
    state = state_of(WORDS, appeal.state)
    match appeal.state:
        case "draft":
            return _draft(appeal, person)
        case "submitted" | "anew":
            return _to_prepare(appeal, person)
        case "prepared":
            return _to_decide(appeal, person)
        case "sent_on":
            return _with_the_body(appeal, person)
        case "withdrawn":
            return WhatNext(state, _("The appeal is taken back. The decision stands."))
        case "dismissed":
            return WhatNext(
                state, _("The appeal was not tried. The letter says why, and how that can be appealed.")
            )
        case _:
            return WhatNext(state, _("The appeal is settled. The letter says what came of it."))


def _draft(appeal: Appeal, person: Person) -> WhatNext:
    signs = bool(permissions.may_sign_appeal(person, appeal))
    route = "casework:send_appeal" if signs and appeal.wrong else "casework:write_appeal"
    label = _("Look through and send") if signs and appeal.wrong else _("Write the appeal")
    return WhatNext(
        state_of(WORDS, appeal.state),
        _("The appeal is written, and sent by a signatory."),
        _("The signatory of %(place)s") % {"place": appeal.organisation.name},
        appeal.deadline_at,
        yours=bool(permissions.may_write_appeal(person, appeal)),
        act=Link(label, reverse(route, args=[appeal.pk])),
    )


def _to_prepare(appeal: Appeal, person: Person) -> WhatNext:
    may = bool(permissions.may_prepare_answer(person, appeal.case))
    words = (
        _("The decision is annulled, and the case is treated anew.")
        if appeal.state == "anew"
        else _("The directorate looks at the case again, and prepares what it decides on the appeal.")
    )
    officer = appeal.case.officer
    return WhatNext(
        state_of(WORDS, appeal.state),
        words,
        officer.name if officer else _("A case officer"),
        due_at(appeal),
        yours=may,
        act=Link(_("Prepare"), reverse("casework:prepare_appeal", args=[appeal.pk])) if may else None,
    )


def due_at(appeal: Appeal) -> datetime:
    """Until when the first instance should have decided (``appeal_working_days`` from when the appeal came)."""
    came = (appeal.submitted_at or clock.now()).astimezone(clock.OSLO).date()
    return instants.end_of(add_working_days(came, int(parameter("appeal_working_days", came))))


def _to_decide(appeal: Appeal, person: Person) -> WhatNext:
    ruling = prepared_on(appeal)
    inside = bool(permissions.may_see_inside(person, appeal.case))
    yours = ruling is not None and bool(permissions.may_rule(person, ruling))
    act = (
        Link(_("Read and decide"), reverse("casework:ruling", args=[ruling.pk]))
        if ruling and inside
        else None
    )
    return WhatNext(
        state_of(WORDS, appeal.state),
        _("What is prepared is decided by somebody who has had no hand in it."),
        _("A decision maker"),
        due_at(appeal),
        yours=yours,
        act=act,
    )


def prepared_on(appeal: Appeal) -> Ruling | None:
    """What is prepared on the appeal and waits to be decided."""
    return appeal.rulings.filter(state="prepared").first()


def _with_the_body(appeal: Appeal, person: Person) -> WhatNext:
    state = state_of(WORDS, appeal.state)
    if can_comment(appeal, person):
        act = Link(_("Comment on the statement"), reverse("casework:comment", args=[appeal.pk]))
        words = _("The appeal body settles the appeal. You can comment on the directorate's statement.")
        return WhatNext(state, words, appeal.organisation.name, appeal.comments_due_at, yours=True, act=act)
    ruling = prepared_on(appeal)
    if ruling is not None and permissions.may_see_inside(person, appeal.case):
        act = Link(_("Read and confirm"), reverse("casework:ruling", args=[ruling.pk]))
        words = _("What the appeal body has ruled is entered, and is confirmed by somebody else.")
        yours = bool(permissions.may_rule(person, ruling))
        return WhatNext(state, words, _("A decision maker"), yours=yours, act=act)
    may = bool(permissions.may_prepare_answer(person, appeal.case))
    body = Link(
        _("Enter what the appeal body has ruled"), reverse("casework:prepare_appeal", args=[appeal.pk])
    )
    return WhatNext(
        state, _("The appeal body settles the appeal."), _("The appeal body"), act=body if may else None
    )


def can_comment(appeal: Appeal, person: Person) -> bool:
    """Whether the reader's party can still say something to the statement."""
    open_still = appeal.comments_due_at is not None and clock.now() < appeal.comments_due_at
    waits = appeal.state == "sent_on" and appeal.commented_at is None and open_still
    return waits and bool(permissions.may_write_appeal(person, appeal))
