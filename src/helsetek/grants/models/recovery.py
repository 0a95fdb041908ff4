"""Money that comes back: claims with their entries, waivers and set-off; and stops of payment."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from helsetek.common.money import OreField

from .grants import Grant
from .payments import Instalment
from .reports import Report


class ClaimGround(models.TextChoices):
    UNSPENT = "unspent", _("Not spent, by the approved accounts")
    BREACH = "breach", _("The terms were broken")
    LATE_REPORT = "late_report", _("No report was handed in")
    PAID_TOO_MUCH = "paid_too_much", _("Too much was paid")


class ClaimState(models.TextChoices):
    FOUND = "found", _("Found, not sent")
    NOTICED = "noticed", _("Notice given")
    STATED = "stated", _("To be considered")
    PREPARED = "prepared", _("Decision prepared")
    CLAIMED = "claimed", _("To be paid back")
    COLLECTION = "collection", _("With the collection agency")
    PAID = "paid", _("Paid back")
    WRITTEN_OFF = "written_off", _("Waived or written off")
    DROPPED = "dropped", _("No claim was made")
    REVERSED = "reversed", _("Reversed")


class RepaymentClaim(models.Model):
    """Money claimed back from a grant: what was not spent, or what a breach of the terms costs.

    ``amount_ore`` is what is considered or claimed; what is left of it is always added up from the entries.
    """

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="repayment_claims")
    ground = models.CharField(max_length=14, choices=ClaimGround.choices)
    state = models.CharField(max_length=12, choices=ClaimState.choices, default=ClaimState.FOUND)
    amount_ore = OreField()
    # What has happened, told to the party in the notice.
    reason = models.TextField(max_length=8000)
    # The late report it follows from, where it does.
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="claims")
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    noticed_at = models.DateTimeField(null=True, blank=True)
    statement_before = models.DateTimeField(null=True, blank=True)
    statement = models.TextField(blank=True, max_length=8000)
    stated_at = models.DateTimeField(null=True, blank=True)
    stated_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    prepared_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The reasons of the decision: the rule, the facts, the discretion (forvaltningsloven § 25).
    reasons = models.TextField(blank=True, max_length=8000)
    decided_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    # The letter that told the decision: from it the time to appeal runs.
    letter = models.ForeignKey(
        "casework.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    kid = models.CharField(max_length=25, blank=True)
    # A payment plan: [{"due_on": "2026-03-01", "amount_ore": 100}]; empty where all is due at once.
    plan = models.JSONField(default=list, blank=True)
    # An appeal holds the claim back (forvaltningsloven § 42).
    suspended_at = models.DateTimeField(null=True, blank=True)
    # The last reminder that went out, so that each goes once.
    last_reminder = models.CharField(max_length=40, blank=True)
    handed_over_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["grant", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kid"], condition=~Q(kid=""), name="one_claim_a_kid"),
            models.UniqueConstraint(fields=["report"], name="one_claim_a_late_report"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("prepared_by")),
                name="claim_decided_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.grant_id}: {self.amount_ore}"


class EntryKind(models.TextChoices):
    PAYMENT = "payment", _("Paid in")
    SET_OFF = "set_off", _("Set off against a payment")
    WAIVER = "waiver", _("Waived")
    WRITE_OFF = "write_off", _("Written off")
    REVERSAL = "reversal", _("Reversed")


# What brings money back; a waiver does not.
CAME_BACK = (EntryKind.PAYMENT, EntryKind.SET_OFF, EntryKind.REVERSAL)


class ClaimEntry(models.Model):
    """What has lowered a claim: øre of the claim itself, and of the interest on it. Append-only.

    A reversal is negative: what was paid in and is paid out again.
    """

    claim = models.ForeignKey(RepaymentClaim, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    amount_ore = models.BigIntegerField()
    interest_ore = OreField(default=0)
    # The day that counts for interest: when the money came in.
    on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    instalment = models.ForeignKey(
        Instalment, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )

    class Meta:
        ordering = ["claim", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount_ore=0) | Q(interest_ore__gt=0), name="entry_is_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_ore}"


class SetOff(models.Model):
    """A part of a claim that is to be taken from a payment that has not left yet (motregning)."""

    claim = models.ForeignKey(RepaymentClaim, on_delete=models.PROTECT, related_name="set_offs")
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="set_offs")
    amount_ore = OreField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "instalment"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_set_off_of_a_claim_in_a_payment",
            ),
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="set_off_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} → {self.instalment_id}: {self.amount_ore}"


class Waiver(models.Model):
    """A proposal to give up a claim, in whole or in part: prepared by one, decided by another."""

    claim = models.ForeignKey(RepaymentClaim, on_delete=models.PROTECT, related_name="waivers")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    amount_ore = OreField()
    reason = models.TextField(max_length=4000)
    prepared_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refused = models.BooleanField(default=False)
    answer = models.TextField(blank=True, max_length=4000)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("prepared_by")),
                name="waiver_decided_by_another",
            ),
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="waiver_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_ore} of {self.claim_id}"


class StopGround(models.TextChoices):
    LATE_REPORT = "late_report", _("A report is late")
    BREACH = "breach", _("The terms may be broken")
    CONTROL = "control", _("The grant is under control")
    HOLD = "hold", _("The project is on hold")
    OTHER = "other", _("Another ground")


class PaymentStop(models.Model):
    """No payment leaves for the grant while a stop stands. One at a time for each ground."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="payment_stops")
    ground = models.CharField(max_length=12, choices=StopGround.choices)
    reason = models.TextField(max_length=4000)
    stopped_at = models.DateTimeField()
    # None where the system did it by a rule.
    stopped_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_reason = models.TextField(blank=True, max_length=4000)

    class Meta:
        ordering = ["grant", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "ground"],
                condition=Q(lifted_at__isnull=True),
                name="one_standing_stop_a_ground",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.ground}"
