"""Notice before something is decided against a party: what is considered, until when it can speak, what it said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helsetek.casework.rules.appeals import LONGEST_TEXT

from .cases import Case, Letter


class ForewarningState(models.TextChoices):
    GIVEN = "given", _("Notice given")
    ANSWERED = "answered", _("The party has spoken")
    USED = "used", _("Followed by a decision")
    WITHDRAWN = "withdrawn", _("Notice withdrawn")


class Forewarning(models.Model):
    """A notice to one party (forvaltningsloven § 16). One that waits at a time for each thing it is about."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="forewarnings")
    # What is considered (``reversal``, ``stop``), and about what: a kind, its id, and its name at the time.
    about = models.CharField(max_length=20)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_title = models.CharField(max_length=300)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    plan = models.TextField(max_length=4000)
    reason = models.TextField(max_length=LONGEST_TEXT)
    state = models.CharField(max_length=10, choices=ForewarningState.choices, default=ForewarningState.GIVEN)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    # The first instant at which it can be decided without a statement.
    statement_before = models.DateTimeField()
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField(blank=True, max_length=LONGEST_TEXT)
    stated_at = models.DateTimeField(null=True, blank=True)
    stated_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["about", "subject", "subject_id"],
                condition=Q(state__in=["given", "answered"]),
                name="one_open_forewarning",
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | (Q(stated_at__isnull=False) & ~Q(statement="")),
                name="answered_forewarning_has_its_statement",
            ),
        ]
        indexes = [models.Index(fields=["state", "statement_before"])]

    def __str__(self) -> str:
        return f"notice of {self.about} on {self.subject}:{self.subject_id}"
