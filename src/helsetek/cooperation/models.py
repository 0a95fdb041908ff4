"""Who acts together: a collaboration, its lead, and each member's own consent."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Collaboration(models.Model):
    """Organisations that act together under one lead, which answers to the directorate for all of them."""

    name = models.CharField(max_length=200)
    purpose = models.TextField(max_length=4000)
    lead = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    founded_at = models.DateTimeField()
    dissolved_at = models.DateTimeField(null=True, blank=True)
    synthetic = models.BooleanField(default=False)
    source = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class MembershipState(models.TextChoices):
    INVITED = "invited", _("Invited")
    CONSENTED = "consented", _("Has consented")
    DECLINED = "declined", _("Has declined")
    WITHDRAWN = "withdrawn", _("Has withdrawn")


class Membership(models.Model):
    """An organisation's place in a collaboration. Only its own signatory can consent, decline or withdraw."""

    collaboration = models.ForeignKey(Collaboration, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=MembershipState.choices, default=MembershipState.INVITED)
    invited_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(blank=True, max_length=2000)

    class Meta:
        ordering = ["collaboration", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["collaboration", "organisation"],
                condition=Q(state__in=["invited", "consented"]),
                name="one_standing_membership",
            ),
            models.CheckConstraint(
                condition=Q(state="invited") | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answer_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} in {self.collaboration_id}: {self.state}"
