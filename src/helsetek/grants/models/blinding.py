"""Blind assessment: what an officer adds to the names that are hidden, and the redacted copies of documents."""

from __future__ import annotations

from django.db import models

from .applications import Application


class BlindWords(models.Model):
    """Words that tell who applied, beside the names that are known by themselves: a region, a local name."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="blind_words")
    words = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application_id}: {len(self.words)}"


class BlindCopy(models.Model):
    """A document without what tells who applied: pictures of its pages, with the names burnt out. Originals stay closed.

    ``silent`` are pages on which no text could be read: somebody must have looked at them before it is released.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="blind_copies")
    original = models.ForeignKey("casework.Document", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    document = models.ForeignKey("casework.Document", on_delete=models.PROTECT, null=True, related_name="+")
    pages = models.PositiveIntegerField(default=0)
    silent = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["application", "number", "-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.number}"
