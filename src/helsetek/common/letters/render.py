"""Draw a letter: a template in Typst, the shared layout, and data as JSON, so that no text can act as markup."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.utils import translation

from helsetek.common.web import show

from .text import drawable_data

_HERE = Path(__file__).parent
PLAIN = _HERE / "plain.typ"  # the template whose whole text is ``data["blocks"]``
LANGUAGES = ("nb", "nn", "en")
LARGEST_DATA = 2_000_000  # characters of JSON: a letter of some hundred pages


class LetterRefused(RuntimeError):
    """The letter cannot be drawn as it should be: the template is wrong, a picture has no alternative text …"""


@dataclass(frozen=True)
class Place:
    """A sender or recipient: the name, and lines under it (department, address)."""

    name: str
    lines: tuple[str, ...] = ()
    organisation_number: str = ""


@dataclass(frozen=True)
class Signatory:
    """Who has approved the letter; ``title`` in the letter's language."""

    name: str
    title: str = ""


@dataclass(frozen=True)
class Head:
    """All that stands around the text. ``made_at`` is an instant; ``synthetic`` marks every page as made up."""

    language: str
    title: str
    sender: Place
    recipient: Place
    case_number: str
    made_at: datetime
    officer: str = ""
    their_reference: str = ""
    signed_by: tuple[Signatory, ...] = ()
    attachments: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    footer: str = ""
    template_version: str = ""
    synthetic: bool = field(default=False)


def render(template: Path, head: Head, data: dict[str, Any]) -> bytes:
    """The letter as PDF, PDF/UA-1 and PDF/A-2a at once; the same input gives the same bytes.

    ``template`` begins with ``#import "letter.typ": *`` and ``#show: letter``; it reads ``data``. Values are texts,
    numbers, lists and dictionaries. Needs no file but the template, no network and no system font.
    Raises LetterRefused, for warnings too: a letter that is nearly right is not sent.
    """
    if head.language not in LANGUAGES:
        raise LetterRefused(
            f"No letters are written in «{head.language}»: choose from {', '.join(LANGUAGES)}."
        )
    files = {
        "main.typ": template.read_bytes(),
        "letter.typ": (_HERE / "letter.typ").read_bytes(),
        "blocks.typ": (_HERE / "blocks.typ").read_bytes(),
        "data.json": _as_json({"head": _head_as_data(head), "data": data}),
    }
    return _compile(files, head.made_at, template.name)


def _head_as_data(head: Head) -> dict[str, Any]:
    day = head.made_at
    with translation.override(head.language):
        shown = show.day(day)
    return {**asdict(head), "made_at": day.isoformat(), "date": shown}


def _as_json(content: dict[str, Any]) -> bytes:
    text = json.dumps(drawable_data(content), ensure_ascii=False, default=str)
    if len(text) > LARGEST_DATA:
        raise LetterRefused(f"The letter holds {len(text)} characters; at most {LARGEST_DATA} are drawn.")
    return text.encode()


@lru_cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"])


def _compile(files: dict[str, bytes], made_at: datetime, name: str) -> bytes:
    given: Any = files  # files in memory are taken too; the package's types do not say so
    try:
        pdf, warnings = typst.compile_with_warnings(
            given,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            pdf_standards=["ua-1", "a-2a"],
            timestamp=int(made_at.timestamp()),
        )
    except typst.TypstError as error:
        raise LetterRefused(f"{name}: {error}") from error
    if warnings:
        raise LetterRefused(f"{name}: {'; '.join(str(warning) for warning in warnings)}")
    return bytes(pdf)
