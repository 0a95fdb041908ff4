"""Nothing typed is lost when a log-in expires in the middle of a form, and nobody else is shown it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from helsetek.accounts.middleware import SESSION_KEY
from helsetek.common import clock
from tests.cast import Cast
from tests.common.web import pages
from tests.visiting import browser_of, visitor

LINES = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-what": "Opplæring"}


@pytest.fixture(autouse=True)
def _pages() -> Iterator[None]:
    pages.saved.clear()
    with override_settings(ROOT_URLCONF="tests.common.web.pages", LOGIN_URL="log_in"):
        yield


def stamp_for(browser: Client) -> str:
    html = browser.get("/plan/").content.decode()
    found = re.search(r'name="_kept" value="([^"]+)"', html)
    assert found
    return found[1]


def log_out(browser: Client) -> None:
    session = browser.session
    del session[SESSION_KEY]
    session.save()


def log_in(browser: Client, person_id: int) -> None:
    session = browser.session
    session[SESSION_KEY] = person_id
    session.save()


def way_back(html: str) -> str:
    found = re.search(r"next=%2Fplan%2F%3Fkept%3D([\w-]+)", html)
    assert found, html
    return f"/plan/?kept={found[1]}"


def send_after_expiry(browser: Client) -> str:
    signed = stamp_for(browser)
    log_out(browser)
    response = browser.post("/plan/", {"title": "Vår plan", "sum_ore": "12 tusen", "_kept": signed, **LINES})
    assert response.status_code == 401
    return response.content.decode()


def test_what_was_typed_is_shown_again_after_log_in(cast: Cast) -> None:
    browser = browser_of(cast.anne)
    address = way_back(send_after_expiry(browser))
    log_in(browser, cast.anne.pk)
    html = browser.get(address).content.decode()
    assert 'value="Vår plan"' in html
    assert 'value="12 tusen"' in html
    assert 'value="Opplæring"' in html
    assert "Her er det du skrev" in html
    assert pages.saved == []


def test_it_can_then_be_sent_and_is_forgotten(cast: Cast) -> None:
    browser = browser_of(cast.anne)
    address = way_back(send_after_expiry(browser))
    log_in(browser, cast.anne.pk)
    browser.post(address, {"title": "Vår plan", "sum_ore": "12 000", **LINES})
    assert [one["title"] for one in pages.saved] == ["Vår plan"]
    assert "Vår plan" not in browser.get(address).content.decode()


def test_another_person_on_the_same_machine_does_not_see_it(cast: Cast) -> None:
    browser = browser_of(cast.anne)
    address = way_back(send_after_expiry(browser))
    log_in(browser, cast.tor.pk)
    assert "Vår plan" not in browser.get(address).content.decode()


def test_it_is_not_kept_for_ever(cast: Cast) -> None:
    browser = browser_of(cast.anne)
    address = way_back(send_after_expiry(browser))
    log_in(browser, cast.anne.pk)
    from datetime import timedelta

    with clock.at(clock.now() + timedelta(hours=3)):
        assert "Vår plan" not in browser.get(address).content.decode()


def test_a_reader_is_led_to_the_log_in_and_back(db: None) -> None:
    response = visitor().get("/plan/?a=1")
    assert response.status_code == 302
    assert response["Location"] == "/log-in/?next=%2Fplan%2F%3Fa%3D1"


def test_autosave_is_told_in_a_word(db: None) -> None:
    response = visitor().post("/plan/", {"title": "Vår plan"}, headers={"X-Autosave": "1"})
    assert response.status_code == 401
    assert response.content == b""


def test_a_form_beyond_measure_is_not_kept_and_says_so(db: None) -> None:
    response = visitor().post("/plan/", {"title": "x" * 500_000})
    assert response.status_code == 401
    assert "for stort til å tas vare på" in response.content.decode()


def test_a_stamp_from_elsewhere_opens_nothing(cast: Cast) -> None:
    browser = visitor()
    response = browser.post("/plan/", {"title": "Vår plan", "_kept": "WzEsIi8iXQ:forged:signature"})
    log_in(browser, cast.tor.pk)
    # Without a stamp that holds, it is kept for whoever logs in with this browser, on this page alone.
    assert "Vår plan" in browser.get(way_back(response.content.decode())).content.decode()


def test_a_form_that_was_open_too_long_is_kept_too(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    log_in_session = browser.session
    log_in_session[SESSION_KEY] = cast.anne.pk
    log_in_session.save()
    response = browser.post("/plan/", {"title": "Vår plan", "sum_ore": "5"})
    assert response.status_code == 403
    found = re.search(r'href="(/plan/\?kept=[\w-]+)"', response.content.decode())
    assert found
    assert 'value="Vår plan"' in browser.get(found[1]).content.decode()


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_from_another_site_is_never_kept(cast: Cast, headers: dict[str, str]) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post("/plan/", {"title": "Deres plan"}, headers=headers)
    assert response.status_code == 403
    assert "kept=" not in response.content.decode()
    assert "kept_forms" not in browser.session
