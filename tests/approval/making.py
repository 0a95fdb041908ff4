"""How far an application for approval has come when a test begins. Every builder goes through the services."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from helsetek.accounts.selectors import Person
from helsetek.approval import selectors
from helsetek.approval.models import Application, Approval, Configuration
from helsetek.approval.rules import papers
from helsetek.approval.rules.papers import Kind
from helsetek.approval.services import applying, deciding, handling, products, testing
from helsetek.registry.models import Organisation
from helsetek.standards import selectors as standards
from tests.cast import Cast, give_role

TYPES = {"a": "ehds-vedlegg-ii", "b": "dialogmelding", "c": "logging-og-innsyn"}


def a_configuration(cast: Cast, name: str = "Journalen") -> Configuration:
    product = products.add_product(
        by=cast.nils, vendor_id=cast.vendor.pk, name=name, about="Journal for kommuner", areas=["records"],
        contact="salg@example.org",
    )  # fmt: skip
    return products.add_configuration(
        by=cast.nils,
        product=product,
        version="4.2",
        runs_with="Meldingstjener 7",
        released_on=date(2026, 1, 1),
    )


def a_draft_against(cast: Cast, slug: str, name: str = "Journalen", **more: Any) -> Application:
    version = standards.current_version(standards.requirement_set(slug))
    assert version
    return applying.begin(by=cast.nils, configuration=a_configuration(cast, name), version=version, **more)


def a_draft(cast: Cast, kind: str = "a", name: str = "Journalen", **more: Any) -> Application:
    version = standards.current_version(standards.requirement_set(TYPES[kind]))
    assert version
    return applying.begin(by=cast.nils, configuration=a_configuration(cast, name), version=version, **more)


def filled_in(cast: Cast, application: Application) -> Application:
    """Every point of the three papers, and a yes to every requirement."""
    for kind in Kind:
        given = {point.key: f"Om {point.number}" for point in papers.INDEX[kind]}
        application = applying.save_papers(
            by=cast.nils, application=application, kind=kind, given=given, revision=application.revision
        )
    answers = {one.code: ("pass", "") for one in selectors.demands_of(application)}
    applying.declare_on(by=cast.nils, application=application, answers=answers)
    return application


def submitted(cast: Cast, kind: str = "a", name: str = "Journalen", **more: Any) -> Application:
    draft = filled_in(cast, a_draft(cast, kind, name, **more))
    return applying.submit(by=cast.nils, application=draft, place="Bodø", function="Daglig leder")


def in_testing(cast: Cast, kind: str = "b", **more: Any) -> Application:
    taken = handling.take(by=cast.guri, application=submitted(cast, kind, **more))
    return handling.pass_documents(by=cast.guri, application=taken, note="I orden")


def all_passed(application: Application) -> dict[str, tuple[str, str]]:
    return {one.code: ("pass", "") for one in selectors.demands_of(application)}


def reviewed(cast: Cast, kind: str = "a", name: str = "Journalen") -> Application:
    taken = handling.take(by=cast.guri, application=submitted(cast, kind, name))
    checked = handling.pass_documents(by=cast.guri, application=taken, note="I orden")
    if kind == "b":
        testing.find_results(by=cast.guri, application=checked, found=all_passed(checked))
        checked = testing.finish_testing(by=cast.guri, application=checked)
    return handling.recommend(
        by=cast.gunnar, application=checked, outcome="approved", text="Alle krav er oppfylt."
    )


def approved(cast: Cast, kind: str = "a", name: str = "Journalen") -> Approval:
    decided = reviewed(cast, kind, name)
    deciding.decide(by=cast.hans, application=decided, outcome="approved", reasons="Kravene er oppfylt.")
    return Approval.objects.get(application=decided)


def a_laboratory(cast: Cast, tester: Person) -> Organisation:
    lab = Organisation.objects.create(name="Prøvehuset", kind="laboratory")
    give_role(tester, lab, "vendor")
    return lab


def a_run(kit: str = "kith-dialog", outcome: str = "pass") -> bytes:
    return json.dumps(
        {
            "kit": {"id": kit, "version": "1.0"},
            "hash": "ab" * 32,
            "tests": [
                {"id": "D1", "title": {"nb": "Sende"}, "outcome": outcome, "verifies": ["DM-1", "DM-2"]},
                {"id": "D2", "title": "Motta", "outcome": "error", "message": "503", "verifies": ["DM-5"]},
            ],
        }
    ).encode()
