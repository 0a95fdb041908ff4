"""Amendments of a grant, the agreement in each of its versions, and money that amendments give and take."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .grants import Grant


class AmendmentKind(models.TextChoices):
    TIME = "time", _("More or less time")
    SCOPE = "scope", _("Activities, goals and indicators")
    BUDGET = "budget", _("Budget between lines and years")
    PARTNER_IN = "partner_in", _("A new partner")
    PARTNER_OUT = "partner_out", _("A partner leaves")
    MERGED = "merged", _("Partners are merged")
    NEW_LEAD = "new_lead", _("A new lead")
    ACCOUNT = "account", _("A new bank account")
    MORE = "more", _("More money")
    LESS = "less", _("Less money")
    HOLD = "hold", _("The grant is put on hold")
    RESUME = "resume", _("The grant is resumed")
    END = "end", _("The grant ends before time")


class AmendmentState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    ASKED = "asked", _("Asked for")
    MORE_INFORMATION = "more_information", _("More information asked for")
    PREPARED = "prepared", _("Decision prepared")
    DECIDED = "decided", _("Decided, not yet in effect")
    IN_EFFECT = "in_effect", _("In effect")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_AMENDMENTS = ("draft", "asked", "more_information", "prepared", "decided")


def _person() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


class Amendment(models.Model):
    """One change of an agreement, from draft until it is in effect. ``change`` is typed by ``rules.amendments``."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=AmendmentKind.choices)
    # Who raises it: the municipality or the directorate.
    side = models.CharField(max_length=12)
    state = models.CharField(max_length=16, choices=AmendmentState.choices, default=AmendmentState.DRAFT)
    change = models.JSONField(default=dict)
    # Why it is asked for.
    reason = models.TextField(blank=True, max_length=8000)
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = _person()
    # What the directorate asked about (or warned of), until when an answer is waited for, and the answer.
    question = models.TextField(blank=True, max_length=4000)
    answer_before = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, max_length=8000)
    answered_at = models.DateTimeField(null=True, blank=True)
    grants_it = models.BooleanField(default=True)
    decision_reasons = models.TextField(blank=True, max_length=8000)
    prepared_at = models.DateTimeField(null=True, blank=True)
    prepared_by = _person()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = _person()
    # From which day it holds; the day it is decided where nothing is said.
    holds_from = models.DateField(null=True, blank=True)
    in_effect_at = models.DateTimeField(null=True, blank=True)
    account = models.ForeignKey(
        "registry.BankAccount", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    letter = models.ForeignKey(
        "casework.Letter", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["grant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="one_amendment_a_number"),
            models.UniqueConstraint(
                fields=["grant", "kind"],
                condition=Q(state__in=OPEN_AMENDMENTS),
                name="one_open_amendment_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(prepared_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=models.F("prepared_by")),
                name="amendment_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(decision_reasons=""), name="refused_amendment_has_reasons"
            ),
        ]
        indexes = [models.Index(fields=["state", "holds_from"])]

    def __str__(self) -> str:
        return f"{self.grant_id} amendment {self.number}"


class AmendmentConsent(models.Model):
    """The consent of an organisation that comes in or will lead, given by its own signatory."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="consents")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT, related_name="+")
    # None until it has answered.
    consents = models.BooleanField(null=True)
    reason = models.TextField(blank=True, max_length=2000)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = _person()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "organisation"], name="one_consent_an_organisation"),
            models.CheckConstraint(
                condition=Q(consents__isnull=True) | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="consent_has_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id}: {self.organisation_id}"


class AgreementVersion(models.Model):
    """The agreement as it stood from a day on. Append-only: the database refuses to change or delete a row."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="agreement_versions")
    number = models.PositiveSmallIntegerField()
    # ``rules.agreements.Agreement``.
    content = models.JSONField()
    holds_from = models.DateField()
    made_at = models.DateTimeField()
    # None where the system did it (an amendment that was decided for a later day).
    made_by = _person()
    # The amendment that made it; None for acceptance and for decisions that give more.
    amendment = models.OneToOneField(
        Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="version"
    )

    class Meta:
        ordering = ["grant", "number"]
        constraints = [
            models.UniqueConstraint(fields=["grant", "number"], name="one_agreement_version_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} agreement {self.number}"


class MoneyChange(models.Model):
    """What an amendment adds to a grant from an envelope, or takes from it (below zero). Append-only."""

    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="money_changes")
    envelope = models.ForeignKey("scheme.Envelope", on_delete=models.PROTECT, related_name="+")
    amount_ore = models.BigIntegerField()
    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="money_changes")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "envelope"], name="one_money_change_an_envelope"),
            models.CheckConstraint(condition=~Q(amount_ore=0), name="money_change_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.grant_id}: {self.amount_ore}"
