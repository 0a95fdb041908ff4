"""The pages as the public and an analyst see them, with and without JavaScript, and what is said of bad input."""

import io
import json
import re
from urllib.parse import unquote

import openpyxl
import pytest
from django.conf import settings
from django.test import Client

from helsetek.evaluation import services
from helsetek.evaluation.calculating import prepared
from helsetek.evaluation.models import Run
from tests.cast import Cast
from tests.evaluation.making import SMALL_FILE, a_file, a_run
from tests.visiting import browser_of, visitor

CHANGED = "/analyser/rapport-2022/?endret=introduction_saving@nivaa3:34.2,vendor_gain_counted:0"


def seen(address: str, client: Client | None = None, status: int = 200) -> str:
    """The words of a page, with hard spaces softened."""
    answer = (client or visitor()).get(address)
    assert answer.status_code == status, answer.status_code
    return words_of(answer.content.decode())


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("\u00a0", " ")))


@pytest.fixture
def per(cast: Cast) -> Client:
    return browser_of(cast.per)


# -- The list -----------------------------------------------------------------------------------------


def test_everybody_finds_the_shipped_analyses_and_a_kind_word_where_nothing_is_published(cast: Cast) -> None:
    text = seen("/analyser/")
    assert "Rapporten 2022: tre ambisjonsnivåer" in text
    assert "Ambisjonsnivå 3 +3" in text
    assert "Ambisjonsnivå 3 −94" in text
    assert "Ingen kjøring er publisert ennå" in text
    assert "Last opp forutsetninger" not in text


def test_a_published_run_is_shown_with_who_published_it(cast: Cast) -> None:
    run = a_run(cast, note="Slik rapporten har det")
    assert run.name not in seen("/analyser/")
    services.publish(by=cast.per, run=run)
    text = seen("/analyser/")
    assert "Som rapporten Slik rapporten har det" in text
    assert "av Per, Helsedirektoratet" in text


# -- An analysis --------------------------------------------------------------------------------------


def test_the_tables_of_the_report_are_there_with_their_numbers(cast: Cast) -> None:
    text = seen("/analyser/rapport-2022/")
    for number in (4, 5, 7, 8):
        assert f"Tabell {number}" in text
    assert "Prissatt netto nytte −89,1 −115,6 3,1" in text
    assert "Tilskudd som inntekt for kommunene 256,8 321,0 492,3" in text
    assert "svært stor positiv" in text


def test_a_change_in_the_address_changes_the_tables_and_says_what_was_changed(cast: Cast) -> None:
    text = seen(CHANGED)
    assert "2 forutsetninger er endret" in text
    assert "Spart innføringskostnad per innbygger (Ambisjonsnivå 3): 53 34,2 kr per innbygger" in text
    assert "−94,0" in text
    assert "oppgitt: +3" in text


def test_the_part_that_a_slider_fetches_has_the_same_figures(cast: Cast) -> None:
    whole, part = seen(CHANGED), seen(CHANGED.replace("2022/?", "2022/del/resultat/?"))
    assert "−94,0" in part
    assert part.strip()[:200] in whole


