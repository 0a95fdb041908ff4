"""Reads of organisations and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from helsetek.common import clock

from .facts import MunicipalityFacts
from .models import (
    BankAccount,
    Border,
    LanguageForm,
    Municipality,
    Organisation,
    OrganisationKind,
    Population,
)

__all__ = [
    "BankAccount",
    "LanguageForm",
    "Municipality",
    "MunicipalityFacts",
    "Organisation",
    "OrganisationKind",
    "accounts_of",
    "directorate",
    "facts_of",
    "letter_language",
    "municipalities",
    "neighbours_of",
    "of_kind",
    "organisation",
    "organisations",
]


def organisation(organisation_id: int) -> Organisation:
    """Raises Organisation.DoesNotExist."""
    return Organisation.objects.get(pk=organisation_id)


def organisations(ids: Iterable[int]) -> dict[int, Organisation]:
    """Those that exist, by id, in Norwegian order of their names."""
    return {found.pk: found for found in Organisation.objects.filter(pk__in=set(ids))}


def valid(on: date | None = None) -> Q:
    """What holds on a day (today): from ``valid_from`` until the day before ``valid_to``."""
    day = on or clock.today()
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    return begun & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def of_kind(kind: str) -> QuerySet[Organisation]:
    """The organisations of a kind that exist today."""
    return Organisation.objects.filter(valid(), kind=kind)


def municipalities(on: date | None = None) -> QuerySet[Municipality]:
    """Those whose municipality number is valid on the day (today), with organisation, county and health region."""
    return Municipality.objects.filter(valid(on)).select_related(
        "organisation", "county", "regional_health_authority", "health_trust"
    )


def facts_of(ids: Iterable[int]) -> dict[int, MunicipalityFacts]:
    """Facts by organisation id. Organisations that are not municipalities are left out. Two queries."""
    rows = Municipality.objects.filter(organisation_id__in=set(ids)).select_related(
        "organisation", "county", "regional_health_authority", "health_trust"
    )
    inhabitants = _newest_inhabitants([row.pk for row in rows])
    return {row.organisation_id: _facts(row, inhabitants.get(row.pk, 0)) for row in rows}


def _newest_inhabitants(municipality_ids: list[int]) -> dict[int, int]:
    known = Population.objects.filter(
        municipality_id__in=municipality_ids, year__lte=clock.today().year
    ).order_by("year")
    return dict(known.values_list("municipality_id", "inhabitants"))


def _facts(row: Municipality, inhabitants: int) -> MunicipalityFacts:
    return MunicipalityFacts(
        organisation_id=row.organisation_id,
        number=row.number,
        name=row.organisation.name,
        county=row.county.name,
        county_number=row.county_number,
        inhabitants=inhabitants,
        centrality_class=row.centrality_class,
        kostra_group=row.kostra_group,
        regional_health_authority=row.regional_health_authority.name,
        latitude=row.latitude,
        longitude=row.longitude,
        language_form=row.organisation.language_form,
        health_trust=row.health_trust.name,
        centrality_index=row.centrality_index,
        synthetic=row.organisation.synthetic,
    )


def neighbours_of(organisation_id: int) -> list[int]:
    """Organisation ids of the municipalities that share a land border with it, in order of their names."""
    pairs = Border.objects.filter(
        Q(one__organisation_id=organisation_id) | Q(other__organisation_id=organisation_id)
    ).values_list("one__organisation_id", "other__organisation_id")
    ids = {one for pair in pairs for one in pair} - {organisation_id}
    return list(Organisation.objects.filter(pk__in=ids).values_list("pk", flat=True))


def letter_language(recipient: Organisation) -> str:
    """``nb`` or ``nn``: the form the body has asked for; bokmål for those that are neutral (språklova § 15)."""
    return "nn" if recipient.language_form == LanguageForm.NYNORSK else "nb"


def directorate() -> Organisation:
    """The directorate that runs the scheme. Raises Organisation.DoesNotExist before the registry is loaded."""
    found = of_kind(OrganisationKind.DIRECTORATE).order_by("pk").first()
    if found is None:
        raise Organisation.DoesNotExist("The registry holds no directorate yet: it has not been loaded.")
    return found


def accounts_of(organisation_id: int) -> QuerySet[BankAccount]:
    """Bank accounts in use, the newest first."""
    return BankAccount.objects.filter(organisation_id=organisation_id, withdrawn_at__isnull=True)
