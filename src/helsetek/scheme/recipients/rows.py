"""Read one row into a record, or say why it cannot be used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from helsetek.common import money
from helsetek.registry.rules import is_organisation_number

from .columns import Columns

FIRST_YEAR, LAST_YEAR = 1990, 2100
LONGEST = {"scheme": 300, "scheme_id": 40, "recipient": 300, "project": 500}
# A spreadsheet takes a text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "|", "\t", "\r")


class BadRow(Exception):
    """The row cannot be used; the message says why, for whoever reads the list."""


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """One grant as the list tells it. ``number`` is the row in the file, from 1, as a spreadsheet counts."""

    number: int
    scheme: str
    scheme_id: str
    year: int
    recipient: str
    organisation_number: str
    project: str
    amount_ore: int


def read_row(number: int, cells: Sequence[Any], columns: Columns) -> ReportedRow:
    """Raises BadRow."""
    return ReportedRow(
        number=number,
        scheme=_text(columns.of(cells, "scheme"), "scheme", needed=True),
        scheme_id=_text(columns.of(cells, "scheme_id"), "scheme_id"),
        year=_year(columns.of(cells, "year")),
        recipient=_text(columns.of(cells, "recipient"), "recipient", needed=True),
        organisation_number=_organisation_number(columns.of(cells, "organisation_number")),
        project=_text(columns.of(cells, "project"), "project"),
        amount_ore=_amount(columns.of(cells, "amount"), columns.kroner),
    )


def is_empty(cells: Sequence[Any]) -> bool:
    return all(cell is None or not str(cell).strip() for cell in cells)


def _text(cell: Any, what: str, *, needed: bool = False) -> str:
    text = " ".join(str(cell).split()) if cell is not None else ""
    if needed and not text:
        raise BadRow(f"The {what} is missing.")
    if text.startswith(_FORMULA):
        raise BadRow(f"The {what} looks like a formula: {_quoted(text)}.")
    if len(text) > LONGEST[what]:
        raise BadRow(f"The {what} is longer than {LONGEST[what]} letters.")
    if any(ord(letter) < ord(" ") for letter in text):
        raise BadRow(f"The {what} holds signs that cannot be shown.")
    return text


def _year(cell: Any) -> int:
    if isinstance(cell, date):
        year = cell.year
    else:
        text = str(cell).strip().removesuffix(".0") if cell is not None else ""
        if not text:
            raise BadRow("The year is missing.")
        if not re.fullmatch(r"[0-9]{4}", text):
            raise BadRow(f"The year cannot be read: {_quoted(text)}.")
        year = int(text)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadRow(f"The year {year} cannot be right.")
    return year


def _organisation_number(cell: Any) -> str:
    text = (
        re.sub(r"[\s.\u00a0]|^no|mva$", "", str(cell).removesuffix(".0"), flags=re.IGNORECASE) if cell else ""
    )
    if text and not is_organisation_number(text):
        raise BadRow(f"The organisation number is not valid: {_quoted(text)}.")
    return text


def _amount(cell: Any, kroner: int) -> int:
    if cell is None or not str(cell).strip():
        raise BadRow("The amount is missing.")
    exact = _number(cell) * kroner
    if exact <= 0:
        raise BadRow(f"The amount must be above zero: {_quoted(cell)}.")
    ore = exact * money.ORE_IN_KRONE
    if ore > money.LARGEST_ORE:
        raise BadRow(f"The amount is too large to be right: {_quoted(cell)}.")
    if ore != int(ore):
        raise BadRow(f"The amount has more than two decimals: {_quoted(cell)}.")
    return int(ore)


def _number(cell: Any) -> Decimal:
    """Kroner as a workbook's number or as Norwegian text: «1 234 567,50», «1.234.567», «2300000 kr»."""
    if isinstance(cell, bool):
        raise BadRow(f"The amount cannot be read: {_quoted(cell)}.")
    if isinstance(cell, int | float | Decimal):
        return _finite(str(cell), cell)
    text = re.sub(r"[\s\u00a0\u202f']|kr\.?|nok|,-$", "", str(cell), flags=re.IGNORECASE).replace("−", "-")
    if re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?", text):  # Norwegian: 1.234.567,50
        text = text.replace(".", "")
    elif re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3}){2,}|-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+", text):  # 1,234,567.50
        text = text.replace(",", "")
    if not re.fullmatch(r"-?[0-9]{1,15}([.,][0-9]{1,6})?", text):
        raise BadRow(f"The amount cannot be read: {_quoted(cell)}.")
    return Decimal(text.replace(",", "."))


def _finite(text: str, cell: Any) -> Decimal:
    try:
        exact = Decimal(text)
    except InvalidOperation as error:
        raise BadRow(f"The amount cannot be read: {_quoted(cell)}.") from error
    if not exact.is_finite():
        raise BadRow(f"The amount cannot be read: {_quoted(cell)}.")
    return exact


def _quoted(cell: Any) -> str:
    return f"«{str(cell)[:40]}»"
