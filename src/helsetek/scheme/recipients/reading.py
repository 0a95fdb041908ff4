"""Read a whole file: what was understood, the rows that can be used, and those that cannot."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from helsetek.common.cells import cells_of
from helsetek.common.hashing import sha256

from .columns import Columns, understand
from .rows import BadRow, ReportedRow, is_empty, read_row


@dataclass(frozen=True)
class Reading:
    """A file as it was understood. ``bad`` maps row numbers to reasons."""

    file_name: str
    sha256: str
    columns: Columns
    good: list[ReportedRow] = field(default_factory=list)
    bad: dict[int, str] = field(default_factory=dict)

    def sums(self) -> dict[tuple[str, int], tuple[int, int]]:
        """(scheme, year) → (number of grants, øre), in order."""
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        for row in self.good:
            found[row.scheme, row.year].append(row.amount_ore)
        return {key: (len(found[key]), sum(found[key])) for key in sorted(found)}

    def keys(self) -> list[str]:
        """A key for each good row. Rows that say exactly the same are told apart by their order in the file."""
        seen: Counter[tuple[object, ...]] = Counter()
        keys = []
        for row in self.good:
            said = (row.scheme, row.year, row.recipient, row.organisation_number, row.project, row.amount_ore)
            seen[said] += 1
            keys.append(sha256("\n".join(str(part) for part in (*said, seen[said]))))
        return keys


def read_file(path: Path) -> Reading:
    """Raises CannotRead and NotUnderstood; rows that cannot be used are in ``bad``."""
    cells = cells_of(path)
    columns = understand(cells)
    reading = Reading(path.name, sha256(path.read_bytes()), columns)
    for number, row in enumerate(cells[columns.heading_row :], columns.heading_row + 1):
        if is_empty(row):
            continue
        try:
            reading.good.append(read_row(number, row, columns))
        except BadRow as reason:
            reading.bad[number] = str(reason)
    return reading
