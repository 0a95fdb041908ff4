"""What is asked for, by kind. A draft may be half empty; ``checks.problems`` says what is missing."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from helsetek.common.hashing import canonical
from helsetek.grants.rules.agreements import BudgetRow, Sum, summed
from helsetek.grants.rules.sections import (
    MOST_COST_LINES,
    BadSection,
    Code,
    GoalLine,
    OrganisationId,
    Year,
    clean,
    problem_of,
)


class Change(BaseModel):
    """What one amendment asks for."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class TimeChange(Change):
    new_end: date | None = None


class ScopeChange(Change):
    """The activities and the goals with their indicators as they will be."""

    activities: Annotated[str, Field(max_length=6000)] = ""
    goals: tuple[GoalLine, ...] = Field(default=(), max_length=30)


class _WithLines(Change):
    """``lines`` is the whole budget as it will be; empty where it stays as it is."""

    lines: tuple[BudgetRow, ...] = Field(default=(), max_length=MOST_COST_LINES)

    @property
    def rows(self) -> tuple[BudgetRow, ...]:
        return summed((row.key, row.amount_ore) for row in self.lines)


class BudgetChange(_WithLines):
    pass


class Moved(Change):
    """A sum that a new partner takes over from another, in the same kind of cost and year."""

    organisation_id: OrganisationId
    category: Code
    year: Year
    amount_ore: Sum

    @property
    def key(self) -> tuple[int, str, int]:
        return (self.organisation_id, self.category, self.year)


class PartnerIn(Change):
    organisation_id: OrganisationId | None = None
    tasks: Annotated[str, Field(max_length=3000)] = ""
    moved: tuple[Moved, ...] = Field(default=(), max_length=MOST_COST_LINES)


class PartnerOut(Change):
    """``takes_over_id`` takes the tasks and what stands in the budget; None where that part falls away."""

    organisation_id: OrganisationId | None = None
    takes_over_id: OrganisationId | None = None


class PartnersMerged(Change):
    """From ``on`` the successor stands in the place of those that were merged."""

    predecessor_ids: tuple[OrganisationId, ...] = Field(default=(), max_length=40)
    successor_id: OrganisationId | None = None
    on: date | None = None


class NewLead(Change):
    organisation_id: OrganisationId | None = None


class NewAccount(Change):
    """``number`` as eleven digits."""

    number: str = Field(default="", max_length=11)


class MoreMoney(_WithLines):
    """From which envelope is for the directorate to say: None while a municipality asks."""

    amount_ore: Sum | None = None
    envelope_id: int | None = None


class LessMoney(_WithLines):
    amount_ore: Sum | None = None


class Hold(Change):
    pass


class Resume(Change):
    """``move_dates``: the end, the reports and the payments move by the time that the grant was on hold."""

    move_dates: bool = True


class End(Change):
    end_on: date | None = None


CHANGES: dict[str, type[Change]] = {
    "time": TimeChange,
    "scope": ScopeChange,
    "budget": BudgetChange,
    "partner_in": PartnerIn,
    "partner_out": PartnerOut,
    "merged": PartnersMerged,
    "new_lead": NewLead,
    "account": NewAccount,
    "more": MoreMoney,
    "less": LessMoney,
    "hold": Hold,
    "resume": Resume,
    "end": End,
}


def read_change(kind: str, data: Any) -> Change:
    """The typed change of some data. Raises BadSection where it is not even good as a draft."""
    try:
        return CHANGES[kind].model_validate_json(canonical(clean(data)))
    except ValidationError as error:
        raise BadSection([problem_of(each) for each in error.errors(include_url=False)]) from error
