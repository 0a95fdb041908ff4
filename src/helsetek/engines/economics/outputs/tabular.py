"""Tables as data, and how they are shown: on a screen and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

Value = str | float | int | None
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """A titled table. Numbers are unrounded; ``digits`` says how they are shown."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    digits: int = 1
    note: str = ""
    strong: frozenset[int] = field(default_factory=frozenset)

    def shown(self, language: str) -> list[list[str]]:
        """The rows as text."""
        return [[show(value, language, self.digits) for value in row] for row in self.rows]


def show(value: Value, language: str, digits: int) -> str:
    """A number as it is written in the language: −1 234,5 or −1,234.5."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    places = 0 if isinstance(value, int) else digits
    text = f"{value:,.{places}f}"
    if text.strip("-0,.") == "":
        text = text.replace("-", "")
    if language != "en":
        text = text.replace(",", "\u00a0").replace(".", ",")
    return text.replace("-", "−")


def plain(value: float) -> float | int:
    """A whole number as an integer, so that it is shown without decimals."""
    return int(value) if float(value).is_integer() else float(value)


def as_text(table: Table, language: str) -> str:
    """A table for the screen: texts to the left, numbers to the right."""
    body = table.shown(language)
    widths = [max(len(row[n]) for row in [list(table.columns), *body]) for n in range(len(table.columns))]
    left = [all(isinstance(row[n], str) for row in table.rows) for n in range(len(table.columns))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            c.ljust(w) if to_left else c.rjust(w) for c, w, to_left in zip(cells, widths, left, strict=True)
        ]
        return "  ".join(padded).rstrip()

    rule = "  ".join("─" * width for width in widths)
    lines = [table.title, line(table.columns), rule]
    for number, row in enumerate(body):
        if number in table.strong:
            lines.append(rule)
        lines.append(line(row))
    return "\n".join([*lines, *([table.note] if table.note else [])]) + "\n"


def as_csv(tables: Sequence[Table]) -> str:
    """All tables in long form: table, row, column, value (unrounded)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["table", "row", "column", "value"])
    for table in tables:
        for row in table.rows:
            for column, value in zip(table.columns[1:], row[1:], strict=True):
                writer.writerow(
                    [table.name, row[0], column, repr(value) if isinstance(value, float) else value]
                )
    return out.getvalue()
