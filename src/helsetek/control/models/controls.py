"""One control of one grant, the visits and the findings."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helsetek.common.money import OreField

from .plans import Selection


class ControlKind(models.TextChoices):
    DOCUMENTS = "documents", _("Control of documents")
    VISIT = "visit", _("Control with a visit")


class Control(models.Model):
    """A control, with a case of its own. ``asked`` is what the party is to hand in, one point a line."""

    case = models.OneToOneField("casework.Case", on_delete=models.PROTECT, related_name="+")
    grant = models.ForeignKey("grants.Grant", on_delete=models.PROTECT, related_name="+")
    selection = models.OneToOneField(Selection, on_delete=models.PROTECT, related_name="control")
    kind = models.CharField(max_length=10, choices=ControlKind.choices)
    state = models.CharField(max_length=12, default="planned")
    controller = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    asked = models.TextField(max_length=4000)
    due_at = models.DateTimeField(null=True)  # what is asked, handed in by then
    handed_in_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True, max_length=8000)
    question = models.TextField(blank=True, max_length=4000)  # what more is asked for
    summary = models.TextField(blank=True, max_length=8000)  # the controller's account, in draft and report
    statement_due_at = models.DateTimeField(null=True)
    statement = models.TextField(blank=True, max_length=8000)
    stated_at = models.DateTimeField(null=True)
    conclusion = models.TextField(blank=True, max_length=8000)
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [models.Index(fields=["state", "due_at"], name="control_due")]

    def __str__(self) -> str:
        return f"control {self.pk}"


class Visit(models.Model):
    """What the controller saw at a visit: written down once, never changed (the next record corrects the last)."""

    control = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="visits")
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    present = models.TextField(max_length=2000)
    record = models.TextField(max_length=8000)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["control", "held_on", "id"]

    def __str__(self) -> str:
        return f"{self.control_id} {self.held_on}"


class Category(models.TextChoices):
    ACCOUNTS = "accounts", _("Accounts and costs")
    DOCUMENTATION = "documentation", _("Missing documentation")
    TERMS = "terms", _("Terms of the grant")
    PROCUREMENT = "procurement", _("Procurement")
    REPORTING = "reporting", _("Reporting")
    EFFECTS = "effects", _("Effects and measuring")
    OTHER = "other", _("Something else")


class Gravity(models.TextChoices):
    REMARK = "remark", _("Remark")
    FAULT = "fault", _("Fault to be mended")
    GRAVE = "grave", _("Grave fault")


class Finding(models.Model):
    """What was found: against which ground, how grave, for how much money; and what was done about it."""

    control = models.ForeignKey(Control, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=14, choices=Category.choices)
    gravity = models.CharField(max_length=8, choices=Gravity.choices)
    text = models.TextField(max_length=4000)
    ground = models.CharField(max_length=300)
    money_ore = OreField(default=0)  # 0: no sum can be told
    due_on = models.DateField()
    state = models.CharField(max_length=10, default="open")
    answer = models.TextField(blank=True, max_length=8000)
    answered_at = models.DateTimeField(null=True)
    evidence = models.TextField(
        blank=True, max_length=4000
    )  # why it is closed, or why the answer is not enough
    closed_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["control", "number"]
        constraints = [
            models.UniqueConstraint(fields=["control", "number"], name="one_finding_a_number"),
            models.CheckConstraint(
                condition=~Q(state="closed") | ~Q(evidence=""), name="closed_with_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.control_id} no. {self.number}"
