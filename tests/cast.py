"""The people every test speaks of, and where they work. Their names say what they do all through the tests.

Bodø leads; Fauske and Saltdal are its neighbours and partners; Steinkjer lies in Midt-Norge; Alver takes
its letters in nynorsk. Anne writes and Bjørn signs for Bodø, and so on down the page. Tor is a stranger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from helsetek.accounts.models import Person, RoleAssignment
from helsetek.registry.models import Municipality, Organisation, Population
from tests.kept import kept

LONG_AGO = date(2020, 1, 1)


@dataclass
class Cast:
    # Bodø
    anne: Person  # writer
    bjorn: Person  # signatory
    siri: Person  # auditor
    # Fauske, Saltdal
    cecilie: Person  # writer in Fauske
    david: Person  # signatory in Fauske
    eli: Person  # signatory in Saltdal
    # elsewhere
    trond: Person  # writer and signatory in Steinkjer (Midt-Norge)
    aud: Person  # writer and signatory in Alver (nynorsk)
    # the directorate
    frode: Person  # scheme manager
    guri: Person  # case officer
    gunnar: Person  # another case officer
    hans: Person  # decision maker
    kari: Person  # payment preparer
    leif: Person  # payment attester
    mona: Person  # controller
    per: Person  # analyst
    rita: Person  # system administrator
    # assessors, vendor, network
    ingrid: Person
    jonas: Person
    vilde: Person  # the assessor who steps in
    nils: Person  # vendor
    oda: Person  # network coordinator in KS
    tor: Person  # logged in, no role anywhere
    bodo: Organisation
    fauske: Organisation
    saltdal: Organisation
    steinkjer: Organisation
    alver: Organisation
    directorate: Organisation
    ks: Organisation
    vendor: Organisation
    assessors: Organisation


_ROLES = {
    "anne": [("bodo", "writer")],
    "bjorn": [("bodo", "signatory")],
    "siri": [("bodo", "auditor")],
    "cecilie": [("fauske", "writer")],
    "david": [("fauske", "signatory")],
    "eli": [("saltdal", "signatory")],
    "trond": [("steinkjer", "writer"), ("steinkjer", "signatory")],
    "aud": [("alver", "writer"), ("alver", "signatory")],
    "frode": [("directorate", "scheme_manager")],
    "guri": [("directorate", "case_officer")],
    "gunnar": [("directorate", "case_officer")],
    "hans": [("directorate", "decision_maker")],
    "kari": [("directorate", "payment_preparer")],
    "leif": [("directorate", "payment_attester")],
    "mona": [("directorate", "controller")],
    "per": [("directorate", "analyst")],
    "rita": [("directorate", "system_administrator")],
    "ingrid": [("assessors", "assessor")],
    "jonas": [("assessors", "assessor")],
    "vilde": [("assessors", "assessor")],
    "nils": [("vendor", "vendor")],
    "oda": [("ks", "network_coordinator")],
    "tor": [],
}

# key: name, number, language form, regional health authority, centrality class, latitude, longitude, inhabitants
_MUNICIPALITIES = {
    "bodo": ("Bodø", "1804", "neutral", "Helse Nord", 3, 67.28, 14.40, 53712),
    "fauske": ("Fauske – Fuosko", "1841", "neutral", "Helse Nord", 5, 67.26, 15.39, 9545),
    "saltdal": ("Saltdal", "1840", "nb", "Helse Nord", 6, 66.83, 15.40, 4598),
    "steinkjer": ("Steinkjer", "5006", "nb", "Helse Midt-Norge", 4, 64.01, 11.49, 24152),
    "alver": ("Alver", "4631", "nn", "Helse Vest", 4, 60.57, 5.23, 30120),
}


@kept
def gather() -> Cast:
    """Make everybody, with roles that have held since long ago."""
    places = _places()
    people = {key: _person(key) for key in _ROLES}
    for key, held in _ROLES.items():
        for place, role in held:
            give_role(people[key], places[place], role)
    return Cast(**people, **places)


def _places() -> dict[str, Organisation]:
    places = {key: _municipality(*facts) for key, facts in _MUNICIPALITIES.items()}
    places["directorate"] = _organisation("Helsedirektoratet", "directorate")
    places["ks"] = _organisation("KS", "association")
    places["vendor"] = _organisation("Journalhuset AS", "vendor")
    places["assessors"] = _organisation("Fagpanelet", "assessor_body")
    return places


def _person(key: str) -> Person:
    return Person.objects.create(
        issuer="test", subject=key, name=key.capitalize(), email=f"{key}@example.org", language="nb"
    )


def _organisation(name: str, kind: str, language_form: str = "nb") -> Organisation:
    return Organisation.objects.get_or_create(
        name=name, kind=kind, defaults={"language_form": language_form}
    )[0]


def _municipality(
    name: str, number: str, language: str, rha: str, centrality: int, lat: float, lon: float, inhabitants: int
) -> Organisation:
    organisation = _organisation(name, "municipality", language)
    municipality = Municipality.objects.create(
        organisation=organisation,
        number=number,
        county=_organisation(f"Fylke {number[:2]}", "county"),
        county_number=number[:2],
        centrality_index=700,
        centrality_class=centrality,
        kostra_group="EKG07",
        latitude=lat,
        longitude=lon,
        regional_health_authority=_organisation(rha, "rha"),
        health_trust=_organisation(f"{rha} HF", "trust"),
        valid_from=LONG_AGO,
    )
    Population.objects.create(municipality=municipality, year=2024, inhabitants=inhabitants)
    return organisation


def give_role(person: Person, organisation: Organisation, role: str) -> RoleAssignment:
    """Let somebody hold a role since long ago."""
    return RoleAssignment.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        valid_from=LONG_AGO,
        given_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
