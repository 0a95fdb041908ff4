"""Acts on the scheme itself."""

from helsetek.scheme.selectors import CallContent, content_of

from .allotments import mark_told, open_allotment
from .calls import (
    cancel_call,
    change_draft,
    change_published_call,
    create_call,
    drop_change,
    publish_call,
    write_change,
)
from .envelopes import allot, open_envelope, take_back
from .goals import keep_goals
from .ledger import NoSuchWay, Overdrawn
from .reported import keep_known_awards, keep_reported

__all__ = [
    "CallContent", "NoSuchWay", "Overdrawn", "allot", "cancel_call", "change_draft",
    "change_published_call", "content_of", "create_call", "drop_change", "keep_goals", "keep_known_awards",
    "keep_reported", "mark_told", "open_allotment", "open_envelope", "publish_call", "take_back",
    "write_change",
]  # fmt: skip
