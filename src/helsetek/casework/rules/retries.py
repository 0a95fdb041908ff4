"""When a notice that could not be sent is tried again, and when to give up."""

from __future__ import annotations

from datetime import timedelta

# A short outage is bridged within the hour, a long one within a day and a half; then a person must look.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 4 * 60, 12 * 60, 20 * 60))
MOST_ATTEMPTS = len(_PAUSES) + 1

# A worker that has said nothing for so long after taking a notice is taken to be dead.
# It must be longer than any mail server is waited for (EMAIL_TIMEOUT).
CLAIM_HOLDS = timedelta(minutes=10)


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failed attempts; None when it is time to give up."""
    if attempts < 1:
        raise ValueError("Nothing has been tried yet.")
    return _PAUSES[attempts - 1] if attempts < MOST_ATTEMPTS else None
