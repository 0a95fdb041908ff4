"""Amendments as the cast makes them: Anne drafts, Bjørn sends, Guri prepares, Hans decides. For several tests."""

from __future__ import annotations

from typing import Any

from helsetek.grants.models import Amendment, Grant
from helsetek.grants.rules.amendments import KindCode, Side
from helsetek.grants.selectors import agreements
from helsetek.grants.selectors import amendments as selectors
from helsetek.grants.services import amendments as services
from tests.cast import Cast

WHY = "Leverandøren er forsinket."


def a_draft_amendment(cast: Cast, grant: Grant, kind: str, **change: Any) -> Amendment:
    """Anne's, for Bodø."""
    begun = services.begin(by=cast.anne, grant=grant, kind=KindCode(kind), side=Side.MUNICIPALITY)
    return services.save(by=cast.anne, amendment=begun, data=change, reason=WHY, revision=begun.revision)


def an_asked_amendment(cast: Cast, grant: Grant, kind: str, **change: Any) -> Amendment:
    services.ask(by=cast.bjorn, amendment=a_draft_amendment(cast, grant, kind, **change))
    return fresh(grant)


def raised(cast: Cast, grant: Grant, kind: str, **change: Any) -> Amendment:
    """By Guri, for the directorate."""
    begun = services.begin(by=cast.guri, grant=grant, kind=KindCode(kind), side=Side.DIRECTORATE)
    services.save(by=cast.guri, amendment=begun, data=change, reason=WHY, revision=0)
    services.ask(by=cast.guri, amendment=begun)
    return fresh(grant)


def decided_by_two(cast: Cast, amendment: Amendment, **decision: Any) -> Amendment:
    services.prepare(by=cast.guri, amendment=amendment, **({"grants_it": True, "reasons": ""} | decision))
    services.decide(by=cast.hans, amendment=amendment)
    return selectors.amendment(amendment.pk)


def fresh(grant: Grant) -> Amendment:
    """The newest amendment of the grant, read again."""
    return selectors.amendment(grant.amendments.order_by("-number")[0].pk)


def budget_with(grant: Grant, move_ore: int) -> dict[str, Any]:
    """The budget with a sum moved from its first line to its last."""
    rows = [row.model_dump() for row in agreements.agreement(grant).budget]
    rows[0]["amount_ore"] -= move_ore
    rows[-1]["amount_ore"] += move_ore
    return {"lines": rows}
