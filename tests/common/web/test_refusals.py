"""What a service refuses becomes a page that says why and what to do; never a bare number."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.cast import Cast
from tests.common.web import pages
from tests.visiting import browser_of, visitor


@pytest.fixture(autouse=True)
def _pages() -> Iterator[None]:
    pages.saved.clear()
    with override_settings(ROOT_URLCONF="tests.common.web.pages", LOGIN_URL="log_in"):
        yield


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("not-allowed", 403, "Only the lead may do this."),
        ("wrong-state", 409, "The application is already sent."),
        ("too-late", 409, "The deadline was yesterday."),
        ("rule", 422, "The sums do not agree."),
        ("stale", 409, "Cecilie saved at 12.01."),
    ],
)
def test_each_refusal_has_its_page(db: None, kind: str, status: int, said: str) -> None:
    response = visitor().get(f"/refuse/{kind}/")
    assert response.status_code == status
    assert said in response.content.decode()


def test_autosave_gets_a_short_answer(db: None) -> None:
    response = visitor().post("/refuse/stale/", {"title": "Mine"}, headers={"X-Autosave": "1"})
    assert response.status_code == 409
    assert response.json() == {"problem": "Cecilie saved at 12.01."}


def test_a_stale_edit_shows_both_versions_and_can_be_sent_on(db: None) -> None:
    response = visitor().post("/refuse/stale/", {"title": "Mine", "revision": "7", "tag": ["a", "b"]})
    html = response.content.decode()
    assert "Hers" in html
    assert "Mine" in html
    assert '<input type="hidden" name="revision" value="8">' in html
    assert html.count('name="tag"') == 2
    assert 'value="7"' not in html


def test_a_fault_in_the_system_says_whose_fault_it_is(db: None) -> None:
    response = visitor().get("/break/", headers={"Accept-Language": "nn"})
    assert response.status_code == 500
    assert "Noko gjekk gale hos oss" in response.content.decode()


def test_a_page_that_does_not_exist(db: None) -> None:
    response = visitor().get("/nowhere/")
    assert response.status_code == 404
    assert "Vi finner ikke siden" in response.content.decode()


def test_a_form_beyond_the_limit_is_refused_politely(db: None) -> None:
    response = visitor().post("/plan/", "x" * 3_000_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "For mye på én gang" in response.content.decode()


def test_broken_rules_stand_at_their_fields(cast: Cast) -> None:
    sent = {"title": "forbidden word", "sum_ore": "5", "lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"}
    html = browser_of(cast.anne).post("/plan/", sent).content.decode()
    assert 'href="#id_title"' in html
    assert "Choose another title." in html
    assert 'value="forbidden word"' in html


def test_what_came_too_late_keeps_what_was_typed(cast: Cast) -> None:
    sent = {"title": "too late", "sum_ore": "5", "lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"}
    html = browser_of(cast.anne).post("/plan/", sent).content.decode()
    assert "The deadline was yesterday." in html
    assert 'value="too late"' in html


def test_adding_a_row_judges_nothing_yet(cast: Cast) -> None:
    sent = {"title": "", "lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0", "add-row": "lines"}
    html = browser_of(cast.anne).post("/plan/", sent).content.decode()
    assert "data-error-summary" not in html
    assert 'aria-invalid="true"' not in html


def test_a_harmful_act_is_asked_about_first(db: None) -> None:
    response = visitor().get("/withdraw/")
    assert response.status_code == 200
    assert "It cannot be undone." in response.content.decode()
    assert pages.saved == []


def test_it_wants_the_reason_when_there_must_be_one(db: None) -> None:
    response = visitor().post("/withdraw/", {"reason": " "})
    assert response.status_code == 200
    assert 'href="#id_reason"' in response.content.decode()
    assert pages.saved == []


def test_it_is_done_when_the_reason_is_given(db: None) -> None:
    response = visitor().post("/withdraw/", {"reason": "We found no partners."})
    assert response["Location"] == "/saved/"
    assert pages.saved == [{"reason": "We found no partners."}]


def test_a_refusal_is_said_on_the_page_that_asked(db: None) -> None:
    html = visitor().post("/withdraw/", {"reason": "because"}).content.decode()
    assert "It is decided already." in html
    assert "because" in html
