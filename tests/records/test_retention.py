"""What has served its time is proposed by one person, confirmed by another, and deleted; nothing else is.

The duties (docs/law.md): personvernforordningen art. 5 no. 1 e; arkivlova.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from helsetek.accounts import services as accounts
from helsetek.accounts.models import Person, RoleAssignment
from helsetek.casework import services as casework
from helsetek.casework import storage
from helsetek.casework.models import Document, Notice
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.events import Event
from helsetek.common.instants import oslo
from helsetek.grants.models import Application, SectionVersion
from helsetek.grants.selectors.applications import content
from helsetek.records.commands import retention_list, retention_run
from helsetek.records.models import DisposalItem, JournalEntry
from helsetek.records.selectors import retention as selectors
from helsetek.records.services import access, disposal
from tests import scenes
from tests.cast import Cast
from tests.kept import kept
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db
SOON = oslo(2025, 6, 2, 10)
LATER = oslo(2026, 2, 2, 10)  # more than 24 months after the call of 15 January 2024 closed


@kept
def an_old_draft(cast: Cast) -> Application:
    """Complete, with an attachment and one that was taken away, and never submitted."""
    draft = scenes.a_complete_draft(cast)
    with scenes.during(draft.call):
        for name in ("plan.txt", "gammel.txt"):
            made = casework.add_document(
                by=cast.anne, case=draft.case, page="application", page_id=draft.pk, title=name, file_name=name,
                content=f"Kontakt: Kari Nordmann ({name})".encode(),
            )  # fmt: skip
        casework.remove_document(by=cast.anne, document=made)
    return draft


def lines(kind: str) -> dict[str, selectors.Line]:
    return {one.thing: one for one in selectors.dry_run([kind])}


def test_an_old_draft_is_deleted_by_two_people_and_the_log_tells_of_it(cast: Cast) -> None:
    draft = an_old_draft(cast)
    files = [storage.path_of(one.pk) for one in Document.objects.filter(page="application", page_id=draft.pk)]
    thing = f"application:{draft.pk}"
    with clock.at(SOON):
        assert lines("drafts") == {}
    with clock.at(LATER):
        assert lines("drafts")[thing].fate == "due"
        assert "Salten" not in lines("drafts")[thing].shown  # sealed to the end
        with pytest.raises(NotAllowed):
            disposal.propose(by=cast.guri, kinds=["drafts"])
        with pytest.raises(RuleBroken):
            disposal.propose(by=cast.mona, kinds=["contracts"])
        made = disposal.propose(by=cast.mona, kinds=["drafts"], words="Årlig rydding")
        with pytest.raises(WrongState):
            disposal.propose(by=cast.rita, kinds=["drafts"])
        with pytest.raises(NotAllowed):
            disposal.confirm(by=cast.mona, disposal=made)
        assert disposal.carry_out_confirmed() == 0
        assert all(path.exists() for path in files)
        disposal.confirm(by=cast.rita, disposal=made)
        assert disposal.carry_out_confirmed() == 1
        assert disposal.carry_out_confirmed() == 0
    draft = Application.objects.select_related("case").get(pk=draft.pk)
    assert (draft.state, draft.case.title, draft.requested_ore) == ("withdrawn", "Slettet utkast", 0)
    assert not SectionVersion.objects.filter(application=draft).exists()
    assert not Document.objects.filter(page="application", page_id=draft.pk).exists()
    assert not any(path.exists() for path in files)
    assert content(draft)  # its page still opens, empty
    told = Event.objects.get(verb="records.data_deleted")
    assert (told.thing, told.person_id, told.data["files"]) == (thing, cast.rita.pk, 2)
    assert (told.from_state, told.to_state) == ("draft", "withdrawn")
    assert "Nordmann" not in str(told.data) + told.reasons
    made.refresh_from_db()
    assert (made.state, made.deleted) == ("done", 1)
    assert events.verify().holds
    with clock.at(LATER):
        assert lines("drafts") == {}


def test_what_was_before_the_authority_is_never_deleted(cast: Cast) -> None:
    """arkivlova: a draft that was submitted once, and a file that is in the journal, are for the archive."""
    submitted = scenes.a_submitted_application(cast)
    with scenes.after(submitted.call):
        casework.write_message(by=cast.anne, case=submitted.case, text="Hei.")
    Document.objects.filter(case=submitted.case).update(removed_at=scenes.CLOSES)
    Notice.objects.update(state="sent")
    in_journal = {one for entry in JournalEntry.objects.all() for one in entry.documents}
    with clock.at(LATER):
        assert lines("drafts") == {}
        found = lines("removed_documents")
        assert not {thing.partition(":")[2] for thing in found} & in_journal
        assert {one.held for one in lines("notices").values() if one.case_number} == {
            "saken er ikke avsluttet"
        }


def test_an_open_request_for_access_holds_what_was_proposed(cast: Cast) -> None:
    """What came between the proposal and the deletion is seen: it is asked anew, under lock."""
    application = scenes.a_submitted_application(cast)
    with scenes.after(application.call):
        from helsetek.grants.services import submission

        submission.withdraw(by=cast.bjorn, application=application, reason="Vi rekker det ikke.")
    Notice.objects.update(state="sent")
    with clock.at(LATER):
        held = {one.case_number: one.held for one in lines("notices").values() if one.case_number}
        assert held == {application.case.number: ""}
        made = disposal.propose(by=cast.mona, kinds=["notices"])
        entry = JournalEntry.objects.filter(case=application.case).first()
        assert entry is not None
        access.ask(entries=[entry], asker=access.Asker())
        disposal.confirm(by=cast.rita, disposal=made)
        disposal.carry_out_confirmed()
        item = DisposalItem.objects.get(thing=f"case:{application.case_id}")
        assert (item.outcome, item.why_kept) == ("kept", "et innsynskrav er ikke besvart")
        assert Notice.objects.filter(case=application.case).exists()
        assert lines("notices")[item.thing].held == "et innsynskrav er ikke besvart"


def test_who_left_long_ago_is_forgotten(cast: Cast) -> None:
    """Tor never acted and goes wholly; Anne has had a hand in a case, so that her name stays on the record."""
    draft = scenes.a_draft(cast)
    with clock.at(oslo(2023, 1, 10)):
        for person in (cast.tor, cast.anne, cast.siri):
            accounts.record_log_in(person=person)
    gone = RoleAssignment.objects.filter(person__in=[cast.anne, cast.siri])
    gone.update(valid_to=date(2023, 6, 30))
    Person.objects.filter(pk=cast.hans.pk).update(superior=cast.siri)
    with clock.at(oslo(2025, 6, 1)):
        assert f"person:{cast.anne.pk}" not in lines("contacts")
    with clock.at(oslo(2026, 8, 1)):
        found = lines("contacts")
        assert found[f"person:{cast.tor.pk}"].shown == cast.tor.name
        assert found[f"person:{cast.siri.pk}"].held
        made = disposal.propose(by=cast.mona, kinds=["contacts"])
        disposal.confirm(by=cast.rita, disposal=made)
        assert disposal.carry_out_confirmed() == 2
        assert lines("contacts").keys() == {f"person:{cast.siri.pk}"}
    tor, anne = Person.objects.get(pk=cast.tor.pk), Person.objects.get(pk=cast.anne.pk)
    assert (tor.name, tor.email, tor.is_active, cast.tor.subject == tor.subject) == (
        "Slettet person",
        "",
        False,
        False,
    )
    assert (anne.name, anne.email, anne.subject) == (cast.anne.name, "", cast.anne.subject)
    assert Event.objects.filter(person_id=anne.pk, case_number=draft.case.number).exists()
    with clock.at(oslo(2026, 9, 1)):
        back = accounts.welcome(
            issuer=anne.issuer, subject=anne.subject, name=anne.name, email="anne@example.org"
        )
    assert (back.pk, back.email, back.forgotten_at) == (anne.pk, "anne@example.org", None)


def test_a_worker_that_died_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = an_old_draft(cast)
    [path] = [storage.path_of(one.pk) for one in Document.objects.filter(page_id=draft.pk, title="plan.txt")]
    with clock.at(LATER):
        made = disposal.propose(by=cast.mona, kinds=["drafts"])
        disposal.confirm(by=cast.rita, disposal=made)
        with monkeypatch.context() as broken:
            broken.setattr(disposal, "take_files_away", lambda: 0)  # dies after the commit, before the files
            assert disposal.carry_out_confirmed() == 1
        assert path.exists()
        assert disposal.carry_out_confirmed() == 0
        assert not path.exists()


def test_the_pages_and_the_command(cast: Cast, tmp_path: object) -> None:
    an_old_draft(cast)
    mona, rita = browser_of(cast.mona), browser_of(cast.rita)
    with clock.at(LATER):
        told = CliRunner().invoke(retention_list, ["--csv", f"{tmp_path}/liste.csv"])
        assert "drafts: 24 months (personvernforordningen art. 5 nr. 1 e): 1 due, 0 held back" in told.output
        for address in ("/sletting/", "/sletting/liste/", "/sletting/foreslaa/"):
            assert mona.get(address).status_code == 200
        assert mona.get("/sletting/liste/?export=xlsx").status_code == 200
        assert mona.get("/sletting/liste/?kind=notices&export=csv").status_code == 200
        page = mona.post("/sletting/foreslaa/", {"kinds": ["drafts"]}, follow=True).redirect_chain[-1][0]
        assert mona.get(f"{page}bekreft/").status_code == 403
        assert mona.post(f"{page}avvis/", {"reason": "Feil"}).status_code == 302
        page = mona.post("/sletting/foreslaa/", {"kinds": ["drafts"]}, follow=True).redirect_chain[-1][0]
        assert page in rita.get("/mine-oppgaver/").content.decode()
        assert rita.post(f"{page}bekreft/").status_code == 302
        assert CliRunner().invoke(retention_run).output.startswith("1 things")
        assert mona.get(page).status_code == 200
        assert mona.get("/sletting/").status_code == 200
    with clock.at(LATER + timedelta(days=1)):
        assert disposal.sweep() == 0 or Event.objects.filter(verb="records.traces_deleted").exists()
