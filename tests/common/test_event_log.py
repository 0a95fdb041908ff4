"""The log takes acts in order, refuses changes, and proves itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from helsetek.common import events
from helsetek.common.models import ChainHead, Event

pytestmark = pytest.mark.django_db


def record_three() -> None:
    for number in range(3):
        events.record(
            "test.act", thing="thing:1", person_id=number, data={"når": date(2024, 1, 15), "n": number}
        )


def raw(statement: str) -> None:
    """Change the table behind the guards' back, as somebody with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER common_event_no_update")
            cursor.execute("DROP TRIGGER common_event_no_delete")
        else:
            cursor.execute("ALTER TABLE common_event DISABLE TRIGGER common_event_append_only")
        cursor.execute(statement)


def test_a_whole_chain_holds() -> None:
    record_three()
    proof = events.verify()
    assert proof.holds
    assert proof.checked == 3


def test_each_event_carries_the_hash_of_the_one_before() -> None:
    record_three()
    first, second, third = Event.objects.order_by("id")
    assert first.previous_hash == "0" * 64
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_the_log(act: str) -> None:
    record_three()
    rows = Event.objects.filter(pk=2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(reasons="something else") if act == "update" else rows.delete()
    assert events.verify().holds


def test_a_changed_event_is_named() -> None:
    record_three()
    raw("UPDATE common_event SET reasons = 'another' WHERE id = 2")
    proof = events.verify()
    assert proof.broken_at == 2
    assert "changed" in proof.problem


def test_a_missing_event_is_named() -> None:
    record_three()
    raw("DELETE FROM common_event WHERE id = 2")
    assert events.verify().broken_at == 3
    assert "event 2 is missing" in events.verify().problem


def test_a_log_cut_short_is_found() -> None:
    record_three()
    raw("DELETE FROM common_event WHERE id = 3")
    proof = events.verify()
    assert not proof.holds
    assert "should hold 3 events" in proof.problem
    assert ChainHead.objects.get().length == 3


def test_a_floor_above_is_told() -> None:
    heard: list[str] = []
    events.subscribe("test.heard", lambda event: heard.append(event.thing))
    events.record("test.heard", thing="thing:9", person_id=None)
    assert heard == ["thing:9"]


def test_who_has_had_a_hand_in_a_case() -> None:
    events.record("grants.recommended", thing="application:1", person_id=7, case_number="2024/000001")
    events.record("grants.read", thing="application:1", person_id=8, case_number="2024/000001")
    assert events.acts_of(7, "2024/000001") == {"grants.recommended"}
    assert events.count_of_case("2024/000001") == 2
