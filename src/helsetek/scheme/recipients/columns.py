"""Find the row of headings, and which column means what, however it is spelled in bokmål, nynorsk or English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# What a heading may say, with only letters and digits left. The first name is how we say it.
NAMES: dict[str, tuple[str, ...]] = {
    "scheme": (
        "tilskuddsordning", "tilskotsordning", "ordning", "navnpåordning", "navnpåtilskuddsordning", "ordningsnavn",
        "namnpåordning", "tilskudd", "tilskot", "grantscheme", "scheme",
    ),
    "scheme_id": ("ordningsid", "ordningsnummer", "dtnummer", "dtnr", "tilskuddsordningsid", "schemeid"),
    "year": (
        "år", "aar", "tildelingsår", "tilskuddsår", "tilskotsår", "budsjettår", "årstall", "årstal", "tildeltår",
        "year",
    ),
    "recipient": (
        "tilskuddsmottaker", "tilskotsmottakar", "mottaker", "mottakar", "mottakernavn", "mottakarnamn",
        "navnpåmottaker", "namnpåmottakar", "mottakersnavn", "organisasjonsnavn", "organisasjonsnamn", "organisasjon",
        "navn", "namn", "recipient",
    ),
    "organisation_number": (
        "organisasjonsnummer", "organisasjonsnr", "orgnummer", "orgnr", "mottakersorganisasjonsnummer",
        "mottakerorgnr", "organisationnumber",
    ),
    "amount": (
        "beløp", "tildeltbeløp", "tilskuddsbeløp", "tilskotsbeløp", "løyvdbeløp", "innvilgetbeløp", "innvilgabeløp",
        "tildelt", "beløpnok", "sum", "amount",
    ),
    "project": (
        "prosjekt", "prosjektnavn", "prosjektnamn", "prosjekttittel", "tiltak", "tiltaksnavn", "formål", "føremål",
        "project",
    ),
}  # fmt: skip
NEEDED = ("scheme", "year", "recipient", "amount")
ROWS_TO_LOOK_THROUGH = 30
# «(i 1000 kr)», «i hele kroner», «NOK»: says the unit, not the meaning.
_UNITS = r"\(.*?\)|\bi?\s*(1\s?000|hele|heile|tusen|mill(ioner|ionar)?\.?)?\s*(kr|kroner|nok)\b\.?"
THOUSAND, MILLION = 1_000, 1_000_000


class NotUnderstood(Exception):
    """No row of headings was found; the message says which are missing."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each meaning stands (place from 0), what the heading said, and how many kroner an amount of 1 is."""

    heading_row: int  # from 1, as a spreadsheet counts
    places: dict[str, int]
    headings: dict[str, str]
    unused: tuple[str, ...]
    kroner: int = 1

    def of(self, cells: Sequence[Any], meaning: str) -> Any:
        place = self.places.get(meaning)
        return cells[place] if place is not None and place < len(cells) else None


def understand(rows: Sequence[Sequence[Any]]) -> Columns:
    """Find the headings among the first rows. Raises NotUnderstood with what the nearest row lacks."""
    candidates = [_columns(number, row) for number, row in enumerate(rows[:ROWS_TO_LOOK_THROUGH], 1)]
    if not candidates:
        raise NotUnderstood("The file has no rows.")
    best = max(candidates, key=lambda columns: sum(name in columns.places for name in NEEDED))
    missing = [name for name in NEEDED if name not in best.places]
    if missing:
        wanted = ", ".join(f"«{NAMES[name][0]}»" for name in missing)
        seen = ", ".join(f"«{heading}»" for heading in [*best.headings.values(), *best.unused][:20]) or "none"
        raise NotUnderstood(f"These columns were not found: {wanted}. Headings seen: {seen}.")
    return best


def _columns(number: int, row: Sequence[Any]) -> Columns:
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    unused: list[str] = []
    kroner = 1
    for place, cell in enumerate(row):
        text = " ".join(str(cell).split()) if isinstance(cell, str) else ""
        meaning = _meaning(text)
        if meaning and meaning not in places:
            places[meaning], headings[meaning] = place, text
            kroner = _unit(text) if meaning == "amount" else kroner
        elif text:
            unused.append(text[:80])
    return Columns(number, places, headings, tuple(unused), kroner)


def _meaning(heading: str) -> str | None:
    """The heading without its unit and year: «Tildelt beløp (i 1000 kr)» is an amount."""
    plain = re.sub(_UNITS, " ", heading.casefold())
    letters = re.sub(r"[^a-zæøå0-9]", "", plain)
    return next((meaning for meaning, names in NAMES.items() if letters in names), None)


def _unit(heading: str) -> int:
    text = heading.casefold().replace(" ", "").replace("\u00a0", "")
    if "mill" in text:
        return MILLION
    return THOUSAND if "1000" in text or "tusen" in text else 1
