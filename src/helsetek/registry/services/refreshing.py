"""Bring the municipalities in line with Statistics Norway's list of a day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.db.models import Max

from helsetek.common import events
from helsetek.common.errors import RuleBroken
from helsetek.registry.klass import Changes, Follows
from helsetek.registry.models import (
    Municipality,
    MunicipalityNumber,
    Organisation,
    OrganisationKind,
    Population,
    Succession,
)

# What a new municipality takes over from the largest of those it came from, until better is known.
_INHERITED = (
    "centrality_index", "centrality_class", "kostra_group", "latitude", "longitude",
    "regional_health_authority_id", "health_trust_id",
)  # fmt: skip


@transaction.atomic
def refresh_municipalities(*, changes: Changes, on: date) -> None:
    """Rename, renumber, merge and divide as the changes say, from the day ``on``.

    Only the operator at the command line does this. An organisation lives on where its successor bears its name;
    others cease on the day, and keep their cases and history. Raises RuleBroken for a county number nobody knows.
    """
    for renamed in changes.renamed:
        _rename(renamed.number, renamed.after)
    by_new: dict[str, list[Follows]] = {}
    for one in changes.follows:
        by_new.setdefault(one.new, []).append(one)
    old = _living(sorted({one.old for one in changes.follows}))
    going_on = set(_living(sorted(by_new)))
    heirs = {
        new: None if new in going_on else _heir(new, origins, changes, old) for new, origins in by_new.items()
    }
    populations = {new: _summed(origins, old) for new, origins in by_new.items()}
    for number, municipality in old.items():
        _end(
            number, municipality, on, lives_on=municipality.pk in {heir.pk for heir in heirs.values() if heir}
        )
    for new, origins in by_new.items():
        if new not in going_on:
            _begin(new, changes.names[new], heirs[new] or _largest(origins, old), heirs[new] is None, on)
        _write_population(new, populations[new], add=new in going_on)
    _write_successions(changes.follows, on)
    if changes:
        events.record(
            "registry.municipalities_refreshed",
            thing="registry:0",
            person_id=None,
            data=_summary(changes, on),
        )


def _rename(number: str, name: str) -> None:
    municipality = Municipality.objects.select_related("organisation").get(
        number=number, valid_to__isnull=True
    )
    municipality.organisation.name = name
    municipality.organisation.save(update_fields=["name"])
    MunicipalityNumber.objects.filter(number=number, valid_to__isnull=True).update(name=name)


def _living(numbers: list[str]) -> dict[str, Municipality]:
    rows = Municipality.objects.filter(number__in=numbers, valid_to__isnull=True)
    return {row.number: row for row in rows.select_for_update().select_related("organisation")}


def _heir(
    new: str, origins: list[Follows], changes: Changes, old: dict[str, Municipality]
) -> Municipality | None:
    """The municipality that lives on under the number: the only origin, or the one that gives its name."""
    known = [old[one.old] for one in origins if one.old in old]
    if [one.kind for one in origins] == ["renumbered"]:
        return known[0] if known else None
    return next((row for row in known if row.organisation.name == changes.names[new]), None)


def _end(number: str, municipality: Municipality, on: date, *, lives_on: bool) -> None:
    MunicipalityNumber.objects.filter(number=number, valid_to__isnull=True).update(valid_to=on)
    if not lives_on:
        Municipality.objects.filter(pk=municipality.pk).update(valid_to=on)
        Organisation.objects.filter(pk=municipality.organisation_id).update(valid_to=on)


def _begin(new: str, name: str, origin: Municipality, is_another: bool, on: date) -> None:
    """Let the number begin: borne by ``origin`` itself, or by a new organisation that takes over its facts."""
    county_id = _county(new)
    if is_another:
        bearer = _new_municipality(new, name, county_id, origin, on)
    else:
        bearer = origin
        bearer.number, bearer.county_id, bearer.county_number, bearer.valid_from = new, county_id, new[:2], on
        bearer.save(update_fields=["number", "county", "county_number", "valid_from"])
        Organisation.objects.filter(pk=bearer.organisation_id).update(name=name)
    MunicipalityNumber.objects.create(
        number=new, name=name, valid_from=on, organisation_id=bearer.organisation_id
    )


def _county(number: str) -> int:
    known = Municipality.objects.filter(county_number=number[:2]).values_list("county_id", flat=True).first()
    if known is None:
        raise RuleBroken(
            f"{number}: no county has the number {number[:2]}. Add the county before its municipalities."
        )
    return known


def _largest(origins: list[Follows], old: dict[str, Municipality]) -> Municipality:
    rows = [old[one.old] for one in origins]
    sizes = dict(
        Population.objects.filter(municipality__in=rows)
        .values_list("municipality_id")
        .annotate(most=Max("inhabitants"))
    )
    return max(rows, key=lambda row: sizes.get(row.pk, 0))


def _new_municipality(new: str, name: str, county_id: int, model: Municipality, on: date) -> Municipality:
    organisation = Organisation.objects.create(
        kind=OrganisationKind.MUNICIPALITY,
        name=name,
        language_form=model.organisation.language_form,
        valid_from=on,
    )
    return Municipality.objects.create(
        organisation=organisation,
        number=new,
        county_id=county_id,
        county_number=new[:2],
        valid_from=on,
        **{name: getattr(model, name) for name in _INHERITED},
    )


def _summed(origins: list[Follows], old: dict[str, Municipality]) -> dict[int, int]:
    """Inhabitants by year of a merged municipality: the sum, for the years known of all. Nothing after a split."""
    if any(one.kind != "merger" for one in origins):
        return {}
    years: list[dict[int, int]] = [
        dict(old[one.old].populations.values_list("year", "inhabitants")) for one in origins if one.old in old
    ]
    common = set(years[0]).intersection(*years[1:]) if years else set()
    return {year: sum(known[year] for known in years) for year in common}


def _write_population(new: str, inhabitants: dict[int, int], *, add: bool) -> None:
    """``add``: the number went on (Stavanger in 2020); those who came are added to those who were there."""
    municipality = Municipality.objects.get(number=new, valid_to__isnull=True)
    there = dict(municipality.populations.values_list("year", "inhabitants")) if add else {}
    for year, count in inhabitants.items():
        municipality.populations.update_or_create(
            year=year, defaults={"inhabitants": count + there.get(year, 0)}
        )


def _write_successions(follows: list[Follows], on: date) -> None:
    for one in follows:
        predecessor = MunicipalityNumber.objects.filter(number=one.old, valid_to=on).first()
        successor = MunicipalityNumber.objects.filter(number=one.new, valid_to__isnull=True).first()
        if predecessor and successor:
            Succession.objects.create(predecessor=predecessor, successor=successor, on=on, kind=one.kind)


def _summary(changes: Changes, on: date) -> dict[str, object]:
    return {
        "on": on,
        "renamed": [asdict(one) for one in changes.renamed],
        "follows": [asdict(one) for one in changes.follows],
    }
