"""Writing an application in a real browser: every page sound, and what JavaScript adds works."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.grants import addresses
from helsetek.grants.models import Application, SectionVersion
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.services import submission
from tests import scenes
from tests.browser.eyes import PHONE, WIDE, assert_sound, listen
from tests.cast import Cast, gather
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast() -> Cast:
    return gather()


@pytest.fixture
def draft(cast: Cast) -> Application:
    """Complete, to a call that is open now."""
    now = clock.now()
    call = scenes.an_open_call(
        cast,
        opens_at=now - timedelta(days=30),
        closes_at=now + timedelta(days=30),
        terms=scenes.some_terms("2027"),
    )
    return scenes.a_complete_draft(cast, call=call)


def logged_in(browser: Browser, server: LiveServer, person: Person, **options: object) -> BrowserContext:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    key = browser_of(person).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": server.url}])
    return context


@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide", "phone"])
def test_every_page_is_sound(
    browser: Browser, live_server: LiveServer, cast: Cast, draft: Application, size: object, scheme: str
) -> None:
    context = logged_in(browser, live_server, cast.bjorn, viewport=size, color_scheme=scheme)
    page = context.new_page()
    heard = listen(page)
    pages = [
        "/soknader/",
        addresses.begin(draft.call.slug),
        *(addresses.of(name, draft.pk) for name in ("application", "read", "history", "submit", "copy", "withdraw")),
        *(addresses.section(draft.pk, key) for key in SectionKey),
    ]  # fmt: skip
    for path in pages:
        page.goto(live_server.url + path)
        assert_sound(page)
    submission.submit(by=cast.bjorn, application=draft)
    for name in ("application", "receipt", "take_back"):
        page.goto(live_server.url + addresses.of(name, draft.pk))
        assert_sound(page)
    assert heard == []
    context.close()


def open_section(context: BrowserContext, server: LiveServer, draft: Application, key: str) -> Page:
    page = context.new_page()
    page.goto(server.url + addresses.section(draft.pk, SectionKey(key)))
    return page


def test_what_is_typed_is_saved_by_itself(
    browser: Browser, live_server: LiveServer, cast: Cast, draft: Application
) -> None:
    context = logged_in(browser, live_server, cast.anne)
    page = open_section(context, live_server, draft, "project")
    heard = listen(page)
    page.get_by_label("Tittel på prosjektet").fill("Skrevet uten å trykke")
    expect(page.locator("[data-autosave-status][data-state=saved]")).to_be_visible(timeout=10_000)
    assert selectors.content_of(draft).project.title == "Skrevet uten å trykke"
    page.get_by_label("Tittel på prosjektet").fill("Og en gang til")
    expect(page.locator("input[name=revision]")).to_have_value("3", timeout=10_000)
    page.get_by_role("button", name="Lagre og gå videre").click()
    expect(page).to_have_url(live_server.url + addresses.section(draft.pk, SectionKey.PARTNERS))
    assert selectors.content_of(draft).project.title == "Og en gang til"
    assert heard == []
    context.close()


def test_two_who_write_at_once_see_both_versions(
    browser: Browser, live_server: LiveServer, cast: Cast, draft: Application
) -> None:
    annes, cecilies = (logged_in(browser, live_server, who) for who in (cast.anne, cast.cecilie))
    hers = open_section(annes, live_server, draft, "risk")
    theirs = open_section(cecilies, live_server, draft, "risk")
    theirs.get_by_label("Hva dere vil gjøre med det").fill("Cecilies tiltak")
    expect(theirs.locator("[data-autosave-status][data-state=saved]")).to_be_visible(timeout=10_000)
    hers.get_by_label("Hva dere vil gjøre med det").fill("Annes tiltak")
    expect(hers.locator("[data-autosave-status][data-state=stale]")).to_be_visible(timeout=10_000)
    hers.get_by_role("button", name="Lagre", exact=True).last.click()
    expect(hers.get_by_text("Cecilies tiltak")).to_be_visible()
    expect(hers.get_by_text("Annes tiltak")).to_be_visible()
    assert_sound(hers)
    hers.get_by_role("button", name="Lagre det jeg skrev").click()
    expect(hers.get_by_label("Hva dere vil gjøre med det")).to_have_value("Annes tiltak")
    annes.close()
    cecilies.close()


def test_the_rules_follow_while_one_types(
    browser: Browser, live_server: LiveServer, cast: Cast, draft: Application
) -> None:
    context = logged_in(browser, live_server, cast.anne)
    page = open_section(context, live_server, draft, "budget")
    heard = listen(page)
    panel = page.locator("#panel")
    expect(panel.locator("[data-outcome=not_met]")).to_have_count(0)
    page.locator("[name=requested-y2027]").fill("1 700 000")
    expect(panel.locator("[data-outcome=not_met]").first).to_be_visible(timeout=10_000)
    expect(panel).to_contain_text("1 700 000 kr")
    assert_sound(page)
    assert heard == []
    context.close()


def test_a_cost_is_added_on_the_spot(
    browser: Browser, live_server: LiveServer, cast: Cast, draft: Application
) -> None:
    context = logged_in(browser, live_server, cast.anne)
    page = open_section(context, live_server, draft, "budget")
    part = page.locator(f"[data-rows=c{cast.bodo.pk}]")
    part.get_by_role("button", name="Legg til en kostnad").click()
    row = part.locator("[data-row]").nth(1)
    row.get_by_label("Kostnadstype").select_option("training")
    row.get_by_label("Aktivitet").select_option("joint_tender")
    row.get_by_label("2027", exact=True).fill("25 000")
    page.get_by_role("button", name="Lagre", exact=True).last.click()
    expect(page.get_by_text("«Budsjett» er lagret.")).to_be_visible()
    added = [line for line in selectors.budget_of(draft).lines if line.category == "training"]
    assert [line.amount_ore for line in added] == [2_500_000]
    assert SectionVersion.objects.filter(key="budget").exists()
    context.close()
