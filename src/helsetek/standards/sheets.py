"""Requirements as tables: the columns used in Norway, and the form of the Xt-EHR obligations. CSV and Excel.

The Norwegian columns are those of requirement tables in use (kjernejournal's: ID, type, applies to, requirement,
Må/Bør, comment, acceptance test), with more to the right. An Xt-EHR table has one obligation a row: model, element,
actor, obligation (``SHALL:able-to-populate``), as in the logical models of Xt-EHR/xt-ehr-common v1.0.0.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zipfile import BadZipFile

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

from helsetek.common.web.exports import safe_text

from .rules.requirements import MOST_REQUIREMENTS, Row

# Heading in the file → field. The first heading of a field is the one that is written.
HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("ID", "Krav-ID", "Id", "Nr"),
    "kind": ("Type",),
    "actor": ("Gjelder for", "Gjelder", "Applies to"),
    "text_nb": ("Krav", "Kravtekst", "Requirement text"),
    "strength": ("Må/Bør", "Må/bør", "Nivå", "SHALL/SHOULD"),
    "comment": ("Kommentar", "Comment"),
    "acceptance_test": ("Akseptansetest", "Acceptance test"),
    "text_nn": ("Krav (nynorsk)",),
    "text_en": ("Requirement (English)", "Requirement"),
    "condition": ("Vilkår", "Condition"),
    "source": ("Kilde", "Source"),
    "testability": ("Prøves i type", "Testability"),
    "not_tested_reason": ("Grunn til at det ikke prøves", "Not tested reason"),
    "element": ("Element",),
    "obligation": ("Obligation", "Plikt"),
}
XT_EHR = ("Model", "Element", "Actor", "Obligation")
_STRENGTHS = {
    "må": "must", "skal": "must", "shall": "must", "must": "must", "m": "must",
    "bør": "should", "should": "should", "b": "should",
    "kan": "may", "may": "may", "k": "may",
}  # fmt: skip
_IN_NORWEGIAN = {"must": "Må", "should": "Bør", "may": "Kan"}
LARGEST = 5_000_000
_MOST_ROWS = MOST_REQUIREMENTS + 1


class CannotRead(ValueError):
    """The file is no table we know; the message says what was looked for."""


def read(content: bytes, name: str) -> list[Row]:
    """The requirements of a CSV or Excel file, in either form. Raises CannotRead.

    Strengths are understood as må, skal, bør, kan, SHALL, SHOULD, MAY; a word that is none of them is kept as it is,
    and refused by the rules.
    """
    if len(content) > LARGEST:
        raise CannotRead("the file is larger than 5 MB")
    grid = list(_grid(content, name))
    heading = next((place for place, cells in enumerate(grid[:20]) if _is_heading(cells)), None)
    if heading is None:
        raise CannotRead("no row of headings was found: ID and Krav, or Element and Obligation")
    names = [cell.strip() for cell in grid[heading]]
    records = [dict(zip(names, cells, strict=False)) for cells in grid[heading + 1 :] if any(cells)]
    if len(records) > MOST_REQUIREMENTS:
        raise CannotRead(f"there are more than {MOST_REQUIREMENTS} rows")
    return [
        _obligation(one) if "Krav" not in names and "Model" in names else _requirement(one) for one in records
    ]


def _grid(content: bytes, name: str) -> Iterator[list[str]]:
    if name.lower().endswith((".xlsx", ".xlsm")):
        yield from _workbook(content)
        return
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        for place, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator)):
            if place > _MOST_ROWS + 20:
                break
            yield [_plain(cell) for cell in cells]
    except csv.Error as error:
        raise CannotRead(str(error)) from error


def _workbook(content: bytes) -> Iterator[list[str]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=_MOST_ROWS + 20, max_col=60)
        yield from ([_plain("" if cell is None else str(cell)) for cell in row] for row in rows)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError) as error:
        raise CannotRead("the workbook cannot be opened") from error


def _plain(cell: str) -> str:
    """Without what exports put before a text that looks like a formula."""
    cell = cell.replace("\x00", "").strip()
    return cell[1:] if cell[:1] == "'" and safe_text(cell[1:]) == cell else cell


def _is_heading(cells: Sequence[str]) -> bool:
    found = {cell.strip() for cell in cells}
    return bool(
        {"Element", "Obligation"} <= found
        or (found & set(HEADINGS["code"]) and found & {"Krav", "Kravtekst"})
    )


def _requirement(record: dict[str, str]) -> Row:
    given = {
        field: next((record[heading] for heading in headings if record.get(heading)), "")
        for field, headings in HEADINGS.items()
    }
    given["strength"] = _STRENGTHS.get(given["strength"].strip().lower(), given["strength"] or "must")
    given["testability"] = given["testability"].strip().lower()[:1]
    return Row(**given)


_VERBS = {
    "able-to-populate": ("kunne fylle ut", "kunne fylle ut", "be able to populate"),
    "display": ("vise", "vise", "display"),
    "process": ("behandle", "handsame", "process"),
}
_HOW = {
    "SHALL": ("must", "skal", "skal", "shall"),
    "SHOULD": ("should", "bør", "bør", "should"),
    "MAY": ("may", "kan", "kan", "may"),
}


def _obligation(record: dict[str, str]) -> Row:
    """An Xt-EHR obligation as a requirement, with its words in three languages."""
    model, element, actor = record.get("Model", ""), record.get("Element", ""), record.get("Actor", "")
    given = record.get("Obligation", "")
    how, _colon, what = given.partition(":")
    strength, nb, nn, en = _HOW.get(how, (how.lower(), how, how, how))
    does = _VERBS.get(what, (what, what, what))
    path = f"{model}.{element}" if model else element
    return Row(
        code=f"{path}:{what}"[:80],
        text_nb=f"{actor} {nb} {does[0]} {path}.",
        text_nn=f"{actor} {nn} {does[1]} {path}.",
        text_en=f"{actor} {en} {does[2]} {path}.",
        strength=strength,
        actor=actor[:80],
        source=record.get("Source", "") or "Xt-EHR",
        testability="b" if strength == "must" else "",
        element=path,
        obligation=given,
    )


def as_csv(rows: Iterable[Row]) -> str:
    """In the columns used in Norway: semicolons, and a byte order mark so that spreadsheets see UTF-8."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    target.write("\ufeff")
    writer.writerow([headings[0] for headings in HEADINGS.values()])
    writer.writerows([safe_text(cell) for cell in _cells(row)] for row in rows)
    return target.getvalue()


def _cells(row: Row) -> list[str]:
    shown: dict[str, Any] = {field: getattr(row, field) for field in HEADINGS}
    shown["strength"] = _IN_NORWEGIAN.get(row.strength, row.strength)
    return [str(value) for value in shown.values()]


def as_obligations(rows: Iterable[Row]) -> str:
    """Those that are obligations on elements, in the form of Xt-EHR."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(XT_EHR)
    for row in rows:
        if row.obligation:
            model, _dot, element = row.element.partition(".")
            writer.writerow([safe_text(cell) for cell in (model, element, row.actor, row.obligation)])
    return target.getvalue()


def as_workbook(rows: Iterable[Row]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    heading, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True})
    for place, headings in enumerate(HEADINGS.values()):
        sheet.write_string(0, place, headings[0], heading)
        sheet.set_column(place, place, 50 if "Krav" in headings[0] else 16, wrapped)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(_cells(row)):
            sheet.write_string(number, place, cell[:32_000])
    sheet.freeze_panes(1, 1)
    book.close()
    return target.getvalue()
