"""`helsetek worker` works until it is asked to stop, and waits for a database that is away."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from helsetek.casework import chores
from helsetek.config import worker

pytestmark = pytest.mark.django_db


def test_it_does_its_rounds_and_waits_for_the_database(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stopped, rounds = threading.Event(), list[int]()

    def send(**given: object) -> int:
        rounds.append(1)
        if rounds.count(1) == 1:
            raise OperationalError("anne@example.org: the server is gone")
        stopped.set()
        return 0

    monkeypatch.setattr(chores, "_chores", {})
    chores.register("test.chore", lambda: rounds.append(0), every=timedelta(hours=1))
    monkeypatch.setattr(worker, "run_worker", send)
    monkeypatch.setattr(worker, "PAUSE_WITHOUT_DATABASE_SECONDS", 0.01)
    worker.work(stopped)
    assert rounds == [0, 1, 1]
    assert "the database does not answer (OperationalError)" in caplog.text
    assert "example.org" not in caplog.text
