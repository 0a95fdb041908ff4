"""Where the money of an envelope can be, which way it can go and what each way means, and the proof of it. Pure.

Double entry: every movement takes from one account what it puts on another, so the accounts always add up to what was
voted. What stands on an account of a case always belongs to that case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

VOTED, FREE, HELD, RESERVED, GRANTED, ACCEPTED = ("voted", "free", "held", "reserved", "granted", "accepted")
PAID, REPORTED, APPROVED, UNSPENT, CLAIMED = ("paid", "reported", "approved", "unspent", "claimed")
RETURNED, WRITTEN_OFF = ("returned", "written_off")


@dataclass(frozen=True, slots=True)
class Way:
    """A way money can go; ``meaning`` is what has happened when it does (English, translated where it is shown)."""

    source: str
    target: str
    meaning: str


def gettext_noop(text: str) -> str:
    """Marks the text for the catalogues; it is translated where it is shown."""
    return text


_ = gettext_noop

# Only what is listed is possible: money never jumps over a step somebody answers for.
ALL_WAYS = (
    Way(VOTED, FREE, _("Allotted to the envelope")),
    Way(FREE, VOTED, _("Given back to the state")),
    Way(FREE, HELD, _("Held back while appeals can come")),
    Way(HELD, FREE, _("Appeals can no longer come, or were not upheld: what was held is free")),
    Way(HELD, RESERVED, _("Set aside for an appeal that is upheld, until the parties are told")),
    Way(RESERVED, HELD, _("The decision on the appeal was reopened before anybody was told")),
    Way(HELD, GRANTED, _("Granted after an appeal")),
    Way(FREE, RESERVED, _("Decided")),
    Way(RESERVED, FREE, _("The decision was reopened")),
    Way(RESERVED, GRANTED, _("The party was told")),
    Way(GRANTED, FREE, _("Declined, lapsed or reversed")),
    Way(GRANTED, ACCEPTED, _("Accepted by the recipient")),
    Way(ACCEPTED, FREE, _("Will never be paid out")),
    Way(ACCEPTED, PAID, _("Paid out")),
    Way(PAID, ACCEPTED, _("The bank gave the payment back")),
    Way(PAID, REPORTED, _("Spent, as the recipient reports")),
    Way(REPORTED, PAID, _("The report was asked about again")),
    Way(REPORTED, APPROVED, _("The accounts were approved")),
    Way(PAID, APPROVED, _("Paid for accounts that were approved before")),
    Way(APPROVED, REPORTED, _("The approval was reversed")),
    Way(PAID, UNSPENT, _("Not spent, by the approved accounts")),
    Way(APPROVED, UNSPENT, _("Approved before, but not spent by the final accounts")),
    Way(UNSPENT, PAID, _("Found to have been spent after all")),
    Way(UNSPENT, CLAIMED, _("Unspent money was claimed back")),
    Way(PAID, CLAIMED, _("Claimed back because the terms were broken")),
    Way(REPORTED, CLAIMED, _("Claimed back because the terms were broken")),
    Way(APPROVED, CLAIMED, _("Claimed back because the terms were broken")),
    Way(CLAIMED, PAID, _("The claim was reversed")),
    Way(CLAIMED, ACCEPTED, _("Paid back, and to be paid out again: the claim was reversed")),
    Way(CLAIMED, UNSPENT, _("The claim was taken back, the money is still unspent")),
    Way(CLAIMED, RETURNED, _("Paid back")),
    Way(PAID, RETURNED, _("Paid back of the recipient's own accord")),
    Way(UNSPENT, RETURNED, _("Unspent money was paid back before it was claimed")),
    Way(RETURNED, CLAIMED, _("A repayment was recorded by mistake")),
    Way(CLAIMED, WRITTEN_OFF, _("Waived or written off")),
    Way(WRITTEN_OFF, CLAIMED, _("What was written off is claimed again")),
    Way(RETURNED, FREE, _("Put to use again in the budget year")),
    Way(FREE, RETURNED, _("Repaid money that was put to use again is taken back")),
)

WAYS: dict[str, frozenset[str]] = {
    source: frozenset(way.target for way in ALL_WAYS if way.source == source)
    for source in dict.fromkeys(way.source for way in ALL_WAYS)
}
_MEANINGS = {(way.source, way.target): way.meaning for way in ALL_WAYS}
# What stands on these accounts always belongs to a case, so no case can use another's money.
OF_A_CASE = frozenset(
    {RESERVED, GRANTED, ACCEPTED, PAID, REPORTED, APPROVED, UNSPENT, CLAIMED, RETURNED, WRITTEN_OFF}
)

Movement = tuple[str, str, int]
"""Source, target, øre."""


@dataclass(frozen=True, slots=True)
class Balances:
    """Øre on each account. The accounts after ``allotted`` always add up to it."""

    allotted: int = 0
    free: int = 0
    held: int = 0
    reserved: int = 0
    granted: int = 0
    accepted: int = 0
    paid: int = 0
    reported: int = 0
    approved: int = 0
    unspent: int = 0
    claimed: int = 0
    returned: int = 0
    written_off: int = 0

    def of(self, account: str) -> int:
        """What stands on an account; what is voted but not yet handed out has no limit here, so it is not asked."""
        return int(getattr(self, account))

    @property
    def paid_out(self) -> int:
        """What has left for the recipients and not come back, whatever came of it since."""
        return self.paid + self.reported + self.approved + self.unspent + self.claimed + self.written_off

    @property
    def given(self) -> int:
        """What stands for recipients now: told of, accepted, or paid out."""
        return self.granted + self.accepted + self.paid_out

    @property
    def to_come_back(self) -> int:
        """What is found unspent or is claimed, and has not come in."""
        return self.unspent + self.claimed

    def accounts(self) -> dict[str, int]:
        """Øre on each account but ``voted``, in the order money passes them."""
        return {field.name: self.of(field.name) for field in fields(self) if field.name != "allotted"}


def balances(movements: Iterable[Movement]) -> Balances:
    """Add up movements of (source, target, øre)."""
    sums = dict.fromkeys(_ACCOUNTS, 0)
    for source, target, amount in movements:
        sums[source] -= amount
        sums[target] += amount
    return Balances(allotted=-sums.pop(VOTED), **sums)


_ACCOUNTS = (VOTED, *Balances().accounts())


def moved(stands: Balances, source: str, target: str, amount_ore: int) -> Balances:
    """The balances after one more movement."""
    changed = {source: -amount_ore, target: amount_ore}
    if VOTED in changed:
        changed["allotted"] = -changed.pop(VOTED)
    return replace(stands, **{name: stands.of(name) + ore for name, ore in changed.items()})


def is_a_way(source: str, target: str) -> bool:
    return target in WAYS.get(source, frozenset())


def meaning(source: str, target: str) -> str:
    """What has happened when money goes that way, in English."""
    return _MEANINGS[source, target]


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting, as the proof reads it."""

    source: str
    target: str
    amount_ore: int
    case_number: str = ""
    name: str = ""


