"""What the answer on a document amounts to, and what must be said with it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class How(StrEnum):
    """What is done with one file."""

    WHOLE = "whole"
    REDACTED = "redacted"
    WITHHELD = "withheld"


class Outcome(StrEnum):
    """What is answered on one document (a journal entry with all its files)."""

    GIVEN = "given"
    PART = "part"
    REFUSED = "refused"


def outcome_of(files: Iterable[How]) -> Outcome:
    """All as they are: given. None at all: refused. Anything between: in part (offentleglova § 12, text not seen)."""
    chosen = list(files)
    if chosen and all(how is How.WHOLE for how in chosen):
        return Outcome.GIVEN
    if all(how is How.WITHHELD for how in chosen):
        return Outcome.REFUSED
    return Outcome.PART


def needs_ground(outcome: Outcome) -> bool:
    """A refusal, also in part, names its paragraph and says why (offentleglova § 31, text not seen)."""
    return outcome is not Outcome.GIVEN
