"""Lists as files. Numbers and dates are real in the workbook; no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.encoding import force_str

from helsetek.common import clock

from .columns import DayColumn, InstantColumn, MoneyColumn, PercentColumn, exported

KINDS = ("csv", "xlsx")
# A spreadsheet takes a text that begins so for a formula, and could be made to run it.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
_WIDEST = 60


def respond(table: Any, kind: str, name: str) -> HttpResponse:
    """The whole list, as it is searched, filtered and sorted now, as a file to keep."""
    file_name = f"{name}-{clock.today():%Y-%m-%d}.{kind}"
    if kind == "csv":
        response = HttpResponse(csv_text(table), content_type="text/csv; charset=utf-8")
    else:
        response = HttpResponse(workbook(table), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def safe_text(value: str) -> str:
    """Text that a spreadsheet shows and never runs: a leading apostrophe before what looks like a formula."""
    return f"'{value}" if value.startswith(_DANGEROUS) else value


def columns_of(table: Any) -> list[Any]:
    return [column for column in table.columns.iterall() if not column.column.exclude_from_export]


def rows_of(table: Any) -> Iterator[list[Any]]:
    """Every row of the list, all pages, each cell as a Python value."""
    columns = columns_of(table)
    for row in table.rows:
        yield [exported(row, column) for column in columns]


def csv_text(table: Any) -> str:
    """Semicolons and decimal commas, as spreadsheets in Norway expect; a byte order mark so that they see UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([safe_text(str(column.header)) for column in columns_of(table)])
    writer.writerows([_csv_cell(value) for value in row] for row in rows_of(table))
    return buffer.getvalue()


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return str(value)
    if isinstance(value, Decimal | float):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(force_str(value))


def workbook(table: Any) -> bytes:
    """An Excel workbook of one sheet with a heading row that stays in sight."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "constant_memory": True, "strings_to_formulas": False}
    )
    sheet = book.add_worksheet()
    columns = columns_of(table)
    heading = book.add_format({"bold": True, "bottom": 1})
    formats = [_format(book, column.column) for column in columns]
    for place, column in enumerate(columns):
        sheet.set_column(place, place, min(_WIDEST, max(12, len(str(column.header)) + 4)), formats[place])
        sheet.write_string(0, place, str(column.header), heading)
    last = 0
    for last, row in enumerate(rows_of(table), start=1):
        for place, value in enumerate(row):
            _write(sheet, last, place, value, formats[place])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, max(len(columns) - 1, 0))
    book.close()
    return target.getvalue()


def _format(book: Any, column: Any) -> Any:
    if isinstance(column, MoneyColumn):
        return book.add_format({"num_format": "#,##0.00"})
    if isinstance(column, PercentColumn):
        return book.add_format({"num_format": "0 %"})
    if isinstance(column, InstantColumn):
        return book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    if isinstance(column, DayColumn):
        return book.add_format({"num_format": "dd.mm.yyyy"})
    return None


def _write(sheet: Any, row: int, place: int, value: Any, form: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, place, value, form)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, place, value, form)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, place, value, form)
    else:
        sheet.write_string(row, place, force_str(value)[:32_000], form)
