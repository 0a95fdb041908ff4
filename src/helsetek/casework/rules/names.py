"""File names that people give, made safe to store, show and send."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150


def clean_file_name(name: str) -> str:
    """The last part of the path, without control characters and signs that turn the direction of the text.

    Keeps the ending when it shortens. Gives "" if nothing is left.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    kept = re.sub(r'[<>:"|?*]', "_", kept)
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > LONGEST and dot:
        return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}.{ending}"
    return kept[:LONGEST]


def ending_of(name: str) -> str:
    """What comes after the last dot, in small letters; "" if there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""
