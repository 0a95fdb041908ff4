"""What challenges a decision: receipt of its letter, appeal, a party's request, and what is ruled on them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from helsetek.casework.rules.appeals import LONGEST_TEXT

from .cases import Case, Document, Letter


class LetterReceipt(models.Model):
    """When a letter reached one party: opened in the portal, or recorded by hand. Append-only."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="receipts")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(
        max_length=10, choices=[("opened", _("Opened here")), ("recorded", _("Recorded by hand"))]
    )
    note = models.CharField(max_length=500, blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["letter", "organisation", "how"], name="one_receipt_a_party"),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.how} {self.organisation_id}"


class AppealState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Received, being prepared")
    PREPARED = "prepared", _("Prepared, to be decided")
    ANEW = "anew", _("Decision annulled, treated anew")
    SENT_ON = "sent_on", _("With the appeal body")
    SETTLED = "settled", _("Settled")
    DISMISSED = "dismissed", _("Dismissed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Appeal(models.Model):
    """An appeal by one party against one decision (forvaltningsloven §§ 28–34)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    # What is appealed: a kind that a room has said can be (``grants.decision``), its id, and its name at the time.
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_title = models.CharField(max_length=300)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.DRAFT)
    wrong = models.TextField(blank=True, max_length=LONGEST_TEXT)
    change = models.TextField(blank=True, max_length=LONGEST_TEXT)
    late_why = models.TextField(blank=True, max_length=LONGEST_TEXT)
    revision = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The time limit as it stood when the appeal came; none where it had not begun to run.
    deadline_at = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    late_excused = models.TextField(blank=True, max_length=LONGEST_TEXT)
    sent_on_at = models.DateTimeField(null=True, blank=True)
    comments_due_at = models.DateTimeField(null=True, blank=True)
    comments = models.TextField(blank=True, max_length=LONGEST_TEXT)
    commented_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "subject_id", "organisation"],
                condition=~Q(state__in=["withdrawn", "settled", "dismissed"]),
                name="one_open_appeal_a_party",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="appeal_past_draft_is_submitted",
            ),
        ]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"appeal {self.pk} on {self.subject}:{self.subject_id}"


class RequestKind(models.TextChoices):
    ACCESS = "access", _("To see documents of the case")
    REASONS = "reasons", _("To be given the reasons")
    EXTENSION = "extension", _("More time to appeal")
    SUSPENSION = "suspension", _("That the decision is not carried out yet")


class RequestState(models.TextChoices):
    OPEN = "open", _("To be answered")
    ANSWERED = "answered", _("Answered")


class PartyRequest(models.Model):
    """What a party asks for on its case, answered by a ruling: access, reasons, more time, suspension."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(max_length=10, choices=RequestKind.choices)
    # The decision it is about; empty for access, which is about the case.
    subject = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(default=0)
    subject_title = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=4000)
    until = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "subject", "subject_id", "organisation"],
                condition=Q(state="open"),
                name="one_open_request_a_party",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} on {self.case_id}"


class RulingState(models.TextChoices):
    PREPARED = "prepared", _("Prepared")
    DECIDED = "decided", _("Decided and sent")
    RETURNED = "returned", _("Sent back")


class Ruling(models.Model):
    """What is ruled on an appeal, a request, or of one's own accord (reversal), with the letter that says so.

    Prepared by one, corrected by anybody, decided by another; decided, the letter is sent and nothing changes any more.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="rulings")
    appeal = models.ForeignKey(
        Appeal, on_delete=models.PROTECT, null=True, blank=True, related_name="rulings"
    )
    request = models.ForeignKey(
        PartyRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="rulings"
    )
    subject = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(default=0)
    subject_title = models.CharField(max_length=300, blank=True)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10)
    outcome = models.CharField(max_length=20)
    reason_rule = models.TextField(blank=True, max_length=LONGEST_TEXT)
    reason_facts = models.TextField(blank=True, max_length=LONGEST_TEXT)
    reason_discretion = models.TextField(blank=True, max_length=LONGEST_TEXT)
    # What the room's remedy needs (a sum, for grants), until when an extension runs, why lateness is excused.
    data = models.JSONField(default=dict, blank=True)
    # Of the appeal body: who, on which day.
    body = models.CharField(max_length=200, blank=True)
    body_decided_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=2)
    letter_title = models.CharField(max_length=300)
    letter_body = models.TextField()
    # The blocks of text the letter began from: [[key, version], …].
    blocks = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RulingState.choices, default=RulingState.PREPARED)
    prepared_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    corrected_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_why = models.TextField(blank=True, max_length=4000)
    decided_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["appeal"],
                condition=Q(state="prepared", appeal__isnull=False),
                name="one_open_ruling_an_appeal",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state="prepared", request__isnull=False),
                name="one_open_ruling_a_request",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | (
                    ~Q(decided_by=F("prepared_by"))
                    & (Q(corrected_by__isnull=True) | ~Q(decided_by=F("corrected_by")))
                ),
                name="ruling_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(letter__isnull=False, decided_by__isnull=False),
                name="ruling_has_its_letter",
            ),
        ]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome} ({self.case_id})"


class DocumentAccess(models.Model):
    """What is said on one document that a party asked to see. Append-only with its ruling."""

    ruling = models.ForeignKey(Ruling, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="accesses")
    given = models.BooleanField()
    paragraph = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ruling", "document"], name="one_answer_a_document"),
            models.CheckConstraint(
                condition=Q(given=True) | (~Q(paragraph="") & ~Q(reason="")), name="withheld_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {'given' if self.given else 'withheld'}"


class TextBlock(models.Model):
    """A version of a text that letters are put together from, in all three languages. Append-only."""

    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title_nb = models.CharField(max_length=200, blank=True)
    title_nn = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    nb = models.TextField(max_length=8000)
    nn = models.TextField(max_length=8000)
    en = models.TextField(max_length=8000)
    reason = models.CharField(max_length=500)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["key", "number"]
        constraints = [models.UniqueConstraint(fields=["key", "number"], name="one_text_version_a_number")]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"
