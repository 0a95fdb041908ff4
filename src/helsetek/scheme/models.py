"""The scheme itself: goals, envelopes with their ledger, and calls with their pinned terms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helsetek.common.money import OreField
from helsetek.common.norsk import COLLATION

from .rules import ledger


class Envelope(models.Model):
    """A sum that Parliament has voted: chapter, post and year. What is in it is always read from the ledger."""

    chapter = models.CharField(max_length=8)
    post = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=500, blank=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year", "chapter", "post", "id"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "post", "year", "name"], name="one_envelope"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.chapter}.{self.post}, {self.year})"


class Account(models.TextChoices):
    """Where a krone of an envelope is. ``VOTED`` is the other side of what has been allotted."""

    VOTED = "voted", _("Voted")
    FREE = "free", _("Free")
    HELD = "held", _("Held for appeals")
    RESERVED = "reserved", _("Reserved")
    GRANTED = "granted", _("Granted")
    ACCEPTED = "accepted", _("Accepted")
    PAID = "paid", _("Paid")
    REPORTED = "reported", _("Reported as spent")
    APPROVED = "approved", _("Accounts approved")
    UNSPENT = "unspent", _("Unspent")
    CLAIMED = "claimed", _("Claimed back")
    RETURNED = "returned", _("Returned")
    WRITTEN_OFF = "written_off", _("Written off")


class Posting(models.Model):
    """One movement of money from one account of an envelope to another. Append-only; sums are derived."""

    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="postings")
    source = models.CharField(max_length=12, choices=Account.choices)
    target = models.CharField(max_length=12, choices=Account.choices)
    amount_ore = OreField()
    case_number = models.CharField(max_length=20, blank=True)
    # The act it follows from, as the event log names it, and a key that lets an act post only once.
    verb = models.CharField(max_length=80)
    key = models.CharField(max_length=160, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="posting_moves_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="posting_moves_between_two"),
        ]
        indexes = [models.Index(fields=["envelope", "case_number"]), models.Index(fields=["case_number"])]

    def __str__(self) -> str:
        return f"{self.source}→{self.target} {self.amount_ore}"

    @property
    def meaning(self) -> str:
        """What has happened, in the reader's language."""
        return gettext(ledger.meaning(self.source, self.target))


class Call(models.Model):
    """An announcement of grants (utlysning), open from an instant to an instant."""

    slug = models.SlugField(max_length=60, unique=True)
    title_nb = models.CharField(max_length=200)
    title_nn = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    summary_nb = models.TextField(max_length=4000)
    summary_nn = models.TextField(max_length=4000)
    summary_en = models.TextField(max_length=4000)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    envelope = models.ForeignKey(
        Envelope, on_delete=models.PROTECT, null=True, blank=True, related_name="calls"
    )
    # The terms while it is a draft. What holds after publishing is in the versions.
    draft_terms = models.JSONField(null=True, blank=True)
    # A change to a published call that is being written: what would be the next version. See ``CallContent``.
    pending = models.JSONField(null=True, blank=True)
    # Counts saves, so that two who write at once do not undo each other.
    revision = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True, max_length=2000)
    synthetic = models.BooleanField(default=False)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-closes_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="call_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | ~Q(cancelled_reason=""),
                name="cancelling_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title_nb


class CallVersion(models.Model):
    """The terms of a call as pinned at publishing, or at a later change with its reason. Never changed."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    terms = models.JSONField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reason = models.TextField(blank=True, max_length=2000)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["call", "number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.call_id} v{self.number}"


class Allotment(models.Model):
    """A distribution of one envelope over a call's applications: the first round, and any later one."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="allotments")
    number = models.PositiveSmallIntegerField()
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="allotments")
    opened_at = models.DateTimeField()
    notified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["call", "number"]
        constraints = [models.UniqueConstraint(fields=["call", "number"], name="one_allotment_a_number")]

    def __str__(self) -> str:
        return f"{self.call_id} allotment {self.number}"


class Goal(models.Model):
    """A goal of the scheme (report chapter 3)."""

    code = models.SlugField(max_length=40, unique=True)
    level = models.CharField(
        max_length=10, choices=[("society", _("Goal for society")), ("effect", _("Effect goal"))]
    )
    text_nb = models.CharField(max_length=500)
    text_nn = models.CharField(max_length=500)
    text_en = models.CharField(max_length=500)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.code


class Indicator(models.Model):
    """How a goal is measured. Applications set a baseline and a target on it; reports give what came of it."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="indicators")
    code = models.SlugField(max_length=60, unique=True)
    label_nb = models.CharField(max_length=300)
    label_nn = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300)
    unit = models.CharField(max_length=40)
    better = models.CharField(
        max_length=6, choices=[("higher", _("Higher is better")), ("lower", _("Lower is better"))]
    )

    class Meta:
        ordering = ["goal", "id"]

    def __str__(self) -> str:
        return self.code


class ReportedList(models.Model):
    """A list of grant recipients that was read from another's file, and where it came from."""

    source = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    read_at = models.DateTimeField()
    read_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-read_at", "-id"]

    def __str__(self) -> str:
        return f"{self.source}: {self.file_name}"


class ReportedAward(models.Model):
    """A grant that a public source tells of. There is no case behind it here: it is shown as the source says it."""

    source = models.CharField(max_length=40)
    source_address = models.URLField(max_length=500, blank=True)
    # None for the few that come with the program (``reported.toml``).
    reported_list = models.ForeignKey(
        ReportedList, on_delete=models.PROTECT, null=True, blank=True, related_name="awards"
    )
    scheme = models.CharField(max_length=300)
    scheme_id = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    recipient = models.CharField(max_length=300, db_collation=COLLATION)
    organisation_number = models.CharField(max_length=9, blank=True)
    # The organisation of the registry, where the number or the name of a municipality or county tells which.
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    project = models.CharField(max_length=500, blank=True)
    amount_ore = OreField()
    key = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-year", "recipient", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="reported_award_gives_something"),
        ]
        indexes = [models.Index(fields=["year", "scheme"])]

    def __str__(self) -> str:
        return f"{self.recipient} {self.year}"
