"""Forget who asked for access, when the answer is long given: the request and the answer stay, the person goes."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from helsetek.common import clock, events
from helsetek.records.models import DisclosureRequest
from helsetek.records.parameters import parameter
from helsetek.records.rules.retention import edge


def forget_askers() -> int:
    """Empty name, address and words of requests that were answered long ago. Done by the worker; gives how many.

    personvernforordningen art. 5 no. 1 e (text not seen). Never while an appeal is open.
    """
    months = int(parameter("retention_access_requests_months", clock.today()))
    before = edge(clock.now(), months)
    settled = Q(state="answered", answered_at__lt=before) | Q(state="concluded", concluded_at__lt=before)
    due = DisclosureRequest.objects.filter(settled, emptied_at__isnull=True)
    return sum(_forget(pk) for pk in list(due.values_list("pk", flat=True)[:200]))


@transaction.atomic
def _forget(pk: int) -> int:
    rows = DisclosureRequest.objects.select_for_update(of=("self",)).select_related("case")
    request = rows.filter(pk=pk, emptied_at__isnull=True).first()
    if request is None:
        return 0
    request.name = request.email = request.words = ""
    request.emptied_at = clock.now()
    request.save(update_fields=["name", "email", "words", "emptied_at"])
    events.record(
        "records.asker_forgotten",
        thing=f"disclosure:{request.pk}",
        person_id=None,
        case_number=request.case.number,
    )
    return 1
