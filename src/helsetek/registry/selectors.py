"""Reads of organisations and what is known of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from helsetek.common import clock

from .facts import MunicipalityFacts
from .models import (
    BankAccount,
    Border,
    ChangeKind,
    LanguageForm,
    Municipality,
    MunicipalityNumber,
    Organisation,
    OrganisationKind,
    Population,
    Succession,
)

__all__ = [
    "BankAccount",
    "LanguageForm",
    "Municipality",
    "MunicipalityFacts",
    "MunicipalityNumber",
    "Organisation",
    "OrganisationKind",
    "able_to_join",
    "accounts_of",
    "all_neighbours",
    "borders_of",
    "directorate",
    "facts_of",
    "formal_name",
    "letter_language",
    "mergers",
    "municipalities",
    "neighbours_of",
    "numbers_of",
    "of_kind",
    "organisation",
    "organisations",
    "origins_of",
    "places",
    "successors_of",
    "valid",
    "with_facts",
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
    """Those that bear or bore a valid number on the day (today), with organisation, county and health region.

    The facts are today's facts; the number of an earlier day is in ``numbers_of``.
    """
    bore = MunicipalityNumber.objects.filter(valid(on), organisation_id=OuterRef("organisation_id"))
    return Municipality.objects.filter(valid(on) | Exists(bore)).select_related(
        "organisation", "county", "regional_health_authority", "health_trust"
    )


def able_to_join(kinds: Iterable[str], words: str = "") -> QuerySet[Organisation]:
    """The organisations of the kinds that exist today; with ``words`` those whose name or number holds each of them."""
    rows = Organisation.objects.filter(valid(), kind__in=set(kinds))
    for word in words.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(municipality__number=word))
    return rows


def borders_of(organisation_ids: Iterable[int]) -> dict[int, list[int]]:
    """For each municipality outside of the given ones that touches one of them: the ids of those it touches."""
    ids = set(organisation_ids)
    pairs = Border.objects.filter(
        Q(one__organisation_id__in=ids) | Q(other__organisation_id__in=ids),
        one__valid_to__isnull=True,
        other__valid_to__isnull=True,
    ).values_list("one__organisation_id", "other__organisation_id")
    found: dict[int, list[int]] = {}
    for one, other in pairs:
        for here, there in ((one, other), (other, one)):
            if here in ids and there not in ids:
                found.setdefault(there, []).append(here)
    return found


def with_facts() -> QuerySet[Organisation]:
    """The organisations that exist today, each with its newest ``inhabitants`` and what is shown of municipalities."""
    newest = Population.objects.filter(
        municipality__organisation=OuterRef("pk"), year__lte=clock.today().year
    ).order_by("-year")
    return (
        Organisation.objects.filter(valid())
        .annotate(inhabitants=Subquery(newest.values("inhabitants")[:1]))
        .select_related(
            "municipality__county", "municipality__regional_health_authority", "municipality__health_trust"
        )
    )


def places() -> list[tuple[float, float]]:
    """A point (latitude, longitude) in each municipality: together they draw the land."""
    return list(Municipality.objects.filter(valid()).values_list("latitude", "longitude"))


def facts_of(ids: Iterable[int]) -> dict[int, MunicipalityFacts]:
    """Facts by organisation id. Organisations that are not municipalities are left out. Two queries."""
    return _all_facts(Municipality.objects.filter(organisation_id__in=set(ids)))


def facts_of_all() -> dict[int, MunicipalityFacts]:
    """Facts of every municipality that exists today, by organisation id. Two queries."""
    return _all_facts(municipalities().select_related(None))


# In the order of the fields of MunicipalityFacts, but for the inhabitants. Read as plain values: pages ask for the
# whole country, and a thousand model instances take longer to make than all the rest.
_FACTS = (
    "organisation_id", "number", "organisation__name", "county__name", "county_number", "centrality_class",
    "kostra_group", "regional_health_authority__name", "latitude", "longitude", "organisation__language_form",
    "health_trust__name", "centrality_index", "organisation__synthetic",
)  # fmt: skip


def _all_facts(rows: QuerySet[Municipality]) -> dict[int, MunicipalityFacts]:
    found: list[tuple[Any, ...]] = list(rows.values_list("pk", *_FACTS))
    inhabitants = _newest_inhabitants([row[0] for row in found])
    return {row[1]: MunicipalityFacts(*(*row[1:6], inhabitants.get(row[0], 0), *row[6:])) for row in found}


def _newest_inhabitants(municipality_ids: list[int]) -> dict[int, int]:
    known = Population.objects.filter(
        municipality_id__in=municipality_ids, year__lte=clock.today().year
    ).order_by("year")
    return dict(known.values_list("municipality_id", "inhabitants"))


def neighbours_of(organisation_id: int) -> list[int]:
    """Organisation ids of the municipalities that share a land border with it, in order of their names."""
    pairs = Border.objects.filter(
        Q(one__organisation_id=organisation_id) | Q(other__organisation_id=organisation_id)
    ).values_list("one__organisation_id", "other__organisation_id")
    ids = {one for pair in pairs for one in pair} - {organisation_id}
    return list(Organisation.objects.filter(pk__in=ids).values_list("pk", flat=True))


def all_neighbours() -> dict[int, list[int]]:
    """Every municipality's neighbours by organisation id. One query."""
    found: dict[int, list[int]] = {}
    for one, other in Border.objects.order_by("id").values_list(
        "one__organisation_id", "other__organisation_id"
    ):
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


