"""Count the requests to the interface, in the database that all server processes share."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.crypto import salted_hmac

from .models import RequestCount

MINUTE = 60
# One statement, the same on SQLite and PostgreSQL: two processes never read the same number.
_COUNT = (
    "INSERT INTO api_requestcount (visitor, minute, count) VALUES (%s, %s, 1) "
    "ON CONFLICT (visitor, minute) DO UPDATE SET count = api_requestcount.count + 1 RETURNING count"
)


def count_request(*, address: str, at: datetime) -> int:
    """How many requests have come from this address in this minute, this one included. No act: no event.

    The address is kept as a keyed hash only, until the next minute is over.
    """
    visitor = salted_hmac("helsetek.api.visitor", address, algorithm="sha256").hexdigest()
    minute = int(at.timestamp()) // MINUTE
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [visitor, minute])
        [(count,)] = cursor.fetchall()
    if count == 1:
        RequestCount.objects.filter(minute__lt=minute - 1).delete()
    return int(count)
