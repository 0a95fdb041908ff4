"""`helsetek audit verify` proves the log, or ends with code 1 and names the first broken link."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from helsetek.casework.commands import audit_verify
from helsetek.common import events
from helsetek.common.models import ChainHead, Event

pytestmark = pytest.mark.django_db


def record(count: int) -> None:
    for number in range(count):
        events.record("test.act", thing=f"thing:{number}", person_id=None)


def change(statement: str) -> None:
    """Behind the guards' back, as somebody with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER common_event_no_update")
            cursor.execute("DROP TRIGGER common_event_no_delete")
        else:
            cursor.execute("ALTER TABLE common_event DISABLE TRIGGER common_event_append_only")
        cursor.execute(statement)


def verify() -> Result:
    return CliRunner().invoke(audit_verify)


def test_a_whole_log() -> None:
    record(250)
    result = verify()
    assert result.exit_code == 0
    assert "The chain holds: 250 events." in result.stdout
    assert ChainHead.objects.get().hash in result.stdout
    assert "Checking events" in result.stderr


def test_an_empty_log() -> None:
    assert "The chain holds: 0 events." in verify().stdout


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE common_event SET reasons = 'x' WHERE id = 7",
            "Broken at event 7: its content has been changed",
        ),
        ("UPDATE common_event SET to_state = 'x' WHERE id IN (9, 4)", "Broken at event 4"),
        ("DELETE FROM common_event WHERE id = 5", "Broken at event 6: event 5 is missing"),
        ("DELETE FROM common_event WHERE id > 8", "Broken at event 9: the log should hold 10 events"),
    ],
)
def test_the_first_broken_link_is_named(statement: str, told: str) -> None:
    record(10)
    change(statement)
    result = verify()
    assert result.exit_code == 1
    assert told in result.stdout


def test_an_event_put_in_behind_the_end_is_found() -> None:
    record(3)
    last = Event.objects.get(id=3)
    stray = Event(id=4, at=last.at, verb="test.act", thing="thing:9", previous_hash=last.hash)
    stray.hash = events.hash_of(stray)
    stray.save(force_insert=True)
    assert "Broken at event 4: it stands after the end" in verify().stdout