def balance_is_proven(postings: Iterable[Entry]) -> str:
    """Replay the postings of one envelope in their order. "" when they hold; else the first fault, in English.

    Proven: every posting goes a known way with a positive sum, no account and no case's part of one is ever below
    zero, and at the end the accounts add up to what was voted (debit equals credit).
    """
    sums: dict[str, int] = defaultdict(int)
    of_case: dict[tuple[str, str], int] = defaultdict(int)
    for entry in postings:
        if not is_a_way(entry.source, entry.target) or entry.amount_ore <= 0:
            return f"{entry.name}: {entry.amount_ore} øre cannot go from {entry.source} to {entry.target}"
        _post(sums, of_case, entry)
        if fault := _below_zero(sums, of_case, entry):
            return fault
    return "" if sum(sums.values()) == 0 else "the accounts do not add up to what was voted"


def _post(sums: dict[str, int], of_case: dict[tuple[str, str], int], entry: Entry) -> None:
    for account, ore in ((entry.source, -entry.amount_ore), (entry.target, entry.amount_ore)):
        sums[account] += ore
        if account in OF_A_CASE:
            of_case[entry.case_number, account] += ore


def _below_zero(sums: dict[str, int], of_case: dict[tuple[str, str], int], entry: Entry) -> str:
    """Only the account taken from can have gone below zero."""
    source = entry.source
    if source != VOTED and sums[source] < 0:
        return f"{entry.name}: {source} stands at {sums[source]} øre"
    if source in OF_A_CASE and of_case[entry.case_number, source] < 0:
        return f"{entry.name}: {source} of case {entry.case_number} stands at {of_case[entry.case_number, source]} øre"
    return ""


def sums_hold(found: Balances) -> bool:
    """Whether sums that were added up hold: nothing below zero, and the accounts add up to what was allotted."""
    parts = found.accounts().values()
    return all(ore >= 0 for ore in parts) and sum(parts) == found.allotted


def case_holds(found: Balances) -> bool:
    """The same for one case: its own accounts never below zero, and together exactly what was drawn from the pools."""
    own = {name: ore for name, ore in found.accounts().items() if name in OF_A_CASE}
    return (
        all(ore >= 0 for ore in own.values())
        and sum(own.values()) == found.allotted - found.free - found.held
    )


def spread(wanted_ore: int, there: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take a sum from several purses in order: ``there`` is (purse, øre), the answer (purse, øre taken).

    Raises ValueError when there is not enough in all of them.
    """
    taken, left = [], wanted_ore
    for purse, ore in there:
        part = min(max(ore, 0), left)
        if part:
            taken.append((purse, part))
            left -= part
    if left:
        raise ValueError(f"{left} øre of {wanted_ore} are nowhere to be taken from.")
    return taken
