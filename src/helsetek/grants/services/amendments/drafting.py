"""Begin an amendment, write on it, take it back."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.common.errors import RuleBroken, StaleEdit, WrongState
from helsetek.grants.models import Amendment, Grant
from helsetek.grants.permissions import amendments as permissions
from helsetek.grants.rules.amendments import KINDS, KindCode, Side, read_change
from helsetek.grants.rules.sections import BadSection
from helsetek.grants.selectors.amendments import OPEN
from helsetek.grants.services.common import required_text, within
from helsetek.grants.wording import fields_of

from .shared import LONGEST, lock, lock_grant, move, record, require_open, tell_officer


@transaction.atomic
def begin(*, by: Person, grant: Grant, kind: KindCode, side: Side) -> Amendment:
    """Begin a draft. There is one of a kind at a time: an open one is given back to those who may write on it.

    Raises NotAllowed, WrongState.
    """
    grant = lock_grant(grant.pk)
    acting_for = permissions.may_raise(by, grant, kind, side).require().acting_for
    require_open(grant, KINDS[kind])
    there = grant.amendments.filter(kind=kind, state__in=OPEN).first()
    if there is not None:
        if there.state == "draft" and there.side == side:
            return there
        raise WrongState(_("An amendment of this kind is under way already. Follow that one."))
    amendment = Amendment.objects.create(
        grant=grant,
        number=grant.amendments.count() + 1,
        kind=kind,
        side=side,
        created_at=clock.now(),
        created_by=by,
    )
    record(amendment, "begun", by, acting_for, ("", amendment.state))
    return amendment


@transaction.atomic
def save(*, by: Person, amendment: Amendment, data: dict[str, Any], reason: str, revision: int) -> Amendment:
    """Write what is asked for, and why. ``revision`` is what the writer began from.

    Raises NotAllowed, WrongState, StaleEdit, and RuleBroken for what cannot be read.
    """
    amendment = lock(amendment)
    acting_for = permissions.may_write(by, amendment).require().acting_for
    if amendment.state != "draft":
        raise WrongState(_("This has been sent and can only be read."))
    try:
        change = read_change(amendment.kind, data).model_dump(mode="json")
    except BadSection as bad:
        raise RuleBroken(_("Something cannot be read. See what is marked."), fields_of(bad.problems)) from bad
    reason = within(reason, "reason", LONGEST)
    if amendment.revision != revision and change != amendment.change:
        raise StaleEdit(
            _("Somebody else has saved this since you opened it."),
            theirs=amendment.change,
            yours=change,
            revision=amendment.revision,
        )
    amendment.change, amendment.reason, amendment.revision = change, reason, amendment.revision + 1
    amendment.save(update_fields=["change", "reason", "revision"])
    record(amendment, "saved", by, acting_for, (amendment.state, amendment.state))
    return amendment


@transaction.atomic
def withdraw(*, by: Person, amendment: Amendment, reason: str) -> Amendment:
    """Take it back: nothing is changed. Not after it has been decided."""
    amendment = lock(amendment)
    acting_for = permissions.may_withdraw(by, amendment).require().acting_for
    reason = required_text(reason, "reason", 4000, _("Write why it is withdrawn."))
    sent = amendment.state != "draft"
    states = move(amendment, "withdraw")
    amendment.save(update_fields=["state"])
    if sent and amendment.side == Side.MUNICIPALITY:
        tell_officer(amendment, "withdrawn")
    record(amendment, "withdrawn", by, acting_for, states, reasons=reason)
    return amendment
