"""Bad input on collaborations: answered politely, what was typed is kept, and nothing is founded or changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from helsetek.cooperation import services
from helsetek.cooperation.models import Collaboration, Membership
from tests.cast import Cast
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db


def found_by(cast: Cast, **more: Any) -> Any:
    data = {"name": "Salten", "purpose": "Sammen om journal", "lead": str(cast.bodo.pk)} | more
    return browser_of(cast.anne).post("/samarbeid/nytt/", data)


@pytest.mark.parametrize(
    "bad",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"purpose": "x" * 4001},
        {"lead": "999999"},
        {"lead": "x"},
        {"lead": "9" * 40},
        {"agreement": SimpleUploadedFile("avtale.odt", b"PK\x03\x04")},
        {"agreement": SimpleUploadedFile("avtale.pdf", b"MZ")},
    ],
    ids=lambda bad: next(iter(bad)),
)
def test_what_cannot_be_a_collaboration_is_refused_and_kept(cast: Cast, bad: dict[str, Any]) -> None:
    answer = found_by(cast, **bad)
    assert answer.status_code in (200, 422)
    assert "Sammen om journal" in answer.content.decode() or "purpose" in bad
    assert not Collaboration.objects.exists()


def test_nobody_founds_in_the_name_of_others(cast: Cast) -> None:
    assert found_by(cast, lead=str(cast.alver.pk)).status_code in (200, 403, 422)
    assert not Collaboration.objects.exists()


def test_an_answer_for_somebody_else_changes_nothing(cast: Cast) -> None:
    """A foreign id: Eli signs for Saltdal, and names Fauske's place."""
    found = services.found(
        by=cast.anne, name="Salten", purpose="x", lead_id=cast.bodo.pk, member_ids=[cast.fauske.pk]
    )
    place = found.memberships.get(organisation=cast.fauske)
    for path in (f"/samarbeid/svar/{place.pk}/", f"/samarbeid/trekk/{place.pk}/"):
        assert browser_of(cast.eli).post(path, {"answer": "yes", "reason": "x"}).status_code == 403
    assert Membership.objects.get(pk=place.pk).state == "invited"
