"""One search over calls, grants, municipalities and one's own cases; nobody finds what they may not see."""

from __future__ import annotations

import pytest

from helsetek.accounts.visitor import Visitor
from helsetek.portal.selectors.search import MOST, search
from helsetek.scheme.services import keep_known_awards
from tests import scenes
from tests.cast import Cast
from tests.visiting import visitor

pytestmark = pytest.mark.django_db


def test_it_finds_calls_awards_and_municipalities(cast: Cast) -> None:
    call = scenes.an_open_call(cast)
    keep_known_awards()
    assert [hit.href for hit in search(call.title_nb, Visitor()).calls] == [f"/utlysninger/{call.slug}/"]
    assert [hit.title for hit in search("legemiddelliste", Visitor()).awards] == [
        "Innføring av Pasientens legemiddelliste"
    ]
    assert [hit.title for hit in search("bodø", Visitor()).organisations] == ["Bodø"]


def test_letters_are_found_in_capitals_and_small(cast: Cast) -> None:
    assert search("BODØ", Visitor()).organisations == search("bodø", Visitor()).organisations != []


def test_everybody_finds_their_own_cases_only(cast: Cast) -> None:
    draft = scenes.a_draft(cast)
    number = draft.case.number
    assert [hit.about for hit in search(number, cast.anne).cases] == [f"{number}, Bodø"]
    for other in (cast.trond, cast.tor, cast.guri, Visitor()):
        assert search(number, other).cases == []


@pytest.mark.parametrize("text", ["", " ", "x", "%", "_", "'; DROP TABLE", "\x00", "a" * 5000, "((", "🙂🙂"])
def test_whatever_is_asked_it_is_answered(cast: Cast, text: str) -> None:
    response = visitor().get("/sok/", {"q": text})
    assert response.status_code == 200


def test_it_never_gives_more_than_can_be_read(cast: Cast) -> None:
    assert len(search("e", Visitor()).organisations) <= MOST
