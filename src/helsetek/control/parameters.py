"""The dated parameters of control: deadlines, and the scale of risk points."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from helsetek.common import parameters

FILE = Path(__file__).with_name("parameters.toml")


def parameter(name: str, day: date) -> Any:
    """The value that held on a day. Raises NoSuchParameter."""
    return parameters.value(FILE, name, day)
