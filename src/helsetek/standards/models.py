"""The catalogue: standards with their standing by date, and sets of requirements in versions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helsetek.common.norsk import COLLATION

from .rules.requirements import Row, Strength
from .rules.standing import Level, Life


class Kind(models.TextChoices):
    STANDARD = "standard", _("Standard")
    PROFILE = "profile", _("Profile")
    CODES = "codes", _("Code system")
    GUIDANCE = "guidance", _("Guidance")
    SOLUTION = "solution", _("National solution")
    REGULATION = "regulation", _("Regulation")


class Standard(models.Model):
    """A standard or another normative product. Its name and identifier are facts; its standing lies in ``standings``."""

    slug = models.SlugField(max_length=80, unique=True)
    identifier = models.CharField(max_length=200, blank=True)  # HIS 80603:2017, or a profile's URL@version
    title = models.CharField(max_length=300, db_collation=COLLATION)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.STANDARD)
    version = models.CharField(max_length=40, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=400, blank=True)
    areas = models.JSONField(default=list)  # codes, as the calls' areas
    code_systems = models.JSONField(default=list)  # «9602», OIDs or URLs
    mandatory_for = models.TextField(blank=True, max_length=2000)  # as the source says it
    about = models.JSONField(default=dict)  # nb, nn, en
    source = models.CharField(max_length=400)
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    # What calls name it by in their terms («Hodemelding»), so that the name leads here.
    known_as = models.JSONField(default=list)

    class Meta:
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title


class Standing(models.Model):
    """From a day on: how binding the standard is and where it is in its life. Append-only; the history is the truth."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="standings")
    on = models.DateField()
    level = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Level])
    life = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Life])
    legal_basis = models.CharField(max_length=400, blank=True)
    reason = models.TextField(blank=True, max_length=2000)
    source = models.CharField(max_length=400, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["standard", "on"], name="one_standing_a_day")]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.on}: {self.level}, {self.life}"


class RequirementSet(models.Model):
    """What products are held against: requirements of one or more standards, in versions."""

    slug = models.SlugField(max_length=80, unique=True)
    title_nb = models.CharField(max_length=200)
    title_nn = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    purpose_nb = models.TextField(max_length=2000)
    purpose_nn = models.TextField(max_length=2000)
    purpose_en = models.TextField(max_length=2000)
    owner = models.CharField(max_length=200)
    standard = models.ForeignKey(
        Standard, on_delete=models.PROTECT, null=True, blank=True, related_name="sets"
    )
    actor = models.CharField(max_length=80, blank=True)
    # a, b or c (report 4.1.3): what an approval against this set takes.
    approval_type = models.CharField(max_length=1, default="a")
    kit = models.CharField(max_length=80, blank=True)  # id of the test kit that goes with it
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)  # None: until something happens
    areas = models.JSONField(default=list)

    class Meta:
        ordering = ["title_nb", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approval_type__in=["a", "b", "c"]), name="one_of_three_types_of_approval"
            )
        ]

    def __str__(self) -> str:
        return self.slug


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("No longer in use")


class RequirementSetVersion(models.Model):
    """Written as a draft; from the day it is published it is never changed: a new version is made instead."""

    set = models.ForeignKey(RequirementSet, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    note = models.TextField(blank=True, max_length=2000)  # what this version changes, and why
    begun_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    content_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["set", "number"]
        constraints = [
            models.UniqueConstraint(fields=["set", "number"], name="one_requirement_version_a_number"),
            models.UniqueConstraint(
                fields=["set"], condition=Q(state="draft"), name="one_draft_a_requirement_set"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(published_at__isnull=False) & ~Q(content_hash="")),
                name="a_published_version_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set.slug}@{self.number}"


class Requirement(models.Model):
    """One requirement in one version of a set."""

    version = models.ForeignKey(RequirementSetVersion, on_delete=models.CASCADE, related_name="requirements")
    place = models.PositiveIntegerField()
    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=80, blank=True)
    text_nb = models.TextField(max_length=4000)
    text_nn = models.TextField(max_length=4000, blank=True)
    text_en = models.TextField(max_length=4000, blank=True)
    strength = models.CharField(max_length=6, choices=[(one.value, one.value) for one in Strength])
    actor = models.CharField(max_length=80, blank=True)
    condition = models.TextField(max_length=4000, blank=True)
    source = models.CharField(max_length=400, blank=True)
    testability = models.CharField(max_length=1, blank=True)
    not_tested_reason = models.TextField(max_length=4000, blank=True)
    comment = models.TextField(max_length=4000, blank=True)
    acceptance_test = models.TextField(max_length=4000, blank=True)
    element = models.CharField(max_length=200, blank=True)
    obligation = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["version", "place"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="one_requirement_a_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def row(self) -> Row:
        """The requirement as plain data."""
        return Row(**{name: getattr(self, name) for name in Row.__dataclass_fields__})
