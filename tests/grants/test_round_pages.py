"""The round through its pages, without JavaScript: fill, adjust, prepare, decide, send."""

from __future__ import annotations

import pytest

from helsetek.grants.models import Application, Decision
from helsetek.grants.selectors.ranking import ranking
from helsetek.scheme.selectors import Allotment
from tests import rounds
from tests.cast import Cast
from tests.rounds import at_work
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def allotment(cast: Cast) -> Allotment:
    return rounds.a_proposed_round(cast, envelope_kr=2_000_000)


def address(allotment: Allotment, page: str = "") -> str:
    return f"/utlysninger/{allotment.call.slug}/tildeling/{allotment.number}/{page}"


def test_from_the_ranking_to_letters_sent(cast: Cast, allotment: Allotment) -> None:
    guri, hans = browser_of(cast.guri), browser_of(cast.hans)
    with at_work(allotment.call):
        assert guri.get(address(allotment)).status_code == 200
        assert guri.post(address(allotment, "fyll/")).status_code == 302
        assert guri.post(address(allotment, "vedtak/forbered/")).status_code == 302
        assert hans.get(address(allotment, "vedtak/")).status_code == 200
        assert hans.post(address(allotment, "vedtak/fatt/")).status_code == 302
        assert guri.post(address(allotment, "utsending/")).status_code == 422
        for _turn in range(3):
            answer = guri.post(address(allotment, "utsending/"), {"sure": "1"})
        assert answer.status_code in (200, 302, 422)
    assert Decision.objects.filter(notified_at__isnull=False).count() == 3


def test_an_amount_is_set_and_seen_at_once(cast: Cast, allotment: Allotment) -> None:
    first = ranking(allotment)[0].application
    guri = browser_of(cast.guri)
    with at_work(allotment.call):
        page = address(allotment, f"belop/{first.pk}/")
        assert guri.get(page).status_code == 200
        wrong = guri.post(page, {"amount_ore": "900 001", "note": "Alt."}, headers={"HX-Request": "true"})
        assert wrong.headers["HX-Retarget"] == f"#adjust-{first.pk}"
        right = guri.post(page, {"amount_ore": "400 000", "note": "Deles."}, headers={"HX-Request": "true"})
        assert right.status_code == 200
    assert ranking(allotment)[0].proposed_ore == 40_000_000


def test_the_ranking_as_a_workbook(cast: Cast, allotment: Allotment) -> None:
    with at_work(allotment.call):
        answer = browser_of(cast.guri).get(address(allotment), {"export": "xlsx"})
    assert answer.content.startswith(b"PK")


def test_the_pages_of_a_case_and_of_a_decision_open(cast: Cast, allotment: Allotment) -> None:
    first = Application.objects.order_by("pk")[0]
    made = rounds.a_prepared_decision(cast, first)
    guri = browser_of(cast.guri)
    with at_work(allotment.call):
        for page in ("", "formell-kontroll/", "vurderinger/", "innstilling/", "vedtak/"):
            assert guri.get(f"/soknader/{first.pk}/sak/{page}").status_code == 200
        assert guri.get(f"/vedtak/{made.pk}/").status_code == 200
        assert guri.get(f"/vedtak/{made.pk}/brev/").content.startswith(b"%PDF")


def test_a_long_ranking_is_shown_whole_when_asked_for(
    cast: Cast, allotment: Allotment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("helsetek.grants.views.rounds.MOST_RANKED", 2)
    monkeypatch.setattr("helsetek.grants.views.rounds.FIRST_RANKED", 1)
    guri = browser_of(cast.guri)
    with at_work(allotment.call):
        last = ranking(allotment)[-1].application.pk
        first_page = guri.get(address(allotment)).content.decode()
        whole = guri.get(address(allotment), {"all": "1"}).content.decode()
    assert "?all=1" in first_page
    assert f"sak-{last}" not in first_page
    assert f"sak-{last}" in whole
