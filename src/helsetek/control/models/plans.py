"""The control plan of a year, and the cases that are selected in it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Plan(models.Model):
    """How many cases of a year are controlled, by risk and by lot. Drafted by one, approved by another."""

    year = models.PositiveSmallIntegerField(unique=True)
    state = models.CharField(max_length=10, default="draft")
    by_risk = models.PositiveSmallIntegerField()
    by_lot = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True, max_length=4000)
    # The scale that gave the points: the day it was read.
    scale_of = models.DateField()
    drafted_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, max_length=4000)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("drafted_by")),
                name="plan_approved_by_another",
            )
        ]

    def __str__(self) -> str:
        return str(self.year)


class How(models.TextChoices):
    RISK = "risk", _("By risk")
    LOT = "lot", _("By lot")
    HAND = "hand", _("By hand, with a reason")


class Selection(models.Model):
    """A case that is to be controlled, with the points it had and why. ``parts``: ``[[factor, value, points], …]``."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="selections")
    grant = models.ForeignKey("grants.Grant", on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=4, choices=How.choices)
    points = models.PositiveSmallIntegerField()
    parts = models.JSONField()
    reason = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["plan", "-points", "id"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "grant"], name="selected_once_a_plan"),
            models.CheckConstraint(condition=~Q(how="hand") | ~Q(reason=""), name="by_hand_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}: {self.grant_id}"
