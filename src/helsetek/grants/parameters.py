"""The grant case's own dated parameters."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from helsetek.common import parameters

FILE = Path(__file__).with_name("parameters.toml")


def parameter(name: str, day: date) -> Any:
    """The value that held on a day. Raises NoSuchParameter."""
    return parameters.value(FILE, name, day)


def dated(name: str) -> parameters.Parameter:
    """All values of a parameter, with the day each begins to hold and its source."""
    return parameters.load(FILE)[name]
