"""Payments as they stand: what is released, waiting, sent, paid."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from helsetek.common import clock
from helsetek.grants.models import Instalment, PaymentFile, PaymentStop, SetOff

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
    rows = Instalment.objects.select_related(*related, "envelope", "waits_for").order_by("due_on", "id")
    planned = SetOff.objects.filter(instalment=OuterRef("pk"), withdrawn_at__isnull=True).order_by()
    taken = planned.values("instalment").annotate(s=Sum("amount_ore")).values("s")
    return rows.annotate(set_off=Coalesce(Subquery(taken), 0), net=F("amount_ore") - F("set_off"))


def set_off_of(rows: Iterable[Instalment]) -> dict[int, int]:
    """What is set off in payments, in øre, by the payment's id; nothing for those without."""
    planned = SetOff.objects.filter(instalment__in=list(rows), withdrawn_at__isnull=True).order_by()
    return dict(planned.values_list("instalment").annotate(s=Sum("amount_ore")))


def net_ore(row: Instalment) -> int:
    """What is left of a payment when what is set off in it is taken."""
    return row.amount_ore - set_off_of([row]).get(row.pk, 0)


def not_stopped(rows: QuerySet[Instalment]) -> QuerySet[Instalment]:
    """Those whose grant has no standing stop of payments."""
    return rows.exclude(grant__in=PaymentStop.objects.filter(lifted_at__isnull=True).values("grant"))


def to_prepare() -> QuerySet[Instalment]:
    """Instalments that can be prepared now, soonest first."""
    released = Q(waits_for__isnull=True, due_on__lte=clock.today()) | Q(waits_for__state="approved")
    waiting = Q(state__in=["planned", "failed"], grant__state="accepted")
    ready = instalments().filter(waiting, released, grant__account__isnull=False)
    return not_stopped(ready.exclude(grant__in=grants_with_account_in_doubt()))


def to_attest() -> QuerySet[Instalment]:
    return _leaving("prepared")


def to_send() -> QuerySet[Instalment]:
    return _leaving("attested")


def _leaving(state: str) -> QuerySet[Instalment]:
    """Not what waits on a grant on hold, or for an account that is not verified, or while payments are stopped."""
    rows = instalments().filter(state=state, grant__state="accepted", grant__account__isnull=False)
    return not_stopped(rows.exclude(grant__in=grants_with_account_in_doubt()))


def files() -> QuerySet[PaymentFile]:
    """The newest first, each with how many payments it holds and their sum."""
    counted = {"payment_count": Count("instalments"), "sum_ore": Sum("instalments__amount_ore")}
    return PaymentFile.objects.select_related("document", "made_by").annotate(**counted)


def instalment(pk: int) -> Instalment:
    """Raises Instalment.DoesNotExist."""
    return instalments().get(pk=pk)
