"""What can be wrong with an analysis, said so that its author can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in an assumptions file: where it is (line 0: no line), what is wrong, how to mend it."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what} {self.mend}"


class AnalysisError(ValueError):
    """An analysis that cannot be carried out; the message says what to do."""


class AssumptionsError(AnalysisError):
    """Every fault found in an assumptions file, in the order of its lines."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults, key=lambda fault: (fault.file, fault.line))
        super().__init__("\n".join(str(fault) for fault in self.faults))


class UnitError(AnalysisError):
    """Two quantities whose units or price years do not fit were added or compared."""
