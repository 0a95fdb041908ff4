"""What every public decision shares: case, party, impartiality, letter, document, message, notice."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Case(models.Model):
    """A case with its number (``2024/000123``). Its state belongs to the room that owns it: one truth, not two."""

    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    opened_at = models.DateTimeField()
    officer = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number


class CaseSeries(models.Model):
    """The last number given in a year; the row is locked while the next is taken."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class PartyRole(models.TextChoices):
    LEAD = "lead", _("Lead applicant")
    MEMBER = "member", _("Partner")


class Party(models.Model):
    """An organisation whose rights or duties the case decides (forvaltningsloven § 2 e)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=PartyRole.choices)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "organisation"], condition=Q(until__isnull=True), name="one_party_a_case"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(role="lead", until__isnull=True), name="one_lead_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role} {self.organisation_id}"


class ImpartialityDeclaration(models.Model):
    """What a person has declared about impartiality in a case (forvaltningsloven §§ 6–10). The newest holds."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="declarations")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    conflict = models.BooleanField()
    ground = models.TextField(blank=True, max_length=2000)
    declared_at = models.DateTimeField()
    substitute = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Codes of the grounds (``grounds.toml``) and what was shown before the person declared.
    grounds = models.JSONField(default=list, blank=True)
    hints = models.JSONField(default=list, blank=True)
    # In doubt: the person has no hand in the case until the superior has decided (§ 8).
    in_doubt = models.BooleanField(default=False)
    # A superior's decision is a declaration of its own, made for the person: by whom, and in answer to which.
    ruled_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="rulings"
    )

    class Meta:
        ordering = ["-declared_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(conflict=False) | ~Q(ground=""), name="conflict_has_a_ground"),
            models.CheckConstraint(condition=Q(in_doubt=False) | Q(conflict=True), name="doubt_blocks"),
            models.CheckConstraint(
                condition=Q(ruled_by__isnull=True) | ~Q(ground=""), name="ruling_has_reasons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.case_id}: {'conflict' if self.conflict else 'impartial'}"


class Document(models.Model):
    """A file, stored outside the web root. Who may open the page it belongs to may open it, nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="documents")
    # The page it belongs to: a kind that a room has registered a guard for, and the thing's id.
    page = models.CharField(max_length=40)
    page_id = models.BigIntegerField()
    title = models.CharField(max_length=200)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at", "id"]
        indexes = [models.Index(fields=["page", "page_id"])]

    def __str__(self) -> str:
        return self.file_name


class DrawMethod(models.TextChoices):
    SIMPLE = "simple", _("Every unit has the same chance")
    STRATIFIED = "stratified", _("A number from each group")
    SIZE = "size", _("The chance follows the size")


class DrawAnnouncement(models.Model):
    """What is to be drawn by lot, from which frame, and when the seed is taken. Never changed once announced.

    ``frame`` is a list of ``[id, stratum, size, label]`` in the order of the ids; ``wanted`` counts by stratum, or by
    ``*``. ``about`` names the thing it is for (``control_plan:3``). ``public_from`` is when frame and result may be read
    by everybody; the hash of the frame may be from the start.
    """

    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=80, blank=True)
    case_number = models.CharField(max_length=20, blank=True)
    method = models.CharField(max_length=12, choices=DrawMethod.choices)
    wanted = models.JSONField()
    frame = models.JSONField()
    frame_hash = models.CharField(max_length=64)
    seed_at = models.DateTimeField()
    public_from = models.DateTimeField()
    announced_at = models.DateTimeField()
    announced_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-announced_at", "-id"]
        indexes = [models.Index(fields=["about"], name="casework_draw_about")]

    def __str__(self) -> str:
        return self.title

    @property
    def wanted_in_all(self) -> int:
        return sum(self.wanted.values())


class Draw(models.Model):
    """The result of an announced draw: the seed is the hash of the named event. Never changed."""

    announcement = models.OneToOneField(DrawAnnouncement, on_delete=models.PROTECT, related_name="draw")
    rule = models.CharField(max_length=40)
    seed_event = models.BigIntegerField()
    seed = models.CharField(max_length=64)
    chosen = models.JSONField()
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.announcement_id}: {len(self.chosen)}"


class Letter(models.Model):
    """A letter as it was sent: the stored PDF is the letter, and the hash proves it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=300)
    template_version = models.CharField(max_length=40)
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="letter")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["made_at", "id"]

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """What the parties and the directorate write to each other on a case."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=10_000)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.sent_at:%Y-%m-%d}"


class NoticeState(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    KEPT = "kept", _("Shown here only")  # the person has no address: it is read in the system


class Notice(models.Model):
    """An e-mail to one person, queued in the transaction of the act it tells about, sent by the worker."""

    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="notices")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="notices")
    kind = models.CharField(max_length=60)
    # The same act may not queue the same notice to the same person twice.
    key = models.CharField(max_length=160, unique=True)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    path = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    state = models.CharField(max_length=8, choices=NoticeState.choices, default=NoticeState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["queued_at", "id"]
        indexes = [models.Index(fields=["state", "not_before"]), models.Index(fields=["person", "read_at"])]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"


class ActToRedo(models.Model):
    """What somebody did in a case and must be done again, because that person was disqualified.

    Whether it has been done again is read from the event log. ``left_by`` let it stand, with the reason.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="acts_to_redo")
    declaration = models.ForeignKey(ImpartialityDeclaration, on_delete=models.PROTECT, related_name="acts")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    event_id = models.BigIntegerField()
    verb = models.CharField(max_length=80)
    thing = models.CharField(max_length=80)
    done_at = models.DateTimeField()
    # How many acts the log held when it was marked: what comes later can be the same act done again.
    after = models.BigIntegerField()
    left_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_reason = models.TextField(blank=True, max_length=2000)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "event_id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "event_id"], name="an_act_is_marked_once"),
            models.CheckConstraint(
                condition=Q(left_by__isnull=True) | ~Q(left_reason=""), name="left_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.verb}"
