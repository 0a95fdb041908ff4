"""Reads of envelopes. Every sum is added up from the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby

from django.db.models import QuerySet, Sum

from helsetek.scheme.models import Account, Envelope, Posting
from helsetek.scheme.rules.ledger import Balances, Entry, balance_is_proven
from helsetek.scheme.rules.ledger import balances as add_up


def envelope(envelope_id: int) -> Envelope:
    """Raises Envelope.DoesNotExist."""
    return Envelope.objects.get(pk=envelope_id)


def envelopes() -> QuerySet[Envelope]:
    """All, newest year first."""
    return Envelope.objects.all()


def balances(envelope_id: int) -> Balances:
    """Øre on each account of the envelope; all zero if nothing has moved."""
    return _add_up(Posting.objects.filter(envelope_id=envelope_id))


def balances_of(envelope_ids: Iterable[int]) -> dict[int, Balances]:
    """The same for several envelopes in one query; an envelope where nothing has moved is there with zeros."""
    ids = set(envelope_ids)
    rows: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    summed = (
        Posting.objects.filter(envelope_id__in=ids).order_by().values_list("envelope_id", "source", "target")
    )
    for envelope_id, source, target, ore in summed.annotate(ore=Sum("amount_ore")):
        rows[envelope_id].append((source, target, ore))
    return {envelope_id: add_up(rows[envelope_id]) for envelope_id in ids}


def balances_of_case(case_number: str, envelope_id: int | None = None) -> Balances:
    """Where the money of one case stands, in all envelopes or in one."""
    postings = Posting.objects.filter(case_number=case_number)
    return _add_up(postings if envelope_id is None else postings.filter(envelope_id=envelope_id))


def postings_of(envelope_id: int) -> QuerySet[Posting]:
    """Every movement, oldest first."""
    return Posting.objects.filter(envelope_id=envelope_id)


def postings_of_case(case_number: str) -> QuerySet[Posting]:
    """Every movement of one case, in all envelopes, oldest first."""
    return Posting.objects.filter(case_number=case_number).select_related("envelope").order_by("id")


def balances_of_cases(case_numbers: Iterable[str]) -> dict[str, Balances]:
    """Where the money of several cases stands, in one query; a case where nothing has moved is there with zeros."""
    numbers = set(case_numbers)
    rows: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    summed = Posting.objects.filter(case_number__in=numbers).order_by()
    found = summed.values_list("case_number", "source", "target").annotate(ore=Sum("amount_ore"))
    for number, source, target, ore in found:
        rows[number].append((source, target, ore))
    return {number: add_up(rows[number]) for number in numbers}


def stands_by_envelope(case_number: str, account: str) -> list[tuple[int, int]]:
    """What one case has on an account in each envelope: (envelope, øre), in the order its money first came there."""
    rows: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
    postings = Posting.objects.filter(case_number=case_number).order_by("id")
    for envelope_id, source, target, ore in postings.values_list(
        "envelope_id", "source", "target", "amount_ore"
    ):
        rows[envelope_id].append((source, target, ore))
    return [(envelope_id, add_up(moves).of(account)) for envelope_id, moves in rows.items()]


def put_to_use_again(case_number: str) -> list[tuple[int, int]]:
    """What one case has given back that is free again, in each envelope: (envelope, øre), the first first."""
    found: dict[int, int] = {}
    ways = {(Account.RETURNED.value, Account.FREE.value): 1, (Account.FREE.value, Account.RETURNED.value): -1}
    postings = Posting.objects.filter(case_number=case_number).order_by("id")
    for envelope_id, *way, ore in postings.values_list("envelope_id", "source", "target", "amount_ore"):
        found[envelope_id] = found.get(envelope_id, 0) + ways.get((way[0], way[1]), 0) * ore
    return [(pk, ore) for pk, ore in found.items() if ore > 0]


def ledger_fault() -> tuple[int, str]:
    """Prove the ledger of every envelope and of every case in it: how many postings hold, and the first fault or ""."""
    checked = 0
    rows = Posting.objects.order_by("envelope_id", "id").values_list(
        "envelope_id", "source", "target", "amount_ore", "case_number", "id"
    )
    for envelope_id, group in groupby(rows.iterator(chunk_size=2000), key=lambda row: row[0]):
        entries = [Entry(*row[1:5], name=f"posting {row[5]}") for row in group]
        if fault := balance_is_proven(entries):
            return checked, f"envelope {envelope_id}: {fault}"
        checked += len(entries)
    return checked, ""


def _add_up(postings: QuerySet[Posting]) -> Balances:
    summed = postings.order_by().values_list("source", "target").annotate(ore=Sum("amount_ore"))
    return add_up((source, target, ore) for source, target, ore in summed)
