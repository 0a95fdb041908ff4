"""The texts that letters are put together from: as they come with the program, or the newest version written here.

A room above registers a file of its own (``register``). A letter keeps the key and version of each text it began from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helsetek.casework.models import TextBlock
from helsetek.casework.parameters import references
from helsetek.casework.rules.letter_text import LANGUAGES
from helsetek.common import clock

_files: list[Path] = [Path(__file__).parent / "letters" / "texts.toml"]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in all languages. ``number`` 0 is the one that comes with the program."""

    key: str
    number: int
    about: str
    titles: Mapping[str, str]
    texts: Mapping[str, str]

    def title(self, language: str) -> str:
        return self.titles.get(language, "")

    def text(self, language: str) -> str:
        return self.texts[language]


def register(file: Path) -> None:
    """Let a room's own texts be used and edited too. Keys begin with the room's name."""
    if file not in _files:
        _files.append(file)


@lru_cache
def _read(file: Path) -> dict[str, Text]:
    with file.open("rb") as handle:
        tables = tomllib.load(handle)
    return {
        key: Text(
            key,
            0,
            table["about"],
            table.get("title", {}),
            {language: table[language].strip() for language in LANGUAGES},
        )
        for key, table in tables.items()
    }


def originals() -> dict[str, Text]:
    """Every text as it comes with the program, in the order of the files."""
    return {key: text for file in _files for key, text in _read(file).items()}


def current(keys: Iterable[str]) -> list[Text]:
    """The texts that hold now, in the order asked for; one query. Raises KeyError for one that nobody has."""
    wanted, known = list(keys), originals()
    newest: dict[str, TextBlock] = {}
    for block in TextBlock.objects.filter(key__in=wanted).order_by("number"):
        newest[block.key] = block
    return [written(newest[key], known[key]) if key in newest else known[key] for key in wanted]


def written(block: TextBlock, original: Text) -> Text:
    return Text(
        block.key,
        block.number,
        original.about,
        {language: getattr(block, f"title_{language}") for language in LANGUAGES},
        {language: getattr(block, language) for language in LANGUAGES},
    )


def everywhere() -> frozenset[str]:
    """The places that every text may have: references of the law, who, which decision, which periods."""
    return frozenset(references(clock.today(), "nb")) | {
        "decision",
        "number",
        "party",
        "body",
        "weeks",
        "sender",
    }
