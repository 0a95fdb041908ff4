"""A workbook with live formulas: the effect functions run on cells, and each cell is written where it belongs.

No number stands outside the sheet of assumptions. Every formula carries its value, so that viewers that do not
calculate show the figures all the same.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from helsetek.engines.economics.assumptions.model import NULL, say
from helsetek.engines.economics.cells import Cell
from helsetek.engines.economics.outputs.words import ROW_LABELS, STATUS_LABELS, TABLE_TITLES, phrase
from helsetek.engines.economics.problem import Problem
from helsetek.engines.economics.symbolic import References, run
from helsetek.engines.economics.tables import TABLES

ASSUMPTIONS, STEPS, RESULTS = "Forutsetninger", "Beregning", "Tabeller"
TEXT_COLUMNS = ("id", "label", "unit", "price_year", "status", "source", "year", "factor")
FIRST_VALUE = len(TEXT_COLUMNS)
HEAD = 5


def column(number: int) -> str:
    """0 -> A, 26 -> AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class AssumptionSheet:
    """The places of parameters, years and nodes; the only sheet with numbers."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.columns = [NULL, *problem.alternatives]
        self.rows: dict[tuple[str, int | None], int] = {}
        self._number_rows()
        self.references = References(self._parameter, self._node, self._mask)

    def _number_rows(self) -> None:
        at = HEAD + 1
        years = self.problem.assumptions.analysis.years
        for name in self.problem.assumptions.parameters:
            by_year = self.problem.table(name).shape[1] > 1
            for year in years if by_year else (None,):
                self.rows[name, year] = at
                at += 1
        self.mask_row = {kind: at + 2 + n for n, kind in enumerate(("investment", "scheme", "joining"))}
        self.node_row = at + 8

    def _parameter(self, name: str, row: int, year: int | None) -> str:
        return f"{ASSUMPTIONS}!${column(FIRST_VALUE + len(self.columns) + row)}${self.rows[name, year] + 1}"

    def _mask(self, kind: str, position: int) -> str:
        return f"{ASSUMPTIONS}!${column(FIRST_VALUE + position)}${self.mask_row[kind] + 1}"

    def _node(self, name: str, number: int) -> str:
        place = ("log_size", "weight", "midt").index(name)
        return f"{ASSUMPTIONS}!${column(FIRST_VALUE + place)}${self.node_row + number + 1}"

    def write(self, book: Any, language: str) -> None:
        """All assumptions with unit, status and source; the values in own units, and in those of the model."""
        sheet, bold = book.add_worksheet(ASSUMPTIONS), book.add_format({"bold": True})
        self._head(sheet, bold, language)
        for (name, year), at in self.rows.items():
            self._row(sheet, name, year, at, language)
        self._frame(sheet, bold, language)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 46)
        sheet.set_column(5, 5, 40)
        sheet.freeze_panes(HEAD + 1, 2)

    def _head(self, sheet: Any, bold: Any, language: str) -> None:
        assumptions = self.problem.assumptions
        sheet.write_string(0, 0, say(assumptions.analysis.title, language), bold)
        sheet.write_string(1, 0, f"SHA-256 {assumptions.hash}")
        frame = phrase("frame", language).format(
            base=assumptions.analysis.base_year, price=assumptions.analysis.price_year
        )
        sheet.write_string(2, 0, frame)
        names = [phrase(f"column_{name}", language) for name in TEXT_COLUMNS]
        values = [*self.columns, *(f"{name} (MNOK …)" for name in self.columns)]
        for number, text in enumerate([*names, *values]):
            sheet.write_string(HEAD, number, text, bold)

    def _row(self, sheet: Any, name: str, year: int | None, at: int, language: str) -> None:
        parameter = self.problem.assumptions.parameters[name]
        price_year = str(parameter.price_year or "")
        texts = (name, say(parameter.label, language), parameter.unit.text, price_year)
        for number, text in enumerate(
            (*texts, STATUS_LABELS[parameter.status][language], str(parameter.source), str(year or ""))
        ):
            sheet.write_string(at, number, text)
        factor = self.problem.scale(parameter)
        sheet.write_number(at, FIRST_VALUE - 1, factor)
        table = self.problem.table(name)
        position = 0 if year is None else self.problem.assumptions.analysis.years.index(year)
        for row in range(len(self.columns)):
            model = float(table[row, position, 0, 0])
            own = model / factor
            sheet.write_number(at, FIRST_VALUE + row, own)
            formula = f"=${column(FIRST_VALUE + row)}{at + 1}*${column(FIRST_VALUE - 1)}{at + 1}"
            sheet.write_formula(at, FIRST_VALUE + len(self.columns) + row, formula, None, own * factor)

    def _frame(self, sheet: Any, bold: Any, language: str) -> None:
        """Years with a mark for what happens in them; the points that stand for the municipalities."""
        analysis = self.problem.assumptions.analysis
        top = min(self.mask_row.values()) - 1
        sheet.write_string(top, 0, phrase("years", language), bold)
        for position, year in enumerate(analysis.years):
            sheet.write_number(top, FIRST_VALUE + position, year, bold)
        for kind, at in self.mask_row.items():
            sheet.write_string(at, 0, phrase(f"mask_{kind}", language))
            for position, value in enumerate(self.problem.world({}).masks[kind].ravel()):
                sheet.write_number(at, FIRST_VALUE + position, float(value))
        if self.problem.nodes:
            sheet.write_string(self.node_row - 1, 0, phrase("nodes", language), bold)
            columns = (self.problem.nodes.log_size, self.problem.nodes.weight, self.problem.nodes.midt)
            for place, values in enumerate(columns):
                for number, value in enumerate(values.ravel()):
                    sheet.write_number(self.node_row + number, FIRST_VALUE + place, float(value))


class StepSheet:
    """Intermediate results, a row a step, in the order in which they are calculated."""

    def __init__(self, book: Any) -> None:
        self.sheet = book.add_worksheet(STEPS)
        self.sheet.set_column(0, 0, 34)
        self.rows: dict[tuple[str, tuple[int, ...]], int] = {}
        self.written: dict[tuple[str, str], Cell] = {}

    def keep(self, step: str, place: tuple[int, ...], cell: Cell) -> Cell:
        """Write the cell and return one that refers to it; a cell that already is a reference stays."""
        if (step, cell.formula) in self.written:
            return self.written[step, cell.formula]
        at = len(self.rows)
        while (step, place) in self.rows:
            step += "'"
        self.rows[step, place] = at
        name = f"{step}[{','.join(map(str, place))}]"
        self.sheet.write_string(at, 0, name)
        self.sheet.write_formula(at, 1, f"={cell.formula}", None, cell.value)
        kept = Cell(cell.value, f"{STEPS}!$B${at + 1}", cell.reads)
        self.written[step, cell.formula] = kept
        return kept


def workbook(problem: Problem, language: str = "nb") -> bytes:
    """The workbook as bytes; the same assumptions give the same bytes."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties(
        {"title": say(problem.assumptions.analysis.title, language), "created": _fixed_date()}
    )
    results = book.add_worksheet(RESULTS)
    assumptions = AssumptionSheet(problem)
    assumptions.write(book, language)
    steps = StepSheet(book)
    rows = run(problem, assumptions.references, steps.keep)
    _write_results(book, results, problem, rows, language)
    book.close()
    return buffer.getvalue()


def _fixed_date() -> Any:
    import datetime as dt

    return dt.datetime(2022, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def _write_results(book: Any, sheet: Any, problem: Problem, rows: dict[str, Any], language: str) -> None:
    bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.0"})
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, len(problem.alternatives), 18)
    at = 0
    for table, names in TABLES.items():
        sheet.write_string(
            at,
            0,
            phrase("caption", language).format(title=TABLE_TITLES[table][language], **_frame_years(problem)),
            bold,
        )
        for k, alternative in enumerate(problem.alternatives):
            sheet.write_string(
                at + 1, k + 1, say(problem.assumptions.alternatives[alternative].label, language), bold
            )
        for n, name in enumerate(names):
            sheet.write_string(at + 2 + n, 0, ROW_LABELS[name][language])
            for k, cell in enumerate(rows[name]):
                if isinstance(cell, Cell):
                    sheet.write_formula(at + 2 + n, k + 1, f"={cell.formula}", number, cell.value)
        at += len(names) + 4


def _frame_years(problem: Problem) -> dict[str, int]:
    analysis = problem.assumptions.analysis
    return {"base": analysis.base_year, "price": analysis.price_year}
