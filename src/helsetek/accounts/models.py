"""People, and the roles they hold in organisations."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .rules import Role as RoleRule


class Role(models.TextChoices):
    WRITER = RoleRule.WRITER.value, _("Writer")
    SIGNATORY = RoleRule.SIGNATORY.value, _("Signatory")
    AUDITOR = RoleRule.AUDITOR.value, _("Auditor")
    SCHEME_MANAGER = RoleRule.SCHEME_MANAGER.value, _("Scheme manager")
    CASE_OFFICER = RoleRule.CASE_OFFICER.value, _("Case officer")
    DECISION_MAKER = RoleRule.DECISION_MAKER.value, _("Decision maker")
    PAYMENT_PREPARER = RoleRule.PAYMENT_PREPARER.value, _("Payment preparer")
    PAYMENT_ATTESTER = RoleRule.PAYMENT_ATTESTER.value, _("Payment attester")
    CONTROLLER = RoleRule.CONTROLLER.value, _("Controller")
    ASSESSOR = RoleRule.ASSESSOR.value, _("Assessor")
    VENDOR = RoleRule.VENDOR.value, _("Vendor")
    NETWORK_COORDINATOR = RoleRule.NETWORK_COORDINATOR.value, _("Network coordinator")
    ANALYST = RoleRule.ANALYST.value, _("Analyst")
    SYSTEM_ADMINISTRATOR = RoleRule.SYSTEM_ADMINISTRATOR.value, _("System administrator")


class Person(AbstractBaseUser):
    """Somebody who has logged in, known by the issuer's subject. There are no passwords here."""

    password = None  # type: ignore[assignment]
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="nb")
    is_active = models.BooleanField(default=True)
    synthetic = models.BooleanField(default=False)
    # Who decides when the person is in doubt about the own impartiality (forvaltningsloven § 8).
    superior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # When contact details and ties were deleted, because the person had long left. A new log-in begins anew.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_person_a_subject")]

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A role that a person holds in an organisation, from a day to a day (both included)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    delegated_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="delegations"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["organisation__name", "role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="role_valid_in_order",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "valid_from"],
                condition=Q(revoked_at__isnull=True),
                name="one_assignment_a_day",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "role"])]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} in {self.organisation_id}"


class AccessRequest(models.Model):
    """Somebody asks for a role in an organisation. Answered by its signatory, or by a system administrator."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=24, choices=Role.choices)
    message = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given = models.BooleanField(null=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(answered_at__isnull=True),
                name="one_open_request",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, given__isnull=True)
                | Q(answered_at__isnull=False, given__isnull=False, answered_by__isnull=False),
                name="an_answered_request_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} asks for {self.role} in {self.organisation_id}"


class Tie(models.Model):
    """What binds a person to an organisation: told by those who act for the state, so that conflicts show by themselves.

    Work, a place on a board, ownership, and the municipality one lives in; from a day to a day (both included), and no
    more: nothing about family or health. Kept by the person, or by a system administrator.
    """

    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("Employer")
        BOARD = "board", _("Board or elected office")
        OWNER = "owner", _("Owner")
        HOME = "home", _("Municipality of residence")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ties")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    position = models.CharField(max_length=120, blank=True)
    # A leading position, which forvaltningsloven § 6 first paragraph letter e speaks of.
    leads = models.BooleanField(default=False)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    told_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="tie_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.organisation_id}"
