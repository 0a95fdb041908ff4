"""How people act in the browser: fill in, tick, press. For the journeys."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from helsetek.accounts.selectors import Person
from helsetek.grants.models import PaymentFile
from tests.browser.eyes import assert_sound
from tests.cast import Cast
from tests.grants.afterwards import answer

# Gives somebody's own browser, logged in.
Desk = Callable[[Person], Page]


def fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"[name='{name}']").fill(text)


def tick(page: Page, name: str, *values: str) -> None:
    """All boxes of a name, or those with the values."""
    chosen = [f"[name='{name}'][value='{value}']" for value in values] or [f"[name='{name}']"]
    for selector in chosen:
        for box in page.locator(selector).all():
            box.check()


def press(page: Page, words: str) -> None:
    """The first button, or link that looks like one, with the words in it (a pattern)."""
    page.locator("main button, main a.ds-button").filter(has_text=re.compile(words)).first.click()
    page.wait_for_load_state()


def file(name: str, kind: str, content: bytes) -> Any:
    return {"name": name, "mimeType": kind, "buffer": content}


def pay_all(people: Cast, desk: Desk) -> None:
    """All that is due is prepared by Kari, attested by Leif, sent, and paid by the bank."""
    kari, leif = desk(people.kari), desk(people.leif)
    kari.goto("/utbetalinger/")
    tick(kari, "chosen")
    press(kari, "Klargjør")
    leif.goto("/utbetalinger/attestering/")
    assert_sound(leif)
    tick(leif, "chosen")
    press(leif, "Attester")
    kari.goto("/utbetalinger/filer/ny/")
    press(kari, "Lag filen")
    assert_sound(kari)
    message_id = PaymentFile.objects.latest("id").message_id
    kari.goto("/utbetalinger/filer/svar/")
    content = answer(message_id, group="ACSC")
    kari.locator("[name='file']").set_input_files(file("svar.xml", "application/xml", content))
    press(kari, "Les svaret")
