"""Language and appearance: by the reader's choice, then by the browser's first language, then bokmål."""

from __future__ import annotations

import pytest

from tests.visiting import visitor


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "nb"),
        ("nn-NO,nb;q=0.8", "nn"),
        ("nn;q=0.9", "nn"),
        ("en-GB,nn;q=0.9", "nb"),
        ("nb", "nb"),
        ("xx;;;", "nb"),
    ],
)
def test_the_browsers_first_language(db: None, header: str, language: str) -> None:
    response = visitor().get("/design/", headers={"Accept-Language": header})
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()


def test_a_choice_is_remembered_and_leads_back(db: None) -> None:
    browser = visitor()
    response = browser.post("/choose/language/", {"language": "en", "next": "/design/list/?q=i"})
    assert response["Location"] == "/design/list/?q=i"
    assert "Filter and sort" in browser.get("/design/list/").content.decode()


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_led_away_from_the_site(db: None, next_page: str) -> None:
    response = visitor().post("/choose/language/", {"language": "en", "next": next_page})
    assert response["Location"] == "/"


def test_an_unknown_choice_changes_nothing(db: None) -> None:
    browser = visitor()
    browser.post("/choose/language/", {"language": "tlh"})
    browser.post("/choose/appearance/", {"appearance": '"><script>'})
    html = browser.get("/design/").content.decode()
    assert '<html lang="nb" data-color-scheme="auto"' in html


def test_dark_is_remembered(db: None) -> None:
    browser = visitor()
    browser.post("/choose/appearance/", {"appearance": "dark"})
    assert 'data-color-scheme="dark"' in browser.get("/design/").content.decode()
