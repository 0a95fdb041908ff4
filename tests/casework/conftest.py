"""A case to act in: Bodø leads, Fauske is partner; those who see it are the parties' people and the directorate's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from helsetek.accounts.rules import Role
from helsetek.casework import guards, services, verbs
from helsetek.casework.models import Case
from tests.cast import Cast

from . import guarded

KIND, PAGE, LETTERS = "test.case", "test.page", "test.letters"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Tests read the English words; those of other languages say so."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a room above would register, taken away again after each test."""
    with monkeypatch.context() as patch:
        patch.setattr(guards, "_pages", dict(guards._pages))
        patch.setattr(guards, "_cases", dict(guards._cases))
        patch.setattr(verbs, "_verbs", dict(verbs._verbs))
        guarded.register(KIND, PAGE)
        verbs.register(
            {
                "test.begun": "The application was begun",
                "test.recommended": "A recommendation was made",
                "test.decided": "The case was decided",
                "test.scored": "An assessment was handed in",
                "test.prepared": "A payment was prepared",
            },
            internal={"test.recommended", "test.decided", "test.scored"},
            roles={
                "test.recommended": Role.CASE_OFFICER,
                "test.decided": Role.DECISION_MAKER,
                "test.scored": Role.ASSESSOR,
                "test.prepared": Role.PAYMENT_PREPARER,
            },
        )
        yield


@pytest.fixture
def case(cast: Cast) -> Case:
    return services.open_case(
        kind=KIND, title="Trygghetsteknologi i Salten", lead_id=cast.bodo.pk, member_ids=[cast.fauske.pk]
    )
