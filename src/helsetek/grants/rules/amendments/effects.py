"""What each kind of amendment does to the agreement: a new one comes out, the old one stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from helsetek.grants.rules import instalments
from helsetek.grants.rules.agreements import Agreement, BudgetRow, Share, summed

from . import plan
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


@dataclass(frozen=True)
class Figures:
    """What the effects need to know beside the agreement: days, and dated parameters."""

    today: date
    accepted_on: date
    report_month: int
    report_day: int
    settle_weeks: int
    held_since: date | None = None


def after(agreement: Agreement, change: Change, figures: Figures) -> Agreement:
    """The agreement as it will be when the amendment has taken effect. Raises ValueError where it cannot."""
    return _EFFECTS[type(change)](agreement, change, figures)


def _with(agreement: Agreement, **changes: Any) -> Agreement:
    return agreement.model_copy(update=changes)


def _time(agreement: Agreement, change: TimeChange, figures: Figures) -> Agreement:
    if change.new_end is None:
        return agreement
    days = instalments.report_days(
        figures.accepted_on, change.new_end, month=figures.report_month, day=figures.report_day
    )
    moved = _with(agreement, ends=change.new_end)
    return _reported(moved, plan.moved_reports(agreement.reports, days)) if agreement.final else moved


def _reported(agreement: Agreement, reports: tuple[Any, ...]) -> Agreement:
    parts = plan.following(agreement.instalments, agreement.reports, reports)
    return _with(agreement, reports=reports, instalments=parts)


def _scope(agreement: Agreement, change: ScopeChange, figures: Figures) -> Agreement:
    return _with(agreement, activities=change.activities, goals=change.goals)


def _budget(agreement: Agreement, change: BudgetChange, figures: Figures) -> Agreement:
    return _with(agreement, budget=change.rows)


def _partner_in(agreement: Agreement, change: PartnerIn, figures: Figures) -> Agreement:
    if change.organisation_id is None:
        return agreement
    moved = [(row.key, -row.amount_ore) for row in change.moved]
    taken = [((change.organisation_id, row.category, row.year), row.amount_ore) for row in change.moved]
    there = [(row.key, row.amount_ore) for row in agreement.budget]
    partners = (*agreement.partners, Share(organisation_id=change.organisation_id, tasks=change.tasks))
    return _with(agreement, partners=partners, budget=summed([*there, *moved, *taken]))


def _partner_out(agreement: Agreement, change: PartnerOut, figures: Figures) -> Agreement:
    gone, heir = change.organisation_id, change.takes_over_id
    if gone is None:
        return agreement
    rest = tuple(share for share in agreement.partners if share.organisation_id != gone)
    if heir is None:
        return _with(
            agreement, partners=rest, budget=tuple(r for r in agreement.budget if r.organisation_id != gone)
        )
    tasks = next((share.tasks for share in agreement.partners if share.organisation_id == gone), "")
    partners = tuple(_with_tasks(share, tasks) if share.organisation_id == heir else share for share in rest)
    return _with(agreement, partners=partners, budget=_renamed(agreement.budget, {gone}, heir))


def _with_tasks(share: Share, more: str) -> Share:
    both = "\n".join(text for text in (share.tasks, more) if text)
    return share.model_copy(update={"tasks": both[:3000]})


def _renamed(rows: tuple[BudgetRow, ...], gone: set[int], heir: int) -> tuple[BudgetRow, ...]:
    return summed(
        (
            (heir if row.organisation_id in gone else row.organisation_id, row.category, row.year),
            row.amount_ore,
        )
        for row in rows
    )


def _merged(agreement: Agreement, change: PartnersMerged, figures: Figures) -> Agreement:
    heir = change.successor_id
    if heir is None:
        return agreement
    gone = set(change.predecessor_ids) - {heir}
    tasks = "\n".join(share.tasks for share in agreement.partners if share.organisation_id in gone)
    rest = [share for share in agreement.partners if share.organisation_id not in gone | {heir}]
    own = next((s for s in agreement.partners if s.organisation_id == heir), Share(organisation_id=heir))
    leads = agreement.lead_id in gone
    return _with(
        agreement,
        partners=(_with_tasks(own, tasks), *rest) if leads else (*rest, _with_tasks(own, tasks)),
        budget=_renamed(agreement.budget, gone, heir),
        **({"lead_id": heir, **_without_account(agreement)} if leads else {}),
    )


def _without_account(agreement: Agreement) -> dict[str, Any]:
    """A new lead has an account of its own, which must be given and verified before anything more is paid."""
    return {"account": "", "instalments": plan.put_back(agreement.instalments)}


def _new_lead(agreement: Agreement, change: NewLead, figures: Figures) -> Agreement:
    if change.organisation_id is None:
        return agreement
    known = change.organisation_id in agreement.partner_ids
    partners = (
        agreement.partners if known else (Share(organisation_id=change.organisation_id), *agreement.partners)
    )
    return _with(agreement, lead_id=change.organisation_id, partners=partners, **_without_account(agreement))


def _account(agreement: Agreement, change: NewAccount, figures: Figures) -> Agreement:
    return _with(agreement, account=change.number, instalments=plan.put_back(agreement.instalments))


def _more(agreement: Agreement, change: MoreMoney, figures: Figures) -> Agreement:
    amount = change.amount_ore or 0
    changed = _with(
        agreement, granted_ore=agreement.granted_ore + amount, budget=change.rows or agreement.budget
    )
    if not amount or not change.envelope_id:
        return changed
    parts = plan.added(agreement.instalments, amount, change.envelope_id, figures.today)
    return _with(changed, instalments=parts)


def _less(agreement: Agreement, change: LessMoney, figures: Figures) -> Agreement:
    amount = change.amount_ore or 0
    cut = plan.cut(agreement.instalments, amount)
    return _with(
        agreement,
        granted_ore=agreement.granted_ore - amount,
        budget=change.rows or agreement.budget,
        instalments=cut.parts,
    )


def _hold(agreement: Agreement, change: Hold, figures: Figures) -> Agreement:
    return _with(agreement, on_hold=True)


def _resume(agreement: Agreement, change: Resume, figures: Figures) -> Agreement:
    running = _with(agreement, on_hold=False)
    if not change.move_dates or figures.held_since is None:
        return running
    days = (figures.today - figures.held_since).days
    return _with(
        running,
        ends=agreement.ends + timedelta(days=days),
        reports=plan.shifted_reports(agreement.reports, days),
        instalments=plan.shifted_parts(agreement.instalments, days, figures.held_since),
    )


def _end(agreement: Agreement, change: End, figures: Figures) -> Agreement:
    """The project ends that day. The final accounts settle the grant, and nothing more is paid before them."""
    if change.end_on is None:
        return agreement
    ended = _with(agreement, ends=change.end_on, on_hold=False)
    if agreement.final is None:
        return ended
    settle_on = max(change.end_on, figures.today) + timedelta(weeks=figures.settle_weeks)
    ended = _reported(ended, plan.moved_reports(agreement.reports, [settle_on]))
    return (
        _with(ended, instalments=plan.all_wait_for(ended.instalments, ended.final)) if ended.final else ended
    )


_EFFECTS: dict[type[Change], Callable[[Agreement, Any, Figures], Agreement]] = {
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
