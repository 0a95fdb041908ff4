"""The formal check, assessment by two, and the officer's recommendation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helsetek.common.money import OreField

from .applications import Application


class FormalCheck(models.Model):
    """The formal requirements, point by point, as the case officer works through them.

    ``answers`` maps the code of a point to ``{"met": true | false | null, "note": "…"}``. What it came to is in the
    application's state and in the event log; here is the sheet itself, and why it is proposed dismissed if it is.
    """

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="formal_check")
    answers = models.JSONField(default=dict)
    reason = models.TextField(blank=True, max_length=4000)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["application"]

    def __str__(self) -> str:
        return f"formal check of {self.application_id}"


class AssessmentState(models.TextChoices):
    ASSIGNED = "assigned", _("Waiting for a declaration of impartiality")
    OPEN = "open", _("Being assessed")
    HANDED_IN = "handed_in", _("Handed in")
    BLOCKED = "blocked", _("Conflict of interest: needs a substitute")
    REPLACED = "replaced", _("Replaced by a substitute")


class Assessment(models.Model):
    """One assessor's view of one application."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=AssessmentState.choices, default=AssessmentState.ASSIGNED)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    substitute_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    comment = models.TextField(blank=True, max_length=4000)
    # Points and reasons while they are being written: ``{criterion: {"points": 0–5 | null, "reason": "…"}}``.
    # When it is handed in they become scores, and nothing changes any more.
    draft = models.JSONField(default=dict, blank=True)
    revision = models.PositiveIntegerField(default=0)
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["application", "id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "assessor"], name="one_assessment_an_assessor"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} by {self.assessor_id}"


class Score(models.Model):
    """Points on one criterion, 0–5, with the reason, as handed in."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=40)
    points = models.PositiveSmallIntegerField()
    reason = models.TextField(max_length=4000)

    class Meta:
        ordering = ["assessment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(condition=Q(points__range=(0, 5)), name="points_0_to_5"),
            models.CheckConstraint(condition=~Q(reason=""), name="score_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Recommendation(models.Model):
    """What the case officer recommends. A new version is added; the newest holds."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="recommendations")
    amount_ore = OreField()
    conditions = models.TextField(blank=True, max_length=8000)
    reasons = models.TextField(max_length=8000)
    written_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reasons=""), name="recommendation_has_reasons")]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.amount_ore}"
