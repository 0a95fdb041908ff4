"""What a grant's page tells of its agreement and its amendments."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from helsetek.accounts.selectors import Person
from helsetek.common.web import states
from helsetek.common.web.parts import Task
from helsetek.grants.models import Amendment, Grant
from helsetek.grants.permissions import amendments as may
from helsetek.grants.rules.amendments import KINDS, Side
from helsetek.grants.selectors import agreements
from helsetek.grants.selectors import amendments as selectors


def context(person: Person, grant: Grant, *, inside: bool) -> dict[str, Any]:
    if grant.state not in ("accepted", "held", "closed"):
        return {"agreed": False}
    newest = agreements.newest(grant)
    return {
        "agreed": True,
        "agreement_number": newest.number if newest else 1,
        "amendments": [_task(one) for one in selectors.of_grant(grant, inside=inside)],
        "may_amend": grant.state != "closed" and _may_raise_some(person, grant),
        "account_in_doubt": selectors.account_in_doubt(grant),
        "needs_account": grant.account_id is None and grant.state != "closed",
    }


def _may_raise_some(person: Person, grant: Grant) -> bool:
    """One kind that both sides can raise stands for all."""
    both = next(code for code, kind in KINDS.items() if len(kind.sides) == len(Side))
    return any(may.may_raise(person, grant, both, side) for side in Side)


def _task(amendment: Amendment) -> Task:
    return Task(
        amendment.get_kind_display(),
        reverse("grants:amendment", args=[amendment.pk]),
        about=amendment.reason[:160],
        state=states.state_of("grants.amendment", amendment.state),
    )
