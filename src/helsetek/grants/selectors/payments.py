"""Payments as they stand: what is released, waiting, sent, paid."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet, Sum

from helsetek.common import clock
from helsetek.grants.models import Instalment, PaymentFile

from .amendments import grants_with_account_in_doubt


def instalments() -> QuerySet[Instalment]:
    related = (
        "grant__application__case",
        "grant__application__lead",
        "grant__account",
        "prepared_by",
        "attested_by",
        "file",
    )
    return Instalment.objects.select_related(*related, "envelope", "waits_for").order_by("due_on", "id")


def to_prepare() -> QuerySet[Instalment]:
    """Instalments that can be prepared now, soonest first."""
    released = Q(waits_for__isnull=True, due_on__lte=clock.today()) | Q(waits_for__state="approved")
    waiting = Q(state__in=["planned", "failed"], grant__state="accepted")
    ready = instalments().filter(waiting, released, grant__account__isnull=False)
    return ready.exclude(grant__in=grants_with_account_in_doubt())


def to_attest() -> QuerySet[Instalment]:
    return _leaving("prepared")


def to_send() -> QuerySet[Instalment]:
    return _leaving("attested")


def _leaving(state: str) -> QuerySet[Instalment]:
    """Not what waits on a grant on hold, or for an account that is not verified."""
    rows = instalments().filter(state=state, grant__state="accepted", grant__account__isnull=False)
    return rows.exclude(grant__in=grants_with_account_in_doubt())


def files() -> QuerySet[PaymentFile]:
    """The newest first, each with how many payments it holds and their sum."""
    counted = {"payment_count": Count("instalments"), "sum_ore": Sum("instalments__amount_ore")}
    return PaymentFile.objects.select_related("document", "made_by").annotate(**counted)


def instalment(pk: int) -> Instalment:
    """Raises Instalment.DoesNotExist."""
    return instalments().get(pk=pk)
