"""The kinds of amendment, one row each: who may ask, who decides, whose consent it needs, what goes before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from helsetek.grants.rules.agreements import Agreement, moved_ore, total

from .changes import BudgetChange, Change, NewLead, PartnerIn, PartnersMerged, TimeChange


class KindCode(StrEnum):
    TIME = "time"
    SCOPE = "scope"
    BUDGET = "budget"
    PARTNER_IN = "partner_in"
    PARTNER_OUT = "partner_out"
    MERGED = "merged"
    NEW_LEAD = "new_lead"
    ACCOUNT = "account"
    MORE = "more"
    LESS = "less"
    HOLD = "hold"
    RESUME = "resume"
    END = "end"


class Side(StrEnum):
    """Who raises an amendment."""

    MUNICIPALITY = "municipality"
    DIRECTORATE = "directorate"


class Route(StrEnum):
    """How an amendment comes to hold."""

    TOLD = "told"  # the lead's signatory tells of it, and it holds
    OFFICER = "officer"  # one case officer decides alone
    TWO = "two"  # prepared by a case officer, decided by a decision maker who has had no hand in it
    PAYMENT = "payment"  # checked by a payment preparer, verified by a payment attester: never by who asked


@dataclass(frozen=True)
class Kind:
    """``forewarn``: raised by the directorate it goes against the party, which is heard first (fvl. § 16).

    ``while_held`` kinds can be raised on a grant that is on hold; ``after_final`` ones when the final accounts are in.
    """

    code: KindCode
    sides: frozenset[Side]
    route: Route
    forewarn: bool = False
    while_held: bool = False
    after_final: bool = False


_M, _D = frozenset({Side.MUNICIPALITY}), frozenset({Side.DIRECTORATE})
_BOTH = _M | _D

KINDS: dict[KindCode, Kind] = {
    kind.code: kind
    for kind in (
        Kind(KindCode.TIME, _M, Route.TWO),
        Kind(KindCode.SCOPE, _M, Route.TWO),
        Kind(KindCode.BUDGET, _M, Route.TWO),
        Kind(KindCode.PARTNER_IN, _M, Route.TWO),
        Kind(KindCode.PARTNER_OUT, _BOTH, Route.TWO, forewarn=True),
        Kind(KindCode.MERGED, _BOTH, Route.TWO, after_final=True),
        Kind(KindCode.NEW_LEAD, _M, Route.TWO),
        Kind(KindCode.ACCOUNT, _M, Route.PAYMENT, after_final=True),
        Kind(KindCode.MORE, _BOTH, Route.TWO),
        Kind(KindCode.LESS, _BOTH, Route.TWO, forewarn=True),
        Kind(KindCode.HOLD, _BOTH, Route.OFFICER),
        Kind(KindCode.RESUME, _BOTH, Route.OFFICER, while_held=True),
        Kind(KindCode.END, _BOTH, Route.TWO, forewarn=True, while_held=True),
    )
}


@dataclass(frozen=True)
class RouteFigures:
    """Limits below which less is asked for. Dated parameters in ``grants/parameters.toml``."""

    free_budget_share: Decimal
    short_extension_days: int


def route_of(
    kind: Kind, change: Change, agreement: Agreement, figures: RouteFigures, *, by_law: bool = False
) -> Route:
    """How this very amendment comes to hold: small ones need less than their kind's rule.

    ``by_law``: the merger stands in the register of municipalities, so there is nothing to weigh.
    """
    if isinstance(change, BudgetChange) and is_free(change, agreement, figures.free_budget_share):
        return Route.TOLD
    if isinstance(change, TimeChange) and is_short(change, agreement.ends, figures.short_extension_days):
        return Route.OFFICER
    if isinstance(change, PartnersMerged) and by_law:
        return Route.OFFICER
    return kind.route


def is_free(change: BudgetChange, agreement: Agreement, share: Decimal) -> bool:
    """Whether so little changes place that the directorate is only told. A budget that grows is always decided."""
    moved = moved_ore(agreement.budget, change.rows)
    same_size = total(change.rows) <= total(agreement.budget)
    return same_size and moved <= share * total(agreement.budget)


def is_short(change: TimeChange, ends: date, days: int) -> bool:
    return change.new_end is not None and 0 < (change.new_end - ends).days <= days


def consents_needed(change: Change) -> Iterable[int]:
    """The organisations whose own signatory must consent before it can be decided: who comes in, and who will lead."""
    if isinstance(change, PartnerIn | NewLead) and change.organisation_id:
        return [change.organisation_id]
    return []
