"""The file by which a claim is handed over to collection. Pure.

The layout that Statens innkrevingssentral asks for was not seen: this is a plain list, with every fact it would need.
"""

from __future__ import annotations

import csv
import io
from dataclasses import astuple, dataclass, fields
from datetime import date

# A spreadsheet takes a text that begins so for a formula.
_DANGEROUS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Handover:
    """One claim as the collection agency is told of it; sums in kroner as text, days as dates."""

    oppdragsgiver: str
    oppdragsgiver_orgnr: str
    skyldner: str
    skyldner_orgnr: str
    saksnummer: str
    kid: str
    vedtaksdato: date
    forfall: date
    hovedstol: str
    betalt: str
    gjenstaar: str
    renter_til_dato: str
    grunnlag: str


def collection_file(claim: Handover) -> bytes:
    """A CSV file with headings, separated by semicolons, in UTF-8 with its mark (opens right in a Norwegian Excel)."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([field.name for field in fields(claim)])
    writer.writerow([_plain(str(value)) for value in astuple(claim)])
    return text.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_DANGEROUS) else text
