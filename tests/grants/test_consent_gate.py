"""Nobody is applied for who has not said yes: each partner consents through its own signatory.

Of the same meaning as Innovate UK's «cannot mark as complete with pending invites» (reference scenario 1).
"""

from __future__ import annotations

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.cooperation import services as cooperating
from helsetek.grants.models import Application, EligibilityRecord
from helsetek.grants.services import submission
from tests import scenes
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast: Cast) -> Application:
    """Complete; nobody has consented yet."""
    return scenes.a_complete_draft(cast, collaboration=scenes.a_collaboration(cast, consented=False))


def submit(cast: Cast, draft: Application) -> Application:
    with scenes.during(draft.call):
        return submission.submit(by=cast.bjorn, application=draft)


def test_every_municipality_that_lacks_consent_is_named(cast: Cast, draft: Application) -> None:
    with pytest.raises(RuleBroken) as refused:
        submit(cast, draft)
    assert "Bodø, Fauske – Fuosko, Saltdal" in str(refused.value)
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not EligibilityRecord.objects.exists()


def test_one_missing_is_enough(cast: Cast, draft: Application) -> None:
    scenes.let_consent(draft.collaboration, but=(cast.saltdal,))
    with pytest.raises(RuleBroken, match="Saltdal") as refused:
        submit(cast, draft)
    assert "Fauske" not in str(refused.value)


def test_a_writer_or_another_municipalitys_signatory_cannot_consent(cast: Cast, draft: Application) -> None:
    membership = draft.collaboration.memberships.get(organisation=cast.fauske)
    for person in (cast.cecilie, cast.bjorn, cast.eli):
        with pytest.raises(NotAllowed):
            cooperating.consent(by=person, membership=membership)


def test_with_all_consents_it_goes_through(cast: Cast, draft: Application) -> None:
    scenes.let_consent(draft.collaboration)
    assert submit(cast, draft).state == "submitted"


def test_one_who_declines_is_no_longer_applied_for(cast: Cast, draft: Application) -> None:
    """The gate opens, but the budget that names the one who left must be mended first."""
    scenes.let_consent(draft.collaboration, but=(cast.saltdal,))
    membership = draft.collaboration.memberships.get(organisation=cast.saltdal)
    cooperating.decline(by=cast.eli, membership=membership)
    with pytest.raises(RuleBroken) as refused:
        submit(cast, draft)
    assert set(refused.value.fields) == {"budget"}
