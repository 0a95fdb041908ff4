"""Claims for repayment as they stand: what is left, what interest has run, what is agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as casework
from helsetek.common import clock
from helsetek.common.parameters import Dated
from helsetek.grants.models import (
    ClaimEntry,
    Grant,
    Instalment,
    PaymentStop,
    RepaymentClaim,
    SetOff,
    Waiver,
)
from helsetek.grants.parameters import dated, parameter
from helsetek.grants.permissions.reports import READERS
from helsetek.grants.rules.interest import Paid, Part, Rate, Stretch, interest_ore, stretches
from helsetek.grants.rules.recovery import parts_of

__all__ = [
    "OPEN",
    "TO_PAY",
    "ClaimEntry",
    "PaymentStop",
    "RepaymentClaim",
    "Standing",
    "Waiver",
    "claim",
    "claims",
    "claims_seen_by",
    "due",
    "open_claims_of",
    "payments_to_set_off",
    "rates",
    "runs_of_interest",
    "schedule",
    "set_offs_of",
    "standing",
    "stops_of",
    "waiver",
]  # fmt: skip

TO_PAY = ("claimed", "collection")
OPEN = ("found", "noticed", "stated", "prepared", *TO_PAY)
_RELATED = ("grant__application__case", "grant__application__lead", "grant__application__call")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a claim stands on a day, in øre."""

    claimed_ore: int
    left_ore: int
    interest_run_ore: int
    interest_covered_ore: int
    planned_set_off_ore: int
    overdue_ore: int
    next_due: date | None

    @property
    def covered_ore(self) -> int:
        return self.claimed_ore - self.left_ore

    @property
    def interest_left_ore(self) -> int:
        return max(0, self.interest_run_ore - self.interest_covered_ore)

    @property
    def owed_ore(self) -> int:
        return self.left_ore + self.interest_left_ore


def claim(pk: int) -> RepaymentClaim:
    """Raises RepaymentClaim.DoesNotExist."""
    people = ("found_by", "prepared_by", "decided_by", "stated_by", "report")
    return RepaymentClaim.objects.select_related(*_RELATED, *people).get(pk=pk)


def waiver(pk: int) -> Waiver:
    """Raises Waiver.DoesNotExist."""
    return Waiver.objects.select_related("claim__grant__application__case", "prepared_by").get(pk=pk)


def claims() -> QuerySet[RepaymentClaim]:
    """All, with ``left`` in øre: what is still to be paid of the claim itself."""
    covered = ClaimEntry.objects.filter(claim=OuterRef("pk")).order_by().values("claim")
    sums = Coalesce(Subquery(covered.annotate(s=Sum("amount_ore")).values("s")), 0)
    return RepaymentClaim.objects.select_related(*_RELATED).annotate(left=F("amount_ore") - sums)


def claims_seen_by(person: Person) -> QuerySet[RepaymentClaim]:
    """All for the directorate; for the parties those they have been told of; none for others."""
    everything = claims()
    if any(accounts.holds_anywhere(person, role) for role in READERS):
        return everything
    own = accounts.organisations_where(person, Role.WRITER, Role.SIGNATORY)
    told = everything.filter(Q(noticed_at__isnull=False) | Q(claimed_at__isnull=False))
    return told.filter(grant__application__case__in=casework.cases_of_parties(own))


def open_claims_of(grant: Grant) -> QuerySet[RepaymentClaim]:
    return grant.repayment_claims.filter(state__in=OPEN)


def schedule(claim: RepaymentClaim) -> list[Part]:
    """What is to be paid when: the plan, after what was covered before it; or the whole claim on its day."""
    if claim.plan:
        agreed = parts_of(claim.plan)
        before = claim.amount_ore - sum(part.amount_ore for part in agreed)
        return [Part(agreed[0].due_on, before), *agreed] if before > 0 else agreed
    return due(claim)


def due(claim: RepaymentClaim) -> list[Part]:
    """What interest runs on. A plan gives time, it does not stop interest: that would be to give money up."""
    return [Part(claim.due_on, claim.amount_ore)] if claim.due_on else []


def rates(day: date) -> list[Rate]:
    """The rates of interest that are known, by the day they begin to hold."""
    return [Rate(one.start, one.value) for one in rates_with_sources() if one.start <= day]


def rates_with_sources() -> tuple[Dated, ...]:
    return dated("late_interest_percent").values


def runs_of_interest(claim: RepaymentClaim, day: date | None = None) -> list[Stretch]:
    """The times in which interest has run on the claim, with what each gives."""
    until = _until(claim, day)
    days = int(parameter("interest_days_in_year", until))
    return stretches(due(claim), _payments(claim), rates(until), until, days_in_year=days)


def standing(claim: RepaymentClaim, day: date | None = None) -> Standing:
    """What is left of the claim and of its interest, to and with the day (today)."""
    until = _until(claim, day)
    entries = list(claim.entries.all())
    covered = sum(entry.amount_ore for entry in entries)
    all_parts = schedule(claim)
    days = int(parameter("interest_days_in_year", until))
    run = interest_ore(due(claim), _payments(claim), rates(until), until, days_in_year=days)
    planned = claim.set_offs.filter(done_at__isnull=True, withdrawn_at__isnull=True)
    return Standing(
        claimed_ore=claim.amount_ore,
        left_ore=claim.amount_ore - covered,
        interest_run_ore=run if claim.claimed_at else 0,
        interest_covered_ore=sum(entry.interest_ore for entry in entries),
        planned_set_off_ore=sum(planned.values_list("amount_ore", flat=True)),
        overdue_ore=max(0, sum(part.amount_ore for part in all_parts if part.due_on < until) - covered),
        next_due=_next_due(all_parts, covered),
    )


def _until(claim: RepaymentClaim, day: date | None) -> date:
    """Interest stands still while an appeal holds the claim back, and when the claim has ended."""
    wanted = day or clock.today()
    stops = [at.astimezone(clock.OSLO).date() for at in (claim.suspended_at, claim.ended_at) if at]
    return min([wanted, *stops])


def _payments(claim: RepaymentClaim) -> list[Paid]:
    return [Paid(entry.on, entry.amount_ore) for entry in claim.entries.all()]


def _next_due(all_parts: list[Part], covered: int) -> date | None:
    """The day of the first part that is not covered yet."""
    so_far = 0
    for part in all_parts:
        so_far += part.amount_ore
        if so_far > covered:
            return part.due_on
    return None


def payments_to_set_off(claim: RepaymentClaim) -> QuerySet[Instalment]:
    """Payments to the same recipient that have not been prepared yet, on this grant or another."""
    lead = claim.grant.application.lead_id
    waiting = Instalment.objects.filter(state__in=["planned", "failed"], grant__application__lead_id=lead)
    live = waiting.filter(grant__state="accepted")
    return live.select_related("grant__application__case").order_by("due_on", "id")


def stops_of(grant: Grant) -> list[PaymentStop]:
    return list(grant.payment_stops.select_related("stopped_by", "lifted_by"))


def set_offs_of(claim: RepaymentClaim) -> list[SetOff]:
    rows = claim.set_offs.filter(withdrawn_at__isnull=True)
    return list(rows.select_related("instalment__grant__application__case", "made_by"))


def has_claims(person: Person) -> bool:
    """Whether there is any claim that the person may see."""
    return claims_seen_by(person).exists()
