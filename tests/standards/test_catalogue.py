"""The catalogue as it begins, and how it is kept: by the scheme manager, with a history that is never rewritten.

The duties (docs/law.md): Regulation (EU) 2025/327 (EHDS) art. 36.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.standards import selectors, services
from helsetek.standards.models import Standing
from helsetek.standards.rules.requirements import Row
from helsetek.standards.rules.standing import Level, Life
from tests.cast import Cast
from tests.visiting import browser_of, visitor


def test_the_catalogue_begins_with_real_entries_each_with_its_source(cast: Cast) -> None:
    rows = selectors.catalogue()
    assert len(rows) >= 50
    assert all(row.standard.source and row.since for row in rows)
    named = selectors.addresses_of_names(
        ["Hodemelding", "Kjernejournal", "Pleie- og omsorgsmeldinger", "Ukjent"]
    )
    assert named == {
        "Hodemelding": "hodemelding-v1-2",
        "Kjernejournal": "kjernejournal",
        "Pleie- og omsorgsmeldinger": "pleie-og-omsorgsmeldinger",
    }
    for version in selectors.open_versions():
        assert selectors.is_whole(version), version
    assert {one.set.approval_type for one in selectors.open_versions()} == {"a", "b", "c"}


def test_a_standard_gets_a_new_standing_from_a_day_on(cast: Cast) -> None:
    one = services.add_standard(
        by=cast.frode, title="Prøvestandard", source="Test", kind="standard", identifier="HIS 1:2024",
        level=Level.GUIDELINE, life=Life.TRIAL, on=date(2024, 1, 1),
    )  # fmt: skip
    must = {"standard": one, "level": Level.MANDATORY, "life": Life.ACTIVE}
    with pytest.raises(RuleBroken, match="anbefalt"):
        services.give_standing(by=cast.frode, on=date(2025, 1, 1), **must)
    services.give_standing(
        by=cast.frode, standard=one, level=Level.RECOMMENDED, life=Life.PHASING_IN, on=date(2025, 1, 1)
    )
    with pytest.raises(RuleBroken):  # no legal basis
        services.give_standing(by=cast.frode, on=date(2026, 1, 1), **must)
    with pytest.raises(NotAllowed):
        services.give_standing(by=cast.guri, on=date(2026, 1, 1), legal_basis="§ 6", **must)
    services.give_standing(by=cast.frode, on=date(2026, 1, 1), legal_basis="§ 6", **must)
    then = {row.standard.slug: row.level for row in selectors.catalogue(date(2025, 6, 1))}
    assert then["provestandard"] == "recommended"
    assert [event.verb for event in events.of_thing(f"standard:{one.pk}")] == [
        "standards.added", "standards.standing_given", "standards.standing_given",
    ]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        Standing.objects.filter(standard=one).update(level="guide")


def test_requirements_are_written_published_and_then_only_made_anew(cast: Cast) -> None:
    made = services.create_set(
        by=cast.frode, title_nb="Prøvekrav", title_nn="Prøvekrav", title_en="Trial requirements",
        purpose_nb="a", purpose_nn="a", purpose_en="a", owner="Helsedirektoratet", approval_type="b",
    )  # fmt: skip
    first = selectors.version(made.slug, 1)
    table = "ID;Krav;Må/Bør;Prøves i type;Krav (nynorsk);Requirement (English)\nF.1;Svar;Må;b;Svar;Answer\n"
    with pytest.raises(RuleBroken):
        services.import_requirements(by=cast.frode, version=first, content=b"nothing", name="a.csv")
    assert (
        services.import_requirements(by=cast.frode, version=first, content=table.encode(), name="a.csv") == 1
    )
    untested = Row("F.2", "Vis", "Vis", "Show")
    services.write_requirement(by=cast.frode, version=first, row=untested)
    with pytest.raises(RuleBroken, match=r"F\.2"):
        services.publish_version(by=cast.frode, version=first, note="Først")
    services.remove_requirement(by=cast.frode, version=first, code="F.2")
    services.publish_version(by=cast.frode, version=first, note="Først")
    with pytest.raises(WrongState):
        services.write_requirement(by=cast.frode, version=first, row=untested)
    second = services.begin_version(by=cast.frode, requirement_set=made)
    services.write_requirement(
        by=cast.frode, version=second, row=Row("F.1", "Svar raskt", "Svar raskt", "Answer soon")
    )
    [change] = selectors.changes_of(second)
    assert (change.code, change.what) == ("F.1", "changed")
    assert visitor().get(f"/krav/{made.slug}/2/").status_code == 404
    page = browser_of(cast.frode).get(f"/krav/{made.slug}/2/").content.decode()
    assert "Svar raskt" in page
    assert "Endret" in page


def test_everybody_reads_the_catalogue_and_takes_it_along(cast: Cast) -> None:
    reader = visitor()
    page = reader.get("/standarder/?q=dialog&level=recommended").content.decode()
    assert "Helsefaglig dialog" in page
    assert "Applikasjonskvittering v1.0" not in page
    assert b"Hodemelding" in reader.get("/standarder/?export=csv").content
    standard = reader.get("/standarder/dialogmelding-v1-1/").content.decode()
    assert "Dialogmelding v1.0" in standard
    assert "/krav/dialogmelding/1/" in standard
    assert reader.get("/krav/dialogmelding/1/fil/xlsx/").content[:2] == b"PK"
    assert "DM-5" in reader.get("/krav/dialogmelding/1/fil/csv/").content.decode()
