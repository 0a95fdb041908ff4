"""Every component, wide and on a phone, light and dark: nothing for axe to say, and all of it works without a mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.eyes import PHONE, WIDE, assert_sound, listen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize(
    "path", ["/design/", "/design/list/?q=i&state=granted", "/design/list/?q=zzz", "/nowhere"]
)
def test_pages_are_sound(
    browser: Browser, live_server: LiveServer, path: str, size: dict[str, int], scheme: str
) -> None:
    context = browser.new_context(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    heard = listen(page)
    page.goto(live_server.url + path)
    assert_sound(page)
    assert [line for line in heard if "404" not in line] == []
    context.close()


def test_a_list_is_printed_as_a_table_on_narrow_paper(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}/design/list/")
    heading = page.locator(".hs-table thead").first
    assert heading.evaluate("it => getComputedStyle(it).position") == "absolute"  # cards on a phone
    page.emulate_media(media="print")
    assert heading.evaluate("it => getComputedStyle(it).display") == "table-header-group"
    expect(page.locator(".hs-list__tools")).to_be_hidden()
    context.close()


def test_a_form_with_errors_leads_to_its_fields(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/design/")
    page.get_by_label("Søknadssum").fill("minus hundre")
    page.get_by_role("button", name="Lagre", exact=True).click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    assert_sound(page)
    summary.get_by_role("link", name=re.compile("Søknadssum")).click()
    field = page.get_by_label("Søknadssum")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("minus hundre")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_rows_are_added_and_removed(browser: Browser, live_server: LiveServer, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{live_server.url}/design/")
    page.get_by_label("Tittel på prosjektet").fill("Det jeg skrev")
    rows = page.locator("[data-row]:visible")
    page.get_by_role("button", name="Legg til en linje").click()
    expect(rows).to_have_count(2)
    rows.nth(1).get_by_label("Hva").fill("Opplæring")
    rows.nth(0).get_by_role("button", name="Fjern").click()
    expect(rows).to_have_count(1)
    expect(rows.nth(0).get_by_label("Hva")).to_have_value("Opplæring")
    expect(page.get_by_label("Tittel på prosjektet")).to_have_value("Det jeg skrev")
    expect(page.locator("[data-error-summary]")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_language_and_appearance_are_chosen(browser: Browser, live_server: LiveServer, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script, locale="nb-NO")
    page = context.new_page()
    page.goto(f"{live_server.url}/design/list/?q=i")
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    page.locator("summary", has_text="Bokmål").click()
    page.get_by_role("button", name="Nynorsk").click()
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    expect(page).to_have_url(f"{live_server.url}/design/list/?q=i")
    page.locator("summary", has_text="Lyst eller mørkt").click()
    page.get_by_role("button", name="Mørk").click()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    context.close()


def test_menus_close_with_escape(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/design/")
    menu = page.locator("details[data-menu]").first
    menu.locator("summary").press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()


def test_the_menu_of_a_small_screen_is_sound_and_holds_the_choices(
    browser: Browser, live_server: LiveServer
) -> None:
    page = browser.new_page(viewport=PHONE, locale="nb-NO")  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/design/list/")
    page.locator("summary", has_text="Meny").click()
    assert_sound(page)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.close()


def test_a_mark_in_a_chart_tells_what_it_is_when_it_has_focus(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/design/")
    page.get_by_role("link", name=re.compile("^Bodø med 29 kommuner")).focus()
    expect(page.locator(".hs-tip")).to_have_text(re.compile(r"2,3\s+mill\.\s+kr"))


def test_a_list_is_searched_sorted_and_paged_by_keyboard(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/design/list/")
    page.get_by_role("searchbox").fill("ås")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=%C3%A5s"))
    page.get_by_role("link", name="Leder").press("Enter")
    expect(page.get_by_role("columnheader", name="Leder")).to_have_attribute("aria-sort", "ascending")
    leaders = page.locator("td[data-label=Leder]").all_inner_texts()
    assert leaders[0] == "Ås kommune"
    assert leaders[-1] == "Åsnes kommune"


def test_a_form_saves_itself_when_its_writer_pauses(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/design/")
    status = page.locator("[data-autosave-status]")
    with page.expect_request(lambda request: request.headers.get("x-autosave") == "1"):
        page.get_by_label("Tittel på prosjektet").fill("Ny tittel")
    expect(status).to_have_text(re.compile(r"Lagret kl\. \d\d\.\d\d"))


@pytest.mark.parametrize(
    ("code", "said"),
    [(409, "En annen har lagret"), (401, "Du er logget ut"), (422, "noe må rettes"), (500, "ingen kontakt")],
)
def test_a_form_that_cannot_save_itself_says_why(
    page: Page, live_server: LiveServer, code: int, said: str
) -> None:
    page.goto(f"{live_server.url}/design/")
    page.route("**/design/", lambda route: route.fulfill(status=code, body="{}"))
    page.get_by_label("Tittel på prosjektet").fill("Ny tittel")
    expect(page.locator("[data-autosave-status]")).to_contain_text(said)
    expect(page.get_by_label("Tittel på prosjektet")).to_have_value("Ny tittel")


def test_a_double_click_sends_once(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/design/")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Lagre", exact=True).dblclick()
    expect(page.locator("[data-error-summary]")).to_be_visible()
    assert len(posts) == 1
