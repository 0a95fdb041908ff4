"""Acts on the scheme itself."""

from .allotments import mark_told, open_allotment
from .calls import (
    CallContent,
    cancel_call,
    change_draft,
    change_published_call,
    content_of,
    create_call,
    publish_call,
)
from .envelopes import allot, open_envelope, take_back
from .goals import keep_goals
from .ledger import NoSuchWay, Overdrawn
from .reported import keep_reported

__all__ = [
    "CallContent", "NoSuchWay", "Overdrawn", "allot", "cancel_call", "change_draft",
    "change_published_call", "content_of", "create_call", "keep_goals", "keep_reported", "mark_told",
    "open_allotment", "open_envelope", "publish_call", "take_back",
]  # fmt: skip
