"""Limits against input that is made to exhaust the machine. Generous: real files keep far inside them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bytes of a file, depth of nesting, and how many issues are kept (the rest are counted)."""

    bytes: int = 200_000_000
    depth: int = 100
    issues: int = 1_000


STANDARD = Limits()
