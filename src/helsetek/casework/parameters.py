"""Periods and references of the law that cases are handled by, dated: another administration act is on its way."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from helsetek.common import parameters

FILE = Path(__file__).with_name("parameters.toml")


def parameter(name: str, day: date) -> Any:
    """The value that held on a day. Raises NoSuchParameter."""
    return parameters.value(FILE, name, day)


def reference(name: str, day: date, language: str) -> str:
    """Where a rule stands, as letters write it: «forvaltningsloven § 28», «forvaltningslova § 28»."""
    act = str(parameter("act", day)[language])
    return f"{act} {section(name, day, language)}"


def section(name: str, day: date, language: str) -> str:
    """The section alone: «§ 28», «§§ 18 og 19»; in English «section 28»."""
    return str(parameter(f"section_{name}", day)[language])


def references(day: date, language: str) -> dict[str, str]:
    """Every reference by the name under which letters ask for it: ``law_appeal`` with the act, ``sec_appeal`` without."""
    names = [name.removeprefix("section_") for name in parameters.load(FILE) if name.startswith("section_")]
    full = {f"law_{name}": reference(name, day, language) for name in names}
    return full | {f"sec_{name}": section(name, day, language) for name in names}
