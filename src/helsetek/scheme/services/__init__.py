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
from .holding import hold_for_appeals, release_held, why_held
from .ledger import NoSuchWay, Overdrawn
from .reported import keep_known_awards, keep_reported

__all__ = [
    "CallContent", "NoSuchWay", "Overdrawn", "allot", "cancel_call", "change_draft",
    "change_published_call", "content_of", "create_call", "drop_change", "hold_for_appeals", "keep_goals",
    "keep_known_awards",
    "keep_reported", "mark_told", "open_allotment", "open_envelope", "publish_call", "release_held", "take_back",
    "why_held", "write_change",
]  # fmt: skip
