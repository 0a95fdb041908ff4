"""Notices are queued with the act they tell about: once to each person, in the person's own language."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from helsetek.accounts.models import Person
from helsetek.casework import selectors, services
from helsetek.casework.models import Case, Notice, NoticeState
from helsetek.common import clock
from tests import cast as casting
from tests.cast import Cast

from .at_once import at_once


def tell(case: Case, *people: Person, key: str = "act:1", **more: Any) -> int:
    return services.notify(
        people, kind="casework.message", key=key, path="/saker/x/", case=case, data={"case": case}, **more
    )


def test_each_in_their_own_language(case: Case, cast: Cast) -> None:
    cast.aud.language, cast.guri.language, cast.tor.language = "nn", "en", "xx"
    tell(case, cast.anne, cast.aud, cast.guri, cast.tor)
    subjects = dict(Notice.objects.values_list("person__name", "subject"))
    assert subjects == {
        "Anne": f"Ny melding i sak {case.number}",
        "Aud": f"Ny melding i sak {case.number}",
        "Guri": f"New message on case {case.number}",
        "Tor": f"Ny melding i sak {case.number}",
    }
    bodies = dict(Notice.objects.values_list("person__name", "body"))
    assert bodies["Anne"].startswith("Hei, Anne!")
    assert "Helseteknologiordninga." in bodies["Aud"]
    assert "http://127.0.0.1:8000/saker/x/" in bodies["Guri"]


def test_nobody_is_told_twice_of_the_same_act(case: Case, cast: Cast) -> None:
    assert tell(case, cast.anne, cast.anne) == 1
    assert tell(case, cast.anne, cast.bjorn) == 1
    assert Notice.objects.count() == 2
    assert tell(case, cast.anne, key="act:2") == 1


def test_an_act_that_is_undone_tells_nobody(case: Case, cast: Cast) -> None:
    with transaction.atomic():
        tell(case, cast.anne)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_text_is_plain_and_the_subject_one_line(case: Case, cast: Cast) -> None:
    case.title = "Liv & Lyst <b>\r\nBcc: alle@example.org"
    case.number = "2024/1\r\nBcc: alle@example.org"
    tell(case, cast.anne)
    notice = Notice.objects.get()
    assert "Liv & Lyst <b>" in notice.body
    assert "\n" not in notice.subject
    assert "\r" not in notice.subject


def test_who_has_no_address_reads_it_here(case: Case, cast: Cast) -> None:
    cast.anne.email = ""
    tell(case, cast.anne)
    assert Notice.objects.get().state == NoticeState.KEPT
    assert selectors.unread_notices(cast.anne).count() == 1


def test_who_is_shut_out_is_not_told(case: Case, cast: Cast) -> None:
    cast.anne.is_active = False
    assert tell(case, cast.anne) == 0


def test_a_reminder_waits_for_its_time_and_can_be_taken_back(case: Case, cast: Cast) -> None:
    later = clock.now() + timedelta(days=7)
    tell(case, cast.anne, cast.bjorn, key="reminder:1", not_before=later)
    tell(case, cast.anne, key="reminder:11", not_before=later)
    assert not selectors.unread_notices(cast.anne).exists()
    assert services.send_next() is False
    with clock.at(later):
        assert selectors.unread_notices(cast.anne).count() == 2
    assert services.withdraw_notices("reminder:1") == 2
    assert Notice.objects.get().key.startswith("reminder:11:")


def test_reading(case: Case, cast: Cast) -> None:
    tell(case, cast.anne, cast.bjorn)
    tell(case, cast.anne, key="act:2")
    first = selectors.unread_notices(cast.anne)[0]
    assert services.mark_read(by=cast.bjorn, notice=first) == 0
    assert services.mark_read(by=cast.anne, notice=first) == 1
    assert services.mark_read(by=cast.anne) == 1
    assert selectors.unread_notices(cast.bjorn).count() == 1


def test_a_round_of_letters_is_told_in_few_queries(
    case: Case, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = [cast.anne, cast.bjorn, cast.cecilie, cast.david, cast.eli, cast.aud]
    with django_assert_max_num_queries(4):
        tell(case, *people)
    assert Notice.objects.count() == len(people)


@pytest.mark.django_db(transaction=True)
def test_the_same_act_told_by_two_at_once() -> None:
    """A double click on real connections: both look, nobody is told yet, both queue; the database keeps one."""
    cast = casting.gather()
    case = services.open_case(kind="test.case", title="En sak", lead_id=cast.bodo.pk)
    at_once(4, lambda: tell(case, cast.anne, cast.bjorn))
    assert Notice.objects.count() == 2
