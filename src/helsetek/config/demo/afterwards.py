"""What followed the letters of 2024: acceptance, payments, reports, closing. All of it made up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.grants.selectors import grants, reports
from helsetek.grants.selectors.grants import Grant
from helsetek.grants.selectors.payments import to_attest, to_prepare
from helsetek.grants.selectors.reports import GoalAsked, Report
from helsetek.grants.services import acceptance, closing, payments, recovery, reporting
from helsetek.scheme.selectors import Call

from .stage import Stage, spread
from .words import EXPERIENCE

ACCEPTING, ACCEPTED = oslo(2024, 2, 19, 9), oslo(2024, 3, 7, 15)
MORE_ACCEPTED = oslo(2024, 6, 4, 10)
CLOSING = timedelta(days=20)
Told = Callable[[str, float], None]
PLAYED_BEFORE = oslo(2026, 11, 1, 9)


def play(here: Stage, call: Call, told: Told) -> None:
    everyone = list(grants.grants().filter(application__call=call).order_by("id"))
    first = [grant for grant in everyone if grant.offered_at < ACCEPTING]
    _accept(here, first)
    with clock.at(ACCEPTED):
        acceptance.lapse_overdue()
    pay(here, ACCEPTED + timedelta(days=1))
    for grant in everyone:
        if grant not in first:
            accept(here, grant, MORE_ACCEPTED)
    pay(here, MORE_ACCEPTED + timedelta(days=2))
    told("rapporter", 0.85)
    _report_and_close(here, [grants.grant(grant.pk) for grant in everyone], told)


def _accept(here: Stage, offered: list[Grant]) -> None:
    """All but two: one says no, and one does not answer in time. Neither is among the reported projects."""
    no, silent = [grant for grant in offered if grant.application.synthetic][-2:]
    for number, grant in enumerate(offered):
        if grant == no:
            with clock.at(ACCEPTING):
                acceptance.decline(
                    by=signatory(here, grant),
                    grant=grant,
                    reason="Kommunestyret har satt prosjektet på vent.",
                )
        elif grant != silent:
            accept(here, grant, spread(ACCEPTING, ACCEPTED - timedelta(days=1), number, len(offered)))
    if silent.accept_before > ACCEPTED:
        with clock.at(silent.accept_before):
            acceptance.lapse_overdue()


def accept(here: Stage, grant: Grant, when: datetime) -> Grant:
    with clock.at(when):
        return acceptance.accept(
            by=signatory(here, grant), grant=grant, account_number=account(grant.application.lead_id)
        )


def signatory(here: Stage, grant: Grant) -> Person:
    return here.signatories[grant.application.lead_id]


def account(organisation_id: int) -> str:
    """A made-up account number with a right check digit; no bank has the number 9999."""
    for serial in range(organisation_id * 10, organisation_id * 10 + 10):
        digits = f"9999{serial:06d}"
        rest = (
            sum(
                int(digit) * weight
                for digit, weight in zip(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)
            )
            % 11
        )
        if rest != 1:
            return f"{digits}{(11 - rest) % 11}"
    raise AssertionError("of ten serial numbers in a row, at most one lacks a check digit")


def pay(here: Stage, when: datetime) -> None:
    """Prepare, attest, send, and the bank pays, whatever is released."""
    with clock.at(when):
        prepared, _problems = payments.prepare_all(by=here.cast["kari"], instalments=list(to_prepare()))
        if not prepared:
            return
        payments.attest_all(by=here.cast["leif"], instalments=list(to_attest()))
        file = payments.make_file(by=here.cast["kari"])
    with clock.at(when + timedelta(days=1)):
        payments.read_answer(by=here.cast["kari"], content=the_bank_says("ACSC", file.message_id))


def the_bank_says(code: str, message_id: str, transfers: Iterable[tuple[str, str, str]] = ()) -> bytes:
    """A pain.002 file as a bank would send it: for the whole file, or (id, code, reason) for some transfers."""
    items = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{key}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        f"<StsRsnInf><AddtlInf>{reason}</AddtlInf></StsRsnInf></TxInfAndSts>"
        for key, status, reason in transfers
    )
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt><OrgnlGrpInfAndSts>'
        f"<OrgnlMsgId>{message_id}</OrgnlMsgId><GrpSts>{code}</GrpSts></OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts>{items}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def _report_and_close(here: Stage, everyone: list[Grant], told: Told) -> None:
    """By the autumn of 2026 most cases are closed; the last ones are late, handed in, or asked about."""
    running = [grant for grant in everyone if grant.state == "accepted"]
    due = sorted(
        (
            report
            for grant in running
            for report in reports.reports_of(grant)
            if report.due_at < PLAYED_BEFORE
        ),
        key=lambda report: (report.due_at, report.pk),
    )
    left_open = {grant.pk for grant in running if grant.application.synthetic}
    left_open = set(sorted(left_open)[-6:])
    for number, report in enumerate(due):
        if report.kind == "final" and report.grant_id in left_open:
            continue
        hand_in(here, reports.report(report.pk), report.due_at - timedelta(days=2))
        told("rapporter", 0.85 + 0.1 * number / len(due))
    for day in sorted({report.due_at for report in due}):
        pay(here, day + timedelta(days=14))
    _stop_midway(here, [reports.report(r.pk) for r in due if r.kind == "final" and r.grant_id in left_open])
    _close(here, [grant for grant in running if grant.pk not in left_open])


def hand_in(here: Stage, report: Report, when: datetime, *, approved: bool = True) -> None:
    """Written, handed in, and approved by the case officer a week later."""
    spent = Decimal(here.draw.choice(("1", "1", "1.02", "0.95", "0.8")))
    with clock.at(when):
        writer = here.writers[report.grant.application.lead_id]
        reporting.save_report(by=writer, report=report, data=_said(here, report, spent), revision=0)
        if report.kind == "final" and reports.needs_auditor(report.grant):
            reporting.confirm_accounts(
                by=writer, report=report, file_name="revisorbekreftelse.pdf", content=PDF
            )
        reporting.hand_in(by=signatory(here, report.grant), report=report)
    if approved:
        with clock.at(when + timedelta(days=7)):
            reporting.approve(by=here.officer(report.grant.application), report=report)


def _said(here: Stage, report: Report, spent: Decimal) -> dict[str, Any]:
    final = report.kind == "final"
    lines = reports.budget_lines(report.grant) if final else []
    return {
        "spent": [
            {
                "organisation_id": line.organisation_id,
                "category": line.category,
                "year": line.year,
                "spent_ore": int(line.amount_ore * spent) // 100 * 100,
            }
            for line in lines
        ],
        "results": [
            {
                "indicator": goal.key,
                "before": str(goal.before or 0),
                "value": str(_reached(here, goal)),
                "method": here.draw.choice(("extract", "count", "survey", "time_study")),
                "sample": here.draw.choice((24, 40, 65, 120, 300)),
                "sd": None,
                "measured_from": (report.due_at - timedelta(days=60)).date().isoformat(),
                "measured_to": (report.due_at - timedelta(days=14)).date().isoformat(),
                "quality": here.draw.choice(("good", "good", "fair", "rough")),
                "how_measured": "Uttrekk fra fagsystemet.",
            }
            for goal in (reports.goals_asked(report.grant, "nb") if final else [])
        ],
        "progress": "Alle kommunene har tatt løsningen i bruk." if final else "Prosjektet er i rute.",
        "deviations": "Opplæringen kostet noe annet enn ventet." if final else "",
        "experience": here.draw.choice(EXPERIENCE),
    }


def _reached(here: Stage, goal: GoalAsked) -> int:
    """Somewhere from half the way to a little past the target; a share never passes 100 percent."""
    before, target = goal.before or Decimal(0), Decimal(goal.target.replace(",", ".") or "1")
    way = Decimal(here.draw.choice(("0.5", "0.7", "0.8", "0.9", "1", "1.1")))
    reached = int(before + (target - before) * way)
    return min(reached, 100) if target > 50 else reached


def _stop_midway(here: Stage, open_reports: list[Report]) -> None:
    """Two reports handed in, one asked again, the rest late."""
    for number, report in enumerate(open_reports[:3]):
        when = oslo(2026, 10, 20 + number, 10)
        hand_in(here, report, when, approved=False)
        if number == 2:
            with clock.at(when + timedelta(days=3)):
                reporting.ask_again(
                    by=here.officer(report.grant.application),
                    report=report,
                    question="Forklar hvorfor opplæringen kostet mer enn budsjettert i to av kommunene.",
                )


def _close(here: Stage, running: list[Grant]) -> None:
    """Claims are paid back but for one, and what can be closed is closed."""
    claims = [claim for grant in running for claim in grants.claims_of(grant)]
    for claim in claims[:-1]:
        with clock.at(claim.found_at + CLOSING):
            recovery.record_payment(by=here.cast["kari"], claim=claim)
    with clock.at(oslo(2026, 4, 15, 12)):
        for grant in running:
            if not closing.what_hinders_closing(grant):
                closing.close(by=here.officer(grant.application), grant=grant)


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
