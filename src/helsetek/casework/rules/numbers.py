"""Case numbers: the year, a stroke, and a running number of six digits (``2024/000123``)."""

from __future__ import annotations

import re

PATTERN = "[0-9]{4}/[0-9]{6}"
LARGEST = 999_999


def case_number(year: int, running: int) -> str:
    """The number as it is written. Raises ValueError where the series of the year is full."""
    if not 1 <= running <= LARGEST:
        raise ValueError(f"The series of {year} holds the numbers 1 to {LARGEST}; asked for {running}.")
    return f"{year:04d}/{running:06d}"


def is_case_number(text: str) -> bool:
    return re.fullmatch(PATTERN, text) is not None
