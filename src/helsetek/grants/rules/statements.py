"""Bank statements in ISO 20022 (camt.053 and camt.054, any version) and lists with columns. Pure.

Declarations and entities are refused before anything is parsed; sizes and numbers of lines are limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.etree import ElementTree as ET

LARGEST_STATEMENT = 20_000_000  # octets
MOST_LINES = 50_000
LARGEST_SUM = Decimal(100_000_000_000)
_OUT = "DBIT"


class NotAStatement(ValueError):
    """The file cannot be read as a statement; the message says what was found, in English."""


@dataclass(frozen=True, slots=True)
class Line:
    """One movement on the account; ``amount_ore`` is negative for money out."""

    booked_on: date
    amount_ore: int
    reference: str
    text: str


def read_camt(content: bytes) -> list[Line]:
    """The lines of a camt.053 or camt.054, each single transaction for itself. Raises NotAStatement."""
    root = _root(content)
    if not any(_name(element) in ("BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn") for element in root):
        raise NotAStatement("The file is not a bank statement (camt.053 or camt.054).")
    found: list[Line] = []
    for entry in (element for element in root.iter() if _name(element) == "Ntry"):
        found += _lines(entry)
        if len(found) > MOST_LINES:
            raise NotAStatement(f"The file has more than {MOST_LINES} lines. Split it.")
    return found


def _root(content: bytes) -> ET.Element:
    if len(content) > LARGEST_STATEMENT:
        raise NotAStatement("The file is too large to be a bank statement.")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
        raise NotAStatement("The file holds declarations that a bank statement never has.")
    try:
        return ET.fromstring(content)  # noqa: S314 - declarations and entities are refused above
    except (ET.ParseError, LookupError, ValueError) as error:
        raise NotAStatement("The file is not well-formed XML.") from error


def _lines(entry: ET.Element) -> Iterator[Line]:
    """The transactions of an entry; the entry itself where it holds none."""
    booked = _day(entry)
    sign = -1 if _text(entry, "CdtDbtInd", deep=False) == _OUT else 1
    if _text(entry, "RvslInd", deep=False).lower() == "true":
        sign = -sign
    transactions = [element for element in entry.iter() if _name(element) == "TxDtls"]
    for element in transactions or [entry]:
        amount = _find(element, "TxAmt") if transactions else None
        money = _find(amount if amount is not None else element, "Amt")
        if money is None:  # a transaction that names no sum of its own is the entry's
            money = _find(entry, "Amt")
        yield Line(booked, sign * _ore(money), _reference(element), _words(element))


def _ore(money: ET.Element | None) -> int:
    if money is None or money.get("Ccy", "NOK") != "NOK":
        raise NotAStatement("A line has no sum in Norwegian kroner.")
    return sum_in_ore(money.text or "")


def sum_in_ore(text: str) -> int:
    """«1 234,50», «1.234,50», «-1234.5» as øre. Raises NotAStatement."""
    cleaned = re.sub(r"[\s\u00a0\u202f]|kr\.?", "", text.strip(), flags=re.IGNORECASE).replace("−", "-")
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})+(,\d{1,2})?", cleaned):
        cleaned = cleaned.replace(".", "")
    if not re.fullmatch(r"[-+]?\d{1,15}([.,]\d{1,2}0*)?", cleaned):
        raise NotAStatement(f"«{text[:40]}» is not a sum of money.")
    try:
        kroner = Decimal(cleaned.replace(",", "."))
    except InvalidOperation as error:  # pragma: no cover - the pattern lets only numbers through
        raise NotAStatement(f"«{text[:40]}» is not a sum of money.") from error
    if abs(kroner) > LARGEST_SUM:
        raise NotAStatement(f"«{text[:40]}» is too large to be right.")
    return int(kroner * 100)


def _day(entry: ET.Element) -> date:
    booked = _find(entry, "BookgDt")
    value = booked if booked is not None else _find(entry, "ValDt")
    text = (_text(value, "Dt") or _text(value, "DtTm")) if value is not None else ""
    return day_of(text)


def _reference(element: ET.Element) -> str:
    """The KID where there is one, else our own end-to-end id."""
    structured = _find(element, "CdtrRefInf")
    kid = _text(structured, "Ref") if structured is not None else ""
    own = _text(element, "EndToEndId")
    return (kid or ("" if own == "NOTPROVIDED" else own))[:60]


def _words(element: ET.Element) -> str:
    names = [_text(party, "Nm") for party in element.iter() if _name(party) in ("Dbtr", "Cdtr")]
    free = [item.text or "" for item in element.iter() if _name(item) in ("Ustrd", "AddtlTxInf")]
    return " ".join(" ".join([*names, *free]).split())[:300]


def _find(parent: ET.Element, name: str) -> ET.Element | None:
    return next((element for element in parent.iter() if _name(element) == name), None)


def _text(parent: ET.Element, name: str, *, deep: bool = True) -> str:
    among = parent.iter() if deep else iter(parent)
    found = next((element for element in among if _name(element) == name), None)
    return (found.text or "").strip() if found is not None else ""


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


# -- Lists with columns ------------------------------------------------------------------------------
_HEADINGS = {
    "date": ("dato", "bokført", "bokføringsdato", "bilagsdato", "date", "bookingdate", "posteringsdato"),
    "amount": ("beløp", "belop", "sum", "amount", "nok", "beløpnok", "beløpinok"),
    "out": ("ut", "utavkonto", "debet", "belastet", "utkonto"),
    "in": ("inn", "innpåkonto", "kredit", "godskrevet", "innkonto"),
    "reference": ("referanse", "kid", "reference", "endtoendid", "betalingsid", "meldingsid", "bilagsreferanse"),
    "text": ("tekst", "beskrivelse", "text", "forklaring", "navn", "melding"),
}  # fmt: skip


def read_columns(rows: Iterable[Sequence[Any]]) -> list[Line]:
    """The lines of a sheet or CSV file: the first row that names a day and a sum heads the columns."""
    all_rows = [list(row) for row in rows]
    place, heading = _headings(all_rows)
    found = [
        _line(heading, row, number)
        for number, row in enumerate(all_rows[place + 1 :], start=place + 2)
        if any(str(cell or "").strip() for cell in row)
    ]
    if len(found) > MOST_LINES:
        raise NotAStatement(f"The file has more than {MOST_LINES} lines. Split it.")
    return found


def _headings(rows: list[list[Any]]) -> tuple[int, dict[str, int]]:
    for place, row in enumerate(rows[:30]):
        named = [_plain(cell) for cell in row]
        heading = {
            meaning: next(column for column, name in enumerate(named) if name in words)
            for meaning, words in _HEADINGS.items()
            if any(name in words for name in named)
        }
        if "date" in heading and ("amount" in heading or {"in", "out"} <= heading.keys()):
            return place, heading
    raise NotAStatement("No columns for day and sum were found. Name them «Dato» and «Beløp».")


def _plain(cell: Any) -> str:
    return re.sub(r"[^a-zæøå]", "", str(cell or "").lower())


def _line(heading: dict[str, int], row: list[Any], number: int) -> Line:
    def cell(meaning: str) -> Any:
        column = heading.get(meaning)
        return row[column] if column is not None and column < len(row) else None

    try:
        amount = _sum(cell("amount")) if "amount" in heading else _sum(cell("in")) - abs(_sum(cell("out")))
        day = day_of(cell("date"))
    except NotAStatement as error:
        raise NotAStatement(f"Row {number}: {error}") from error
    return Line(day, amount, str(cell("reference") or "").strip()[:60], str(cell("text") or "").strip()[:300])


def _sum(cell: Any) -> int:
    if cell is None or cell == "":
        return 0
    if isinstance(cell, int | float | Decimal):
        return sum_in_ore(f"{Decimal(str(cell)):.2f}")
    return sum_in_ore(str(cell))


def day_of(cell: Any) -> date:
    """A day as a date, «2026-11-03», «03.11.2026» or the beginning of an instant. Raises NotAStatement."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip()[:19]
    for pattern, length in (("%Y-%m-%d", 10), ("%d.%m.%Y", 10), ("%d/%m/%Y", 10), ("%Y%m%d", 8)):
        try:
            return datetime.strptime(text[:length], pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise NotAStatement(f"«{text}» is not a day.")
