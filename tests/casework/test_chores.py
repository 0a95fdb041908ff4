"""The worker does what time brings about: as often as asked, and one failure holds up no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.casework import chores


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(chores, "_chores", {})
    done: list[str] = []

    def fails() -> None:
        done.append("fails")
        raise ValueError("something is wrong")

    chores.register("test.fails", fails, every=timedelta(seconds=60))
    chores.register("test.often", lambda: done.append("often"), every=timedelta(seconds=10))
    return done


def test_each_at_its_own_pace(done: list[str], caplog: pytest.LogCaptureFixture) -> None:
    clock = iter(float(second) for second in range(0, 10_000, 4))
    watch = chores.Watch(tick=lambda: next(clock))
    for _ in range(40):
        watch.do_what_is_due()
    assert done[:2] == ["fails", "often"]
    assert done.count("often") > 3 * done.count("fails") > 3
    assert "test.fails failed" in caplog.text


def test_nothing_is_due_again_at_once(done: list[str]) -> None:
    watch = chores.Watch(tick=lambda: 5.0)
    assert watch.do_what_is_due() == 2
    assert watch.do_what_is_due() == 0
