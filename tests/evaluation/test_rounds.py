"""The report's figure for a round of this system, and what approved reports say."""

import pytest

from tests.cast import Cast
from tests.grants.afterwards import an_accepted_grant, an_offered_grant, hand_in_all_reports
from tests.visiting import visitor

from .test_pages import seen, words_of


def test_a_round_without_grants_has_a_kind_word(cast: Cast) -> None:
    assert "Ingen tilskudd er meddelt ennå" in seen("/analyser/runder/")


def test_a_told_grant_is_a_bubble_by_centrality_and_inhabitants(cast: Cast) -> None:
    grant = an_offered_grant(cast, amount_kr=1_357_100)
    slug = grant.application.call.slug
    assert f"/analyser/runder/{slug}/" in visitor().get("/analyser/runder/").content.decode()
    text = seen(f"/analyser/runder/{slug}/")
    # Bodø, Fauske and Saltdal: 53 712 + 9 545 + 4 598 inhabitants; 1 357 100 kr / 67 855 = 20 kr.
    assert "Sentraliteten" in text
    assert "67 855" in text
    assert "20" in text
    amount = seen(f"/analyser/runder/{slug}/?maal=belop")
    assert "1,36" in amount


def test_the_numbers_of_the_figure_can_be_taken_out(cast: Cast) -> None:
    grant = an_offered_grant(cast, amount_kr=1_357_100)
    answer = visitor().get(f"/analyser/runder/{grant.application.call.slug}/?export=csv")
    assert answer["Content-Type"].startswith("text/csv")
    text = answer.content.decode("utf-8-sig")
    assert "67855" in text
    assert "1357100" in text.replace(",00", "").replace(".00", "")


def test_a_round_that_does_not_exist_is_not_found(cast: Cast) -> None:
    assert visitor().get("/analyser/runder/nei/").status_code == 404


def test_nothing_is_shown_of_reports_until_one_is_approved(cast: Cast) -> None:
    assert "Ingen rapport er godkjent ennå" in seen("/analyser/erfaringer/")


def test_results_of_an_approved_report_are_shown(cast: Cast) -> None:
    grant = an_accepted_grant(cast)
    hand_in_all_reports(cast, grant)
    page = visitor().get("/analyser/erfaringer/")
    text = words_of(page.content.decode())
    assert "1 prosjekt:" in text
    assert "Bodø" in text


@pytest.mark.parametrize("measure", ["tull", "", "%00"])
def test_an_unknown_measure_gives_the_first(cast: Cast, measure: str) -> None:
    slug = an_offered_grant(cast).application.call.slug
    assert "Tilskudd per innbygger mot sentralitet" in seen(f"/analyser/runder/{slug}/?maal={measure}")
