"""Whatever is sent to the interface, it answers as its own description says, and never with a crash."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from helsetek.scheme.services import keep_known_awards
from tests.cast import Cast
from tests.scenes import an_open_call

OPERATIONS = (
    "calls", "call", "awards", "award", "organisations", "organisation", "envelopes", "envelope", "threesixty",
)  # fmt: skip


@pytest.fixture
def _one_connection() -> Iterator[None]:
    """The requests live in the test's own transaction: its connection must not be closed after each, as a server does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("operation_id", OPERATIONS)
def test_answers_are_as_described(cast: Cast, operation_id: str) -> None:
    an_open_call(cast)
    keep_known_awards()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operation = schema.find_operation_by_id(operation_id)

    @given(case=operation.as_strategy())
    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.explicit, Phase.generate],
    )
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate()

    ask()
