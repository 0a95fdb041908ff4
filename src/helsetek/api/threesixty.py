"""All awards in the 360Giving Data Standard 1.4."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from helsetek.common import clock
from helsetek.common.clock import OSLO
from helsetek.grants.selectors.awards import Award, awards_public
from helsetek.registry import selectors as registry
from helsetek.registry.selectors import MunicipalityFacts, Organisation
from helsetek.scheme import selectors as scheme

from .schemas import _kroner
from .shapes import Address

VERSION = "1.4"
# Publishers are given a prefix by 360Giving; this one is not registered. An installation that publishes asks for its own.
PREFIX = "360G-helsetek"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
GONE = {"declined", "lapsed", "reversed"}


def package(address: Address) -> dict[str, Any]:
    """The whole package. ``grants`` is empty when nothing has been told yet: the standard asks for at least one."""
    awards = [award for award in awards_public() if award.state not in GONE]
    people = registry.organisations({pk for award in awards for pk in award.member_ids})
    facts = registry.facts_of(people)
    funder = _funder()
    titles = {call.pk: call.title_nb for call in scheme.published_calls()}
    return {
        "version": VERSION,
        "title": "Helseteknologiordningen: tildelinger",
        "description": (
            "Grants of the Norwegian health technology scheme. Grants classified as «synthetic» are made for a "
            "demonstration; the others are reported facts."
        ),
        "issued": clock.now().astimezone(OSLO).isoformat(timespec="seconds"),
        "publisher": {"name": funder["name"]},
        "accessURL": address(reverse("portal:open_data")),
        "license": LICENCE,
        "grants": [_grant(award, people, facts, funder, titles, address) for award in awards],
    }


def _funder() -> dict[str, Any]:
    try:
        return _organisation(registry.directorate(), None)
    except Organisation.DoesNotExist:
        return {"id": f"{PREFIX}-directorate", "name": "Helsedirektoratet"}


def _grant(
    award: Award,
    people: dict[int, Organisation],
    facts: dict[int, MunicipalityFacts],
    funder: dict[str, Any],
    titles: dict[int, str],
    address: Address,
) -> dict[str, Any]:
    return {
        "id": f"{PREFIX}-{award.case_number.replace('/', '-')}",
        "title": award.title,
        "description": _description(award),
        "currency": "NOK",
        "amountAppliedFor": _kroner(award.requested_ore),
        "amountAwarded": _kroner(award.amount_ore),
        "amountDisbursed": _kroner(award.paid_ore),
        # The whole date and time: a date alone fits two of the standard's alternatives where formats are not checked.
        "awardDate": award.told_at.astimezone(OSLO).isoformat(timespec="seconds"),
        "url": address(reverse("portal:award", args=[award.grant_id])),
        "recipientOrganization": [_organisation(people[award.lead_id], facts.get(award.lead_id))],
        "fundingOrganization": [funder],
        "grantProgramme": [{"code": award.call_slug, "title": titles.get(award.call_id, award.call_slug)}],
        "fromOpenCall": "Yes",
        "beneficiaryLocation": [_location(facts[pk]) for pk in award.member_ids if pk in facts],
        "classifications": [_origin(award)],
        "dateModified": award.told_at.astimezone(OSLO).isoformat(timespec="seconds"),
    }


def _description(award: Award) -> str:
    others = [name for _pk, name in award.members[1:]]
    if not others:
        return f"{award.title}. Søker: {award.lead}."
    return f"{award.title}. {award.lead} søker for seg selv og {', '.join(others)}."


def _organisation(row: Organisation, facts: MunicipalityFacts | None) -> dict[str, Any]:
    """By organisation number where it is known (org-id.guide: NO-BRC), else by an id of our own."""
    own = f"{PREFIX}-org-{facts.number if facts else row.pk}"
    found = {"id": f"NO-BRC-{row.organisation_number}" if row.organisation_number else own, "name": row.name}
    if row.organisation_number:
        found["companyNumber"] = row.organisation_number
    return found


def _location(facts: MunicipalityFacts) -> dict[str, Any]:
    return {
        "name": facts.name,
        "countryCode": "NO",
        "latitude": facts.latitude,
        "longitude": facts.longitude,
        "geoCode": facts.number,
        "geoCodeType": "NO-kommunenummer",
    }


def _origin(award: Award) -> dict[str, Any]:
    if award.synthetic:
        return {
            "vocabulary": "helsetek-origin",
            "code": "synthetic",
            "title": "Synthetic: made for the demonstration",
        }
    return {
        "vocabulary": "helsetek-origin",
        "code": "reported",
        "title": "Reported fact",
        "description": award.source,
    }
