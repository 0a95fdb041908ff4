"""Proposals to delete: what, by which rule, who proposed, who confirmed, and what became of each thing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DisposalState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for another person")
    CONFIRMED = "confirmed", _("Being carried out")
    DONE = "done", _("Carried out")
    REJECTED = "rejected", _("Not carried out")


class Disposal(models.Model):
    """A proposal by one person to delete what has served its time, confirmed by another, then carried out.

    ``basis`` holds the rule of each class as it was when it was proposed: months, edge, source.
    """

    state = models.CharField(max_length=10, choices=DisposalState.choices, default=DisposalState.PROPOSED)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    words = models.TextField(max_length=2000, blank=True)
    basis = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(max_length=2000, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    things = models.PositiveIntegerField(default=0)
    deleted = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="proposed"), name="one_proposal_to_delete"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "done"])
                | (Q(answered_by__isnull=False) & ~Q(answered_by=F("proposed_by"))),
                name="deletion_seen_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"disposal {self.pk}"


class DisposalItem(models.Model):
    """One thing that is to be deleted. Nothing in the row tells of whom it was."""

    disposal = models.ForeignKey(Disposal, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=40)
    thing = models.CharField(max_length=80)
    since = models.DateTimeField()
    case_number = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(
        max_length=8, blank=True, choices=[("deleted", _("Deleted")), ("kept", _("Kept"))]
    )
    why_kept = models.CharField(max_length=200, blank=True)
    rows = models.PositiveIntegerField(default=0)
    file_count = models.PositiveIntegerField(default=0)
    # Stored files of what is deleted that are still to be taken away; a worker that dies leaves them here.
    files = models.JSONField(default=list)
    has_files = models.BooleanField(default=False)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["disposal", "kind", "thing"], name="deleted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.disposal_id}: {self.kind} {self.thing}"
