"""What has come to the counterpart, and waiting for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from helsetek.engines.kits.exchanges import Headers

MOST_MESSAGES = 1_000


@dataclass(frozen=True)
class Message:
    """A message as it came. `path` is where it was sent, for those who have several addresses."""

    content: bytes
    headers: Headers = ()
    path: str = "/"


@dataclass
class Inbox:
    """Messages in the order they came. Each is taken once. Safe between threads."""

    waiting: list[Message] = field(default_factory=list)
    ever: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def put(self, message: Message) -> bool:
        """Keeps a message; False when there is no room for more."""
        with self._changed:
            if self.ever >= MOST_MESSAGES:
                return False
            self.ever += 1
            self.waiting.append(message)
            self._changed.notify_all()
            return True

    def take(self, wanted: Callable[[Message], bool], seconds: float) -> Message | None:
        """The first message that is wanted, as soon as it is there; None when the time is over."""
        until = time.monotonic() + seconds
        seen = 0
        with self._changed:
            while True:
                for number, one in enumerate(self.waiting[seen:], seen):
                    if wanted(one):
                        return self.waiting.pop(number)
                seen = len(self.waiting)
                left = until - time.monotonic()
                if left <= 0:
                    return None
                self._changed.wait(left)
