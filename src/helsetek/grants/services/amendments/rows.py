"""Bring the rows of a grant in line with the agreement: reports, instalments, parties, hold, account."""

from __future__ import annotations

from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.common import clock, instants
from helsetek.cooperation import services as cooperating
from helsetek.grants.models import Amendment, Application, Grant, Instalment, Report
from helsetek.grants.rules.agreements import Agreement, Due, Part
from helsetek.grants.rules.machines import GRANT, INSTALMENT, REPORT
from helsetek.grants.services import recovery

from .log import Log


def write_reports(grant: Grant, before: Agreement, then: Agreement, log: Log) -> None:
    """Move, drop and add reports. The last number first: two may not bear the same one in between."""
    known = {due.id: due for due in before.reports}
    rows = {row.pk: row for row in grant.reports.select_for_update()}
    for due in sorted(then.reports, key=lambda one: one.number, reverse=True):
        if due.id and due != known[due.id]:
            _write_report(rows[due.id], due, log)
        elif not due.id:
            Report.objects.create(
                grant=grant, kind=due.kind, number=due.number, due_at=instants.end_of(due.due_on)
            )


def _write_report(row: Report, due: Due, log: Log) -> None:
    row.number, row.due_at = due.number, instants.end_of(due.due_on)
    if due.state == "dropped" and row.state != "dropped":
        before, row.state = row.state, state.move(REPORT, "drop", row.state)
        log.add("grants.report_dropped", f"report:{row.pk}", (before, row.state), {"number": row.number})
    row.save(update_fields=["number", "due_at", "state"])


def write_instalments(grant: Grant, before: Agreement, then: Agreement, log: Log) -> None:
    """What is paid or sent is never touched: the rules leave it as it is, and so does this."""
    known = {part.id: part for part in before.instalments}
    rows = {row.pk: row for row in grant.instalments.select_for_update()}
    reports = {row.number: row for row in grant.reports.all()}
    for part in then.instalments:
        waits_for = reports[part.waits_for] if part.waits_for else None
        if not part.id:
            _add_instalment(grant, part, waits_for)
        elif part != known[part.id] or (waits_for and rows[part.id].waits_for_id != waits_for.pk):
            _write_instalment(rows[part.id], part, waits_for, log)


def _add_instalment(grant: Grant, part: Part, waits_for: Report | None) -> None:
    Instalment.objects.create(
        grant=grant,
        envelope_id=part.envelope_id,
        number=part.number,
        amount_ore=part.amount_ore,
        waits_for=waits_for,
        due_on=part.due_on,
        end_to_end_id=f"HTO-{grant.pk}-{part.number}",
    )


_ACTS = {
    "cancelled": ("cancel", "grants.payment_cancelled"),
    "planned": ("put_back", "grants.payment_put_back"),
}


def _write_instalment(row: Instalment, part: Part, waits_for: Report | None, log: Log) -> None:
    if part.amount_ore < row.amount_ore or part.state == "cancelled":
        recovery.withdraw_set_offs_of(row)
    row.amount_ore, row.due_on, row.waits_for = part.amount_ore, part.due_on, waits_for
    if part.state != row.state:
        act, verb = _ACTS[part.state]
        before, row.state = row.state, state.move(INSTALMENT, act, row.state)
        row.prepared_by = row.attested_by = None
        log.add(verb, f"instalment:{row.pk}", (before, row.state), {"amount_ore": row.amount_ore})
    row.save()


def write_hold(grant: Grant, then: Agreement, log: Log) -> None:
    held = grant.state == "held"
    if held == then.on_hold:
        return
    before = grant.state
    grant.state = state.move(GRANT, "hold" if then.on_hold else "resume", grant.state)
    grant.held_since = clock.today() if then.on_hold else None
    grant.save(update_fields=["state", "held_since"])
    log.add(
        "grants.held" if then.on_hold else "grants.resumed", f"grant:{grant.pk}", (before, grant.state), {}
    )


def write_account(grant: Grant, amendment: Amendment, then: Agreement) -> None:
    """The verified account, or none where a new lead must give its own. The old one stays in the earlier versions."""
    if amendment.account is not None:
        grant.account = amendment.account
    elif not then.account:
        grant.account = None
    grant.save(update_fields=["account"])


def write_parties(amendment: Amendment, before: Agreement, then: Agreement, by: Person) -> None:
    """Parties of the case, the lead, and, where nothing else rests on it, the places in the collaboration."""
    if (before.lead_id, before.partner_ids) == (then.lead_id, then.partner_ids):
        return
    application = amendment.grant.application
    if then.lead_id != application.lead_id:
        casework.change_lead(application.case, then.lead_id)
        Application.objects.filter(pk=application.pk).update(lead_id=then.lead_id)
        application.refresh_from_db(fields=["lead"])
        for row in amendment.grant.instalments.filter(state__in=["planned", "failed"]):
            recovery.withdraw_set_offs_of(row)  # what another owed is not taken from who is paid from now on
    casework.set_members(application.case, then.partner_ids)
    if _is_alone_in(application):
        _follow(amendment, before, then, by)


def _is_alone_in(application: Application) -> bool:
    """Whether the collaboration stands behind no other application that is alive."""
    others = Application.objects.filter(collaboration=application.collaboration_id).exclude(pk=application.pk)
    return not others.exclude(state__in=["withdrawn"]).exists()


def _follow(amendment: Amendment, before: Agreement, then: Agreement, by: Person) -> None:
    said = {one.organisation_id: one.answered_by for one in amendment.consents.filter(consents=True)}
    joined = then.partner_ids - before.partner_ids
    cooperating.follow(
        by=by,
        collaboration=amendment.grant.application.collaboration,
        joined={pk: said.get(pk) or by for pk in joined},
        left=before.partner_ids - then.partner_ids,
        lead_id=then.lead_id,
        reason=amendment.reason,
    )
