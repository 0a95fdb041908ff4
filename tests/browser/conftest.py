"""Debian's Chromium for the journeys."""

import os
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from helsetek.accounts.selectors import Person
from tests.browser.acting import Desk
from tests.visiting import browser_of
from tools import needs

# Keep the browser from calling home.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = needs.find_browser()
    if path is None:
        pytest.fail("Chromium is missing. On Debian: apt-get install chromium")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": path, "args": [*QUIET, *sandbox]}


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Desk:
    """Somebody's own browser, logged in. The same person keeps the same one."""
    pages: dict[int, Page] = {}

    def sit_down(person: Person) -> Page:
        if person.pk not in pages:
            context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
            cookie = browser_of(person).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
            pages[person.pk] = context.new_page()
            pages[person.pk].set_default_timeout(20_000)
        return pages[person.pk]

    return sit_down
