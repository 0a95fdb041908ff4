"""What waits for a person is asked of every room, each time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.accounts.models import Person
from helsetek.casework import todo
from helsetek.casework.todo import Todo
from helsetek.common import clock
from tests.cast import Cast


def test_what_is_due_first_comes_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(todo, "_sources", [])
    now = clock.now()

    def grants(person: Person) -> list[Todo]:
        return [
            Todo("no date", "/a/", None, "2024/000001", "test"),
            Todo("later", "/b/", now + timedelta(days=2), "2024/000002", "test"),
        ]

    def scheme(person: Person) -> list[Todo]:
        return [Todo("soon", "/c/", now, "", "test")] if person == cast.anne else []

    for source in (grants, scheme, grants):
        todo.register(source)
    assert [one.title for one in todo.for_person(cast.anne)] == ["soon", "later", "no date"]
    assert [one.title for one in todo.for_person(cast.tor)] == ["later", "no date"]
