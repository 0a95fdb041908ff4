"""A draw by lot for tests: two of five."""

from __future__ import annotations

from datetime import timedelta

from helsetek.accounts.selectors import Person
from helsetek.casework import services
from helsetek.casework.rules.draws import Unit
from helsetek.casework.selectors import DrawAnnouncement
from helsetek.common import clock

UNITS = [(Unit(f"2024/00000{n}", "abc"[n % 3], n * 100), f"Sak {n}") for n in range(1, 6)]


def a_draw(by: Person, *, wanted: int = 2, public_in: timedelta = timedelta()) -> DrawAnnouncement:
    """Announced now; the seed is taken in an hour."""
    now = clock.now()
    return services.announce_draw(
        by=by,
        kind="test",
        title="Two of five",
        units=reversed(UNITS),
        wanted=wanted,
        seed_at=now + timedelta(hours=1),
        about="test:1",
        public_from=now + timedelta(hours=2) + public_in,
    )
