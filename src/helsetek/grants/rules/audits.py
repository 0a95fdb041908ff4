"""Which years of the accounts an auditor must confirm, and what one confirmation may cover.

«If granted more than 200 000 kr but spent less in the year, one confirmation may cover two years» (the directorate's
text on the sibling grant, real-scheme 1.4). The threshold is dated and pinned in the terms of each call.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from .reports import SpentLine

OPINIONS = {
    "isa805": ("unmodified", "qualified", "adverse", "disclaimer"),
    "isrs4400": ("no_exceptions", "exceptions"),
}
CLEAN = frozenset({"unmodified", "no_exceptions"})


def spent_by_year(spent: Iterable[SpentLine]) -> dict[int, int]:
    """What was spent in each year, in øre, over all partners and lines."""
    sums: dict[int, int] = {}
    for line in spent:
        sums[line.year] = sums.get(line.year, 0) + line.spent_ore
    return sums


def periods(by_year: Mapping[int, int], threshold_ore: int, *, each_year: bool) -> list[tuple[int, ...]]:
    """The years that belong in one confirmation each: a year below the threshold goes with the next, if there is one."""
    years = sorted(by_year)
    if not each_year:
        return [tuple(years)] if years else []
    found: list[tuple[int, ...]] = []
    while years:
        together = len(years) > 1 and years[1] == years[0] + 1 and by_year[years[0]] < threshold_ore
        taken, years = (tuple(years[:2]), years[2:]) if together else ((years[0],), years[1:])
        found.append(taken)
    return found


def may_cover(
    years: Sequence[int], by_year: Mapping[int, int], threshold_ore: int, *, each_year: bool
) -> bool:
    """Whether one confirmation may speak of these years: any; or, year by year, one, or a small year and the next."""
    if not years or set(years) - set(by_year):
        return False
    if not each_year or len(years) == 1:
        return True
    first, *rest = sorted(years)
    return rest == [first + 1] and by_year[first] < threshold_ore


def years_missing(by_year: Mapping[int, int], confirmed: Iterable[Sequence[int]]) -> list[int]:
    """The years of the accounts that no confirmation speaks of."""
    return sorted(set(by_year) - {year for years in confirmed for year in years})


def accounts_hash(spent: Iterable[SpentLine]) -> str:
    """SHA-256 of the accounts as the auditor saw them: a confirmation holds for these figures and no others."""
    lines = sorted((s.organisation_id, s.category, s.year, s.spent_ore) for s in spent)
    return hashlib.sha256("\n".join(map(str, lines)).encode()).hexdigest()
