"""What reports mean for the money: spent as reported, approved, or not spent. Part of the acts on reports."""

from __future__ import annotations

from helsetek.grants.models import Grant, Report
from helsetek.grants.selectors import reports as selectors
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Account, Balances

from .purses import shift


def post_reported(report: Report) -> None:
    """What the report says was spent of what is paid: paid → reported. Reports count from the project's beginning."""
    case, stands = _stands(report.grant)
    earned = selectors.settlement(report).allowed_ore
    wanted = min(earned - stands.reported - stands.approved, stands.paid)
    shift(
        case, Account.PAID, Account.REPORTED, wanted, verb="grants.report_handed_in", key=_key(case, report)
    )


def take_back_reported(report: Report) -> None:
    """The report is asked about again: what it said no longer stands."""
    case, stands = _stands(report.grant)
    verb = "grants.report_returned"
    shift(case, Account.REPORTED, Account.PAID, stands.reported, verb=verb, key=_key(case, report))


def post_approved(report: Report) -> None:
    """The accounts of a progress report are approved as they stand: reported → approved."""
    case, stands = _stands(report.grant)
    verb = "grants.report_approved"
    shift(case, Account.REPORTED, Account.APPROVED, stands.reported, verb=verb, key=_key(case, report))


def settle(report: Report) -> int:
    """The final accounts are approved: every krone that is paid is approved or unspent. Gives the unspent øre."""
    case, stands = _stands(report.grant)
    with_them = stands.paid + stands.reported + stands.approved
    keep = min(selectors.settlement(report).allowed_ore, with_them)
    _approve_up_to(case, stands, keep, report)
    unspent = with_them - keep
    left = min(unspent, scheme.balances_of_case(case).paid)
    verb = "grants.report_approved"
    shift(case, Account.PAID, Account.UNSPENT, left, verb=verb, key=_key(case, report), newest_first=True)
    return unspent


def _approve_up_to(case: str, stands: Balances, keep: int, report: Report) -> None:
    """From what is reported first, then from what is only paid; what was approved and no longer holds is unspent."""
    verb = "grants.report_approved"
    too_much = max(0, stands.approved - keep)
    shift(
        case,
        Account.APPROVED,
        Account.UNSPENT,
        too_much,
        verb=verb,
        key=_key(case, report),
        newest_first=True,
    )
    wanted = max(0, keep - stands.approved)
    reported = min(stands.reported, wanted)
    shift(case, Account.REPORTED, Account.APPROVED, reported, verb=verb, key=_key(case, report))
    shift(case, Account.REPORTED, Account.PAID, stands.reported - reported, verb=verb, key=_key(case, report))
    shift(case, Account.PAID, Account.APPROVED, wanted - reported, verb=verb, key=_key(case, report))


def post_paid_after_approval(grant: Grant, amount_ore: int, *, key: str) -> None:
    """What is paid when the final accounts are approved already, is paid for them."""
    if grant.reports.filter(kind="final", state="approved").exists():
        case = grant.application.case.number
        shift(case, Account.PAID, Account.APPROVED, amount_ore, verb="grants.payment_settled", key=key)


def _stands(grant: Grant) -> tuple[str, Balances]:
    case = grant.application.case.number
    return case, scheme.balances_of_case(case)


def _key(case: str, report: Report) -> str:
    """A report can be handed in, asked about and handed in again: each time is its own movement."""
    return f"report:{report.pk}:{scheme.postings_of_case(case).count()}"
