"""What approved reports say so far, by indicator: the ground for bringing the assumptions up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from helsetek.grants.selectors.reports import ApprovedResult

from . import words


@dataclass(frozen=True)
class Observed:
    """One result that a project reported, with what it started from and aimed at where that is known."""

    lead: str
    value: float
    baseline: float | None
    target: float | None
    final: bool
    synthetic: bool


@dataclass(frozen=True)
class Experience:
    """All results on one indicator."""

    label: str
    unit: str
    observed: list[Observed]
    middle: str
    least: str
    most: str

    @property
    def count(self) -> int:
        return len(self.observed)

    @property
    def has_synthetic(self) -> bool:
        return any(one.synthetic for one in self.observed)


def gathered(results: Iterable[ApprovedResult], indicators: Iterable[Any], language: str) -> list[Experience]:
    """The scheme's own indicators that something has been reported on; a project's own indicators are not added up."""
    known = {row.code: row for row in indicators}
    by_code: dict[str, list[Observed]] = defaultdict(list)
    for one in results:
        if one.indicator in known:
            by_code[one.indicator].append(
                Observed(
                    one.lead,
                    float(one.value),
                    None if one.baseline is None else float(one.baseline),
                    None if one.target is None else float(one.target),
                    one.final,
                    one.synthetic,
                )
            )
    return [
        _experience(getattr(row, f"label_{language}"), row.unit, by_code[code])
        for code, row in known.items()
        if code in by_code
    ]


def _experience(label: str, unit: str, observed: list[Observed]) -> Experience:
    values = [one.value for one in observed]
    return Experience(
        label,
        unit,
        observed,
        words.number(median(values), 2),
        words.number(min(values), 2),
        words.number(max(values), 2),
    )
