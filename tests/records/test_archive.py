"""A deposit is written, valid by the schemas, and held by a check that knows nothing of the writer.

The duties (docs/law.md): arkivlova, arkivforskrift in force from 1 January 2026; Noark 5.5.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.common.events import Event
from helsetek.common.instants import oslo
from helsetek.grants.services import acceptance
from helsetek.records.archive.checking import check
from helsetek.records.models import ArchivedCase, JournalEntry
from helsetek.records.selectors import archive as selectors
from helsetek.records.services import archive, journal
from tests import scenes
from tests.cast import Cast
from tests.grants.afterwards import an_offered_grant
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
LATER = oslo(2024, 6, 3, 10)


@pytest.fixture
def schemas() -> Path:
    """The schemas of Noark 5.5, which are not the project's own."""
    shared = Path(os.environ.get("HELSETEK_SHARED", ROOT.parent / "shared"))
    found = shared / "data" / "schemas" / "noark55"
    if not found.is_dir():
        pytest.skip("the schemas of Noark 5.5 are not here")
    return found


@pytest.fixture
def closed(cast: Cast) -> str:
    """A case that came to an end: the grant was declined. Its number."""
    grant = an_offered_grant(cast)
    with clock.at(grant.offered_at + timedelta(days=2)):
        entry = JournalEntry.objects.get(kind="grants.submitted")
        journal.withhold(by=cast.guri, entry=entry, paragraph="offl-23", shown_title="Søknad *****")
        acceptance.decline(by=cast.bjorn, grant=grant, reason="Vi rekker det ikke.")
    return grant.application.case.number


def test_a_closed_case_is_deposited_and_holds(cast: Cast, closed: str, schemas: Path, tmp_path: Path) -> None:
    call = scenes.an_open_call(cast, slug="en-annen")
    scenes.a_draft(cast, call=call, collaboration=scenes.a_collaboration(cast, name="Ikke ferdig"))
    folder = tmp_path / "uttrekk"
    with clock.at(LATER):
        made = archive.export(folder=folder, numbers=(closed,))
    report = check(folder, schemas)
    assert report.problems == []
    assert sorted(report.validated) == sorted(path.name for path in folder.glob("*.xml"))
    assert (made.cases, report.counts["mappe"]) == (1, 1)
    assert report.documents == made.documents >= 4
    structure = (folder / "arkivstruktur.xml").read_text(encoding="utf-8")
    assert "<skjermingshjemmel>offl. § 23</skjermingshjemmel>" in structure
    assert "PDF/A" in structure
    public = (folder / "offentligJournal.xml").read_text(encoding="utf-8")
    assert "Søknad *****" in public
    assert "Søknad om tilskudd" not in public
    assert ArchivedCase.objects.get().case.number == closed
    assert Event.objects.filter(verb="records.case_archived", case_number=closed).count() == 1
    with clock.at(LATER), pytest.raises(RuleBroken):
        archive.export(folder=tmp_path / "igjen", numbers=(closed,))
    _broken_ones_are_found(folder)


def _broken_ones_are_found(folder: Path) -> None:
    """Each harm that is done to the deposit is seen, and named."""
    document = next(one for one in (folder / "dokumenter").rglob("*") if one.is_file())
    content = document.read_bytes()
    document.write_bytes(content[:-1] + b"x")
    assert any("checksum" in problem for problem in check(folder).problems)
    document.unlink()
    assert any("not in the deposit" in problem for problem in check(folder).problems)
    document.write_bytes(content)
    (folder / "dokumenter" / "fremmed.pdf").write_bytes(b"x")
    assert any("nothing speaks of it" in problem for problem in check(folder).problems)
    (folder / "dokumenter" / "fremmed.pdf").unlink()
    log = folder / "endringslogg.xml"
    log.write_text(log.read_text(encoding="utf-8").replace("Avsluttet", "Aldri"), encoding="utf-8")
    assert any("differs from the description" in problem for problem in check(folder).problems)
    assert check(folder / "dokumenter").problems == [
        "arkivuttrekk.xml is missing: this folder is no deposit."
    ]


def test_a_controller_orders_a_deposit_and_the_worker_makes_it(cast: Cast, closed: str) -> None:
    with pytest.raises(NotAllowed):
        archive.order_deposit(by=cast.guri)
    controller = browser_of(cast.mona)
    with clock.at(LATER):
        assert controller.post("/arkiv/uttrekk/").status_code == 302
        assert archive.make_ordered() == 1
        deposit = selectors.deposits().get()
        assert (deposit.state, deposit.cases) == ("ready", 1)
        assert check(selectors.folder_of(deposit)).holds
        sent = controller.get(f"/arkiv/uttrekk/{deposit.pk}/")
        assert b"arkivstruktur.xml" in b"".join(sent.streaming_content)  # type: ignore[attr-defined]
        assert controller.get("/arkiv/").status_code == 200
        with pytest.raises(RuleBroken):
            archive.order_deposit(by=cast.mona)
    assert Client().get(f"/arkiv/uttrekk/{deposit.pk}/").status_code == 302
