"""Requests for access: who asks for what, what is answered on each document, and what is released."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .journal import JournalEntry


class DisclosureState(models.TextChoices):
    RECEIVED = "received", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered")
    APPEALED = "appealed", _("Appealed")
    SENT_ON = "sent_on", _("With the appeal body")
    CONCLUDED = "concluded", _("Appeal settled")


class DisclosureRequest(models.Model):
    """Somebody asks to see documents of a case (offentleglova § 3). Nobody must say who they are, or why.

    ``code`` opens the answer: who has it may read what is released, and appeal. Name and address are emptied when they
    are no longer needed (``emptied_at``).
    """

    case = models.ForeignKey("casework.Case", on_delete=models.PROTECT, related_name="disclosures")
    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    words = models.TextField(max_length=2000, blank=True)
    language = models.CharField(max_length=2, default="nb")
    state = models.CharField(max_length=10, choices=DisclosureState.choices, default=DisclosureState.RECEIVED)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    appeal = models.TextField(max_length=4000, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    statement = models.TextField(max_length=4000, blank=True)
    outcome_of_appeal = models.TextField(max_length=4000, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)
    # The e-mail about the answer: to be sent from this instant on, by the worker.
    mail_due_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["state", "due_on"])]

    def __str__(self) -> str:
        return f"disclosure {self.pk}"


class DisclosureItem(models.Model):
    """One document that is asked for, and the answer on it."""

    request = models.ForeignKey(DisclosureRequest, on_delete=models.PROTECT, related_name="items")
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="asked_for")
    outcome = models.CharField(
        max_length=8,
        blank=True,
        choices=[
            ("given", _("Access given")),
            ("part", _("Access given in part")),
            ("refused", _("Access refused")),
        ],
    )
    paragraph = models.CharField(max_length=30, blank=True)
    reasons = models.TextField(max_length=4000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["entry__in_case", "id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "entry"], name="asked_for_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "given"]) | (~Q(paragraph="") & ~Q(reasons="")),
                name="refusal_of_access_has_its_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.entry_id}"


class ReleasedFile(models.Model):
    """A file of a document that is asked for; ``document`` is empty for what was only ever a text in the system."""

    item = models.ForeignKey(DisclosureItem, on_delete=models.PROTECT, related_name="files")
    document = models.ForeignKey("casework.Document", on_delete=models.PROTECT, null=True, related_name="+")
    how = models.CharField(
        max_length=8,
        blank=True,
        choices=[
            ("whole", _("As it is")),
            ("redacted", _("Blacked out in part")),
            ("withheld", _("Withheld")),
        ],
    )
    # What is to be blacked out: words to look for, and boxes as [page, left, top, width, height] in shares of the page.
    terms = models.JSONField(default=list)
    boxes = models.JSONField(default=list)
    copy = models.ForeignKey("casework.Document", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.how}"


class VisitorCount(models.Model):
    """How many requests one visitor has sent in an hour. Who the visitor is cannot be read from it; soon gone."""

    visitor = models.CharField(max_length=64)
    hour = models.PositiveBigIntegerField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "hour"], name="one_visitor_count_an_hour")]

    def __str__(self) -> str:
        return f"{self.visitor[:8]} {self.hour}: {self.count}"
