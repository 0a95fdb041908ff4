"""Assumptions files and saved runs (neither is ever changed), and what is published of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class AssumptionsFile(models.Model):
    """All that an analysis rests on, as it stood: the files laid over each other, each with name and text.

    Shipped analyses are kept here too when a run rests on them, so that a run can be repeated after the software has
    moved on. ``uploaded`` tells those that somebody brought.
    """

    name = models.CharField(max_length=120)
    layers = models.JSONField()
    sha256 = models.CharField(max_length=64)
    uploaded = models.BooleanField(default=False)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["sha256"], name="evaluation_file_content")]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"

    @property
    def key(self) -> str:
        """How the file is named in addresses."""
        return f"fil-{self.pk}"


class Run(models.Model):
    """One calculation as it was saved.

    ``changes`` are numbers by assumption (own units); ``hash`` is that of the assumptions with the changes; ``results``
    is the engine's JSON (its ``result.schema.json``).
    """

    name = models.CharField(max_length=200)
    note = models.TextField(blank=True, max_length=4000)
    file = models.ForeignKey(AssumptionsFile, on_delete=models.PROTECT, related_name="runs")
    changes = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)
    engine = models.CharField(max_length=40)
    seed = models.BigIntegerField()
    draws = models.PositiveIntegerField()
    results = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(draws__gte=8), name="run_has_draws"),
            models.CheckConstraint(condition=Q(seed__gte=0), name="run_seed_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """How the run is named in addresses."""
        return f"kjoring-{self.pk}"


class Publication(models.Model):
    """A run as everybody may read it, from a day until it is withdrawn."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="publications")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True, max_length=4000)

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run"], condition=Q(withdrawn_at__isnull=True), name="one_standing_publication"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_by__isnull=False),
                name="a_withdrawal_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.published_at:%Y-%m-%d}"


class IndicatorLink(models.Model):
    """Which assumption an indicator speaks of, as an analyst chose it. Never changed: the newest of an indicator holds.

    ``key`` is ``id`` or ``id@alternative``; an empty one says that the indicator speaks of none.
    """

    indicator = models.CharField(max_length=60)
    analysis = models.CharField(max_length=60)
    key = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=8)
    quantity = models.CharField(max_length=8)
    factor = models.FloatField()
    relative_error = models.FloatField()
    reason = models.TextField(max_length=2000)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["indicator", "id"], name="evaluation_link_newest")]

    def __str__(self) -> str:
        return f"{self.indicator} → {self.key}"
