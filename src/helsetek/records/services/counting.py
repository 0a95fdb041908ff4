"""Count what visitors send, in the database that all server processes share."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.crypto import salted_hmac

from helsetek.common import clock
from helsetek.records.models import VisitorCount
from helsetek.records.parameters import parameter

HOUR = 3600
# One statement, the same on SQLite and PostgreSQL: two processes never read the same number.
_COUNT = (
    "INSERT INTO records_visitorcount (visitor, hour, count) VALUES (%s, %s, 1) "
    "ON CONFLICT (visitor, hour) DO UPDATE SET count = records_visitorcount.count + 1 RETURNING count"
)


def count_visit(*, address: str, at: datetime) -> int:
    """How many requests have come from this address in this hour, this one included. No act: no event.

    The address is kept as a keyed hash only, until the next hour is over.
    """
    visitor = salted_hmac("helsetek.records.visitor", address, algorithm="sha256").hexdigest()
    hour = int(at.timestamp()) // HOUR
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [visitor, hour])
        [(count,)] = cursor.fetchall()
    if count == 1:
        VisitorCount.objects.filter(hour__lt=hour - 1).delete()
    return int(count)


def forget_counts() -> int:
    """Delete the counts of hours that are over, if nobody has come since. Gives how many."""
    hour = int(clock.now().timestamp()) // HOUR
    edge = hour - int(parameter("retention_visitors_hours", clock.today()))
    return VisitorCount.objects.filter(hour__lte=edge).delete()[0]
