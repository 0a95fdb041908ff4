"""Fill the registry from the project's own tables. What is there already is never changed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.db import transaction

from helsetek.common import events
from helsetek.registry.models import (
    Border,
    LanguageForm,
    Municipality,
    MunicipalityNumber,
    Organisation,
    OrganisationKind,
    Population,
    Succession,
)
from helsetek.registry.tables import Row, day, rows


@transaction.atomic
def load_registry() -> int:
    """Add what the tables hold and the registry lacks; give the number of organisations added.

    A second call adds nothing. Municipalities that were renumbered or merged by a later refresh stay as they are.
    """
    before = Organisation.objects.count()
    places = {
        OrganisationKind.COUNTY: _bodies(OrganisationKind.COUNTY, rows("fylker")),
        OrganisationKind.HEALTH_TRUST: _bodies(OrganisationKind.HEALTH_TRUST, rows("helseforetak")),
    }
    for kind in (
        OrganisationKind.REGIONAL_HEALTH_AUTHORITY, OrganisationKind.DIRECTORATE, OrganisationKind.ASSOCIATION,
    ):  # fmt: skip
        places[kind] = _bodies(kind, [row for row in rows("andre") if row["art"] == kind])
    fresh = _add_municipalities(places)
    if fresh:
        _add_populations(fresh)
        _add_borders(fresh)
        _add_numbers()
        _add_successions()
    added = Organisation.objects.count() - before
    if added:
        events.record("registry.loaded", thing="registry:0", person_id=None, data={"organisations": added})
    return added


def _bodies(kind: OrganisationKind, wanted: tuple[Row, ...] | list[Row]) -> dict[str, Organisation]:
    """The bodies of a kind by name; those that are missing are made."""
    known = {found.name: found for found in Organisation.objects.filter(kind=kind)}
    made = [
        Organisation(kind=kind, name=row["navn"], organisation_number=row.get("organisasjonsnummer", ""))
        for row in wanted
        if row["navn"] not in known
    ]
    Organisation.objects.bulk_create(made)
    return known | {one.name: one for one in made}


def _add_municipalities(places: dict[OrganisationKind, dict[str, Organisation]]) -> dict[str, Municipality]:
    """The municipalities made, by number. One whose number is known is left alone."""
    known = set(Municipality.objects.values_list("number", flat=True))
    known |= set(MunicipalityNumber.objects.values_list("number", flat=True))
    wanted = [row for row in rows("kommuner") if row["kommunenummer"] not in known]
    organisations = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.MUNICIPALITY, name=row["navn"], language_form=LanguageForm(row["maalform"])
        )
        for row in wanted
    )
    made = [_municipality(row, one, places) for row, one in zip(wanted, organisations, strict=True)]
    Municipality.objects.bulk_create(made)
    return {one.number: one for one in made}


def _municipality(
    row: Row, organisation: Organisation, places: dict[OrganisationKind, dict[str, Organisation]]
) -> Municipality:
    return Municipality(
        organisation=organisation,
        number=row["kommunenummer"],
        county=places[OrganisationKind.COUNTY][_county_names()[row["fylkesnummer"]]],
        county_number=row["fylkesnummer"],
        centrality_index=int(row["sentralitetsindeks"]),
        centrality_class=int(row["sentralitetsklasse"]),
        kostra_group=row["kostragruppe"],
        latitude=float(row["lat"]),
        longitude=float(row["lon"]),
        regional_health_authority=places[OrganisationKind.REGIONAL_HEALTH_AUTHORITY][row["rhf"]],
        health_trust=places[OrganisationKind.HEALTH_TRUST][row["helseforetak"]],
        valid_from=_first_days()[row["kommunenummer"]],
    )


@lru_cache
def _county_names() -> dict[str, str]:
    return {row["fylkesnummer"]: row["navn"] for row in rows("fylker")}


@lru_cache
def _first_days() -> dict[str, date | None]:
    """The day from which each number that is valid today has been so."""
    return {
        row["kommunenummer"]: day(row["gyldig_fra"]) for row in rows("kommunenummer") if not row["gyldig_til"]
    }


def _add_populations(fresh: dict[str, Municipality]) -> None:
    Population.objects.bulk_create(
        Population(municipality=fresh[row["kommunenummer"]], year=int(year), inhabitants=int(inhabitants))
        for row in rows("folketall")
        if row["kommunenummer"] in fresh
        for year, inhabitants in row.items()
        if year.isdigit()
    )


def _add_borders(fresh: dict[str, Municipality]) -> None:
    pairs = [(fresh.get(row["kommune_a"]), fresh.get(row["kommune_b"])) for row in rows("kommune_naboer")]
    whole = [sorted((one, other), key=lambda it: it.pk) for one, other in pairs if one and other]
    Border.objects.bulk_create(Border(one=one, other=other) for one, other in whole)


def _add_numbers() -> None:
    """The numbers by date, each with the municipality that bears it today or bore it before a new number."""
    bearers = _bearers()
    known = set(MunicipalityNumber.objects.values_list("number", "valid_from"))
    MunicipalityNumber.objects.bulk_create(
        MunicipalityNumber(
            number=row["kommunenummer"],
            name=row["navn"],
            valid_from=day(row["gyldig_fra"]),
            valid_to=day(row["gyldig_til"]),
            organisation_id=bearers.get(row["kommunenummer"]),
        )
        for row in rows("kommunenummer")
        if (row["kommunenummer"], day(row["gyldig_fra"])) not in known
    )


def _bearers() -> dict[str, int]:
    """Organisation ids by number, earlier numbers included.

    A municipality that only got a new number is the same; of those that a split made, the one that kept the name.
    """
    bearers = dict(Municipality.objects.values_list("number", "organisation_id"))
    names = {row["kommunenummer"]: row["navn"] for row in rows("kommunenummer")}
    for change in sorted(rows("kommuneendringer"), key=lambda row: row["dato"], reverse=True):
        kept = change["art"] == "split" and names[change["fra"]] == names[change["til"]]
        if (change["art"] == "renumbered" or kept) and change["til"] in bearers:
            bearers[change["fra"]] = bearers[change["til"]]
    return bearers


def _add_successions() -> None:
    numbers = {(row.number, row.valid_from): row for row in MunicipalityNumber.objects.all()}
    by_end = {(row.number, row.valid_to): row for row in numbers.values()}
    made = []
    for change in rows("kommuneendringer"):
        on = day(change["dato"])
        successor = numbers.get((change["til"], on)) or numbers.get((change["til"], None))
        predecessor = by_end.get((change["fra"], on))
        if on and successor and predecessor:
            made.append(Succession(predecessor=predecessor, successor=successor, on=on, kind=change["art"]))
    Succession.objects.bulk_create(made, ignore_conflicts=True)
