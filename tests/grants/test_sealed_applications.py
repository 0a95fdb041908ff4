"""Nobody reads what is not theirs: drafts are the applicants' own, and what is submitted is sealed until the deadline.

Of the same meaning as reference scenario 10 (Hypha: «peeking is logged»; Innovate UK: only team members).
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.casework.models import Notice
from helsetek.casework.selectors import timeline
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.models import Application
from helsetek.grants.permissions.applications import may_see
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.services import submission
from tests import scenes
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PARTIES = ["anne", "bjorn", "cecilie", "david", "eli"]
READERS = ["frode", "guri", "gunnar", "hans", "kari", "leif", "mona"]
STRANGERS = ["siri", "trond", "aud", "per", "rita", "ingrid", "jonas", "nils", "oda", "tor"]


@pytest.fixture
def submitted(cast: Cast) -> Application:
    return scenes.a_submitted_application(cast)


def seen_by(cast: Cast, application: Application) -> list[str]:
    """Who may see it, by both the page's rule and the lists' rule, which must agree."""
    names = [*PARTIES, *READERS, *STRANGERS]
    one = [name for name in names if may_see(getattr(cast, name), application)]
    listed = [name for name in names if application in selectors.visible_to(getattr(cast, name))]
    assert one == listed
    return one


def test_a_draft_is_seen_by_the_parties_only_even_after_the_deadline(cast: Cast) -> None:
    draft = scenes.a_complete_draft(cast)
    with scenes.during(draft.call):
        assert seen_by(cast, draft) == PARTIES
    with scenes.after(draft.call):
        assert seen_by(cast, draft) == PARTIES


def test_a_submitted_one_is_sealed_to_the_last_second(cast: Cast, submitted: Application) -> None:
    with clock.at(submitted.call.closes_at - timedelta(seconds=1)):
        assert seen_by(cast, submitted) == PARTIES
        assert selectors.sealed_count(submitted.call) == 1
    with clock.at(submitted.call.closes_at):
        assert seen_by(cast, submitted) == [*PARTIES, *READERS]


def test_one_withdrawn_before_the_deadline_stays_sealed_for_good(cast: Cast, submitted: Application) -> None:
    with scenes.during(submitted.call):
        submission.withdraw(by=cast.bjorn, application=submitted, reason="Ombestemt")
    submitted.refresh_from_db()
    with scenes.after(submitted.call):
        assert seen_by(cast, submitted) == PARTIES


def test_one_withdrawn_after_the_deadline_can_still_be_read(cast: Cast, submitted: Application) -> None:
    with scenes.after(submitted.call):
        submission.withdraw(by=cast.bjorn, application=submitted, reason="Ombestemt")
        submitted.refresh_from_db()
        assert seen_by(cast, submitted) == [*PARTIES, *READERS]


def test_who_has_left_the_collaboration_sees_it_no_more(cast: Cast) -> None:
    draft = scenes.a_complete_draft(cast)
    membership = draft.collaboration.memberships.get(organisation=cast.saltdal)
    with scenes.during(draft.call):
        from helsetek.cooperation import services as cooperating

        cooperating.withdraw(by=cast.eli, membership=membership, reason="Går ut")
        assert not may_see(cast.eli, draft)


# -- The recorded look ------------------------------------------------------------------------------------


def test_an_administrators_look_needs_a_reason_is_logged_and_told(cast: Cast, submitted: Application) -> None:
    with scenes.during(submitted.call):
        with pytest.raises(RuleBroken):
            submission.look_through_seal(by=cast.rita, application=submitted, reason="")
        submission.look_through_seal(by=cast.rita, application=submitted, reason="Vedlegg lot seg ikke lagre")
    event = events.of_case(submitted.case.number)[-1]
    assert (event.verb, event.person_id) == ("grants.seal_looked_through", cast.rita.pk)
    assert event.reasons == "Vedlegg lot seg ikke lagre"
    shown = timeline(submitted.case.number)[-1]
    assert (shown.person, shown.internal) == ("Rita", False)
    assert Notice.objects.filter(kind="grants.seal_looked_through", person=cast.anne).exists()


def test_each_look_is_its_own_event(cast: Cast, submitted: Application) -> None:
    with scenes.during(submitted.call):
        for _ in range(2):
            submission.look_through_seal(by=cast.rita, application=submitted, reason="Feilsøking")
    looks = [e for e in events.of_case(submitted.case.number) if e.verb == "grants.seal_looked_through"]
    assert len(looks) == 2
    assert Notice.objects.filter(kind="grants.seal_looked_through", person=cast.anne).count() == 2


@pytest.mark.parametrize("who", [*READERS, "trond", "ingrid", "tor"])
def test_nobody_else_looks_through(cast: Cast, submitted: Application, who: str) -> None:
    with scenes.during(submitted.call), pytest.raises(NotAllowed):
        submission.look_through_seal(by=getattr(cast, who), application=submitted, reason="Nysgjerrig")


def test_an_administrator_who_also_handles_cases_does_not_look(cast: Cast, submitted: Application) -> None:
    from tests.cast import give_role

    give_role(cast.rita, cast.directorate, "case_officer")
    with scenes.during(submitted.call), pytest.raises(NotAllowed):
        submission.look_through_seal(by=cast.rita, application=submitted, reason="Feilsøking")


def test_what_is_unsealed_needs_no_look(cast: Cast, submitted: Application) -> None:
    with scenes.after(submitted.call), pytest.raises(WrongState):
        submission.look_through_seal(by=cast.rita, application=submitted, reason="Feilsøking")
