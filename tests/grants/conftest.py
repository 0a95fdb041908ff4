"""For tests that look at the words of a refusal."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def in_english() -> Iterator[None]:
    """The words in the code, whatever the catalogues say."""
    with translation.override("en"):
        yield
