"""Everything that comes in and goes out is in the journal, written with the act; what is sealed is not shown.

The duties (docs/law.md): offentleglova § 10, arkivlova.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from helsetek.casework import services as casework
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.grants.services import submission
from helsetek.records.models import JournalEntry
from helsetek.records.selectors import journal as selectors
from helsetek.records.services import journal
from tests import rounds, scenes
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def shown_kinds() -> list[str]:
    return [one.kind for one in reversed(selectors.public_entries())]


def test_an_application_is_journalled_with_its_receipt_and_shown_when_the_call_has_closed(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast)
    rows = JournalEntry.objects.order_by("in_case")
    assert [(one.direction, one.kind) for one in rows] == [
        ("out", "letter.receipt"),
        ("in", "grants.submitted"),
    ]
    received = rows[1]
    assert (received.correspondent, received.case_title) == (application.lead.name, application.case.title)
    assert received.documents[0] == str(application.receipt_id)
    with scenes.during(application.call):
        assert shown_kinds() == []
        assert Client().get("/innsyn/").context["list"].count == 0
        assert Client().get(f"/innsyn/{received.year}/{received.number}/").status_code == 404
    with scenes.after(application.call):
        assert shown_kinds() == ["letter.receipt", "grants.submitted"]
        assert Client().get(f"/innsyn/{received.year}/{received.number}/").status_code == 200


def test_a_moved_deadline_moves_the_seal_and_what_is_taken_back_is_struck(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast)
    call = scenes.a_changed_call(cast, application.call)
    assert set(JournalEntry.objects.values_list("public_from", flat=True)) == {call.closes_at}
    with scenes.during(call):
        submission.take_back(by=cast.bjorn, application=application)
    with scenes.after(call):
        assert shown_kinds() == []
    assert JournalEntry.objects.count() == 2  # struck, and still there


def test_the_journal_is_written_with_the_act_or_not_at_all(cast: Cast) -> None:
    case = scenes.a_submitted_application(cast).case
    before = JournalEntry.objects.count()
    with transaction.atomic():
        casework.write_message(by=cast.anne, case=case, text="Hei")
        transaction.set_rollback(True)
    assert JournalEntry.objects.count() == before
    casework.write_message(by=cast.anne, case=case, text="Hei")
    casework.write_message(by=cast.guri, case=case, text="Hei tilbake")
    rows = list(JournalEntry.objects.order_by("in_case"))
    assert [one.direction for one in rows[-2:]] == ["in", "out"]
    assert rows[-1].number == rows[-2].number + 1
    assert [one.in_case for one in rows] == list(range(1, len(rows) + 1))


def test_the_whole_path_of_a_grant_is_in_the_journal_and_catching_up_adds_nothing(cast: Cast) -> None:
    rounds.a_told_round(cast)
    kinds = Counter(JournalEntry.objects.values_list("kind", flat=True))
    assert kinds["grants.submitted"] == kinds["letter.receipt"] == 3
    told = JournalEntry.objects.filter(kind__startswith="letter.grants.")
    assert told.count() == 3
    verbs = events.Event.objects.filter(pk__in=told.values("event_id")).values_list("verb", flat=True)
    assert set(verbs) <= {"grants.notified", "grants.offered"}
    assert journal.catch_up() == 0
    JournalEntry.objects.all().delete()
    assert journal.catch_up() == kinds.total()


def test_an_entry_is_withheld_with_its_paragraph_and_its_title_is_not_found(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast)
    with scenes.after(application.call):
        entry = JournalEntry.objects.get(kind="grants.submitted")
        with pytest.raises(NotAllowed):
            journal.withhold(by=cast.anne, entry=entry, paragraph="offl-23", shown_title="*****")
        with pytest.raises(RuleBroken):
            journal.withhold(by=cast.guri, entry=entry, paragraph="offl-23", shown_title=" ")
        journal.withhold(
            by=cast.guri, entry=entry, paragraph="offl-13-business", shown_title="Skjermet *****"
        )
        found = Client().get("/innsyn/", {"q": entry.title})
        assert found.context["list"].count == 0
        page = Client().get("/innsyn/", {"q": "skjermet"})
        assert page.context["list"].count == 1
        assert (
            "forretningshemmeligheter"
            in Client().get(f"/innsyn/{entry.year}/{entry.number}/").content.decode()
        )
        exported = Client().get("/innsyn/?export=csv").content.decode()
        assert entry.title not in exported
        assert "offl. § 13" in exported
        journal.withhold(by=cast.guri, entry=entry, paragraph="", shown_title="")
        assert selectors.public_entry(entry.year, entry.number).shown_title == entry.title


def test_the_feeds_tell_of_the_newest(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast)
    with scenes.after(application.call):
        for kind in ("atom", "rss"):
            told = Client().get(f"/innsyn/nytt.{kind}")
            assert told.status_code == 200
            assert application.case.number in told.content.decode()
    with clock.at(application.call.closes_at - timedelta(days=1)):
        assert application.case.number not in Client().get("/innsyn/nytt.atom").content.decode()
