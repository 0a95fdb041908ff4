"""What an auditor has said of the accounts of a report."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .reports import Report


class Opinion(models.TextChoices):
    UNMODIFIED = "unmodified", _("Unmodified opinion")
    QUALIFIED = "qualified", _("Qualified opinion")
    ADVERSE = "adverse", _("Adverse opinion")
    DISCLAIMER = "disclaimer", _("No opinion can be given")
    NO_EXCEPTIONS = "no_exceptions", _("Procedures done, no exceptions found")
    EXCEPTIONS = "exceptions", _("Procedures done, exceptions found")


class AuditConfirmation(models.Model):
    """A confirmation of the accounts of some years, by ISA 805 or ISRS 4400. Never changed: a new one stands beside it.

    ``accounts_sha256`` is that of the accounts as they stood: when they are changed, it holds no longer.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="confirmations")
    standard = models.CharField(max_length=10)
    years = models.JSONField()
    opinion = models.CharField(max_length=14, choices=Opinion.choices)
    reservations = models.TextField(blank=True, max_length=4000)
    accounts_sha256 = models.CharField(max_length=64)
    # Signed on paper and brought by a writer; else given by the auditor in the system.
    on_paper = models.BooleanField(default=False)
    document = models.ForeignKey("casework.Document", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["report", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opinion__in=["unmodified", "no_exceptions"]) | ~Q(reservations=""),
                name="audit_reservations_said",
            ),
            models.CheckConstraint(
                condition=Q(on_paper=False) | Q(document__isnull=False), name="audit_on_paper_has_it"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.standard} {self.years}"
