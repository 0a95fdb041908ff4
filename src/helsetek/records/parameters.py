"""This room's own dated parameters."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from helsetek.common import parameters

FILE = Path(__file__).with_name("parameters.toml")


def parameter(name: str, day: date) -> Any:
    """The value that held on a day. Raises NoSuchParameter."""
    return parameters.value(FILE, name, day)


def parameter_with_source(name: str, day: date) -> parameters.Dated:
    return parameters.load(FILE)[name].at(day)
