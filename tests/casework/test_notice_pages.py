"""My notices, and for the administrator those that could not be sent."""

from __future__ import annotations

import pytest
from django.urls import reverse

from helsetek.casework import selectors, services
from helsetek.casework.models import Case, Notice, NoticeState
from tests.cast import Cast
from tests.visiting import browser_of


@pytest.fixture
def notices(case: Case, cast: Cast) -> list[Notice]:
    for number in range(30):
        services.notify(
            [cast.anne], kind="casework.message", key=f"act:{number}", path=f"/thing/{number}/", case=case,
            data={"case": case},
        )  # fmt: skip
    return list(Notice.objects.order_by("id"))


def test_mine_the_newest_first_a_page_at_a_time(notices: list[Notice], cast: Cast) -> None:
    browser = browser_of(cast.anne)
    first, second = (browser.get("/varsler/", {"page": number}).content.decode() for number in (1, 2))
    assert "/thing/29/" in first
    assert "/thing/0/" not in first
    assert "/thing/0/" in second
    assert "/thing/" not in browser_of(cast.bjorn).get("/varsler/").content.decode()


def test_found_by_a_word_and_taken_out(notices: list[Notice], cast: Cast) -> None:
    browser = browser_of(cast.anne)
    services.mark_read(by=cast.anne, notice=notices[3])
    assert "/thing/3/" in browser.get("/varsler/", {"read": "read"}).content.decode()
    assert "/thing/3/" not in browser.get("/varsler/", {"read": "new", "per_page": 50}).content.decode()
    assert "/thing/" not in browser.get("/varsler/", {"q": "finnesikke"}).content.decode()
    assert browser.get("/varsler/", {"export": "csv"}).content.decode().count("\r\n") == 31
    assert browser_of(cast.rita).get("/varsler/feilet/", {"export": "xlsx"}).status_code == 200


def test_looking_does_not_mark_as_read(notices: list[Notice], cast: Cast) -> None:
    browser_of(cast.anne).get("/varsler/")
    assert selectors.unread_notices(cast.anne).count() == 30


def test_opening_one_marks_it_and_goes_there(notices: list[Notice], cast: Cast) -> None:
    where = reverse("casework:read_notice", args=[notices[3].pk])
    assert browser_of(cast.anne).post(where).headers["Location"] == "/thing/3/"
    assert selectors.unread_notices(cast.anne).count() == 29
    assert browser_of(cast.bjorn).post(where).status_code == 404


def test_all_at_once(notices: list[Notice], cast: Cast) -> None:
    assert browser_of(cast.anne).post("/varsler/les-alle/").status_code == 302
    assert not selectors.unread_notices(cast.anne).exists()


def test_the_administrator_sends_again(notices: list[Notice], cast: Cast) -> None:
    Notice.objects.filter(pk=notices[0].pk).update(state=NoticeState.FAILED, problem="SMTPServerDisconnected")
    rita = browser_of(cast.rita)
    assert "SMTPServerDisconnected" in rita.get("/varsler/feilet/").content.decode()
    where = reverse("casework:send_again", args=[notices[0].pk])
    assert rita.post(where).status_code == 302
    assert rita.post(where).status_code == 409  # a double click
    assert not Notice.objects.filter(state=NoticeState.FAILED).exists()
