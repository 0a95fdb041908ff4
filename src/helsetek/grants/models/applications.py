"""The application, its sections in all their versions, and what was asked and found about it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helsetek.common.money import OreField


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    MORE_INFORMATION = "more_information", _("More information asked for")
    ELIGIBLE = "eligible", _("Under assessment")
    INADMISSIBLE = "inadmissible", _("Proposed dismissed")
    RECOMMENDED = "recommended", _("Recommendation written")
    DECIDED = "decided", _("Decided, not yet told")
    NOTIFIED = "notified", _("Decision sent")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Application(models.Model):
    """One application by a collaboration to a call. Its title is the case's title; its text is in the sections."""

    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="application")
    call = models.ForeignKey("scheme.Call", on_delete=models.PROTECT, related_name="applications")
    # The terms it is judged by: those of the call when it was begun, moved on only by the applicant's own choice
    # or when it is submitted.
    call_version = models.ForeignKey("scheme.CallVersion", on_delete=models.PROTECT, related_name="+")
    collaboration = models.ForeignKey(
        "cooperation.Collaboration", on_delete=models.PROTECT, related_name="applications"
    )
    lead = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=ApplicationState.choices, default=ApplicationState.DRAFT)
    area = models.CharField(max_length=40, blank=True)
    # The sum of the budget lines asked for, written by the same service that saves the budget section.
    requested_ore = OreField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content_hash = models.CharField(max_length=64, blank=True)
    receipt = models.ForeignKey(
        "casework.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    synthetic = models.BooleanField(default=False)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="past_draft_means_submitted",
            ),
            # A double click, or two writers at once, must not begin two applications.
            models.UniqueConstraint(
                fields=["call", "collaboration"],
                condition=~Q(state="withdrawn"),
                name="one_application_a_call",
            ),
        ]
        indexes = [models.Index(fields=["call", "state"])]

    def __str__(self) -> str:
        return f"application {self.pk}"


class SectionVersion(models.Model):
    """A section as somebody saved it. The highest number is what holds; the others stay, side by side."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="section_versions")
    key = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    data = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    # Saved by the page itself while somebody was writing. What stood when the application was submitted, and when
    # information was asked for, is kept for good; other automatic steps are thinned out.
    automatic = models.BooleanField(default=False)
    kept = models.BooleanField(default=False)

    class Meta:
        ordering = ["application", "key", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key", "number"], name="one_section_version_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.key} {self.number}"


class EligibilityRecord(models.Model):
    """What the rules said at a submission, with the inputs they saw and the version they had."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="eligibility_records")
    rule_set = models.CharField(max_length=40)
    inputs = models.JSONField()
    results = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.made_at:%Y-%m-%d}"


class LateDoor(models.Model):
    """Leave for one collaboration to submit after the deadline, given with a reason by the scheme manager."""

    call = models.ForeignKey("scheme.Call", on_delete=models.PROTECT, related_name="late_doors")
    collaboration = models.ForeignKey("cooperation.Collaboration", on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reason = models.TextField(max_length=2000)
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ["given_at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="late_door_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.call_id} {self.collaboration_id}"


class InformationRequest(models.Model):
    """A request for more information on named sections, with a date. Only those sections open."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="information_requests"
    )
    sections = models.JSONField()
    text = models.TextField(max_length=4000)
    due_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    # Section key → version number that stood when it was asked: the earlier answer, kept beside the new one.
    before = models.JSONField(default=dict)
    answered_at = models.DateTimeField(null=True, blank=True)
    # The date passed and the case goes on without an answer; ``answered_at`` is then when that was settled.
    unanswered = models.BooleanField(default=False)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(answered_at__isnull=True),
                name="one_open_information_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {', '.join(self.sections)}"
