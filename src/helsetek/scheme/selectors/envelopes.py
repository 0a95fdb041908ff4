"""Reads of envelopes. Every sum is added up from the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from helsetek.scheme.models import Envelope, Posting
from helsetek.scheme.rules.ledger import Balances
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


def _add_up(postings: QuerySet[Posting]) -> Balances:
    summed = postings.order_by().values_list("source", "target").annotate(ore=Sum("amount_ore"))
    return add_up((source, target, ore) for source, target, ore in summed)
