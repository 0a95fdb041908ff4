"""What is agreed on a grant: one record that is kept whole in each of its versions.

The application says what was applied for and never changes. From acceptance on, the agreement says what holds: budget,
partners, indicators, end, account, payments and reports. An amendment makes a new version; earlier ones stay readable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from helsetek.scheme.rules.terms import RuleParameters

from .reports import BudgetLine
from .sections import MOST_COST_LINES, Code, GoalLine, OrganisationId, Year

# Until a bank has been told of it, an instalment can be changed; what is further on is never touched.
CHANGEABLE = frozenset({"planned", "failed"})
OPEN_REPORTS = frozenset({"due", "returned"})

Sum = Annotated[int, Field(ge=0, le=10_000_000_000_000, strict=True)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Share(_Part):
    """A partner (the lead too) and what it does."""

    organisation_id: OrganisationId
    tasks: Annotated[str, Field(max_length=3000)] = ""


class BudgetRow(_Part):
    """What one partner will spend in one year on one kind of cost."""

    organisation_id: OrganisationId
    category: Code
    year: Year
    amount_ore: Sum

    @property
    def key(self) -> tuple[int, str, int]:
        return (self.organisation_id, self.category, self.year)


class Due(_Part):
    """A report: ``id`` is 0 for one that does not exist yet. ``due_on`` is the last day to hand it in."""

    id: int = 0
    number: int
    kind: str
    due_on: date
    state: str = "due"


class Part(_Part):
    """An instalment. ``waits_for`` is the number of the report that releases it, 0 where acceptance is enough."""

    id: int = 0
    number: int
    envelope_id: int
    amount_ore: Sum
    waits_for: int = 0
    due_on: date
    state: str = "planned"


class Agreement(_Part):
    """All that is agreed. Sums in øre; ``account`` as eleven digits, empty while none is confirmed."""

    granted_ore: Sum
    lead_id: OrganisationId
    partners: tuple[Share, ...] = Field(default=(), max_length=400)
    starts: date | None = None
    ends: date
    activities: Annotated[str, Field(max_length=6000)] = ""
    goals: tuple[GoalLine, ...] = Field(default=(), max_length=30)
    budget: tuple[BudgetRow, ...] = Field(default=(), max_length=MOST_COST_LINES)
    account: str = Field(default="", max_length=11)
    on_hold: bool = False
    reports: tuple[Due, ...] = Field(default=(), max_length=200)
    instalments: tuple[Part, ...] = Field(default=(), max_length=400)

    @property
    def partner_ids(self) -> frozenset[int]:
        return frozenset(share.organisation_id for share in self.partners)

    @property
    def final(self) -> Due | None:
        """The final report; None before the reports are planned."""
        return next((report for report in self.reports if report.kind == "final"), None)

    @property
    def changeable_ore(self) -> int:
        """What is planned and not yet on its way to the bank."""
        return sum(part.amount_ore for part in self.instalments if part.state in CHANGEABLE)


def lines_of(agreement: Agreement) -> list[BudgetLine]:
    """The budget's lines as accounts are held against them, in a steady order."""
    return [BudgetLine(*row.key, row.amount_ore) for row in agreement.budget]


def summed(rows: Iterable[tuple[tuple[int, str, int], int]]) -> tuple[BudgetRow, ...]:
    """One row for each partner, kind of cost and year. Rows that come to nothing are left out."""
    sums: dict[tuple[int, str, int], int] = defaultdict(int)
    for key, amount in rows:
        sums[key] += amount
    return tuple(
        BudgetRow(organisation_id=key[0], category=key[1], year=key[2], amount_ore=amount)
        for key, amount in sorted(sums.items())
        if amount
    )


def total(rows: Iterable[BudgetRow]) -> int:
    return sum(row.amount_ore for row in rows)


def moved_ore(before: Iterable[BudgetRow], after: Iterable[BudgetRow]) -> int:
    """How much changes place between two budgets: what is added to lines, or taken from them if that is more."""
    old, new = ({row.key: row.amount_ore for row in rows} for rows in (before, after))
    change = [new.get(key, 0) - old.get(key, 0) for key in {*old, *new}]
    return max(sum(each for each in change if each > 0), -sum(each for each in change if each < 0))


def most_covered(rows: Iterable[BudgetRow], parameters: RuleParameters, covered: frozenset[str]) -> int:
    """The largest grant that a budget can carry: each year's share of its eligible cost (report 5.1.5, 6.1.1)."""
    return sum(
        int(Decimal(row.amount_ore) * parameters.share_in(row.year))
        for row in rows
        if row.category in covered
    )
