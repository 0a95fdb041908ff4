"""Sentences that the rules speak: an English text that the catalogues translate, and what is put into it.

The rules are pure and know no language; ``grants.wording.say`` turns a sentence into the reader's words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


def gettext_noop(text: str) -> str:
    """Mark a text for the message catalogues, and give it back as it is."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` holds ``%(name)s`` places; ``params`` fill them.

    The name of a place says how it is shown: ``…_ore`` as money, ``…_share`` (a decimal in text) as per cent,
    ``…_date`` (ISO 8601) as a date, a list as words with commas; anything else as it is.
    """

    text: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is missing or wrong in one field. ``path`` is the field's place: ``title``, ``lines.2.amount_ore``."""

    path: str
    sentence: Sentence


def problem(path: str, text: str, **params: Any) -> Problem:
    return Problem(path, Sentence(text, params))
