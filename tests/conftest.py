"""What every test stands on: a data folder of its own."""

import os
import tempfile

os.environ.setdefault("HELSETEK_ENV", "test")
os.environ.setdefault("HELSETEK_HOME", tempfile.mkdtemp(prefix="helsetek-test-"))

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from tests.cast import Cast, gather

# Append-only tables refuse to be emptied. Tests that commit for real must empty them all the same:
# here, and only here, the guards are lifted while it is done.
_GUARDED = ("common_event", "scheme_posting", "scheme_callversion")
_empty_tables = TransactionTestCase._fixture_teardown


def _lift_guards() -> None:
    with connection.cursor() as cursor:
        for table in _GUARDED:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_delete")


def _empty_and_guard_again(case: Any) -> None:
    from helsetek.common.guards import make_append_only
    from helsetek.common.models import ChainHead

    _lift_guards()
    _empty_tables(case)
    for table in _GUARDED:
        make_append_only(connection, table)
    ChainHead.objects.get_or_create(id=1)


TransactionTestCase._fixture_teardown = _empty_and_guard_again  # type: ignore[method-assign]


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """The people and organisations that every test speaks of."""
    return gather()
