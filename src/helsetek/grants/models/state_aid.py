"""Whether a grant is state aid: assessed for each case, with reasons. The newest assessment holds."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helsetek.common.money import OreField

from .applications import Application


class StateAidKind(models.TextChoices):
    NOT_AID = "not_aid", _("Not state aid")
    DE_MINIMIS = "de_minimis", _("De minimis aid")
    EXEMPTED = "exempted", _("Aid under a block exemption")
    NOTIFIED = "notified", _("Notified aid")


class StateAidAssessment(models.Model):
    """Not aid; or aid to an undertaking, of which kind, how much, and by which rules."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="state_aid")
    kind = models.CharField(max_length=10, choices=StateAidKind.choices)
    undertaking = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Services of general economic interest have a ceiling of their own.
    general_interest = models.BooleanField(default=False)
    amount_ore = OreField(default=0)
    ore_a_euro = models.PositiveIntegerField(default=0)
    cents = models.PositiveBigIntegerField(default=0)
    basis = models.CharField(max_length=300, blank=True)
    reasons = models.TextField(max_length=4000)
    assessed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    assessed_at = models.DateTimeField()

    class Meta:
        ordering = ["-assessed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="not_aid", undertaking__isnull=True, amount_ore=0)
                | (~Q(kind="not_aid") & Q(undertaking__isnull=False, amount_ore__gt=0, ore_a_euro__gt=0)),
                name="aid_has_its_undertaking",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="state_aid_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.kind}"
