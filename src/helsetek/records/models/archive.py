"""Deposits, and the cases that are in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DepositState(models.TextChoices):
    ORDERED = "ordered", _("Waiting to be made")
    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Deposit(models.Model):
    """A deposit of closed cases in the form of Noark 5.5, as a folder. The checksum proves its description."""

    name = models.CharField(max_length=80, unique=True)
    state = models.CharField(max_length=8, choices=DepositState.choices, default=DepositState.ORDERED)
    ordered_at = models.DateTimeField()
    ordered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    wanted = models.PositiveIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    checksum = models.CharField(max_length=64, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-ordered_at", "-id"]

    def __str__(self) -> str:
        return self.name


class ArchivedCase(models.Model):
    """A case that is in a deposit: nothing more is done in it here."""

    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="archived")
    deposit = models.ForeignKey(Deposit, on_delete=models.PROTECT, related_name="archived")
    archived_at = models.DateTimeField()

    class Meta:
        ordering = ["case_id"]

    def __str__(self) -> str:
        return f"{self.case_id} in {self.deposit_id}"
