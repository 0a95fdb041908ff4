"""Reports are written by the partners, handed in by the lead's signatory, and judged by the case officer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import ValidationError

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.casework.selectors import Document
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, StaleEdit, WrongState
from helsetek.grants.models import AuditConfirmation, Grant, Report, ReportVersion
from helsetek.grants.permissions.reports import (
    is_auditor_of,
    may_confirm_accounts,
    may_hand_in_report,
    may_judge_report,
    may_write_report,
)
from helsetek.grants.rules import audits as rules
from helsetek.grants.rules.machines import REPORT
from helsetek.grants.rules.reports import ReportData
from helsetek.grants.rules.words import Problem
from helsetek.grants.selectors import audits
from helsetek.grants.selectors import reports as selectors
from helsetek.grants.selectors.audits import Standing
from helsetek.grants.wording import say

from . import accounting, closing, late_reports
from .holds import require_not_held

OPEN = ("due", "returned")


@transaction.atomic
def save_report(*, by: Person, report: Report, data: dict[str, Any], revision: int) -> ReportVersion:
    """Save a new version. ``revision`` is the number of the version that the writer began from (0 for none).

    Raises StaleEdit with both versions when somebody saved in between, RuleBroken for what cannot be read.
    """
    report = _locked(report)
    may_write_report(by, report.grant).require()
    _require_open(report)
    clean = _read(data)
    newest = selectors.newest(report)
    number = newest.number if newest else 0
    if newest and newest.data == clean:
        return newest
    if number != revision:
        theirs = newest.data if newest else {}
        raise StaleEdit(
            _("Somebody else has saved the report since you opened it."),
            theirs=theirs,
            yours=clean,
            revision=number,
        )
    version = ReportVersion.objects.create(
        report=report, number=number + 1, data=clean, saved_at=clock.now(), saved_by=by
    )
    _record(report, "grants.report_saved", report.state, by, None, data={"version": version.number})
    return version


@transaction.atomic
def confirm_accounts(
    *,
    by: Person,
    report: Report,
    file_name: str = "",
    content: bytes = b"",
    opinion: str = "",
    reservations: str = "",
    years: Sequence[int] = (),
) -> Report:
    """Confirm the accounts as they stand, by the standard of the call (ISA 805 or ISRS 4400).

    The auditor of the lead does it here, with or without a file; a writer brings a confirmation that was signed on
    paper, as a file. ``years`` are those that it speaks of: without any, those that are still missing and belong
    together. Without ``opinion`` it is a clean one. Raises RuleBroken.
    """
    report = _locked(report)
    acting_for = may_confirm_accounts(by, report.grant).require().acting_for
    _require_open(report)
    data = selectors.data_of(report)
    audit = audits.standing(report, data)
    opinion = opinion or rules.OPINIONS[audit.standard][0]
    chosen = tuple(sorted(years)) or _next_years(audit)
    on_paper = not is_auditor_of(by, report.grant)
    _check_confirmation(audit, chosen, opinion, reservations, has_file=bool(file_name), on_paper=on_paper)
    document = _file(by, report, file_name, content) if file_name else None
    AuditConfirmation.objects.create(
        report=report,
        standard=audit.standard,
        years=list(chosen),
        opinion=opinion,
        reservations=reservations.strip(),
        accounts_sha256=rules.accounts_hash(data.spent),
        on_paper=on_paper,
        document=document,
        confirmed_by=by,
        confirmed_at=clock.now(),
    )
    if document:
        report.auditor_confirmation = document
        report.save(update_fields=["auditor_confirmation"])
    told = {"standard": audit.standard, "opinion": opinion, "years": list(chosen), "on_paper": on_paper}
    _record(report, "grants.accounts_confirmed", report.state, by, acting_for, data=told)
    return report


def _next_years(audit: Standing) -> tuple[int, ...]:
    missing = [years for years in audit.wanted if set(years) & set(audit.missing)]
    return missing[0] if missing else tuple(audit.by_year)


def _check_confirmation(
    audit: Standing,
    years: tuple[int, ...],
    opinion: str,
    reservations: str,
    *,
    has_file: bool,
    on_paper: bool,
) -> None:
    wrong: dict[str, list[str]] = {}
    if not audit.by_year:
        raise RuleBroken(
            _("The accounts are not written yet. They are confirmed when every line is filled in.")
        )
    if opinion not in rules.OPINIONS[audit.standard]:
        wrong["opinion"] = [_("Choose what fits the standard of the call.")]
    elif opinion not in rules.CLEAN and not reservations.strip():
        wrong["reservations"] = [_("Say what the reservation is about.")]
    if len(reservations) > 4000:
        wrong["reservations"] = [_("Write at most 4,000 characters.")]
    if on_paper and not has_file:
        wrong["file"] = [_("Add the confirmation that the auditor has signed.")]
    if not rules.may_cover(years, audit.by_year, audit.threshold_ore, each_year=audit.each_year):
        wrong["years"] = [_("One confirmation covers one year, or a year below the threshold and the next.")]
    if wrong:
        raise RuleBroken(_("The accounts are not confirmed."), wrong)


def _file(by: Person, report: Report, file_name: str, content: bytes) -> Document:
    return casework.add_document(
        by=by,
        case=report.grant.application.case,
        page="grants.report",
        page_id=report.pk,
        title=_("Auditor's confirmation"),
        file_name=file_name,
        content=content,
    )


@transaction.atomic
def hand_in(*, by: Person, report: Report) -> Report:
    """Hand in the report. Late is better than never: a late report is taken, and the log shows that it was late."""
    report = _locked(report)
    acting_for = may_hand_in_report(by, report.grant).require().acting_for
    before, target = report.state, state.move(REPORT, "hand_in", report.state)
    missing = selectors.problems(report, selectors.data_of(report))
    if missing:
        raise RuleBroken(_("The report is not complete yet."), _by_part(missing))
    report.state, report.handed_in_at, report.handed_in_by = target, clock.now(), by
    report.save()
    accounting.post_reported(report)
    late_reports.report_has_come(report)
    _tell_officer(report)
    _record(
        report,
        "grants.report_handed_in",
        before,
        by,
        acting_for,
        data={"late": clock.arrival() >= report.due_at},
    )
    return report


@transaction.atomic
def ask_again(*, by: Person, report: Report, question: str) -> Report:
    """The case officer returns the report with a question."""
    report = _locked(report)
    acting_for = may_judge_report(by, report.grant).require().acting_for
    if not question.strip():
        raise RuleBroken(_("Write what you ask for."), {"question": [_("Write what you ask for.")]})
    before, report.state = report.state, state.move(REPORT, "ask_again", report.state)
    report.answer = question
    report.save()
    accounting.take_back_reported(report)
    _tell_writers(report, "grants.report_returned")
    _record(report, "grants.report_returned", before, by, acting_for, reasons=question)
    return report


@transaction.atomic
def approve(*, by: Person, report: Report) -> Report:
    """Approve the report. Approved final accounts settle the grant: what was not spent is not paid, or claimed back."""
    report = _locked(report)
    acting_for = may_judge_report(by, report.grant).require().acting_for
    before, target = report.state, state.move(REPORT, "approve", report.state)
    audit = audits.standing(report, selectors.data_of(report))
    if audit.needed and not audit.is_whole:
        raise WrongState(
            _("The auditor's confirmation is missing. Ask for it before the report is approved.")
        )
    report.state = target
    report.approved_at, report.approved_by = clock.now(), by
    report.save()
    if report.kind == "final":
        closing.settle_grant(by=by, report=report)
    else:
        accounting.post_approved(report)
    _tell_writers(report, "grants.report_approved")
    _record(report, "grants.report_approved", before, by, acting_for)
    return report


def _by_part(missing: list[Problem]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for problem in missing:
        fields.setdefault(problem.path, []).append(say(problem.sentence))
    return fields


def _read(data: dict[str, Any]) -> dict[str, Any]:
    try:
        return ReportData.model_validate(data).model_dump(mode="json")
    except ValidationError as error:
        fields = {
            str(each["loc"][0]): [_("This cannot be read. Check the numbers and the length.")]
            for each in error.errors()
        }
        raise RuleBroken(_("Something in the report cannot be read."), fields) from error


def _require_open(report: Report) -> None:
    if report.state not in OPEN or report.grant.state != "accepted":
        raise WrongState(_("The report is handed in and can only be read."))


def _locked(report: Report) -> Report:
    require_not_held(Grant.objects.select_for_update().get(pk=report.grant_id))
    Report.objects.select_for_update().get(pk=report.pk)
    return selectors.report(report.pk)


def _tell_officer(report: Report) -> None:
    officer = report.grant.application.case.officer
    if officer:
        _tell([officer], report, "grants.report_handed_in")


def _tell_writers(report: Report, kind: str) -> None:
    lead = report.grant.application.lead_id
    _tell(accounts.people_of([lead], Role.WRITER, Role.SIGNATORY), report, kind)


def _tell(people: list[Person], report: Report, kind: str) -> None:
    version = selectors.newest(report)
    casework.notify(
        people,
        kind=kind,
        key=f"report:{report.pk}:{kind}:{version.number if version else 0}",
        path=f"/tilskudd/rapporter/{report.pk}/",
        case=report.grant.application.case,
        data={
            "title": report.grant.application.case.title,
            "due_at": report.due_at,
            "question": report.answer,
        },
    )


def _record(
    report: Report,
    verb: str,
    before: str,
    by: Person,
    acting_for: int | None,
    *,
    reasons: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    events.record(
        verb,
        thing=f"report:{report.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=report.grant.application.case.number,
        from_state=before,
        to_state=report.state,
        reasons=reasons,
        data={"kind": report.kind, "number": report.number} | (data or {}),
    )
