"""Every route × every person × own and other organisation, held against the one table (``table.py``)."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, resolve, reverse

from helsetek.accounts.middleware import SESSION_KEY
from tests.access.kinds import EVERYBODY, VISITOR, Reply, Row
from tests.access.routes import all_routes
from tests.access.scene import Scene
from tests.access.table import NOT_PAGES, TABLE
from tests.grants.paper import Page, open_page
from tests.visiting import browser_of, visitor

# Looking may touch the session (what was kept of a form) and the count that limits requests; nothing else.
_WRITES = re.compile(
    r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(?!django_session|api_requestcount)(\w+)', re.IGNORECASE
)
_ABSURD = (0, 2**31, 2**63, 10**30)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """One scene for all rows that are asked for: made within a transaction that is rolled back at the end.

    Everything that any of them speaks of is made here, since what a test makes is gone when it ends.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        scene = Scene()
        for row in _asked_for(request.session.items):
            with contextlib.suppress(Exception):  # the row's own test will say what is wrong
                list(row.arguments(scene)), row.data(scene)
        yield scene
        transaction.set_rollback(True)


def _asked_for(items: list[pytest.Item]) -> list[Row]:
    """The rows of the tests that were chosen (``-k``), each once; all of them if a test looks at them together."""
    rows: dict[int, Row] = {}
    for item in items:
        if "scene" in getattr(item, "fixturenames", ()):
            spec = getattr(item, "callspec", None)
            row = spec.params.get("row") if spec else None
            if row is None:
                return list(TABLE)
            rows[id(row)] = row
    return list(rows.values())


@pytest.fixture(scope="module")
def browsers(scene: Scene) -> dict[str, Client]:
    found = {name: browser_of(getattr(scene.cast, name)) for name in EVERYBODY if name != VISITOR}
    return {**found, VISITOR: visitor()}


def _who_asks(row: Row) -> set[str]:
    """Everybody. Who gets in where is the same on each database, so on the second one it is one of those who do."""
    return set(EVERYBODY) if connection.vendor == "sqlite" else {*sorted(row.allowed)[:1]} or {VISITOR}


def test_every_route_is_in_the_table() -> None:
    known = {row.route for row in TABLE} | set(NOT_PAGES)
    missing = [route for route in all_routes() if route not in known]
    assert not missing, f"add these to tests/access/rows: {missing}"


def test_the_table_names_no_route_that_is_gone() -> None:
    gone = {row.route for row in TABLE} - set(all_routes())
    assert not gone, f"take these out of tests/access/rows: {sorted(gone)}"


def test_no_situation_stands_twice() -> None:
    seen = [str(row) for row in TABLE]
    assert sorted(set(seen)) == sorted(seen)


def test_files_and_api_name_the_page_they_belong_to() -> None:
    pages = {row.route for row in TABLE if not row.like}
    assert {row.like for row in TABLE if row.like} <= pages


@pytest.mark.parametrize("row", TABLE, ids=str)
def test_each_person_gets_what_the_table_says(row: Row, scene: Scene, browsers: dict[str, Client]) -> None:
    address, data = _address(row, scene), dict(row.data(scene))
    assert resolve(urlsplit(address).path).view_name == row.route, f"{address} leads to another page"
    wrong = []
    for who in sorted(_who_asks(row)):
        response, writes = _ask(browsers[who], row.method, address, data)
        got, expected = _reply(response), row.expected(who)
        if got != expected:
            wrong.append(f"{who}: {got} (status {response.status_code}), the table says {expected}")
        if writes and (row.method == "GET" or expected != Reply.OPEN):
            wrong.append(f"{who}: the {row.method} wrote to {sorted(writes)}")
    assert not wrong, "\n".join([f"{row} at {address}", *wrong])


def _rows_of_pages_without_posts() -> list[Row]:
    posts = {row.route for row in TABLE if row.method == "POST"}
    first = {row.route: row for row in reversed(TABLE) if row.route not in posts}
    return list(first.values())


@pytest.mark.parametrize("row", _rows_of_pages_without_posts(), ids=lambda row: row.route)
def test_a_page_without_a_form_takes_no_post(row: Row, scene: Scene, browsers: dict[str, Client]) -> None:
    address = _address(row, scene)
    for who in {VISITOR, "tor", *sorted(row.allowed)[:1]}:
        response, writes = _ask(browsers[who], "POST", address, {})
        assert _reply(response) != Reply.OPEN, f"{who} can post to {address}: add the row"
        assert not writes, f"{who}'s post to {address} wrote to {sorted(writes)}"


def _rows_with_ids() -> list[Row]:
    return [row for row in TABLE if row.arguments.__name__ != "none"]


