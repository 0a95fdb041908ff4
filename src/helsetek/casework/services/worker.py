"""Send what is queued.

What is guaranteed, whatever fails (the process killed at any point, the database or the mail server away):

* **Never lost.** A notice is queued in the transaction of its act, and leaves the queue only when it is marked
  sent, or failed with a task for the system administrator, after MOST_ATTEMPTS over a day and a half.
* **Two workers never send the same notice.** It is taken under a lock of its row, and a taken one is left alone
  until CLAIM_HOLDS has passed, which is longer than a worker waits for a mail server.
* **Sent at least once, and once but for one case**: a worker that dies after the mail server has the mail and
  before the mark is written has told nobody. At most that one notice is sent again when its claim has run out,
  with the **same Message-ID, Date and text**, so that the receiving side knows it as the same mail and can drop
  the double. No sender of mail can promise more: the answer of the server may always be lost on the way
  (RFC 5321 section 4.5.5 and RFC 1047). The folder back end (``casework.mail``) does drop it.
"""

from __future__ import annotations

import logging
import smtplib
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import close_old_connections, connection, transaction
from django.db.models import Q, QuerySet

from helsetek.casework.models import Notice, NoticeState
from helsetek.casework.rules.retries import CLAIM_HOLDS, MOST_ATTEMPTS, pause_after
from helsetek.common import clock
from helsetek.common.hashing import sha256

log = logging.getLogger(__name__)


def run_worker(
    *,
    until_empty: bool = False,
    pause_seconds: float = 2.0,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Send the queue, one notice at a time; wait for more, or end when it is empty. Gives how many were tried."""
    tried = 0
    while not stop():
        if send_next():
            tried += 1
        elif until_empty:
            break
        else:
            close_old_connections()
            time.sleep(pause_seconds)
    return tried


def send_next() -> bool:
    """Take the next notice that is due and send it. False if there is none."""
    notice = _claim()
    if notice is None:
        return False
    if notice.attempts > MOST_ATTEMPTS:
        # Each worker that took it died with it: it must not take the next one down too.
        _put_back(notice, "WorkerDied")
        return True
    try:
        sent = _mail(notice).send() if notice.person.is_active else 0
    except (OSError, smtplib.SMTPException, ValueError) as error:
        # Only the kind of the fault is kept: what a mail server answers may hold addresses.
        _put_back(notice, type(error).__name__)
    else:
        _mark(notice, sent)
    return True


def _claim() -> Notice | None:
    """Take one notice under lock. Rows that others have locked are skipped, so that workers never wait in line."""
    now = clock.now()
    due = Q(state=NoticeState.QUEUED, not_before__lte=now)
    abandoned = Q(state=NoticeState.SENDING, claimed_at__lte=now - CLAIM_HOLDS)
    with transaction.atomic():
        notice = _lockable().filter(due | abandoned).order_by("not_before", "id").first()
        if notice is not None:
            notice.state, notice.claimed_at, notice.attempts = NoticeState.SENDING, now, notice.attempts + 1
            notice.save(update_fields=["state", "claimed_at", "attempts"])
    return notice


def _lockable() -> QuerySet[Notice]:
    skip = connection.features.has_select_for_update_skip_locked  # SQLite locks the whole file instead
    return Notice.objects.select_for_update(skip_locked=skip)


def _mail(notice: Notice) -> EmailMessage:
    """The same notice is the same mail each time: its name and date come from the notice, not from the attempt."""
    return EmailMessage(
        subject=notice.subject,
        body=notice.body,
        to=[notice.person.email],
        headers={
            "Message-ID": message_id(notice),
            "Date": format_datetime(notice.queued_at),
            "Auto-Submitted": "auto-generated",
        },
    )


def message_id(notice: Notice) -> str:
    """The name of the mail, the same at every attempt (RFC 5322 section 3.6.4)."""
    host = urlsplit(str(settings.SITE_ADDRESS)).hostname or "localhost"
    return f"<notice-{notice.pk}-{sha256(notice.key)[:16]}@{host}>"


def _mark(notice: Notice, sent: int) -> None:
    state = NoticeState.SENT if sent else NoticeState.KEPT
    _own(notice).update(state=state, sent_at=clock.now() if sent else None, problem="")


def _put_back(notice: Notice, problem: str) -> None:
    pause = pause_after(notice.attempts)
    state = NoticeState.FAILED if pause is None else NoticeState.QUEUED
    later: datetime = clock.now() + pause if pause else notice.not_before
    _own(notice).update(state=state, not_before=later, problem=problem[:300])
    log.warning("notice %s could not be sent (attempt %s): %s", notice.pk, notice.attempts, problem)


def _own(notice: Notice) -> QuerySet[Notice]:
    """The row, if it is still this attempt's: a worker that was taken for dead does not mark over the next one's."""
    return Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING, attempts=notice.attempts)
