"""What counts is when the request arrived, to the second: not when its body was read, nor when its turn came."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client

from helsetek.common import clock
from helsetek.grants import addresses
from helsetek.grants.models import Application
from tests import scenes
from tests.cast import Cast
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


class SlowBody(BytesIO):
    """The clock is set to ``until`` when the first of the body is read: the line is slow, or the queue is long."""

    def __init__(self, content: bytes, until: datetime, stack: ExitStack) -> None:
        super().__init__(content)
        self.until, self.stack, self.was_read = until, stack, False

    def read(self, size: int | None = -1) -> bytes:
        if not self.was_read:
            self.was_read = True
            self.stack.enter_context(clock.at(self.until))
        return super().read(-1 if size is None else size)


@pytest.fixture
def draft(cast: Cast) -> Application:
    return scenes.a_complete_draft(cast)


@pytest.fixture
def bjorns(cast: Cast) -> Iterator[Client]:
    """Bjørn's, which sends its token in the body: so the body is read before the view is reached."""
    browser = browser_of(cast.bjorn)
    browser.handler.enforce_csrf_checks = True
    return browser


def send(browser: Client, draft: Application, arrives: datetime, is_read: datetime) -> int:
    address = addresses.of("submit", draft.pk)
    with ExitStack() as stack, clock.at(arrives):
        browser.get(address)
        token = browser.cookies["csrftoken"].value
        content = f"csrfmiddlewaretoken={token}".encode()
        body = SlowBody(content, is_read, stack)
        answer = browser.post(
            address,
            content,
            content_type="application/x-www-form-urlencoded",
            **{"wsgi.input": body},  # type: ignore[arg-type]
        )
        assert body.was_read
        stack.close()
    draft.refresh_from_db()
    return answer.status_code


def test_in_time_when_it_arrived_is_in_time_however_slowly_it_was_read(
    cast: Cast, draft: Application, bjorns: Client
) -> None:
    arrives = draft.call.closes_at - SECOND
    assert send(bjorns, draft, arrives, draft.call.closes_at + timedelta(minutes=2)) == 302
    assert (draft.state, draft.submitted_at) == ("submitted", arrives)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(microseconds=1), SECOND])
def test_none_after_the_closing_second(
    cast: Cast, draft: Application, bjorns: Client, late: timedelta
) -> None:
    closes = draft.call.closes_at
    assert send(bjorns, draft, closes + late, closes + late) == 409
    assert (draft.state, draft.submitted_at) == ("draft", None)


def test_the_instant_is_written_down_before_anything_else_is_done() -> None:
    assert settings.MIDDLEWARE[0] == "helsetek.common.web.arrival.ArrivalMiddleware"


def test_outside_a_request_things_arrive_when_they_are_done() -> None:
    before = clock.now()
    assert before <= clock.arrival() <= clock.now()
    with clock.arriving():
        arrived = clock.arrival()
        with clock.at(arrived + SECOND):
            assert clock.arrival() == arrived
    assert clock.arrival() > arrived
