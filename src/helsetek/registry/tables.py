"""The project's own tables of facts (``data/README.md`` names their sources), read as rows of text."""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from importlib.resources import files

Row = dict[str, str]


@lru_cache
def rows(name: str) -> tuple[Row, ...]:
    """The rows of ``data/NAME.csv``, each by the names of its columns."""
    text = files("helsetek.registry").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
