"""Text for letters: only what the letters' font can draw."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

_COVERAGE = Path(__file__).parent / "fonts" / "coverage.txt"
_UNKNOWN = "□"
_LINE_ENDS = {"\n", "\t"}
_LONG_WORD = re.compile(r"\S{40}(?=\S)")
_MAY_BREAK = "\u200b"


@lru_cache
def _covered() -> frozenset[int]:
    ranges = (line.split("-") for line in _COVERAGE.read_text(encoding="ascii").split())
    return frozenset(point for ends in ranges for point in range(int(ends[0], 16), int(ends[-1], 16) + 1))


def drawable(text: str) -> str:
    """The text in composed form, with □ for what the font lacks, and without control characters.

    PDF/A (ISO 19005-2 section 6.2.11.8) lets no sign be drawn that no font has: an applicant's emoji must not
    stop a letter. Words longer than a line may be broken.
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    drawn = "".join(_sign(letter) for letter in composed)
    return _LONG_WORD.sub(lambda found: found[0] + _MAY_BREAK, drawn)


def _sign(letter: str) -> str:
    if ord(letter) in _covered() or letter in _LINE_ENDS:
        return letter
    return "" if unicodedata.category(letter)[0] in "CM" else _UNKNOWN


def drawable_data(data: Any) -> Any:
    """The same, for every text in lists and dictionaries."""
    if isinstance(data, str):
        return drawable(data)
    if isinstance(data, dict):
        return {str(key): drawable_data(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [drawable_data(value) for value in data]
    return data
