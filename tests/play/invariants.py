"""What must hold whatever anybody has done. Each check is written from the tables alone, not by the rules it checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import F, Model, Sum

from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import people_of
from helsetek.casework.models import Appeal, Document, Letter, LetterReceipt, Notice, Ruling
from helsetek.casework.rules import appeals
from helsetek.common import events
from helsetek.common.models import Event
from helsetek.control.models import Control, Finding, Plan
from helsetek.control.rules import machines as control
from helsetek.grants.models import (
    AgreementVersion,
    Amendment,
    Application,
    Assessment,
    ClaimEntry,
    Decision,
    Grant,
    Instalment,
    MoneyChange,
    RepaymentClaim,
    Report,
    Waiver,
)
from helsetek.grants.rules import machines
from helsetek.scheme.models import Envelope, Posting

# The kind of thing an event names → its table, and the state in which it begins.
STATES: dict[str, tuple[type[Model], str]] = {
    "application": (Application, machines.APPLICATION.start),
    "assessment": (Assessment, machines.ASSESSMENT.start),
    "grant": (Grant, machines.GRANT.start),
    "instalment": (Instalment, machines.INSTALMENT.start),
    "report": (Report, machines.REPORT.start),
    "amendment": (Amendment, machines.AMENDMENT.start),
    "claim": (RepaymentClaim, machines.CLAIM.start),
    "appeal": (Appeal, appeals.APPEAL.start),
    "control": (Control, control.CONTROL.start),
    "control_plan": (Plan, control.PLAN.start),
    "finding": (Finding, control.FINDING.start),
}


# Acts on a case after which nobody decides it.
PREPARING = (
    "grants.found_eligible",
    "grants.assessment_handed_in",
    "grants.recommended",
    "grants.proposal_adjusted",
    "grants.decision_prepared",
)


# What an act can leave behind, besides a state: how many there are of each is the footprint.
LEFT: tuple[type[Model], ...] = (
    Event,
    Posting,
    Notice,
    Letter,
    Document,
    LetterReceipt,
    Grant,
    Instalment,
    Report,
    AgreementVersion,
    MoneyChange,
    ClaimEntry,
    Ruling,
)


def footprint() -> tuple[int, ...]:
    """Changes with anything that an act leaves behind. One question to the database: it is asked all the time."""
    counts = ", ".join(f"(SELECT COUNT(*) FROM {model._meta.db_table})" for model in LEFT)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return tuple(cursor.fetchone())


def problems() -> Iterator[str]:
    """Everything that does not hold, in words. Nothing, if all is well."""
    yield from _ledger()
    yield from _states()
    yield from _four_eyes()
    yield from _money_of_grants()
    yield from _letters()
    proof = events.verify()
    if not proof.holds:
        yield f"the chain breaks at event {proof.broken_at}: {proof.problem}"


def _ledger() -> Iterator[str]:
    """Of each envelope, and of each case within it, no account is below zero, and all adds up to what was voted."""
    sums: dict[tuple[int, str, str], int] = defaultdict(int)
    for envelope, case, source, target, ore in Posting.objects.values_list(
        "envelope_id", "case_number", "source", "target", "amount_ore"
    ):
        sums[envelope, "", source] -= ore
        sums[envelope, "", target] += ore
        if case:
            sums[envelope, case, source] -= ore
            sums[envelope, case, target] += ore
    for (envelope, case, account), ore in sums.items():
        # Money comes to a case from what is free, so only there may a case's own sum be below zero.
        source_of_all = account == "voted" or (case and account in ("free", "held"))
        if ore < 0 and not source_of_all:
            yield f"envelope {envelope}, case {case or '–'}: {account} is {ore} øre"
    for envelope in Envelope.objects.values_list("pk", flat=True):
        total = sum(ore for (one, case, _account), ore in sums.items() if one == envelope and not case)
        if total:
            yield f"envelope {envelope}: debit and credit differ by {total} øre"


def _states() -> Iterator[str]:
    """The state of a thing is where its newest event took it; without any, it is where the thing begins."""
    newest: dict[str, str] = dict(
        Event.objects.exclude(to_state="").order_by("id").values_list("thing", "to_state")
    )
    for kind, (model, start) in STATES.items():
        for pk, state in model.objects.values_list("pk", "state"):  # type: ignore[attr-defined]
            said = newest.get(f"{kind}:{pk}", start)
            if state != said:
                yield f"{kind} {pk} is «{state}»; the log says «{said}»"


def _four_eyes() -> Iterator[str]:
    """Nobody decides what they have prepared, recommended or assessed; nobody attests what they have prepared."""
    for decision in Decision.objects.filter(decided_at__isnull=False).select_related("application__case"):
        case = decision.application.case.number
        hands = Event.objects.filter(
            case_number=case, person_id=decision.decided_by_id, at__lt=decision.decided_at
        )
        if decision.decided_by_id == decision.prepared_by_id or hands.filter(verb__in=PREPARING).exists():
            yield f"decision {decision.pk} was made by one who prepared it"
    for row in Instalment.objects.filter(attested_by__isnull=False):
        if row.attested_by_id == row.prepared_by_id:
            yield f"instalment {row.pk} was attested by who prepared it"
    for model in (Amendment, RepaymentClaim, Waiver, Ruling):
        for one in model.objects.filter(decided_by__isnull=False, decided_by=F("prepared_by")):  # type: ignore[attr-defined]
            yield f"{model.__name__} {one.pk} was decided by who prepared it"
    for ruling in Ruling.objects.filter(decided_by__isnull=False, decided_by=F("corrected_by")):
        yield f"ruling {ruling.pk} was decided by who corrected its letter"
    for plan in Plan.objects.filter(approved_by=F("drafted_by")):
        yield f"plan {plan.pk} was approved by who drew it up"


def _money_of_grants() -> Iterator[str]:
    """What is paid is never more than what is granted, and the ledger says the same as the instalments."""
    for grant in Grant.objects.select_related("application__case"):
        told = grant.application.decisions.filter(notified_at__isnull=False, reopened_at__isnull=True)
        granted = told.aggregate(sum=Sum("amount_ore"))["sum"] or 0
        granted += grant.money_changes.aggregate(sum=Sum("amount_ore"))["sum"] or 0
        granted += _moved(
            grant, "claimed", "accepted"
        )  # paid back, and to be paid out again: the claim was reversed
        paid = grant.instalments.filter(state="paid").aggregate(sum=Sum("amount_ore"))["sum"] or 0
        live = grant.instalments.exclude(state="cancelled").aggregate(sum=Sum("amount_ore"))["sum"] or 0
        if paid > granted or live > granted:
            yield f"grant {grant.pk}: paid {paid}, to be paid {live}, granted {granted}"
        left = _moved(grant, "accepted", "paid") - _moved(grant, "paid", "accepted")
        if left != paid:
            yield f"grant {grant.pk}: {paid} øre is paid by its instalments, {left} by the ledger"
        yield from _claims_of(grant)


def _claims_of(grant: Grant) -> Iterator[str]:
    """What stands as claimed in the ledger is what is left of the claims; what is written off, was given up."""
    claims = RepaymentClaim.objects.filter(grant=grant)
    claimed = claims.filter(state__in=("claimed", "collection"))
    entries = ClaimEntry.objects.filter(claim__in=claimed)
    left = _sum(claimed) - _sum(entries)
    stands = _balance(grant, "claimed")
    if left != stands:
        yield f"grant {grant.pk}: {left} øre is left of its claims, {stands} stands as claimed"


def _sum(rows: Any) -> int:
    return rows.aggregate(sum=Sum("amount_ore"))["sum"] or 0


def _balance(grant: Grant, account: str) -> int:
    rows = Posting.objects.filter(case_number=grant.application.case.number)
    return _sum(rows.filter(target=account)) - _sum(rows.filter(source=account))


def _moved(grant: Grant, source: str, target: str) -> int:
    rows = Posting.objects.filter(case_number=grant.application.case.number, source=source, target=target)
    return rows.aggregate(sum=Sum("amount_ore"))["sum"] or 0


def _letters() -> Iterator[str]:
    """Of each letter sent, somebody at the recipient's was told, or is in the queue to be."""
    told = set(Notice.objects.exclude(case=None).values_list("case_id", "person_id"))
    for letter in Letter.objects.filter(sent_at__isnull=False):
        people = {one.pk for one in people_of([letter.recipient_id], Role.WRITER, Role.SIGNATORY)}
        if people and not any((letter.case_id, person) in told for person in people):
            yield f"letter {letter.pk} was sent, and nobody at organisation {letter.recipient_id} was told"
