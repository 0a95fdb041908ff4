"""The whole registry, loaded once for all tests of a file (each test's own changes are taken back)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from helsetek.registry import services


@pytest.fixture(scope="module")
def norway(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """All organisations of the project's own tables. The test itself must ask for ``db`` too."""
    with django_db_blocker.unblock(), transaction.atomic():
        services.load_registry()
        yield
        transaction.set_rollback(True)
