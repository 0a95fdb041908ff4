"""The grant that a told decision gives rise to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .applications import Application


class GrantState(models.TextChoices):
    OFFERED = "offered", _("Waiting to be accepted")
    ACCEPTED = "accepted", _("Accepted, project running")
    HELD = "held", _("On hold")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed")
    REVERSED = "reversed", _("Decision reversed")
    CLOSED = "closed", _("Closed")


class Grant(models.Model):
    """A grant. Its amount is the sum of its told decisions: it is never typed, see ``selectors``."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="grant")
    state = models.CharField(max_length=10, choices=GrantState.choices, default=GrantState.OFFERED)
    offered_at = models.DateTimeField()
    accept_before = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    account = models.ForeignKey(
        "registry.BankAccount", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    # The day it was put on hold; None while it runs.
    held_since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"grant {self.pk}"
