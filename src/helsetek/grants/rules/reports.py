"""What a report must hold, and what follows from its accounts.

Accounts are held against the budget, goals against the indicators of the application, and from a threshold on an
auditor confirms them (real-scheme 1.4: the directorate's reporting text). Unspent money goes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from .words import Problem, gettext_noop, problem

LONG_TEXT = 8000
LARGEST_ORE = 10_000_000_000_000

WRITE = gettext_noop("Write a few sentences here.")
ACCOUNT_FOR_ALL = gettext_noop("Account for every line of the budget. Write 0 where nothing was spent.")
RESULT_MISSING = gettext_noop("Give before and after on every indicator, and say how it was measured.")
NO_PERCENT = gettext_noop("A share in percent lies between 0 and 100.")
WRONG_PERIOD = gettext_noop("The time of measuring ends before it begins.")
EXPLAIN = gettext_noop("Explain why the accounts differ from the budget.")
AUDITOR_MISSING = gettext_noop("The auditor's confirmation is missing.")
AUDITOR_OUTDATED = gettext_noop(
    "The accounts were changed after the auditor confirmed them. They must be confirmed anew."
)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SpentLine(_Part):
    """What was spent on one line of the budget: the same partner, category and year."""

    organisation_id: int
    category: str = Field(max_length=40)
    year: int = Field(ge=2000, le=2100)
    spent_ore: int = Field(ge=0, le=LARGEST_ORE)


# How an effect was measured, and how good the measure is. The best ways come first.
METHODS = ("extract", "count", "time_study", "survey", "estimate", "other")
QUALITIES = ("good", "fair", "rough")
Method = Literal["", "extract", "count", "time_study", "survey", "estimate", "other"]
Quality = Literal["", "good", "fair", "rough"]


class GoalResult(_Part):
    """The effect on one goal's indicator: before, after, and how it was measured.

    ``value`` is after. ``sample`` is how many units (people, services, contracts) were measured, ``sd`` the standard
    deviation between them. These are the observations that the analysis learns from.
    """

    indicator: str = Field(max_length=60)
    before: Decimal | None = Field(default=None, max_digits=14, decimal_places=4)
    value: Decimal | None = Field(default=None, max_digits=14, decimal_places=4)
    method: Method = ""
    sample: int | None = Field(default=None, ge=0, le=10_000_000)
    sd: Decimal | None = Field(default=None, ge=0, max_digits=14, decimal_places=4)
    measured_from: date | None = None
    measured_to: date | None = None
    quality: Quality = ""
    how_measured: str = Field(default="", max_length=2000)

    @property
    def is_whole(self) -> bool:
        known = self.before is not None and self.value is not None
        return known and bool(self.method and self.how_measured.strip())


class ReportData(_Part):
    """A report as it is saved; a draft may be half empty, ``problems`` says what is missing."""

    spent: tuple[SpentLine, ...] = Field(default=(), max_length=4000)
    results: tuple[GoalResult, ...] = Field(default=(), max_length=100)
    progress: str = Field(default="", max_length=LONG_TEXT)
    deviations: str = Field(default="", max_length=LONG_TEXT)
    experience: str = Field(default="", max_length=LONG_TEXT)


@dataclass(frozen=True)
class BudgetLine:
    """A covered line of the budget that the accounts answer to."""

    organisation_id: int
    category: str
    year: int
    amount_ore: int

    @property
    def key(self) -> tuple[int, str, int]:
        return (self.organisation_id, self.category, self.year)


def problems(
    data: ReportData,
    *,
    budget: Iterable[BudgetLine],
    indicators: Iterable[str],
    final: bool,
    needs_auditor: bool,
    has_auditor: bool,
    auditor_outdated: bool = False,
    unexplained_share: Decimal,
    percents: frozenset[str] = frozenset(),
) -> list[Problem]:
    """All that is missing before the report can be handed in."""
    budget = list(budget)
    found = _missing_text(data, final=final) + _impossible_results(data, percents)
    if final:
        found += _missing_lines(data, budget) + _missing_results(data, indicators)
    if not data.deviations and deviates(data, budget, unexplained_share) and final:
        found.append(problem("deviations", EXPLAIN))
    if final and needs_auditor and not has_auditor:
        found.append(problem("auditor", AUDITOR_OUTDATED if auditor_outdated else AUDITOR_MISSING))
    return found


def _missing_text(data: ReportData, *, final: bool) -> list[Problem]:
    wanted = {"progress": data.progress} | ({"experience": data.experience} if final else {})
    return [problem(part, WRITE) for part, text in wanted.items() if not text.strip()]


def _missing_lines(data: ReportData, budget: list[BudgetLine]) -> list[Problem]:
    answered = {(line.organisation_id, line.category, line.year) for line in data.spent}
    return [problem("spent", ACCOUNT_FOR_ALL)] if any(line.key not in answered for line in budget) else []


def _missing_results(data: ReportData, indicators: Iterable[str]) -> list[Problem]:
    answered = {result.indicator for result in data.results if result.is_whole}
    return [problem("results", RESULT_MISSING)] if set(indicators) - answered else []


def _impossible_results(data: ReportData, percents: frozenset[str]) -> list[Problem]:
    found = []
    for one in data.results:
        shares = [one.before, one.value] if one.indicator in percents else []
        if any(share is not None and not 0 <= share <= 100 for share in shares):
            found.append(problem("results", NO_PERCENT))
        if one.measured_from and one.measured_to and one.measured_to < one.measured_from:
            found.append(problem("results", WRONG_PERIOD))
    return found


def deviates(data: ReportData, budget: list[BudgetLine], share: Decimal) -> bool:
    """Whether any cost category ends further from its budget than the share that needs no explanation."""
    planned, spent = (
        _by_category((b.category, b.amount_ore) for b in budget),
        _by_category((line.category, line.spent_ore) for line in data.spent),
    )
    return any(abs(spent.get(code, 0) - sum_) > share * sum_ for code, sum_ in planned.items())


def _by_category(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for code, ore in rows:
        sums[code] = sums.get(code, 0) + ore
    return sums


def needs_auditor(granted_ore: int, threshold_ore: int) -> bool:
    """An auditor's confirmation is asked for from the threshold on: «fra 200 000 kr» (real-scheme 1.4)."""
    return granted_ore >= threshold_ore


@dataclass(frozen=True)
class Settlement:
    """What follows from approved final accounts, in øre: keep, pay still, and claim back. Two of them add up."""

    allowed_ore: int
    still_to_pay_ore: int
    claim_back_ore: int

    @property
    def unspent_ore(self) -> int:
        return self.claim_back_ore


def earned_ore(spent: Iterable[SpentLine], covered: frozenset[str], share_by_year: dict[int, Decimal]) -> int:
    """The grant's share of what was really spent on covered categories."""
    return sum(int(line.spent_ore * share_by_year[line.year]) for line in spent if line.category in covered)


def settle(
    *,
    granted_ore: int,
    paid_ore: int,
    spent: Iterable[SpentLine],
    covered: frozenset[str],
    share_by_year: dict[int, Decimal],
) -> Settlement:
    """The grant covers at most its share of what was really spent on covered categories, and never more than granted.

    The grant is meant to cover part of the cost (report 5.1.5–5.1.7); the share is pinned in the call's terms.
    """
    allowed = min(granted_ore, earned_ore(spent, covered, share_by_year))
    return Settlement(allowed, max(0, allowed - paid_ore), max(0, paid_ore - allowed))
