"""So many requests a minute from one address, whatever server process they come to.

The duties (docs/law.md): personvernforordningen art. 5 no. 1 c and e.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings

from helsetek.api.models import RequestCount
from helsetek.api.services import count_request
from helsetek.common import clock
from helsetek.common.instants import oslo
from tests.processes import surroundings
from tests.visiting import visitor

NOON = oslo(2031, 5, 17, 12, 0, 20)
HERE = "127.0.0.1"
ASK = """
import django; django.setup()
from datetime import datetime
from helsetek.api.services import count_request
for _ in range({times}):
    print(count_request(address="{address}", at=datetime.fromisoformat("{at}")))
"""


def another_process(times: int) -> list[int]:
    """Count so many requests from here in a process of its own; what it was told each time."""
    code = ASK.format(times=times, address=HERE, at=NOON.isoformat())
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=surroundings(django_settings.HELSETEK_HOME),
        cwd=django_settings.ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    return [int(line) for line in done.stdout.split()]


@pytest.mark.django_db(transaction=True)
def test_all_processes_count_together(settings: Any) -> None:
    settings.API_REQUESTS_A_MINUTE = 3
    with clock.at(NOON):
        assert visitor().get("/api/v1/calls")["RateLimit-Remaining"] == "2"
        assert another_process(2) == [2, 3]
        refused = visitor().get("/api/v1/calls")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "40"
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["status"] == 429
    assert "40 seconds" in refused.json()["detail"]
    assert another_process(1) == [5]


@pytest.mark.django_db
def test_the_next_minute_begins_anew_and_what_is_old_is_forgotten() -> None:
    assert [count_request(address=HERE, at=NOON) for _ in range(3)] == [1, 2, 3]
    for minute in (1, 2):
        assert count_request(address=HERE, at=NOON + timedelta(minutes=minute)) == 1
    assert RequestCount.objects.count() == 2


@pytest.mark.django_db
def test_addresses_are_not_kept() -> None:
    count_request(address="192.0.2.7", at=NOON)
    [kept] = RequestCount.objects.all()
    assert "192.0.2.7" not in str(vars(kept))
    assert count_request(address="192.0.2.8", at=NOON) == 1
