"""The journal: one row for each document that comes in, goes out, or is kept for the house itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DirectionChoice(models.TextChoices):
    IN = "in", _("Received")
    OUT = "out", _("Sent")
    INTERNAL = "internal", _("Internal")


class JournalEntry(models.Model):
    """An entry, numbered within its year and within its case (offentleglova § 10, arkivlova; texts not seen).

    ``title`` is for those who may see the case; ``shown_title`` and ``case_title`` are what the public reads and may
    search in. Nothing of it is known to the public before ``public_from``, and never while that is empty.
    """

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="journal")
    in_case = models.PositiveIntegerField()
    direction = models.CharField(max_length=8, choices=DirectionChoice.choices)
    # «letter.grants.refused», «casework.message_written», «grants.submitted»: what it is, for those who look for it.
    kind = models.CharField(max_length=80)
    # What it was made from («letter:12», «event:991»): the same is never journalled twice.
    source = models.CharField(max_length=60, unique=True)
    event_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=300)
    shown_title = models.CharField(max_length=300)
    case_title = models.CharField(max_length=300)
    # Who it is from, or to: an organisation's name. No person is named.
    correspondent = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    dated = models.DateField()
    journalled_at = models.DateTimeField()
    public_from = models.DateTimeField(null=True)
    exemption = models.CharField(max_length=30, blank=True)
    documents = models.JSONField(default=list)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-journalled_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="one_journal_number_a_year"),
            models.UniqueConstraint(fields=["case", "in_case"], name="one_document_number_a_case"),
            models.CheckConstraint(condition=~Q(shown_title=""), name="entry_shows_a_title"),
        ]
        indexes = [
            models.Index(fields=["-journalled_at", "-id"]),
            models.Index(fields=["public_from"]),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """«17/2024», as journals are cited."""
        return f"{self.number}/{self.year}"

    @property
    def reference(self) -> str:
        """«2024/000123-4»: the case and the document's number in it."""
        return f"{self.case.number}-{self.in_case}"
