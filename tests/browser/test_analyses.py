"""An economist reads the analysis in a real browser: table 8, where +3 comes from, why it may be −94, and onwards."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from helsetek.accounts.selectors import Person
from helsetek.evaluation import services
from helsetek.evaluation.models import Run
from tests.browser.eyes import PHONE, WIDE, assert_sound, listen
from tests.cast import Cast, gather
from tests.evaluation.making import a_run
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return gather()


def opened(
    browser: Browser, server: LiveServer, person: Person | None = None, **options: object
) -> BrowserContext:
    context = browser.new_context(accept_downloads=True, **options)  # type: ignore[arg-type]
    if person:
        key = browser_of(person).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}])
    return context


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_every_page_is_sound(
    browser: Browser, live_server: LiveServer, cast: Cast, size: object, scheme: str
) -> None:
    run = a_run(cast, changes={"vendors": 9.0}, note="Ni leverandører")
    services.publish(by=cast.per, run=run)
    page = opened(browser, live_server, cast.per, viewport=size, color_scheme=scheme).new_page()
    heard = listen(page)
    for address in (
        "",
        "rapport-2022/?endret=vendors:9",
        "2024/",
        "rapport-2022/usikkerhet/?mer=1",
        "rapport-2022/fordeling/",
        "rapport-2022/forutsetninger/",
        "rapport-2022/hvorfor/table8.net.nivaa3/",
        "rapport-2022/hvorfor/table5.efficiency_introduction.nivaa3/",
        "rapport-2022/lagre/?endret=vendors:9",
        f"{run.key}/",
        f"{run.key}/trekk/",
        "kjoringer/",
        "ny/",
        "sammenlign/?a=rapport-2022&a=rapport-2022-tabell5",
        "motsigelser/",
        "runder/",
        "erfaringer/",
    ):
        page.goto(f"{live_server.url}/analyser/{address}")
        assert_sound(page)
    assert not heard


def test_an_economist_follows_the_report_to_its_source(
    browser: Browser, live_server: LiveServer, cast: Cast, tmp_path: Path
) -> None:
    page = opened(browser, live_server, viewport=WIDE).new_page()
    heard = listen(page)
    page.goto(live_server.url)
    page.get_by_role("link", name="Analyser").first.click()
    page.get_by_role("link", name="Rapporten 2022: tre ambisjonsnivåer").click()

    # Table 8 is there; +3 leads to its two sums, their terms, and to the other reading of the same report.
    table = page.get_by_role("table", name=re.compile("Tabell 8"))
    expect(table).to_contain_text("Prissatt netto nytte")
    table.get_by_role("link", name="3,1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Hvorfor 3,1"))
    expect(page.get_by_text("−94,0 mill. kr")).to_be_visible()
    page.get_by_role("link", name="Se hva som er forskjellig").first.click()
    expect(page.get_by_role("row", name=re.compile("Spart innføringskostnad.*53 34,2"))).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Sum prissatte nyttevirkninger").click()
    page.get_by_role("link", name="Effektivisering for kommunene").click()
    expect(page.get_by_text("kap. 5.1.11 og tabell 8 (161 MNOK)")).to_be_visible()
    assert_sound(page)

    # One assumption is changed; tables and figures follow within a second, and the address can be sent to others.
    page.goto(f"{live_server.url}/analyser/rapport-2022/")
    _set(page, "Spart innføringskostnad per innbygger, Ambisjonsnivå 3", "34,2")
    expect(table.get_by_role("link", name="−65,3", exact=True)).to_be_visible(timeout=5000)
    expect(page.get_by_text("1 forutsetning er endret")).to_be_visible()
    assert "endret=introduction_saving@nivaa3:34.2" in page.url
    assert_sound(page)

    # The workbook holds the change as a number and the results as formulas.
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile("Arbeidsbok")).click()
    book = openpyxl.load_workbook(BytesIO(Path(waiting.value.path()).read_bytes()))
    assert 34.2 in [cell.value for row in book["Forutsetninger"].iter_rows() for cell in row]
    assert not heard


def _set(page: Page, label: str, text: str) -> None:
    """Type into the number beside the slider of that name."""
    row = page.locator(".ev-lever__row").filter(has=page.get_by_role("slider", name=label, exact=True))
    row.get_by_role("textbox").fill(text)


def test_a_slider_is_moved_by_the_keyboard_and_can_be_put_back(
    browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    page = opened(browser, live_server, viewport=PHONE).new_page()
    page.goto(f"{live_server.url}/analyser/rapport-2022/")
    slider = page.get_by_role("slider", name="Berørte kommuner, andel av alle, Ambisjonsnivå 3", exact=True)
    slider.focus()
    slider.press("ArrowRight")
    expect(page.get_by_text("1 forutsetning er endret")).to_be_visible(timeout=5000)
    page.get_by_role("link", name="Tilbake til det som er oppgitt").click()
    expect(page.get_by_text("1 forutsetning er endret")).to_have_count(0)
    assert page.url.endswith("/analyser/rapport-2022/")


def test_bad_input_is_told_while_the_figures_stay(
    browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    page = opened(browser, live_server, viewport=WIDE).new_page()
    page.goto(f"{live_server.url}/analyser/rapport-2022/")
    _set(page, "Berørte kommuner, andel av alle, Ambisjonsnivå 3", "63")
    problem = page.get_by_role("listitem").filter(has_text="er en andel fra 0 til 1")
    expect(problem).to_be_visible(timeout=5000)
    expect(page.get_by_role("table", name=re.compile("Tabell 8"))).to_contain_text("3,1")
    _set(page, "Berørte kommuner, andel av alle, Ambisjonsnivå 3", "0,63")
    expect(problem).to_have_count(0)


def test_without_javascript_the_button_calculates(
    browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    page = opened(browser, live_server, viewport=WIDE, java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/analyser/rapport-2022/")
    page.locator("#v-introduction_saving-nivaa3").fill("34,2")
    page.get_by_role("button", name="Beregn").click()
    expect(page.get_by_role("table", name=re.compile("Tabell 8"))).to_contain_text("−65,3")


def test_an_analyst_saves_and_publishes(browser: Browser, live_server: LiveServer, cast: Cast) -> None:
    page = opened(browser, live_server, cast.per, viewport=WIDE).new_page()
    page.goto(f"{live_server.url}/analyser/rapport-2022/?endret=vendors:9")
    page.get_by_role("link", name="Lagre som kjøring").click()
    page.get_by_label("Navn").fill("Ni leverandører")
    page.get_by_role("button", name="Lagre kjøringen").click()
    page.get_by_role("link", name="Publiser").click()
    page.get_by_role("button", name="Publiser").click()
    expect(page.get_by_text("Kjøringen er publisert.")).to_be_visible()
    assert Run.objects.get().publications.count() == 1
    public = opened(browser, live_server).new_page()
    public.goto(f"{live_server.url}/analyser/")
    expect(public.get_by_role("link", name="Ni leverandører")).to_be_visible()
