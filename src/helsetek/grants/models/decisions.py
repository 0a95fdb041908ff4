"""The proposal for the round, and the decision on each application."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from helsetek.casework.rules.reasons import Reasons
from helsetek.common.money import OreField

from .applications import Application


class Outcome(models.TextChoices):
    GRANTED = "granted", _("Granted")
    PARTIAL = "partial", _("Granted in part")
    REFUSED = "refused", _("Refused")
    DISMISSED = "dismissed", _("Dismissed")
    INCREASED = "increased", _("Grant increased")


class Origin(models.TextChoices):
    ROUND = "round", _("Decided in the round")
    APPEAL = "appeal", _("Decided after an appeal")
    REVERSAL = "reversal", _("Reversed without an appeal")


class Proposal(models.Model):
    """What is proposed for one application in one allotment, as filled from the ranking or adjusted by hand."""

    allotment = models.ForeignKey("scheme.Allotment", on_delete=models.PROTECT, related_name="proposals")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="proposals")
    amount_ore = OreField()
    on_reserve_list = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    # Why the filling gave this (``rules.ranking.Why``); what a person set has its reason in the note.
    why = models.CharField(max_length=20, blank=True)
    note = models.TextField(blank=True, max_length=2000)
    changed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["allotment", "application"], name="one_proposal_an_application"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.amount_ore}"


class Decision(models.Model):
    """A decision in an allotment: prepared by one, made by another, told to the parties with all the others.

    After an appeal or a reversal there is one more, beside the one it ``follows``, which stays as it was told.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    allotment = models.ForeignKey("scheme.Allotment", on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    # What this decision gives; for an increase, what it adds.
    amount_ore = OreField(default=0)
    on_reserve_list = models.BooleanField(default=False)
    conditions = models.TextField(blank=True, max_length=8000)
    # The whole text, as the letter has it; and its three parts (forvaltningsloven § 25). Texts from before have none.
    reasons = models.TextField(max_length=24_000)
    reason_rule = models.TextField(blank=True, max_length=8000)
    reason_facts = models.TextField(blank=True, max_length=8000)
    reason_discretion = models.TextField(blank=True, max_length=8000)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ROUND)
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="followers"
    )
    ruling = models.ForeignKey(
        "casework.Ruling", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    prepared_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)
    letter = models.ForeignKey(
        "casework.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "allotment"],
                condition=Q(reopened_at__isnull=True, origin="round"),
                name="one_decision_an_allotment",
            ),
            models.UniqueConstraint(
                fields=["ruling"], condition=Q(ruling__isnull=False), name="one_decision_a_ruling"
            ),
            models.CheckConstraint(
                condition=Q(origin="round") | Q(ruling__isnull=False, follows__isnull=False),
                name="what_follows_says_of_what",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["refused", "dismissed"], amount_ore=0)
                | Q(outcome__in=["granted", "partial", "increased"], amount_ore__gt=0),
                name="amount_fits_the_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["granted", "increased"]) | ~Q(reasons=""), name="refusal_has_reasons"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("prepared_by")),
                name="four_eyes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"

    @property
    def reasons_in_parts(self) -> Reasons:
        """Rule, facts and discretion; a text from before stands whole under discretion."""
        parts = Reasons(self.reason_rule, self.reason_facts, self.reason_discretion)
        return parts if parts.whole else Reasons(discretion=self.reasons)
