"""Several workers on one queue, on real connections: each notice is sent by one of them, and they do not wait in line."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.core import mail
from django.db import connection, transaction

from helsetek.casework import services
from helsetek.casework.models import Notice, NoticeState
from tests import cast as casting
from tests.cast import Cast

from .at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def queue(cast: Cast, count: int) -> None:
    case = services.open_case(kind="test.case", title="En sak", lead_id=cast.bodo.pk)
    for number in range(count):
        services.notify(
            [cast.anne], kind="casework.message", key=f"act:{number}", path="", case=case, data={"case": case}
        )


def test_no_notice_is_sent_by_two() -> None:
    queue(casting.gather(), 30)
    at_once(4, lambda: services.run_worker(until_empty=True))
    sent = Counter(message.extra_headers["Message-ID"] for message in mail.outbox)
    assert len(sent) == 30
    assert set(sent.values()) == {1}
    assert set(Notice.objects.values_list("state", "attempts")) == {(NoticeState.SENT, 1)}


@pytest.mark.postgres
def test_a_worker_passes_by_what_another_has_locked() -> None:
    queue(casting.gather(), 2)
    first, second = Notice.objects.order_by("id")
    with transaction.atomic():
        Notice.objects.select_for_update().get(pk=first.pk)
        other = threading.Thread(target=lambda: (services.send_next(), connection.close()))
        other.start()
        other.join(timeout=10)
        assert not other.is_alive(), "the worker waits for the locked row"
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.state, second.state) == (NoticeState.QUEUED, NoticeState.SENT)
