"""Organisations: who takes part in the scheme, and what is publicly known of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from helsetek.common.norsk import COLLATION

from .validators import check_account_number, check_organisation_number


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    COUNTY = "county", _("County authority")
    REGIONAL_HEALTH_AUTHORITY = "rha", _("Regional health authority")
    HEALTH_TRUST = "trust", _("Health trust")
    DIRECTORATE = "directorate", _("Directorate")
    ASSOCIATION = "association", _("Association of municipalities")
    VENDOR = "vendor", _("Vendor")
    LABORATORY = "laboratory", _("Test laboratory")
    ASSESSOR_BODY = "assessor_body", _("Employer of external assessors")


class LanguageForm(models.TextChoices):
    """The form of Norwegian that a body has decided to receive letters in (språklova § 15)."""

    BOKMAL = "nb", _("Bokmål")
    NYNORSK = "nn", _("Nynorsk")
    NEUTRAL = "neutral", _("Neutral")


class Organisation(models.Model):
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200, db_collation=COLLATION)
    organisation_number = models.CharField(
        max_length=9,
        blank=True,
        validators=[check_organisation_number],
        help_text=_("Nine digits. May be left out."),
    )
    language_form = models.CharField(max_length=7, choices=LanguageForm.choices, default=LanguageForm.NEUTRAL)
    email = models.EmailField(blank=True)
    synthetic = models.BooleanField(default=False, help_text=_("Made for the demonstration; does not exist."))
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_number"],
                condition=~Q(organisation_number=""),
                name="one_organisation_a_number",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """What is known of a municipality under its newest number. Earlier numbers: MunicipalityNumber.

    ``valid_from`` is None where the number has been valid since before 2020; ``valid_to`` is the first day on which it
    no longer is.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="municipality")
    number = models.CharField(max_length=4)
    county = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="municipalities_of_county"
    )
    county_number = models.CharField(max_length=2)
    centrality_index = models.PositiveSmallIntegerField()
    centrality_class = models.PositiveSmallIntegerField()
    kostra_group = models.CharField(max_length=8)
    latitude = models.FloatField()
    longitude = models.FloatField()
    regional_health_authority = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="municipalities_of_rha"
    )
    health_trust = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="municipalities_of_trust"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "valid_from"], name="one_municipality_a_number_and_day"
            ),
            models.UniqueConstraint(
                fields=["number"], condition=Q(valid_to__isnull=True), name="one_living_municipality_a_number"
            ),
            models.CheckConstraint(
                condition=Q(centrality_class__range=(1, 6)), name="centrality_class_1_to_6"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="municipality_valid_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.organisation}"


class Population(models.Model):
    """Inhabitants at 1 January of a year (SSB table 07459)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField()
    inhabitants = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "year"], name="one_population_a_year")]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year}: {self.inhabitants}"


class ChangeKind(models.TextChoices):
    MERGER = "merger", _("Merger")
    SPLIT = "split", _("Split")
    RENUMBERED = "renumbered", _("New number or name")


class MunicipalityNumber(models.Model):
    """A municipality number for as long as it was valid: from ``valid_from`` (None: before 2020) until ``valid_to``.

    ``organisation`` is the municipality that bears or bore it; None for those that were gone before the registry began.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="numbers"
    )
    number = models.CharField(max_length=4)
    name = models.CharField(max_length=200, db_collation=COLLATION)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["number", "valid_from"], name="one_number_a_day"),
            models.UniqueConstraint(
                fields=["number"], condition=Q(valid_from__isnull=True), name="one_number_before_2020"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gt=F("valid_from")),
                name="number_valid_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Succession(models.Model):
    """From a day on, ``successor`` stands where ``predecessor`` stood (mergers, splits, new numbers)."""

    predecessor = models.ForeignKey(MunicipalityNumber, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(MunicipalityNumber, on_delete=models.PROTECT, related_name="origins")
    on = models.DateField()
    kind = models.CharField(max_length=12, choices=ChangeKind.choices)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor", "on"], name="one_succession"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succeeds_another"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} {self.on}"


class Border(models.Model):
    """Two municipalities that share a land border; stored once, the lower id first."""

    one = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_border"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="border_lower_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id}–{self.other_id}"


class BankAccount(models.Model):
    """An account that an organisation has given for payments. Never changed: a new one is added."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="bank_accounts")
    number = models.CharField(max_length=11, validators=[check_account_number])
    registered_at = models.DateTimeField()
    registered_by_id = models.BigIntegerField(help_text="Person id; the event log says more.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-registered_at", "-id"]

    def __str__(self) -> str:
        return f"{self.number[:4]} {self.number[4:6]} {self.number[6:]}"
