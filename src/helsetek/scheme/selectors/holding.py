"""What an envelope holds back for appeals, until when, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from helsetek.common import clock
from helsetek.scheme import holding
from helsetek.scheme.models import Allotment, Envelope
from helsetek.scheme.rules import holding as rules
from helsetek.scheme.rules.holding import Because, Chance

from .envelopes import balances, balances_of


@dataclass(frozen=True, slots=True)
class Held:
    """``ore`` held back; ``until`` the last time limit has passed (None: not known); ``because``: why it is to stay."""

    ore: int
    until: datetime | None
    because: Because | None
    open_appeals: int
    allotments: tuple[Allotment, ...]


def held(envelope: Envelope) -> Held:
    """What is held in the envelope, over all its allotments."""
    allotments = allotments_from(envelope)
    chances: list[Chance] = [holding.chance_of(one) for one in allotments]
    return Held(
        ore=balances(envelope.pk).held,
        until=rules.held_until(chances),
        because=rules.still_held(chances, clock.now()),
        open_appeals=sum(one.open_appeals for one in chances),
        allotments=tuple(allotments),
    )


def allotments_from(envelope: Envelope) -> list[Allotment]:
    """The allotments that this envelope's money is distributed in."""
    return list(Allotment.objects.filter(envelope=envelope).select_related("call").order_by("pk"))


def releasable() -> list[tuple[Envelope, Held]]:
    """Envelopes that hold money back although no appeal can come any more."""
    sums = balances_of(Envelope.objects.values_list("pk", flat=True))
    holding_back = Envelope.objects.filter(pk__in=[pk for pk, found in sums.items() if found.held])
    found = [(envelope, held(envelope)) for envelope in holding_back]
    return [(envelope, one) for envelope, one in found if one.because is None]
