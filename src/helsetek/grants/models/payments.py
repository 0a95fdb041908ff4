"""Instalments, and the files that take them to the bank."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helsetek.common.money import OreField

from .grants import Grant


class PaymentFile(models.Model):
    """A pain.001 file as it was made; the bank's answer is read once."""

    message_id = models.CharField(max_length=35, unique=True)
    document = models.OneToOneField("casework.Document", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.message_id


class InstalmentState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    PREPARED = "prepared", _("Prepared")
    ATTESTED = "attested", _("Attested")
    SENT = "sent", _("Sent to the bank")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Rejected by the bank")
    CANCELLED = "cancelled", _("Cancelled")


class Trigger(models.TextChoices):
    """What must have happened before an instalment may be prepared."""

    ACCEPTANCE = "acceptance", _("When the grant is accepted")
    PROGRESS_REPORT = "progress_report", _("When the progress report is approved")
    FINAL_REPORT = "final_report", _("When the final report is approved")


class Instalment(models.Model):
    """A part of a grant, drawn from one envelope. The sum of a grant's live instalments never passes the grant."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="instalments")
    envelope = models.ForeignKey("scheme.Envelope", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    amount_ore = OreField()
    trigger = models.CharField(max_length=16, choices=Trigger.choices)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=InstalmentState.choices, default=InstalmentState.PLANNED)
    end_to_end_id = models.CharField(max_length=35, unique=True)
    prepared_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attested_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    file = models.ForeignKey(
        PaymentFile, on_delete=models.PROTECT, null=True, blank=True, related_name="instalments"
    )
    paid_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["grant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="one_instalment_a_number"),
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="instalment_is_something"),
            models.CheckConstraint(
                condition=Q(attested_by__isnull=True) | ~Q(attested_by=models.F("prepared_by")),
                name="attested_by_another",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return f"{self.grant_id} no. {self.number}"
