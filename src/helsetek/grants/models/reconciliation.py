"""What the bank and the accounting system say, line by line, and where they and we differ."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helsetek.common import clock


class Source(models.TextChoices):
    BANK = "bank", _("The bank")
    ACCOUNTS = "accounts", _("The accounting system")


class Statement(models.Model):
    """A file that was read: a bank statement, or a list from the accounting system, from one day to another."""

    source = models.CharField(max_length=8, choices=Source.choices)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    since = models.DateField()
    until = models.DateField()
    read_at = models.DateTimeField()
    read_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    lines_read = models.PositiveIntegerField()

    class Meta:
        ordering = ["-read_at", "-id"]

    def __str__(self) -> str:
        return self.file_name


class StatementLine(models.Model):
    """One line of a statement. ``amount_ore`` is negative for money out. Never changed."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    booked_on = models.DateField()
    amount_ore = models.BigIntegerField()
    reference = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=300, blank=True)
    # What it is here: ``instalment:5`` or ``entry:7``; empty while nothing here answers to it.
    thing = models.CharField(max_length=40, blank=True, db_index=True)

    class Meta:
        ordering = ["statement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="one_line_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.booked_on} {self.amount_ore}"


class DifferenceKind(models.TextChoices):
    MISSING_HERE = "missing_here", _("Missing here")
    MISSING_THERE = "missing_there", _("Missing there")
    OTHER_AMOUNT = "other_amount", _("Another amount")
    DOUBLED = "doubled", _("There twice")


class ClosingAct(models.TextChoices):
    RECORDED_HERE = "recorded_here", _("Recorded here since")
    CORRECTED_THERE = "corrected_there", _("Corrected there since")
    NOT_OURS = "not_ours", _("Does not concern the scheme")
    EXPLAINED = "explained", _("Explained, nothing to correct")


class Difference(models.Model):
    """Where a statement and we differ. Open until somebody closes it by a named act, with a reason."""

    source = models.CharField(max_length=8, choices=Source.choices)
    kind = models.CharField(max_length=14, choices=DifferenceKind.choices)
    # What tells it apart, so that reading more files does not list it twice.
    key = models.CharField(max_length=120, unique=True)
    line = models.ForeignKey(
        StatementLine, on_delete=models.PROTECT, null=True, blank=True, related_name="differences"
    )
    thing = models.CharField(max_length=40, blank=True)
    case_number = models.CharField(max_length=20, blank=True)
    here_ore = models.BigIntegerField(null=True, blank=True)
    there_ore = models.BigIntegerField(null=True, blank=True)
    on = models.DateField()
    found_at = models.DateTimeField()
    # The last reading that no longer finds it. It still waits for somebody to close it.
    agrees_since = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    act = models.CharField(max_length=16, choices=ClosingAct.choices, blank=True)
    reason = models.TextField(blank=True, max_length=4000)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True)
                | (Q(closed_by__isnull=False) & ~Q(act="") & ~Q(reason="")),
                name="no_difference_closed_by_silence",
            )
        ]
        indexes = [models.Index(fields=["closed_at", "on"])]

    def __str__(self) -> str:
        return f"{self.source} {self.kind} {self.key}"

    @property
    def days_open(self) -> int:
        """Days since it was found, until it was closed."""
        last = self.closed_at or clock.now()
        return (last.astimezone(clock.OSLO).date() - self.found_at.astimezone(clock.OSLO).date()).days
