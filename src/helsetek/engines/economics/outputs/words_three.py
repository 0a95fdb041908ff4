"""A word in the three languages."""

from __future__ import annotations

LANGUAGES = ("nb", "nn", "en")
Words = dict[str, dict[str, str]]


def three(nb: str, nn: str, en: str) -> dict[str, str]:
    """The same in bokmål, nynorsk and English."""
    return {"nb": nb, "nn": nn, "en": en}