@pytest.mark.parametrize("row", _rows_with_ids(), ids=str)
def test_unknown_ids_are_answered_politely(row: Row, scene: Scene, browsers: dict[str, Client]) -> None:
    arguments = list(row.arguments(scene))
    asking = sorted(row.allowed)[:1] or ["anne"]
    for index, argument in enumerate(arguments):
        for absurd in _ABSURD if isinstance(argument, int) else ("00000000-0000-0000-0000-000000000000",):
            address = _reversed(row.route, [*arguments[:index], absurd, *arguments[index + 1 :]])
            if address:
                response, writes = _ask(browsers[asking[0]], row.method, address, dict(row.data(scene)))
                assert response.status_code in {302, 400, 401, 403, 404, 405, 409}, (
                    f"{address}: {response.status_code}"
                )
                assert not writes


def _rows_of_forms() -> list[Row]:
    """Pages that the same people may open and send, none of them for visitors."""
    sent = {(row.route, row.when) for row in TABLE if row.method == "POST" and row.allowed}
    return [
        row
        for row in TABLE
        if row.method == "GET"
        and (row.route, row.when) in sent
        and row.allowed
        and VISITOR not in row.allowed
    ]


def test_nothing_typed_is_lost_when_the_log_in_expires_in_mid_form(scene: Scene) -> None:
    """Every form with something to write in: sent after the log-in expired, it is there again after the next one."""
    tried, lost = [], []
    for row in _rows_of_forms():
        with transaction.atomic():
            kept = _typed_and_found_again(row, scene)
            transaction.set_rollback(True)
        tried += [row.route] * (kept is not None)
        lost += [row.route] * (kept is False)
    assert not lost
    assert len(tried) > 25, tried


def _typed_and_found_again(row: Row, scene: Scene) -> bool | None:
    """None where the page has nothing to write in as things stand."""
    posting = next(r for r in TABLE if (r.route, r.when, r.method) == (row.route, row.when, "POST"))
    person = getattr(scene.cast, min(row.allowed & posting.allowed))
    browser = browser_of(person)
    page = open_page(browser, _address(row, scene))
    form = _with_a_text(page) if page.status == 200 else None
    if form is None:
        return None
    name = next(field.get("name") for field in form.xpath(_TEXT) if field.get("name"))
    data = dict(form.form_values()) | {name: _TYPED}
    browser.session.flush()
    refused = Page(browser, page.path, browser.post(urljoin(page.path, form.action or ""), data))
    [log_in] = refused.tree.xpath("//main//a[contains(@href, 'kept')]/@href")
    session = browser.session
    session[SESSION_KEY] = person.pk
    session.save()
    again = browser.get(parse_qs(urlsplit(log_in).query)["next"][0]).content.decode()
    return refused.status == 401 and _TYPED in again


_TYPED = "Dette skrev jeg nettopp"
_TEXT = ".//textarea|.//input[@type='text']"


def _with_a_text(page: Page) -> Any:
    main = page.tree.xpath("//main//form[@method='post' or @method='POST']")
    return next((form for form in main if form.xpath(_TEXT)), None)


def _address(row: Row, scene: Scene) -> str:
    return reverse(row.route, args=list(row.arguments(scene))) + (f"?{row.query}" if row.query else "")


def _reversed(route: str, arguments: list[Any]) -> str:
    try:
        return reverse(route, args=arguments)
    except NoReverseMatch:
        return ""


def _ask(browser: Client, method: str, address: str, data: dict[str, Any]) -> tuple[HttpResponse, set[str]]:
    """What the server answers, and the tables it wrote to. Whatever it wrote, also to the cookies, is taken back."""
    cookies = browser.cookies.copy()
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        response: Any = browser.generic("HEAD", address) if method == "HEAD" else None
        response = response or (browser.post(address, data) if method == "POST" else browser.get(address))
        if getattr(response, "streaming", False):
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    browser.cookies = cookies
    tables = {found[1] for query in queries if (found := _WRITES.match(query["sql"]))}
    return response, tables


def _reply(response: HttpResponse) -> str:
    status = response.status_code
    if status == 401 or (status == 302 and _leads_to_log_in(response)):
        return Reply.LOG_IN
    known = {403: Reply.FORBIDDEN, 404: Reply.HIDDEN, 405: Reply.NOT_ALLOWED}
    if status in known:
        return known[status]
    return Reply.OPEN if status in {200, 204, 302, 303, 304, 400, 409, 422, 503} else f"status {status}"


def _leads_to_log_in(response: HttpResponse) -> bool:
    try:
        return response.headers.get("Location", "").startswith(reverse("accounts:log_in"))
    except NoReverseMatch:
        return False
