"""The approval scheme of the demonstration: made-up vendors and products, one in each status. All marked synthetic."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import timedelta

from helsetek.accounts import demo_people
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.approval.rules import papers
from helsetek.approval.rules.papers import Kind
from helsetek.approval.rules.status import Status
from helsetek.approval.rules.surveillance import Ground
from helsetek.approval.rules.surveillance import Kind as Why
from helsetek.approval.selectors import Application, approval, demands_of, entries
from helsetek.approval.selectors.applications import products_of
from helsetek.approval.services import applying, deciding, handling, products, statuses, testing
from helsetek.approval.services import surveillance as watching
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.registry import services as registry
from helsetek.registry.selectors import Organisation, OrganisationKind
from helsetek.standards import selectors as standards

from .stage import Stage

BEGAN = oslo(2026, 2, 2, 9)
EHDS, MESSAGES, FHIR, LOGGING = "ehds-vedlegg-ii", "dialogmelding", "no-basis-fhir", "logging-og-innsyn"
VENDORS = {
    "fjordjournal": ("Fjordjournal AS", "Une Fjord"),
    "trygghjem": ("TryggHjem Teknologi AS", "Vegard Lie"),
}


def play(here: Stage) -> None:
    """A few products, from a draft to one that was withdrawn. Some seconds of play, some months of the calendar."""
    with clock.at(BEGAN):
        sellers = {subject: _vendor(subject, *names) for subject, names in VENDORS.items()}
        sellers["journalhuset"] = (
            here.cast["nils"],
            _organisation("Journalhuset AS", OrganisationKind.VENDOR),
        )
        lab, tester = _laboratory()
    nils, fjord, hjem = (sellers[name] for name in ("journalhuset", "fjordjournal", "trygghjem"))
    at = _Calendar()
    _decided(
        here,
        nils,
        "Journalhuset Kommune",
        "8.1",
        MESSAGES,
        at,
        areas=["records"],
        runs_with="Postkontoret 3.2",
    )
    _decided(here, nils, "Journalhuset Kommune", "8.2", EHDS, at, areas=["records"], outcome="conditional")
    _decided(
        here, fjord, "Fjordjournal", "2026.1", MESSAGES, at, areas=["records"], runs_with="Postkontoret 3.2"
    )
    _decided(here, fjord, "Fjordjournal", "2026.1", FHIR, at, areas=["records"])
    _decided(
        here, hjem, "TryggHjem Varsling", "5.0", FHIR, at, areas=["welfare_technology", "home_follow_up"]
    )
    _decided(here, hjem, "TryggHjem Måling", "1.4", FHIR, at, areas=["home_follow_up"])
    _by_laboratory(here, fjord, lab, tester, at)
    _watched(here, fjord, at)
    _ended(here, hjem, at)
    _under_way(here, nils, hjem, at)


class _Calendar:
    """Each thing happens some days after the one before."""

    def __init__(self) -> None:
        self.now = BEGAN + timedelta(days=7)

    def on(self, days: int = 3) -> AbstractContextManager[None]:
        self.now += timedelta(days=days)
        return clock.at(self.now)


def _vendor(subject: str, name: str, person: str) -> tuple[Person, Organisation]:
    place = _organisation(name, OrganisationKind.VENDOR)
    return demo_people.add(subject, person, place.pk, [Role.VENDOR]), place


def _laboratory() -> tuple[Organisation, Person]:
    place = _organisation("Prøvehuset laboratorium", OrganisationKind.LABORATORY)
    return place, demo_people.add("proevehuset", "Wenche Prøve", place.pk, [Role.VENDOR])


def _organisation(name: str, kind: OrganisationKind) -> Organisation:
    return registry.add_organisation(kind=kind, name=name, synthetic=True)


_PRODUCTS = {
    "Journalhuset Kommune": "Journal for hele den kommunale helse- og omsorgstjenesten.",
    "Fjordjournal": "Journal for små og mellomstore kommuner.",
    "TryggHjem Varsling": "Trygghetsalarm, dørvarsler og medisindispenser med felles mottak.",
    "TryggHjem Måling": "Målinger hjemme, vist for tjenesten og den det gjelder.",
}


def _begun(
    seller: tuple[Person, Organisation], name: str, version: str, against: str, *,
    areas: list[str], runs_with: str = "", laboratory_id: int | None = None,
) -> Application:  # fmt: skip
    by, place = seller
    known = [one for one in products_of(by) if one.name == name]
    product = known[0] if known else products.add_product(
        by=by, vendor_id=place.pk, name=name, about=_PRODUCTS[name], areas=areas, contact="post@example.org",
        synthetic=True,
    )  # fmt: skip
    configuration = products.add_configuration(
        by=by, product=product, version=version, runs_with=runs_with, released_on=clock.today()
    )
    current = next(one for one in standards.open_versions() if one.set.slug == against)
    return applying.begin(by=by, configuration=configuration, version=current, laboratory_id=laboratory_id)


def _filled(by: Person, application: Application) -> Application:
    for kind in Kind:
        held = getattr(application, kind.value)
        given = {
            point.key: held.get(point.key) or f"Se dokumentasjonen, kapittel {point.number}."
            for point in papers.INDEX[kind]
        }
        application = applying.save_papers(
            by=by, application=application, kind=kind, given=given, revision=application.revision
        )
    answers = {one.code: ("pass", "") for one in demands_of(application)}
    applying.declare_on(by=by, application=application, answers=answers)
    return application


def _sent(by: Person, application: Application) -> Application:
    return applying.submit(by=by, application=_filled(by, application), place="Bodø", function="Daglig leder")


def _handled(
    here: Stage, by: Person, application: Application, at: _Calendar, tester: Person | None = None
) -> Application:
    guri, gunnar = here.cast["guri"], here.cast["gunnar"]
    with at.on():
        application = handling.take(by=guri, application=application)
        application = handling.pass_documents(
            by=guri, application=application, note="Dokumentene er fullstendige."
        )
    if application.state == "testing":
        with at.on():
            if application.version.set.kit and tester is None:
                testing.add_run(by=by, application=application, content=_run(application))
            found = {one.code: ("pass", "") for one in demands_of(application)}
            testing.find_results(by=tester or guri, application=application, found=found)
            application = testing.finish_testing(by=tester or guri, application=application)
    with at.on(1):
        return handling.recommend(
            by=gunnar,
            application=application,
            outcome="approved",
            text="Alle må-krav er oppfylt, og dokumentene er i orden.",
        )


def _run(application: Application) -> bytes:
    tests = [
        {"id": f"T{place}", "title": f"Prøve av {one.code}", "outcome": "pass", "verifies": [one.code]}
        for place, one in enumerate(demands_of(application), 1)
        if one.testability == "b"
    ]
    return json.dumps({"kit": {"id": application.version.set.kit, "version": "1.0"}, "tests": tests}).encode()


def _decided(
    here: Stage, seller: tuple[Person, Organisation], name: str, version: str, against: str, at: _Calendar, *,
    areas: list[str], runs_with: str = "", outcome: str = "approved",
) -> Application:  # fmt: skip
    by = seller[0]
    with at.on():
        application = _sent(by, _begun(seller, name, version, against, areas=areas, runs_with=runs_with))
    application = _handled(here, by, application, at)
    conditions = (
        "Gjennomgang av logg skal kunne gjøres av kommunen selv innen 1. mars 2027."
        if outcome == "conditional"
        else ""
    )
    with at.on(2):
        deciding.decide(
            by=here.cast["hans"], application=application, outcome=outcome,
            reasons="Kontroll og prøver viser at kravene er oppfylt.", conditions=conditions,
        )  # fmt: skip
    return application


def _by_laboratory(
    here: Stage, seller: tuple[Person, Organisation], lab: Organisation, tester: Person, at: _Calendar
) -> None:
    with at.on():
        begun = _begun(seller, "Fjordjournal", "2026.1", LOGGING, areas=["records"], laboratory_id=lab.pk)
        application = _sent(seller[0], begun)
    application = _handled(here, seller[0], application, at, tester)
    with at.on(2):
        deciding.decide(
            by=here.cast["hans"], application=application, outcome="approved",
            reasons="Laboratoriet har prøvd alle krav til logging, og alle er oppfylt.",
        )  # fmt: skip


def _number(product: str, against: str) -> str:
    return next(one.number for one in entries() if (one.product, one.set_slug) == (product, against))


def _watched(here: Stage, seller: tuple[Person, Organisation], at: _Calendar) -> None:
    """A spot check on suspicion finds something; the product is suspended, and the vendor has a plan."""
    with at.on(20):
        held = approval(_number("Fjordjournal", FHIR))
        case = watching.open_surveillance(
            by=here.cast["guri"],
            approval=held,
            kind=Why.SUSPICION,
            about="Flere kommuner får ikke slått opp pasienter.",
        )
        watching.find(
            by=here.cast["guri"], case=case, ground=Ground.NATIONAL, code="NB-3",
            text="Søk etter identifikator gir tomt svar for D-nummer.",
        )  # fmt: skip
        statuses.say_status(
            by=here.cast["hans"], approval=held, status=Status.SUSPENDED, surveillance=case,
            reason="Søk etter identifikator svikter for D-nummer.", legal_basis="EHDS art. 42 og 45",
        )  # fmt: skip
    with at.on(10):
        due = clock.today() + timedelta(days=45)
        watching.propose_plan(
            by=seller[0], case=case, plan="Retter søket i versjon 2026.2 og varsler kundene.", due_on=due
        )
    with at.on(2):
        watching.complain(
            by=None,
            approval=approval(_number("Journalhuset Kommune", MESSAGES)),
            about="Kvitteringer kommer sent på kvelden.",
        )


def _ended(here: Stage, seller: tuple[Person, Organisation], at: _Calendar) -> None:
    with at.on():
        held = approval(_number("TryggHjem Måling", FHIR))
        statuses.withdraw_approval(by=seller[0], approval=held, reason="Produktet selges ikke lenger.")


def _under_way(
    here: Stage, nils: tuple[Person, Organisation], hjem: tuple[Person, Organisation], at: _Calendar
) -> None:
    """One declared and not controlled, one being tested, one draft."""
    with at.on():
        _sent(
            hjem[0],
            _begun(hjem, "TryggHjem Varsling", "5.1", EHDS, areas=["welfare_technology", "home_follow_up"]),
        )
        tested = _sent(nils[0], _begun(nils, "Journalhuset Kommune", "8.2", FHIR, areas=["records"]))
    with at.on(2):
        taken = handling.take(by=here.cast["guri"], application=tested)
        tested = handling.pass_documents(by=here.cast["guri"], application=taken, note="")
        found = {"NB-3": ("fail", "Søk uten treff gir 404 og ikke en tom samling.")}
        testing.find_results(by=here.cast["guri"], application=tested, found=found)
        testing.comment(by=nils[0], application=tested, code="NB-3", text="Rettes i 8.2.1 neste uke.")
        _begun(nils, "Journalhuset Kommune", "8.2", MESSAGES, areas=["records"], runs_with="Postkontoret 4.0")
