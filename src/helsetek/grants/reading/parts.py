"""What a section is read as: groups of lines, and tables."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One field: what it is called, and what is written, as text. ``key`` tells it apart when versions are compared."""

    key: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, such as one goal; ``title`` may be empty."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of text; the columns from ``numbers_from`` on are sums. The last rows may be totals."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[tuple[str, ...], ...] = ()
    numbers_from: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """A section as it is read. ``sums`` are the lines of the tables, one by one, for comparing."""

    key: str
    title: str
    groups: tuple[Group, ...] = ()
    tables: tuple[Table, ...] = ()
    sums: tuple[Line, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(line.value for line in self.all_lines()) and not self.tables

    def all_lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines] + list(self.sums)

    def values(self) -> dict[str, str]:
        """Key → text, of what is written: what two versions are compared by."""
        return {line.key: line.value for line in self.all_lines() if line.value}

    def labels(self) -> dict[str, str]:
        """Key → what it is called, with the group it stands in."""
        named = {
            line.key: f"{group.title}: {line.label}" if group.title else line.label
            for group in self.groups
            for line in group.lines
        }
        return named | {line.key: line.label for line in self.sums}
