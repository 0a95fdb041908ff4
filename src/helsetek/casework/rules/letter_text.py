"""The text of a letter as people write it: paragraphs, headings after «## », lists after «- », and {places}. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

LANGUAGES = ("nb", "nn", "en")
_PLACE = re.compile(r"\{([a-z_]+)\}")


def places_in(text: str) -> set[str]:
    """The names of the places that are to be filled in."""
    return set(_PLACE.findall(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Fill in the places whose values are known; the others stay, to be filled in when the letter is sent."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), text)


def strange_places(text: str, known: Iterable[str]) -> list[str]:
    """Places that nothing will ever fill."""
    return sorted(places_in(text) - set(known))


def blocks(text: str) -> list[dict[str, Any]]:
    """The text as the blocks that letters are drawn from (``common.letters``)."""
    found: list[dict[str, Any]] = []
    for part in re.split(r"\n\s*\n", text.strip()):
        found += _part(part.strip())
    return found


def _part(part: str) -> list[dict[str, Any]]:
    if part.startswith("## "):
        heading, _newline, rest = part.partition("\n")
        return [
            {"kind": "heading", "text": heading[3:].strip()},
            *(_part(rest.strip()) if rest.strip() else []),
        ]
    lines = part.splitlines()
    if lines and all(line.startswith("- ") for line in lines):
        return [{"kind": "list", "items": [line[2:].strip() for line in lines]}]
    return [{"kind": "text", "text": part}] if part else []
