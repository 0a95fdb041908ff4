"""Calibration: training cases, moderation with minutes, changed scores, the model's answers, and what is ranked by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .assessments import Assessment


class Competence(models.Model):
    """The fields of health technology (areas of calls) that an assessor knows."""

    person = models.OneToOneField("accounts.Person", on_delete=models.PROTECT, related_name="+")
    areas = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.person_id}: {len(self.areas)}"


class TrainingCase(models.Model):
    """A made-up application that every assessor of a call scores before the round begins."""

    call = models.ForeignKey("scheme.Call", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField(max_length=20_000)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["call", "id"]

    def __str__(self) -> str:
        return self.title


class TrainingScore(models.Model):
    """One assessor's points (0–5 by criterion) on a training case, handed in once."""

    case = models.ForeignKey(TrainingCase, on_delete=models.PROTECT, related_name="scores")
    assessor = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    points = models.JSONField()
    comment = models.TextField(blank=True, max_length=4000)
    handed_in_at = models.DateTimeField()

    class Meta:
        ordering = ["case", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "assessor"], name="one_training_score_an_assessor"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} by {self.assessor_id}"


class Moderation(models.Model):
    """A meeting about how points are given, with its minutes: who took part, and what was agreed. Append-only."""

    call = models.ForeignKey("scheme.Call", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    participants = models.JSONField()
    agreed = models.TextField(max_length=8000)
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(agreed=""), name="minutes_say_what_was_agreed")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.held_on}"


class ScoreChange(models.Model):
    """A score that its assessor changed after a moderation meeting: what it was, what it is, and why. Append-only."""

    moderation = models.ForeignKey(Moderation, on_delete=models.PROTECT, related_name="changes")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="changes")
    criterion = models.CharField(max_length=40)
    before = models.PositiveSmallIntegerField()
    before_reason = models.TextField(max_length=4000)
    after = models.PositiveSmallIntegerField()
    reason = models.TextField(max_length=4000)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["assessment", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(after__range=(0, 5)), name="changed_points_0_to_5"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_changed_score_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.before} → {self.after}"


class Adjustment(models.Model):
    """What the model of severe and mild assessors found in a call's scores. Append-only; the newest is looked at.

    ``found`` holds severities by assessor, adjusted scores by application and the variances; ``digest`` is of the scores
    it was found in, so that it can be seen when they have changed.
    """

    call = models.ForeignKey("scheme.Call", on_delete=models.PROTECT, related_name="+")
    model = models.CharField(max_length=40)
    found = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.call_id} {self.model}"


class Basis(models.TextChoices):
    RAW = "raw", _("Raw scores")
    ADJUSTED = "adjusted", _("Adjusted scores")


class RankingBasis(models.Model):
    """What an allotment is ranked by, chosen by the scheme manager with the reason. Append-only; the newest holds."""

    allotment = models.ForeignKey("scheme.Allotment", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=8, choices=Basis.choices)
    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(max_length=2000)
    chosen_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["-chosen_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="raw") | Q(adjustment__isnull=False), name="adjusted_has_its_adjustment"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="basis_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.allotment_id}: {self.basis}"
