"""What a reader gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from helsetek.engines.conformance.issues import Issue


@dataclass
class Reading:
    """The resource (None when the syntax is broken), what was wrong, and a way from a path to a line."""

    resource: dict[str, Any] | None
    issues: list[Issue] = field(default_factory=list)
    line_of: Callable[[str], int | None] = lambda path: None
