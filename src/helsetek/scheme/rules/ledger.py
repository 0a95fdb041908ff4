"""Where the money of an envelope can be, and which way it can go. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

VOTED, FREE, RESERVED, GRANTED, ACCEPTED, PAID, RETURNED = (
    "voted", "free", "reserved", "granted", "accepted", "paid", "returned",
)  # fmt: skip

# source → targets. Only what is listed is possible: money never jumps over a step somebody answers for.
WAYS: dict[str, frozenset[str]] = {
    VOTED: frozenset({FREE}),  # allotted
    FREE: frozenset({VOTED, RESERVED}),  # given back to the state, or decided
    RESERVED: frozenset({FREE, GRANTED}),  # decision reopened, or told
    GRANTED: frozenset({FREE, ACCEPTED}),  # declined or lapsed, or accepted
    ACCEPTED: frozenset({FREE, PAID}),  # never to be paid out, or paid
    PAID: frozenset({ACCEPTED, RETURNED}),  # the bank gave it back, or the recipient did
    RETURNED: frozenset({FREE}),  # put to use again
}
# What stands on these accounts always belongs to a case, so no case can use another's money.
OF_A_CASE = frozenset({RESERVED, GRANTED, ACCEPTED, PAID})


@dataclass(frozen=True, slots=True)
class Balances:
    """Øre on each account. The accounts after ``allotted`` always add up to it."""

    allotted: int = 0
    free: int = 0
    reserved: int = 0
    granted: int = 0
    accepted: int = 0
    paid: int = 0
    returned: int = 0

    def of(self, account: str) -> int:
        """What stands on an account; what is voted but not yet handed out has no limit here, so it is not asked."""
        return int(getattr(self, account))


def balances(movements: Iterable[tuple[str, str, int]]) -> Balances:
    """Add up movements of (source, target, øre)."""
    sums = dict.fromkeys(WAYS, 0)
    for source, target, amount in movements:
        sums[source] -= amount
        sums[target] += amount
    return Balances(allotted=-sums.pop(VOTED), **sums)


def is_a_way(source: str, target: str) -> bool:
    return target in WAYS.get(source, frozenset())
