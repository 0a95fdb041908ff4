"""The workbook of the scheme since 2024, recalculated by an independent spreadsheet engine."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import formulas
import openpyxl

from helsetek.engines.economics.outputs.workbook import workbook
from helsetek.engines.economics.preparing import prepare


def main() -> None:
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bok.xlsx"
        path.write_bytes(workbook(prepare("2024").problem))
        solution = formulas.ExcelModel().loads(str(path)).finish().calculate()
        cached = openpyxl.load_workbook(path, data_only=True)
        worst, count = 0.0, 0
        for sheet in ("Beregning", "Tabeller"):
            for line in cached[sheet].iter_rows():
                for cell in line:
                    if isinstance(cell.value, int | float):
                        theirs = solution[f"'[bok.xlsx]{sheet.upper()}'!{cell.coordinate}"].value[0, 0]
                        worst, count = max(worst, abs(float(theirs) - cell.value)), count + 1
    print(f"{count} formula cells, largest difference {worst:.1e}")


if __name__ == "__main__":
    main()
