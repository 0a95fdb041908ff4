"""Instalments, and the files that take them to the bank."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.common.money import OreField

from .grants import Grant
from .reports import Report


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
    PLANNED = "planned", gettext_lazy("Planned")
    PREPARED = "prepared", gettext_lazy("Prepared")
    ATTESTED = "attested", gettext_lazy("Attested")
    SENT = "sent", gettext_lazy("Sent to the bank")
    PAID = "paid", gettext_lazy("Paid")
    FAILED = "failed", gettext_lazy("Rejected by the bank")
    CANCELLED = "cancelled", gettext_lazy("Cancelled")


class Instalment(models.Model):
    """A part of a grant, drawn from one envelope. The sum of a grant's live instalments never passes the grant."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="instalments")
    envelope = models.ForeignKey("scheme.Envelope", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    amount_ore = OreField()
    # The report whose approval releases it; none where acceptance is enough.
    waits_for = models.ForeignKey(
        Report, on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
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

    @property
    def is_released(self) -> bool:
        """Whether what it waits for has happened."""
        return self.waits_for.state == "approved" if self.waits_for else self.grant.state == "accepted"

    @property
    def released_when(self) -> str:
        if self.waits_for is None:
            return _("When the grant is accepted")
        final = self.waits_for.kind == "final"
        return _("When the final report is approved") if final else _("When the progress report is approved")
