"""Everybody reads the calls: what they cover and not, how applications are judged, by when, and what was changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from helsetek.common import clock
from helsetek.scheme.rules.terms import Text
from helsetek.scheme.services import cancel_call, change_published_call
from tests.cast import Cast
from tests.scheme.making import BEFORE, CLOSES, OPENS, a_draft_call, a_published_call, content
from tests.visiting import browser_of, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _autumn() -> Iterator[None]:
    with clock.at(BEFORE):
        yield


def read(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def test_the_list_has_open_calls_first_and_no_drafts(cast: Cast) -> None:
    a_published_call(cast)
    with clock.at(OPENS + timedelta(days=1)):
        page = read(visitor(), "/utlysninger/")
    assert "Helseteknologi 2024" in page
    assert "74 dager igjen" in page.replace("\xa0", " ")
    assert "Utkast" not in page


def test_a_draft_does_not_exist_for_others(cast: Cast) -> None:
    a_draft_call(cast, slug="hemmelig")
    for client in (visitor(), browser_of(cast.anne), browser_of(cast.hans)):
        read(client, "/utlysninger/hemmelig/", 404)
    assert "Helseteknologi 2024" in read(browser_of(cast.frode), "/utlysninger/")
    read(browser_of(cast.guri), "/utlysninger/hemmelig/")


def test_the_page_says_what_is_covered_and_what_is_not(cast: Cast) -> None:
    """Report 4.1.2: not ordinary running, daily user support or training of new staff."""
    page = read(visitor(), f"/utlysninger/{a_published_call(cast).slug}/")
    covered, not_covered = page.split("Kostnader som ikke dekkes")
    assert "Vikarer for dem som er på opplæring" in covered
    for label in (
        "Vanlig drift av løsningen",
        "Daglig brukerstøtte",
        "Opplæring av nyansatte",
        "Kjøp av selve løsningen",
    ):
        assert label in not_covered
        assert label not in covered


def test_the_page_shows_criteria_with_weights_and_says_where_the_terms_come_from(cast: Cast) -> None:
    page = read(visitor(), f"/utlysninger/{a_published_call(cast).slug}/")
    assert "Samarbeid og forankring" in page
    assert "25&nbsp;%" in page
    assert "ikke hentet fra regelverket" in page


def test_the_page_is_in_the_readers_language(cast: Cast) -> None:
    call = a_published_call(cast, title=Text(nb="Sammen", nn="Saman", en="Together"))
    client = visitor()
    client.cookies["django_language"] = "nn"
    page = read(client, f"/utlysninger/{call.slug}/")
    assert "Saman" in page
    assert "Slik blir søknadene vurderte" in page


def test_the_deadline_is_an_instant_in_norwegian_time(cast: Cast) -> None:
    page = read(visitor(), f"/utlysninger/{a_published_call(cast).slug}/").replace("\xa0", " ")
    assert "15. januar 2024 kl. 12.00" in page
    assert 'datetime="2024-01-15T12:00+01:00"' in page


def test_what_was_changed_stands_with_its_reason(cast: Cast) -> None:
    call = a_published_call(cast)
    later = content(None, closes_at=CLOSES + timedelta(days=7))
    change_published_call(by=cast.frode, call=call, content=later, reason="Portalen var nede")
    assert "Portalen var nede" in read(visitor(), f"/utlysninger/{call.slug}/")
    page = read(visitor(), f"/utlysninger/{call.slug}/versjoner/").replace("\xa0", " ")
    for said in ("Versjon 2", "Portalen var nede", "15. januar 2024 kl. 12.00", "22. januar 2024 kl. 12.00"):
        assert said in page


def test_a_cancelled_call_says_why(cast: Cast) -> None:
    call = a_published_call(cast)
    cancel_call(by=cast.frode, call=call, reason="Pengene ble ikke vedtatt")
    page = read(visitor(), f"/utlysninger/{call.slug}/")
    assert "Utlysningen er avlyst" in page
    assert "Pengene ble ikke vedtatt" in page


def test_text_from_the_scheme_manager_is_never_run(cast: Cast) -> None:
    call = a_published_call(cast, title=Text(nb="<script>alert(1)</script>", nn="x", en="x"))
    assert "<script>alert" not in read(visitor(), f"/utlysninger/{call.slug}/")


@pytest.mark.parametrize("path", ["/utlysninger/finnes-ikke/", "/utlysninger/x/versjoner/", "/rammer/999/"])
def test_what_is_not_there_is_not_found(cast: Cast, path: str) -> None:
    read(browser_of(cast.frode), path, 404)


def test_the_list_can_be_taken_out_as_a_file(cast: Cast) -> None:
    a_published_call(cast)
    response = visitor().get("/utlysninger/?export=csv")
    assert "Helseteknologi 2024" in response.content.decode("utf-8-sig")
