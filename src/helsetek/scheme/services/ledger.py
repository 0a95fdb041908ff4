"""The one door to the ledger: money moves here, under the envelope's lock, or not at all."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.common import clock, money
from helsetek.common.errors import Refusal
from helsetek.scheme.models import Account, Envelope, Posting
from helsetek.scheme.rules import ledger as rules
from helsetek.scheme.selectors import balances, balances_of_case


class Overdrawn(Refusal):
    """There is not that much on the account; nothing was moved."""

    def __init__(self, message: str, *, account: Account, wanted_ore: int, there_ore: int) -> None:
        super().__init__(message)
        self.account, self.wanted_ore, self.there_ore = account, wanted_ore, there_ore


class NoSuchWay(ValueError):
    """A fault in the program: money cannot go from that account to that one, or the key says something else."""


@transaction.atomic
def move(
    *,
    envelope_id: int,
    source: Account,
    target: Account,
    amount_ore: int,
    case_number: str,
    verb: str,
    key: str,
) -> Posting:
    """Move øre between two accounts of an envelope, once for each ``key``.

    Locks the envelope's row, so that no two movements can each see money that only one of them can have.
    A key that has been used gives the first posting back and moves nothing. Raises Overdrawn when ``source``
    (or the case's part of it) would go below zero, NoSuchWay for a movement that the rules do not know.
    """
    Envelope.objects.select_for_update().get(pk=envelope_id)
    asked = (envelope_id, source.value, target.value, amount_ore, case_number, verb)
    before = Posting.objects.filter(key=key).first()
    if before is not None:
        return _the_same(before, asked)
    _check_way(source, target, amount_ore, case_number)
    _check_cover(envelope_id, source, target, amount_ore, case_number)
    return Posting.objects.create(
        envelope_id=envelope_id,
        source=source,
        target=target,
        amount_ore=amount_ore,
        case_number=case_number,
        verb=verb,
        key=key,
        at=clock.now(),
    )


def _the_same(posting: Posting, asked: tuple[int, str, str, int, str, str]) -> Posting:
    stands = (
        posting.envelope_id, posting.source, posting.target, posting.amount_ore, posting.case_number, posting.verb,
    )  # fmt: skip
    if stands != asked:
        raise NoSuchWay(f"Key {posting.key} has moved {stands}; it cannot move {asked} too.")
    return posting


def _check_way(source: Account, target: Account, amount_ore: int, case_number: str) -> None:
    if not rules.is_a_way(source.value, target.value):
        raise NoSuchWay(f"Money does not go from {source} to {target}.")
    if not 0 < amount_ore <= money.LARGEST_ORE:
        raise NoSuchWay(f"{amount_ore} øre cannot be moved.")
    if not case_number and {source.value, target.value} & rules.OF_A_CASE:
        raise NoSuchWay(f"A movement from {source} to {target} belongs to a case.")


def _check_cover(
    envelope_id: int, source: Account, target: Account, amount_ore: int, case_number: str
) -> None:
    """Raise Overdrawn when there is not enough; and prove that what stands after the movement holds."""
    if source is Account.VOTED:
        return
    of_case = source.value in rules.OF_A_CASE
    stands = balances_of_case(case_number, envelope_id) if of_case else balances(envelope_id)
    there = stands.of(source.value)
    if amount_ore > there:
        raise Overdrawn(
            _("There is %(there)s on «%(account)s», not the %(wanted)s that is needed. Nothing was changed.")
            % {"there": money.show(there), "wanted": money.show(amount_ore), "account": source.label},
            account=source,
            wanted_ore=amount_ore,
            there_ore=there,
        )
    after = rules.moved(stands, source.value, target.value, amount_ore)
    if not (rules.case_holds(after) if of_case else rules.sums_hold(after)):
        raise NoSuchWay(
            f"The ledger of envelope {envelope_id} does not balance after {amount_ore} øre {source}→{target}."
        )
