"""Reports from the project."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .grants import Grant


class ReportKind(models.TextChoices):
    PROGRESS = "progress", _("Progress report")
    FINAL = "final", _("Final report")


class ReportState(models.TextChoices):
    DUE = "due", _("To be handed in")
    HANDED_IN = "handed_in", _("Handed in")
    RETURNED = "returned", _("Asked again")
    APPROVED = "approved", _("Approved")
    DROPPED = "dropped", _("No longer asked for")


class Report(models.Model):
    """A report that is due on a grant: accounts by the budget's lines, goals by the application's indicators."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=10, choices=ReportKind.choices)
    number = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.DUE)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    handed_in_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(blank=True, max_length=4000)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # When the warning went out that payments will be stopped.
    warned_at = models.DateTimeField(null=True, blank=True)
    auditor_confirmation = models.ForeignKey(
        "casework.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["grant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="one_report_a_number"),
            models.UniqueConstraint(fields=["grant"], condition=Q(kind="final"), name="one_final_report"),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.kind} {self.number}"


class ReportVersion(models.Model):
    """The report's content as somebody saved it; the highest number holds."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_report_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.number}"
