"""An answer to «may this person do this?»: yes, or no with the reason, fit to be shown."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Answer:
    """``reason`` says why not, in the reader's language. ``acting_for`` is the organisation's id whose right is used."""

    allowed: bool
    reason: str = ""
    acting_for: int | None = None

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> Answer:
        """Go on if allowed; raise NotAllowed with the reason if not."""
        if not self.allowed:
            raise NotAllowed(self.reason)
        return self


def yes(acting_for: int | None = None) -> Answer:
    return Answer(True, acting_for=acting_for)


def no(reason: str) -> Answer:
    return Answer(False, str(reason))
