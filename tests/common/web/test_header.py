"""The header: the main menu is filled by the rooms, and each sees what is for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from helsetek.common.web import navigation
from tests.cast import Cast
from tests.visiting import browser_of, visitor


@pytest.fixture(autouse=True)
def _own_menu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_main", {})
    monkeypatch.setattr(navigation, "_footer", {})
    monkeypatch.setattr(navigation, "_who", [])
    return


def page(client: object = None) -> str:
    return (client or visitor()).get("/design/list/").content.decode()  # type: ignore[attr-defined]


def test_entries_stand_in_their_order_and_the_current_one_is_marked(db: None) -> None:
    navigation.add("Second", "common:design", order=20)
    navigation.add("First", "common:design_list", order=10)
    html = page()
    assert html.index("First") < html.index("Second")
    assert '<a href="/design/list/" aria-current="page">First</a>' in html
    assert '<a href="/design/">Second</a>' in html  # its address is only the beginning of ours


def test_an_entry_is_shown_only_to_those_it_is_for(cast: Cast) -> None:
    navigation.add("Mine", "common:design", show=lambda request: request.user.is_authenticated)
    assert "Mine" not in page()
    assert "Mine" in page(browser_of(cast.anne))


def test_a_page_that_is_not_built_yet_is_left_out(db: None) -> None:
    navigation.add("Later", "nowhere:page")
    assert "Later" not in page()


def test_the_header_says_who_is_logged_in_and_for_whom(cast: Cast) -> None:
    navigation.tell_who(lambda request: navigation.Who(str(request.user), "Bodøs kontor", "/me/"))
    html = page(browser_of(cast.anne))
    assert str(cast.anne) in html
    assert "Bodøs kontor" in html
    assert "Bodøs kontor" not in page()


def test_footer_links(db: None) -> None:
    navigation.add_to_footer("Privacy", "common:design")
    assert '<a class="ds-link" href="/design/">Privacy</a>' in page()
