"""How far a grant has come when a test begins: told, accepted, paid, reported. On top of ``tests/scenes.py``."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.grants.models import Decision, Grant, Instalment, Report
from helsetek.grants.selectors import reports as selectors
from helsetek.grants.selectors.grants import granted_ore
from helsetek.grants.selectors.payments import to_attest, to_prepare
from helsetek.grants.services import acceptance, offers, payments, reporting
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Account, allotments_of
from helsetek.scheme.services import ledger
from tests.cast import Cast
from tests.kept import kept
from tests.scenes import a_submitted_application

TOLD = oslo(2024, 2, 16, 12)
ACCEPTED = oslo(2024, 2, 20, 10)
ACCOUNT = "86011117947"


@kept
def an_offered_grant(cast: Cast, *, amount_kr: int = 1_000_000, **application: Any) -> Grant:
    """Decided by Hans, prepared by Guri, and told on 16 February 2024."""
    found = a_submitted_application(cast, **application)
    allotment = allotments_of(found.call)[0]
    with clock.at(TOLD):
        decision = Decision.objects.create(
            application=found,
            allotment=allotment,
            outcome="granted",
            amount_ore=kroner(amount_kr),
            prepared_by=cast.guri,
            prepared_at=TOLD,
            decided_by=cast.hans,
            decided_at=TOLD,
            notified_at=TOLD,
        )
        _move(decision, Account.FREE, Account.RESERVED)
        _move(decision, Account.RESERVED, Account.GRANTED)
        return offers.offer_grant(by=cast.guri, decision=decision)


def _move(decision: Decision, source: Account, target: Account) -> None:
    ledger.move(
        envelope_id=decision.allotment.envelope_id,
        source=source,
        target=target,
        amount_ore=decision.amount_ore,
        case_number=decision.application.case.number,
        verb="grants.decided",
        key=f"decision:{decision.pk}:{target}",
    )


@kept
def an_accepted_grant(cast: Cast, **offer: Any) -> Grant:
    """Accepted by Bjørn, with an account, on 20 February 2024."""
    grant = an_offered_grant(cast, **offer)
    with clock.at(ACCEPTED):
        return acceptance.accept(by=cast.bjorn, grant=grant, account_number=ACCOUNT)


@kept
def pay_all_released(cast: Cast, when: datetime = ACCEPTED) -> None:
    """Prepare, attest, send and settle whatever can be paid at that instant."""
    with clock.at(when):
        for row in list(to_prepare()):
            payments.prepare(by=cast.kari, instalment=row)
        for row in list(to_attest()):
            payments.attest(by=cast.leif, instalment=row)
        file = payments.make_file(by=cast.kari)
        payments.read_answer(by=cast.kari, content=answer(file.message_id, group="ACSC"))


def answer(message_id: str, *, group: str = "", transfers: dict[str, tuple[str, str]] | None = None) -> bytes:
    """A bank's answer: for the whole file, or code and reason for each transfer."""
    items = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{key}</OrgnlEndToEndId><TxSts>{code}</TxSts>"
        f"<StsRsnInf><AddtlInf>{reason}</AddtlInf></StsRsnInf></TxInfAndSts>"
        for key, (code, reason) in (transfers or {}).items()
    )
    status = f"<GrpSts>{group}</GrpSts>" if group else ""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>'
        f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message_id}</OrgnlMsgId>{status}</OrgnlGrpInfAndSts>"
        f"<OrgnlPmtInfAndSts>{items}</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>"
    ).encode()


def first_instalment(grant: Grant) -> Instalment:
    return grant.instalments.order_by("number")[0]


def report_of(grant: Grant, kind: str = "final") -> Report:
    return selectors.report(grant.reports.filter(kind=kind).order_by("number")[0].pk)


def some_report(report: Report, *, spent_share: Decimal = Decimal(1)) -> dict[str, Any]:
    """A report on everything that is asked, with this share of each budget line spent."""
    lines = selectors.budget_lines(report.grant)
    return {
        "spent": [
            {
                "organisation_id": line.organisation_id,
                "category": line.category,
                "year": line.year,
                "spent_ore": int(line.amount_ore * spent_share),
            }
            for line in lines
        ],
        "results": [
            {
                "indicator": goal.key,
                "before": "10",
                "value": "22",
                "method": "extract",
                "how_measured": "Uttrekk",
            }
            for goal in selectors.goals_asked(report.grant, "nb")
        ],
        "progress": "Alt er gjort.",
        "deviations": "Noe ble rimeligere.",
        "experience": "Begynn med behovene.",
    }


@kept
def write_report(cast: Cast, report: Report, *, spent_share: Decimal = Decimal(1)) -> None:
    reporting.save_report(
        by=cast.anne, report=report, data=some_report(report, spent_share=spent_share), revision=0
    )
    if selectors.needs_auditor(report.grant) and report.kind == "final":
        reporting.confirm_accounts(by=cast.siri, report=report, file_name="revisor.pdf", content=PDF)


@kept
def hand_in_all_reports(cast: Cast, grant: Grant, *, spent_share: Decimal = Decimal(1)) -> None:
    """Every report written, handed in and approved on the day it is due; what that releases is paid."""
    for report in grant.reports.order_by("number"):
        with clock.at(report.due_at.replace(hour=9)):
            found = selectors.report(report.pk)
            write_report(cast, found, spent_share=spent_share)
            reporting.hand_in(by=cast.bjorn, report=found)
            reporting.approve(by=cast.guri, report=found)
        grant.refresh_from_db()


def share_that_earns(grant: Grant, part: Decimal) -> Decimal:
    """The share of the budget that must be spent to earn this part of the grant."""
    terms = scheme.terms(grant.application.call_version)
    earned = sum(
        line.amount_ore * terms.parameters.share_in(line.year)
        for line in selectors.budget_lines(grant)
        if line.category in terms.covered_codes
    )
    return part * granted_ore(grant) / earned


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
