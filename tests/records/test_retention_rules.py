"""How long personal data is kept, and what holds it back: pure rules.

The duty (docs/law.md): personvernforordningen art. 5 no. 1 e; arkivlova.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from helsetek.records.rules.retention import Hold, edge, hold_of, is_due

NOW = datetime(2026, 3, 31, 10, tzinfo=UTC)


def test_the_edge_lies_whole_calendar_months_back() -> None:
    assert edge(NOW, 12) == datetime(2025, 3, 31, 10, tzinfo=UTC)
    assert edge(NOW, 1) == datetime(2026, 2, 28, 10, tzinfo=UTC)
    assert edge(NOW, 25) == datetime(2024, 2, 29, 10, tzinfo=UTC)
    assert edge(NOW.replace(month=1), 1) == datetime(2025, 12, 31, 10, tzinfo=UTC)
    with pytest.raises(ValueError, match="at least one month"):
        edge(NOW, 0)


def test_what_began_at_the_very_edge_is_kept() -> None:
    assert not is_due(NOW, NOW)
    assert is_due(NOW.replace(hour=9), NOW)


def test_what_holds_a_thing_back() -> None:
    def held(cases: list[int], *, own: str = "", never_opened: bool = False) -> Hold | None:
        return hold_of(
            cases, own=own, never_opened=never_opened, journalled={1, 2}, hindered={2, 3}, closed={1}
        )

    assert held([]) is None
    assert held([1]) is None
    assert held([1, 4]) is Hold.OPEN_CASE
    assert held([3]) is Hold.HINDERED
    assert held([2]) is Hold.HINDERED
    assert held([1], own="needed") is Hold.OWN
    # A draft that never was before the authority need not be closed; what is in the journal is for the archive.
    assert held([4], never_opened=True) is None
    assert held([1], never_opened=True) is Hold.ARCHIVE
