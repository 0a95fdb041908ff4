"""What an amendment must hold before it is asked for, and again before it is decided and takes effect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from helsetek.grants.rules.agreements import Agreement, BudgetRow, most_covered, moved_ore, total
from helsetek.grants.rules.words import Problem, gettext_noop, problem
from helsetek.scheme.rules.terms import RuleParameters

from .changes import (
    BudgetChange,
    Change,
    End,
    Hold,
    LessMoney,
    MoreMoney,
    NewAccount,
    NewLead,
    PartnerIn,
    PartnerOut,
    PartnersMerged,
    Resume,
    ScopeChange,
    TimeChange,
)

NEW_END = gettext_noop("Give the day when the project will end.")
SAME_END = gettext_noop("The project ends that day already.")
PAST_END = gettext_noop("The new end must be later than today.")
TOO_LATE_END = gettext_noop("The end can be moved to %(latest_date)s at the latest.")
ACTIVITIES = gettext_noop("Write what the project will do.")
GOALS = gettext_noop("Give at least one goal.")
GOAL_PARTS = gettext_noop(
    "Each goal needs an indicator, where you stand now, the target, and how it is measured."
)
NOTHING_NEW = gettext_noop("This is what is agreed already: nothing would change.")
BUDGET = gettext_noop("Give the budget as it will be.")
OTHER_PARTNER = gettext_noop("The budget has a line for somebody who is not a partner in the project.")
OTHER_CATEGORY = gettext_noop("The budget has a kind of cost that the call does not know.")
TOO_SMALL_BUDGET = gettext_noop(
    "With this budget at most %(most_ore)s can be covered, and %(granted_ore)s is granted. "
    "Change the budget, or ask for a smaller grant."
)
CHOOSE_PARTNER = gettext_noop("Choose an organisation.")
IS_PARTNER = gettext_noop("This organisation takes part already.")
NO_PARTNER = gettext_noop("This organisation does not take part in the project.")
CANNOT_JOIN = gettext_noop(
    "Only municipalities, county authorities and health trusts that exist today can take part."
)
TASKS = gettext_noop("Write what the new partner will do.")
MOVED_TOO_MUCH = gettext_noop("More is taken from a line than stands in it.")
LEAD_STAYS = gettext_noop("The lead cannot leave. Ask for a new lead first.")
HIMSELF = gettext_noop("Choose another partner to take over.")
PREDECESSORS = gettext_noop("Choose those that have been merged. They must be partners in the project.")
SUCCESSOR = gettext_noop("Choose who stands in their place.")
MERGED_ON = gettext_noop("Give the day from which the merger holds.")
IS_LEAD = gettext_noop("This organisation leads already.")
ACCOUNT = gettext_noop("Write the account number: eleven digits.")
SAME_ACCOUNT = gettext_noop("This is the account that is used already.")
AMOUNT = gettext_noop("Give the sum.")
ENVELOPE = gettext_noop("Choose the envelope that the money is taken from.")
NOT_THERE = gettext_noop("There is %(there_ore)s free in the envelope.")
ABOVE_REQUESTED = gettext_noop("%(requested_ore)s was applied for. The grant cannot be larger than that.")
NOT_LEFT = gettext_noop(
    "Of the grant %(left_ore)s is not yet paid or on its way. It cannot be made smaller by more."
)
ALL_OF_IT = gettext_noop("This would leave nothing of the grant. End the grant instead.")
END_DAY = gettext_noop("Give the day when the project ends.")
END_LATER = gettext_noop("The project ends before that day already.")
IS_HELD = gettext_noop("The grant is on hold already.")
IS_RUNNING = gettext_noop("The grant is not on hold.")


@dataclass(frozen=True)
class Facts:
    """What the checks look at beside the agreement itself."""

    today: date
    latest_end: date
    parameters: RuleParameters
    covered: frozenset[str]
    categories: frozenset[str]
    requested_ore: int
    joinable: frozenset[int] = frozenset()  # those the change names that exist today and can take part
    free_ore: dict[int, int] = field(default_factory=dict)  # free money by envelope
    by_directorate: bool = False


def problems(change: Change, agreement: Agreement, facts: Facts) -> list[Problem]:
    """Everything that stands in the way, by field."""
    return list(_CHECKS[type(change)](change, agreement, facts))


def _time(change: TimeChange, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if change.new_end is None:
        yield problem("new_end", NEW_END)
    elif change.new_end == agreement.ends:
        yield problem("new_end", SAME_END)
    elif change.new_end <= facts.today:
        yield problem("new_end", PAST_END)
    elif change.new_end > facts.latest_end:
        yield problem("new_end", TOO_LATE_END, latest_date=facts.latest_end.isoformat())


def _scope(change: ScopeChange, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if not change.activities:
        yield problem("activities", ACTIVITIES)
    if not change.goals:
        yield problem("goals", GOALS)
    if any(
        not goal.goal
        or not (goal.indicator or goal.own_indicator)
        or goal.baseline is None
        or goal.target is None
        or not goal.how_measured
        for goal in change.goals
    ):
        yield problem("goals", GOAL_PARTS)
    if (change.activities, change.goals) == (agreement.activities, agreement.goals):
        yield problem("activities", NOTHING_NEW)


def _budget(change: BudgetChange, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if not change.rows:
        yield problem("lines", BUDGET)
        return
    if not moved_ore(agreement.budget, change.rows):
        yield problem("lines", NOTHING_NEW)
    yield from _lines(change.rows, agreement, facts, agreement.granted_ore)


def _lines(
    rows: Iterable[BudgetRow], agreement: Agreement, facts: Facts, granted_ore: int
) -> Iterator[Problem]:
    rows = tuple(rows)
    if {row.organisation_id for row in rows} - agreement.partner_ids:
        yield problem("lines", OTHER_PARTNER)
    if {row.category for row in rows} - facts.categories:
        yield problem("lines", OTHER_CATEGORY)
    most = most_covered(rows, facts.parameters, facts.covered)
    before = most_covered(agreement.budget, facts.parameters, facts.covered)
    if most < granted_ore and most < before:
        yield problem("lines", TOO_SMALL_BUDGET, most_ore=most, granted_ore=granted_ore)


def _partner_in(change: PartnerIn, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    yield from _joins(change.organisation_id, facts)
    if change.organisation_id in agreement.partner_ids:
        yield problem("organisation_id", IS_PARTNER)
    if not change.tasks:
        yield problem("tasks", TASKS)
    there = {row.key: row.amount_ore for row in agreement.budget}
    taken: dict[tuple[int, str, int], int] = {}
    for row in change.moved:
        taken[row.key] = taken.get(row.key, 0) + row.amount_ore
    if any(amount > there.get(key, 0) for key, amount in taken.items()):
        yield problem("moved", MOVED_TOO_MUCH)


def _joins(organisation_id: int | None, facts: Facts, name: str = "organisation_id") -> Iterator[Problem]:
    if organisation_id is None:
        yield problem(name, CHOOSE_PARTNER)
    elif organisation_id not in facts.joinable:
        yield problem(name, CANNOT_JOIN)


def _partner_out(change: PartnerOut, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if change.organisation_id is None:
        yield problem("organisation_id", CHOOSE_PARTNER)
        return
    if change.organisation_id not in agreement.partner_ids:
        yield problem("organisation_id", NO_PARTNER)
    if change.organisation_id == agreement.lead_id:
        yield problem("organisation_id", LEAD_STAYS)
    if change.takes_over_id is None:
        rest = [row for row in agreement.budget if row.organisation_id != change.organisation_id]
        yield from _lines(rest, agreement, facts, agreement.granted_ore)
    elif change.takes_over_id not in agreement.partner_ids - {change.organisation_id}:
        yield problem("takes_over_id", HIMSELF)


def _merged(change: PartnersMerged, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    gone = set(change.predecessor_ids) - {change.successor_id}
    if not gone or not gone <= agreement.partner_ids:
        yield problem("predecessor_ids", PREDECESSORS)
    if change.successor_id is None:
        yield problem("successor_id", SUCCESSOR)
    elif change.successor_id not in facts.joinable:
        yield problem("successor_id", CANNOT_JOIN)
    if change.on is None:
        yield problem("on", MERGED_ON)


def _new_lead(change: NewLead, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    yield from _joins(change.organisation_id, facts)
    if change.organisation_id == agreement.lead_id:
        yield problem("organisation_id", IS_LEAD)


def _account(change: NewAccount, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if len(change.number) != 11 or not change.number.isdecimal():
        yield problem("number", ACCOUNT)
    elif change.number == agreement.account:
        yield problem("number", SAME_ACCOUNT)


def _more(change: MoreMoney, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if not change.amount_ore:
        yield problem("amount_ore", AMOUNT)
        return
    granted = agreement.granted_ore + change.amount_ore
    if granted > facts.requested_ore:
        yield problem("amount_ore", ABOVE_REQUESTED, requested_ore=facts.requested_ore)
    if change.rows:
        yield from _lines(change.rows, agreement, facts, granted)
    if facts.by_directorate:
        yield from _envelope(change, facts)


def _envelope(change: MoreMoney, facts: Facts) -> Iterator[Problem]:
    if change.envelope_id not in facts.free_ore:
        yield problem("envelope_id", ENVELOPE)
    elif facts.free_ore[change.envelope_id] < (change.amount_ore or 0):
        yield problem("envelope_id", NOT_THERE, there_ore=facts.free_ore[change.envelope_id])


def _less(change: LessMoney, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if not change.amount_ore:
        yield problem("amount_ore", AMOUNT)
    elif change.amount_ore >= agreement.granted_ore:
        yield problem("amount_ore", ALL_OF_IT)
    elif change.amount_ore > agreement.changeable_ore:
        yield problem("amount_ore", NOT_LEFT, left_ore=agreement.changeable_ore)
    if change.rows:
        yield from _lines(change.rows, agreement, facts, agreement.granted_ore - (change.amount_ore or 0))
        if total(change.rows) > total(agreement.budget):
            yield problem("lines", NOTHING_NEW)


def _hold(change: Hold, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if agreement.on_hold:
        yield problem("reason", IS_HELD)


def _resume(change: Resume, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if not agreement.on_hold:
        yield problem("reason", IS_RUNNING)


def _end(change: End, agreement: Agreement, facts: Facts) -> Iterator[Problem]:
    if change.end_on is None:
        yield problem("end_on", END_DAY)
    elif change.end_on >= agreement.ends:
        yield problem("end_on", END_LATER)


_CHECKS: dict[type[Change], Callable[[Any, Agreement, Facts], Iterator[Problem]]] = {
    TimeChange: _time,
    ScopeChange: _scope,
    BudgetChange: _budget,
    PartnerIn: _partner_in,
    PartnerOut: _partner_out,
    PartnersMerged: _merged,
    NewLead: _new_lead,
    NewAccount: _account,
    MoreMoney: _more,
    LessMoney: _less,
    Hold: _hold,
    Resume: _resume,
    End: _end,
}
