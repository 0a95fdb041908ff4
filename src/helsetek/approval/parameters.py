"""The room's dated figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from helsetek.common import clock, parameters

from .rules.surveillance import Limits

FILE = Path(__file__).resolve().parent / "parameters.toml"
_LIMITS = ("incident_hours", "documents_days", "plan_days", "start_days", "close_days", "suspended_days")


def parameter(name: str, day: date | None = None) -> Any:
    return parameters.value(FILE, name, day or clock.today())


def limits(day: date | None = None) -> Limits:
    return Limits(**{name: parameter(name, day) for name in _LIMITS})
