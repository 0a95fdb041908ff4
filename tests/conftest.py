"""What every test stands on: surroundings of its own, a database for each process, and the cast."""

from tests.surroundings import HOME  # first: it sets what the settings read

# isort: split
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests import template_database
from tests.cast import Cast, gather
from tests.kept import shelf

DATABASE = HOME / "test.sqlite3"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests marked `postgres` belong to the run on PostgreSQL; on SQLite they are left out (and counted).

    The run on PostgreSQL leaves out those that never ask for a database: they cannot tell which one it is.
    """
    on_postgres = connection.vendor == "postgresql"
    left_out = [item for item in items if _belongs_elsewhere(item, on_postgres=on_postgres)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _belongs_elsewhere(item: pytest.Item, *, on_postgres: bool) -> bool:
    if not on_postgres:
        return item.get_closest_marker("postgres") is not None
    asked_for = {"db", "transactional_db", "live_server"} & {*getattr(item, "fixturenames", ())}
    return not asked_for and item.get_closest_marker("django_db") is None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """A database that was put in place is used as it is; the folder it lies in goes away at the end."""
    return connection.vendor == "sqlite" and DATABASE.exists()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        template_database.keep()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """On SQLite the tests use a file, as the real system does: threads and WAL differ in memory."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(DATABASE)
        template_database.use(DATABASE)
    else:
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


# Append-only tables refuse to be emptied. Tests that commit for real must empty them all the same:
# here, and only here, the guards are lifted while it is done.
_GUARDED = (
    "common_event",
    "casework_letterreceipt",
    "casework_documentaccess",
    "casework_textblock",
    "scheme_posting",
    "scheme_callversion",
    "standards_standing",
    "approval_statusevent",
    "approval_declaration",
    "approval_decision",
    "approval_testrun",
    "approval_finding",
    "grants_claimentry",
    "evaluation_run",
    "evaluation_assumptionsfile",
    "evaluation_indicatorlink",
    "grants_agreementversion",
    "grants_moneychange",
    "casework_drawannouncement",
    "casework_draw",
    "control_visit",
    "grants_moderation",
    "grants_scorechange",
    "grants_adjustment",
    "grants_rankingbasis",
)
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
    shelf.forget_base()


TransactionTestCase._fixture_teardown = _empty_and_guard_again  # type: ignore[method-assign]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Nothing is written yet in this test, and whatever is written will be seen; see ``tests.kept``."""
    shelf.begin()


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    """The people and organisations that every test speaks of."""
    return gather()
