"""The public sees what the scheme is, where one can apply, who got what, and what of it is real."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from helsetek.common import clock
from helsetek.common.money import kroner
from helsetek.grants.selectors.awards import awards_public
from helsetek.scheme.models import ReportedAward
from helsetek.scheme.services import keep_known_awards
from tests import rounds
from tests.cast import Cast
from tests.scenes import an_open_call, during
from tests.visiting import visitor

pytestmark = pytest.mark.django_db


def read(path: str) -> str:
    response = visitor().get(path)
    assert response.status_code == 200, path
    return response.content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(
    "path",
    [
        "/", "/tildelinger/", "/sok/", "/sok/?q=", "/om/", "/om/tilgjengelighet/", "/om/personvern/", "/om/apne-data/",
        "/om/utviklere/",
    ],
)  # fmt: skip
def test_every_page_stands_with_an_empty_database(path: str) -> None:
    assert "<h1" in read(path)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_is_in_the_readers_language(cast: Cast, language: str) -> None:
    client = visitor()
    client.cookies["django_language"] = language
    words = {"nb": "tatt i bruk", "nn": "teken i bruk", "en": "put to use"}
    assert words[language] in client.get("/").content.decode()


def test_open_calls_stand_on_the_front_page(cast: Cast) -> None:
    call = an_open_call(cast)
    with during(call):
        page = read("/")
    assert call.title_nb in page
    assert "7 dager igjen" in page


def test_the_figures_are_added_up_from_the_cases(cast: Cast) -> None:
    allotment = rounds.a_told_round(cast)
    awarded = sum(award.amount_ore for award in awards_public())
    response = visitor().get("/")
    row = response.context["rounds"][0]
    assert row.call == allotment.call
    assert (row.figures.applications, row.figures.awards) == (3, 3)
    assert row.figures.awarded_ore == awarded
    assert [one.amount_ore for one in row.figures.rounds] == [awarded]
    page = response.content.decode()
    assert 'href="/tildelinger/' in page
    assert "Bodø" in page


def test_what_is_decided_and_not_told_is_seen_nowhere(cast: Cast) -> None:
    """Decided is not yet told: the public sees nothing before all letters are sent."""
    rounds.a_decided_round(cast)
    for path in ("/", "/tildelinger/", "/sok/?q=Sammen"):
        assert "/tildelinger/1" not in read(path)
        assert "Bodø" not in read(path).split("<main")[1].replace("value=", "")
    assert visitor().get("/").context["figures"] == []


def test_who_got_what_can_be_searched_filtered_sorted_and_taken_out(cast: Cast) -> None:
    rounds.a_told_round(cast)
    keep_known_awards()
    assert visitor().get("/tildelinger/").context["list"].count == 6
    assert visitor().get("/tildelinger/?q=saltdal").context["list"].count == 2
    assert visitor().get("/tildelinger/?year=2025").context["list"].count == 3
    rows = visitor().get("/tildelinger/?sort=amount_ore").context["list"].table.rows
    amounts = [row.record.amount_ore for row in rows]
    assert amounts == sorted(amounts)
    text = visitor().get("/tildelinger/?export=csv").content.decode("utf-8-sig")
    assert "Bergen" in text
    assert "Norway Health Tech" in text
    book = load_workbook(BytesIO(visitor().get("/tildelinger/?export=xlsx").content))
    assert book.active is not None
    assert book.active.max_row == 7


def test_what_is_synthetic_is_marked_on_pages_and_in_files(cast: Cast) -> None:
    from helsetek.grants.models import Application

    rounds.a_told_round(cast)
    Application.objects.update(synthetic=True)
    grant_id = awards_public()[0].grant_id
    assert "Syntetisk" in read(f"/tildelinger/{grant_id}/")
    assert "Syntetisk" in read("/tildelinger/")
    assert "Syntetisk" in read("/")
    lines = visitor().get("/tildelinger/?export=csv").content.decode("utf-8-sig").splitlines()
    assert all("Syntetisk" in line for line in lines[1:])


def test_reported_facts_stand_with_their_source(cast: Cast) -> None:
    keep_known_awards()
    page = read("/tildelinger/")
    assert "6 300 000 kr" in page
    assert "https://www.norwayhealthtech.com" in page
    assert keep_known_awards() == 0


def test_a_name_that_looks_like_a_formula_is_harmless_in_files(cast: Cast) -> None:
    ReportedAward.objects.create(
        source="x", scheme="S", year=2025, recipient="=cmd|' /C calc'!A0", amount_ore=kroner(1), key="k"
    )
    assert ";'=cmd" in visitor().get("/tildelinger/?export=csv").content.decode("utf-8-sig")


def test_the_page_of_an_award_tells_who_takes_part(cast: Cast) -> None:
    rounds.a_told_round(cast)
    award = next(one for one in awards_public() if one.lead == "Bodø")
    page = read(f"/tildelinger/{award.grant_id}/")
    for said in ("Bodø", "Fauske – Fuosko", award.case_number, "2 deltar", "<svg"):
        assert said in page
    assert "Anne" not in page


@pytest.mark.parametrize("path", ["/tildelinger/999999/", "/tildelinger/99999999999999999999/"])
def test_an_award_that_is_not_there_is_not_found(cast: Cast, path: str) -> None:
    assert visitor().get(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["sort=tull", "page=99999", "page=-1", "year=tull", "q=" + "x" * 500, "lead=abc", "per_page=0"]
)
def test_absurd_questions_to_the_list_are_answered(cast: Cast, query: str) -> None:
    keep_known_awards()
    assert visitor().get(f"/tildelinger/?{query}").status_code == 200


def test_the_about_page_has_goals_levels_and_the_rounds_that_were_held(cast: Cast) -> None:
    """Report chapter 3 and 5.1.5–5.1.7; the rounds as public sources tell of them."""
    page = read("/om/")
    for said in (
        "60 mill. kr",
        "75 mill. kr",
        "115 mill. kr",
        "179",
        "331,6 mill. kr",
        "Helsedirektoratet, 19.01.2024",
    ):
        assert said in page


def test_an_organisation_shows_what_it_has_got(cast: Cast) -> None:
    rounds.a_told_round(cast)
    page = read(f"/organisasjoner/{cast.fauske.pk}/")
    assert all(
        f"/tildelinger/{one.grant_id}/" in page
        for one in awards_public()
        if "Fauske – Fuosko" in str(one.members)
    )
    assert "/tildelinger/" not in read(f"/organisasjoner/{cast.alver.pk}/").split("<main")[1]


def test_the_closing_instant_ends_the_call_on_the_front_page(cast: Cast) -> None:
    call = an_open_call(cast)
    with clock.at(call.closes_at - timedelta(seconds=1)):
        assert "1 minutt igjen" in read("/")
    with clock.at(call.closes_at):
        assert "Ingen utlysning er åpen" in read("/")
