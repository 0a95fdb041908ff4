"""What the engine says, in bokmål, nynorsk and English, by a stable code."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """Every message: its code → nb, nn, en. A code never comes to mean something else."""
    text = (files(__package__) / "data" / "messages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class _Values(dict[str, str]):
    """A value that is not given must not keep the rest from being told."""

    def __missing__(self, key: str) -> str:
        return "…"


def shown(value: Any) -> str:
    """A value in a sentence: short."""
    text = ", ".join(str(one) for one in value) if isinstance(value, list | tuple) else str(value)
    return text if len(text) <= 300 else f"{text[:299]}…"


def say(code: str, language: Language = "en", values: Mapping[str, Any] | None = None) -> str:
    """A message with its values."""
    template = catalogue()[code][language]
    return template.format_map(_Values((key, shown(value)) for key, value in (values or {}).items()))


def text_in(text: Mapping[str, str] | None, language: Language) -> str:
    """A text of a kit in a language; English, then bokmål, where that one is not written."""
    if not text:
        return ""
    return text.get(language) or text.get("en") or text.get("nb") or ""
