"""The paragraphs by which something is withheld: data in ``paragraphs.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language

_FILE = Path(__file__).with_name("paragraphs.toml")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``law`` as it is cited; ``duty``: it must be withheld, not only may be."""

    code: str
    law: str
    duty: bool
    nb: str
    nn: str
    en: str

    @property
    def words(self) -> str:
        """In the reader's language."""
        language = get_language() or "nb"
        return {"nn": self.nn, "en": self.en}.get(language, self.nb)


@lru_cache
def paragraphs() -> dict[str, Paragraph]:
    with _FILE.open("rb") as file:
        tables = tomllib.load(file)
    return {code: Paragraph(code=code, **table) for code, table in tables.items()}


def law_of(code: str) -> str:
    """As it is cited; "" for what is not withheld."""
    found = paragraphs().get(code)
    return found.law if found else ""


def choices() -> list[tuple[str, str]]:
    return [(one.code, f"{one.law}: {one.words}") for one in paragraphs().values()]