def letter_language(recipient: Organisation) -> str:
    """``nb`` or ``nn``: the form the body has asked for; bokmål for those that are neutral (språklova § 15)."""
    return "nn" if recipient.language_form == LanguageForm.NYNORSK else "nb"


def directorate() -> Organisation:
    """The directorate that runs the scheme. Raises Organisation.DoesNotExist before the registry is loaded."""
    found = of_kind(OrganisationKind.DIRECTORATE).order_by("pk").first()
    if found is None:
        raise Organisation.DoesNotExist("The registry holds no directorate yet: it has not been loaded.")
    return found


def formal_name(organisation: Organisation) -> str:
    """The name as it stands in a letter: «Bodø kommune», «Nordland fylkeskommune»; others as they are."""
    suffix = {OrganisationKind.MUNICIPALITY: " kommune", OrganisationKind.COUNTY: " fylkeskommune"}
    return organisation.name + suffix.get(OrganisationKind(organisation.kind), "")


def numbers_of(organisation_id: int) -> list[MunicipalityNumber]:
    """The municipality numbers that it bears and has borne, the newest first."""
    held = MunicipalityNumber.objects.filter(organisation_id=organisation_id)
    return sorted(held, key=lambda number: number.valid_from or date.min, reverse=True)


def origins_of(organisation_id: int) -> list[Succession]:
    """The mergers and splits out of which the municipality came, the newest first."""
    return list(
        Succession.objects.filter(successor__organisation_id=organisation_id)
        .exclude(kind=ChangeKind.RENUMBERED)
        .select_related("predecessor", "successor")
        .order_by("-on", "predecessor__name")
    )


def successors_of(organisation_id: int) -> list[Organisation]:
    """The municipalities that stand in its place today, if it has ceased (merged or divided)."""
    ids = Succession.objects.filter(predecessor__organisation_id=organisation_id).values(
        "successor__organisation_id"
    )
    return list(Organisation.objects.filter(valid(), pk__in=ids).exclude(pk=organisation_id))


def mergers(on: date | None = None) -> dict[int, tuple[int, date]]:
    """Organisations that have been merged into another by a day (today): id → (the successor's id, from which day)."""
    rows = Succession.objects.filter(
        kind=ChangeKind.MERGER,
        on__lte=on or clock.today(),
        predecessor__organisation__isnull=False,
        successor__organisation__isnull=False,
    ).exclude(predecessor__organisation=F("successor__organisation"))
    values = rows.order_by("on").values_list("predecessor__organisation", "successor__organisation", "on")
    return {gone: (heir, day) for gone, heir, day in values}


def accounts_of(organisation_id: int) -> QuerySet[BankAccount]:
    """Bank accounts in use, the newest first."""
    return BankAccount.objects.filter(organisation_id=organisation_id, withdrawn_at__isnull=True)
