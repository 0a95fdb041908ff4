"""What a service may answer instead of doing the act. Each carries words for the person who asked."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """The act was not done and nothing was changed; ``str(error)`` says why, politely, in the reader's language."""


class NotAllowed(Refusal):
    """The person has no right to this."""


class WrongState(Refusal):
    """The thing is not in a state where this can be done (already sent, closed, decided …)."""


class TooLate(Refusal):
    """The deadline has passed, or the door has not opened yet."""


class RuleBroken(Refusal):
    """What was given does not hold. ``fields`` maps field names to sentences; the message sums it up."""

    def __init__(self, message: str, fields: dict[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.fields = fields or {}


class StaleEdit(Refusal):
    """Somebody saved in the meantime. Carries both versions, so that the person can choose."""

    def __init__(self, message: str, *, theirs: dict[str, Any], yours: dict[str, Any], revision: int) -> None:
        super().__init__(message)
        self.theirs, self.yours, self.revision = theirs, yours, revision
