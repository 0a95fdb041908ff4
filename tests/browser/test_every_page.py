"""Every page of the access table on a phone: nothing sticks out of it, and the browser has nothing to say."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.access.kinds import VISITOR, Row
from tests.access.scene import Scene
from tests.access.table import TABLE
from tests.browser.eyes import PHONE, listen
from tests.visiting import browser_of, visitor

pytestmark = pytest.mark.django_db(transaction=True)

# Who looks, where several may: those who have most to do there.
FIRST = ("anne", "bjorn", "guri", "hans", "kari", "leif", "frode", "ingrid", "rita")


def test_no_page_runs_out_of_a_phone(browser: Browser, live_server: LiveServer) -> None:
    scene = Scene()
    for row in TABLE:
        with contextlib.suppress(Exception):  # a row's own test says what is wrong with it
            list(row.arguments(scene)), row.data(scene)
    context = browser.new_context(viewport=PHONE, locale="nb-NO")  # type: ignore[arg-type]
    page = context.new_page()
    heard = listen(page)
    seen, wrong = 0, []
    for row, who, address in _pages(scene):
        _become(page, scene, who, live_server)
        page.goto(f"{live_server.url}{address}", wait_until="load")
        seen += 1
        wrong += [f"{row} as {who} at {address}: {fault}" for fault in _faults(page, heard)]
        heard.clear()
    context.close()
    assert seen > 90, f"only {seen} pages were looked at"
    assert not wrong, "\n".join(wrong)


def _pages(scene: Scene) -> Iterator[tuple[Row, str, str]]:
    """Each page that is HTML, with somebody who may open it."""
    clients: dict[str, Client] = {VISITOR: visitor()}
    for row in TABLE:
        if row.method != "GET" or not row.allowed or row.route.startswith("api-v1:"):
            continue
        who = next((name for name in FIRST if name in row.allowed), min(row.allowed))
        try:
            address = reverse(row.route, args=list(row.arguments(scene))) + (
                f"?{row.query}" if row.query else ""
            )
        except NoReverseMatch:
            continue
        if who not in clients:
            clients[who] = browser_of(getattr(scene.cast, who))
        answer = clients[who].get(address)
        if answer.status_code == 200 and not answer.streaming and b"<html" in answer.content[:200]:
            yield row, who, address  # neither a file nor a part of a page


def _become(page: Page, scene: Scene, who: str, live_server: LiveServer) -> None:
    page.context.clear_cookies()
    if who != VISITOR:
        key = browser_of(getattr(scene.cast, who)).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}]
        )


def _faults(page: Page, heard: list[str]) -> list[str]:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    found = [f"{wide} pixels wide on a screen of {room}"] if wide > room else []
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} headings of the first level")
    if not page.title().partition(" – ")[0].strip():
        found.append("no title")
    return found + heard