def test_without_javascript_the_button_leads_to_the_address_of_what_was_changed(cast: Cast) -> None:
    answer = visitor().post(
        "/analyser/rapport-2022/", {"v.vendors": "9", "v.week_cost": "16500", "v.partners": "11,0"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/analyser/rapport-2022/?endret=vendors:9")
    assert not Run.objects.exists()


def test_what_was_typed_is_kept_when_it_does_not_hold(cast: Cast) -> None:
    answer = visitor().post("/analyser/rapport-2022/", {"v.vendors": "ni stykker", "v.week_cost": "17000"})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'value="ni stykker"' in html
    assert 'value="17000"' in html
    assert "Leverandører i konkurransen: skriv et tall, for eksempel 8,5." in words_of(html)


@pytest.mark.parametrize(
    "changes",
    [
        "vendors:x",
        "q:1",
        "::::",
        "partners:0",
        "uptake_share@nivaa1:2",
        "vendors:1e999",
        "a" * 7000,
        "<script>:1",
    ],
)
def test_nonsense_in_the_address_is_answered_politely(cast: Cast, changes: str) -> None:
    answer = visitor().get("/analyser/rapport-2022/", {"endret": unquote(changes)})
    assert answer.status_code == 200
    text = words_of(answer.content.decode())
    assert "Dette kan ikke beregnes" in text
    assert "Prissatt netto nytte −89,1 −115,6 3,1" in text
    part = visitor().get("/analyser/rapport-2022/del/resultat/", {"endret": unquote(changes)})
    assert part.status_code == 422


@pytest.mark.parametrize(
    "key", ["nei", "kjoring-1", "kjoring-0", "fil-99", "kjoring-99999999999999999999", "nasjonalt-2022"]
)
def test_what_does_not_exist_is_not_found(cast: Cast, key: str) -> None:
    assert visitor().get(f"/analyser/{key}/").status_code == 404


def test_a_value_outside_what_the_source_allows_is_calculated_and_pointed_out(cast: Cast) -> None:
    text = seen("/analyser/rapport-2022/?endret=weeks_saved@nivaa1:9")
    assert "Spart tid per berørt kommune: Kilden tillater 5,18 til 5,28." in text


@pytest.mark.parametrize("key", ["rapport-2022", "rapport-2022-tabell5", "rapport-2022-opptak", "2024"])
@pytest.mark.parametrize("part", ["", "usikkerhet/", "usikkerhet/?mer=1", "fordeling/", "forutsetninger/"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_part_of_every_analysis_opens_in_every_language(
    cast: Cast, key: str, part: str, language: str
) -> None:
    client = visitor()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    answer = client.get(f"/analyser/{key}/{part}")
    assert (answer.status_code, f'<html lang="{language}"' in answer.content.decode()) == (200, True)


def test_uncertainty_shows_the_distribution_what_moves_it_and_where_it_turns(cast: Cast) -> None:
    text = seen("/analyser/rapport-2022/usikkerhet/")
    assert "Slik kan netto nytte bli" in text
    assert "Spart innføringskostnad per innbygger 53 52,15 kr per innbygger" in text
    assert "Sannsynlighet for lønnsomhet" in text


def test_distribution_by_actor_sums_to_the_net_benefit(cast: Cast) -> None:
    text = seen("/analyser/rapport-2022/fordeling/?gruppe=type")
    assert "Prissatt netto nytte −89,1 −115,6 3,1" in text
    assert "type 3a" in text


def test_every_assumption_has_value_unit_status_and_source(cast: Cast) -> None:
    text = seen("/analyser/rapport-2022/forutsetninger/")
    assert "Kommunalt ukesverk 16 500 kr per ukesverk (2022) ekstern KS, lønnsstatistikk" in text
    assert "0 / 0 / 53" in text
    exported = visitor().get("/analyser/rapport-2022/forutsetninger/?export=csv").content.decode("utf-8-sig")
    assert "introduction_saving" in exported


def test_assumptions_are_filtered_by_where_they_come_from(cast: Cast) -> None:
    text = seen("/analyser/rapport-2022/forutsetninger/?kind=external")
    assert "Kommunalt ukesverk" in text
    assert "Lavere pris" not in text
    assert "Lavere pris" in seen("/analyser/rapport-2022/forutsetninger/?q=pris")


# -- Why ----------------------------------------------------------------------------------------------


def test_why_leads_from_plus_three_to_its_terms_and_sources_and_to_minus_94(cast: Cast) -> None:
    text = seen("/analyser/rapport-2022/hvorfor/table8.net.nivaa3/")
    assert "Hvorfor 3,1 mill. kr?" in text
    assert "Sum prissatte nyttevirkninger − Sum prissatte kostnadsvirkninger" in text
    assert "kap. 5.1.11 og tabell 8 (161 MNOK)" in text
    assert "−94,0 mill. kr" in text


def test_every_figure_of_table_8_can_be_asked_why(cast: Cast) -> None:
    page = visitor().get("/analyser/rapport-2022/").content.decode()
    cells = sorted(set(re.findall(r'href="(/analyser/rapport-2022/hvorfor/[^"]+)"', page)))
    assert len(cells) > 60
    for address in cells[::7]:
        assert "Slik er det beregnet" in seen(address)


@pytest.mark.parametrize("cell", ["x", "table8.net.nivaa9", "table8.net", "....", "table9.net.nivaa3"])
def test_a_figure_that_is_not_there_is_not_found(cast: Cast, cell: str) -> None:
    assert visitor().get(f"/analyser/rapport-2022/hvorfor/{cell}/").status_code == 404


# -- Comparing ----------------------------------------------------------------------------------------


def test_two_readings_side_by_side_show_which_assumptions_differ(cast: Cast) -> None:
    text = seen("/analyser/sammenlign/?a=rapport-2022&a=rapport-2022-tabell5")
    assert "Spart innføringskostnad per innbygger, kr per innbygger (Ambisjonsnivå 3) 53 34,2" in text
    assert "Prissatt netto nytte (forskjellig) 3,1 −94,0 −97,1" in text


def test_runs_are_compared_by_the_figures_they_were_saved_with(cast: Cast, per: Client) -> None:
    run = a_run(cast, name="Dyrere uke", changes={"week_cost": 20000.0})
    text = seen(f"/analyser/sammenlign/?a=rapport-2022&a={run.key}", per)
    assert "Kommunalt ukesverk, kr per ukesverk 16 500 20 000" in text


def test_one_alone_cannot_be_compared(cast: Cast) -> None:
    assert "Velg minst to" in seen("/analyser/sammenlign/?a=rapport-2022")


# -- Files --------------------------------------------------------------------------------------------


def test_the_workbook_has_live_formulas_with_the_changes(cast: Cast) -> None:
    answer = visitor().get("/analyser/rapport-2022/last-ned/xlsx/?endret=vendors:9")
    assert 'filename="rapport-2022-endret.xlsx"' in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert str(book["Tabeller"]["B3"].value).startswith("=")
    values = [cell.value for row in book["Forutsetninger"].iter_rows() for cell in row]
    assert 9 in values


def test_json_csv_html_word_and_toml_can_be_taken_out(cast: Cast) -> None:
    found = {
        form: visitor().get(f"/analyser/rapport-2022/last-ned/{form}/")
        for form in ("json", "csv", "html", "docx", "toml")
    }
    assert {answer.status_code for answer in found.values()} == {200}
    assert round(json.loads(found["json"].content)["alternatives"]["nivaa3"]["table8"]["net"]) == 3
    assert b"table8" in found["csv"].content
    assert found["docx"].content[:2] == b"PK"
    assert b'extends = "rapport-2022"' in found["toml"].content


def test_who_comes_while_reports_are_long_in_the_making_is_asked_to_come_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepared, "PATIENCE_SECONDS", 0.05)
    with prepared.one_at_a_time():
        answer = visitor().get("/analyser/rapport-2022/last-ned/docx/?endret=vendors:9.123")
    assert answer.status_code == 409
    assert "Mange rapporter lages akkurat nå" in words_of(answer.content.decode())


def test_the_json_of_a_run_is_what_was_saved(cast: Cast, per: Client) -> None:
    run = a_run(cast)
    assert json.loads(per.get(f"/analyser/{run.key}/last-ned/json/").content) == run.results


def test_a_brought_file_is_given_back(cast: Cast, per: Client) -> None:
    file = a_file(cast)
    assert per.get(f"/analyser/{file.key}/last-ned/toml/").content.decode() == SMALL_FILE


# -- The analyst --------------------------------------------------------------------------------------


def test_an_analyst_saves_publishes_and_withdraws(cast: Cast, per: Client) -> None:
    given = {"name": "Ni leverandører", "note": "", "draws": "1024", "seed": "0"}
    answer = per.post("/analyser/rapport-2022/lagre/?endret=vendors:9", given)
    run = Run.objects.get()
    assert (answer["Location"], run.changes) == (f"/analyser/{run.key}/", {"vendors": 9.0})
    assert "Ikke publisert" in seen(f"/analyser/{run.key}/", per)
    assert "Ni leverandører" in seen("/analyser/kjoringer/", per)
    assert "Vil du publisere «Ni leverandører»?" in seen(f"/analyser/{run.key}/publiser/", per)
    per.post(f"/analyser/{run.key}/publiser/")
    assert "1 forutsetning avviker fra analysen den bygger på" in seen(f"/analyser/{run.key}/")
    assert per.post(f"/analyser/{run.key}/trekk/", {"reason": " "}).status_code == 200
    per.post(f"/analyser/{run.key}/trekk/", {"reason": "Feil antall"})
    assert visitor().get(f"/analyser/{run.key}/").status_code == 302


def test_a_run_without_a_name_is_not_saved_and_what_was_typed_is_kept(cast: Cast, per: Client) -> None:
    answer = per.post(
        "/analyser/rapport-2022/lagre/", {"name": "", "note": "Min tanke", "draws": "1024", "seed": "0"}
    )
    assert "Min tanke" in answer.content.decode()
    assert not Run.objects.exists()


def upload(per: Client, content: bytes, name: str = "min.toml") -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = per.post("/analyser/ny/", {"file": SimpleUploadedFile(name, content)}, follow=True)
    assert answer.status_code == 200
    return words_of(answer.content.decode())


def test_an_uploaded_file_opens_as_an_analysis(cast: Cast, per: Client) -> None:
    assert "Mitt forslag" in upload(per, SMALL_FILE.encode())
    assert "mitt-forslag.toml" not in seen("/analyser/")


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (
            b'extends = "rapport-2022"\n[parameter.vendors]\nvalue = -6\n',
            "min.toml",
            "min.toml, linje 3: «vendors» er negativ",
        ),
        (b"x = 1", "bok.xlsx", "toml"),
        (b"x = 1\n" + b"#" * 200_001, "min.toml", "for stor"),
        (b"", "min.toml", "tom"),
    ],
)
def test_a_file_that_cannot_be_used_is_answered_with_what_to_mend(
    cast: Cast, per: Client, content: bytes, name: str, said: str
) -> None:
    assert said in upload(per, content, name)
