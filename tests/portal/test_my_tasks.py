"""«My tasks» is the first thing after log-in: what waits, the most pressing first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from helsetek.casework.todo import Todo
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.portal.views.tasks import grouped
from tests import scenes
from tests.cast import Cast
from tests.visiting import browser_of, visitor

NOW = oslo(2024, 1, 10, 12)


def task(title: str, due_in_days: float | None) -> Todo:
    due = None if due_in_days is None else NOW + timedelta(days=due_in_days)
    return Todo(title, "/", due, "2024/1", "test")


def test_tasks_are_grouped_by_how_much_they_press() -> None:
    todos = [task("late", -1), task("now", 0), task("soon", 7), task("later", 7.1), task("some day", None)]
    found = [[one.label for one in tasks] for _title, tasks in grouped(todos, NOW)]
    assert found == [["late", "now"], ["soon"], ["later"], ["some day"]]


def test_groups_without_tasks_are_left_out() -> None:
    assert grouped([], NOW) == []


@pytest.mark.django_db
def test_it_is_where_the_log_in_leads() -> None:
    assert settings.LOGIN_REDIRECT_URL == "/mine-oppgaver/"
    assert visitor().get("/mine-oppgaver/").status_code == 302


@pytest.mark.django_db
def test_a_draft_waits_for_the_writer_and_the_signatory_and_for_nobody_else(cast: Cast) -> None:
    draft = scenes.a_draft(cast)
    with scenes.during(draft.call):
        for person, waits in ((cast.anne, True), (cast.bjorn, True), (cast.trond, False), (cast.tor, False)):
            page = browser_of(person).get("/mine-oppgaver/").content.decode()
            assert (f"/soknader/{draft.pk}/" in page) == waits


@pytest.mark.django_db
def test_the_front_page_tells_how_many_wait(cast: Cast) -> None:
    draft = scenes.a_draft(cast)
    with scenes.during(draft.call):
        assert browser_of(cast.anne).get("/").context["todos"] >= 1
        assert visitor().get("/").context["todos"] is None


@pytest.mark.django_db
def test_who_holds_no_role_is_told_how_to_ask_for_one(cast: Cast) -> None:
    with clock.at(NOW):
        assert "Be om tilgang" in browser_of(cast.tor).get("/mine-oppgaver/").content.decode()
