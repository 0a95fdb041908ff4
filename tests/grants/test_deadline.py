"""The deadline is an instant: to the second, in Norway, also in the nights when the clocks are changed.

Of the same meaning as the American federal system's tests of an open competition (reference scenario 2).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, TooLate, WrongState
from helsetek.common.instants import oslo
from helsetek.grants.models import Application
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.services import drafting, submission
from tests import scenes
from tests.cast import Cast

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def a_draft_to_a_call_that_closes(cast: Cast, closes_at: datetime) -> Application:
    call = scenes.an_open_call(cast, closes_at=closes_at, opens_at=closes_at - timedelta(days=60))
    return scenes.a_complete_draft(cast, call=call)


def submit_at(cast: Cast, draft: Application, instant: datetime) -> Application:
    with clock.at(instant):
        return submission.submit(by=cast.bjorn, application=draft)


@pytest.fixture
def draft(cast: Cast) -> Application:
    return scenes.a_complete_draft(cast)


@pytest.mark.parametrize(
    "before", [timedelta(days=30), timedelta(hours=1), SECOND, timedelta(microseconds=1)]
)
def test_before_the_closing_instant_is_in_time(cast: Cast, draft: Application, before: timedelta) -> None:
    submitted = submit_at(cast, draft, draft.call.closes_at - before)
    assert submitted.submitted_at == draft.call.closes_at - before


@pytest.mark.parametrize("after", [timedelta(0), SECOND, timedelta(days=1)])
def test_the_closing_instant_itself_and_later_is_too_late(
    cast: Cast, draft: Application, after: timedelta
) -> None:
    with pytest.raises(TooLate):
        submit_at(cast, draft, draft.call.closes_at + after)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_before_the_opening_instant_the_door_is_closed(cast: Cast, draft: Application) -> None:
    with pytest.raises(TooLate):
        submit_at(cast, draft, draft.call.opens_at - SECOND)
    assert submit_at(cast, draft, draft.call.opens_at).state == "submitted"


@pytest.mark.parametrize(
    ("closes", "utc"),
    [
        # 31 March 2024 the clocks go from 02.00 to 03.00: 03.00 in summer time is 01.00 UTC.
        (oslo(2024, 3, 31, 3), datetime(2024, 3, 31, 1, tzinfo=UTC)),
        (oslo(2024, 3, 31, 1, 59, 59), datetime(2024, 3, 31, 0, 59, 59, tzinfo=UTC)),
        # 27 October 2024 they go from 03.00 back to 02.00: the day has 25 hours.
        (oslo(2024, 10, 27, 3), datetime(2024, 10, 27, 2, tzinfo=UTC)),
        (oslo(2024, 10, 27, 12), datetime(2024, 10, 27, 11, tzinfo=UTC)),
    ],
)
def test_both_nights_when_the_clocks_are_changed(cast: Cast, closes: datetime, utc: datetime) -> None:
    draft = a_draft_to_a_call_that_closes(cast, closes)
    assert draft.call.closes_at == utc
    with pytest.raises(TooLate):
        submit_at(cast, draft, utc)
    assert submit_at(cast, draft, utc - SECOND).state == "submitted"


def test_in_the_doubled_hour_the_first_half_past_two_is_in_time_for_a_deadline_at_three(cast: Cast) -> None:
    """Half past two comes twice that night; both lie before 03.00, and both are in time."""
    draft = a_draft_to_a_call_that_closes(cast, oslo(2024, 10, 27, 3))
    with clock.at(datetime(2024, 10, 27, 0, 30, tzinfo=UTC)):  # the first half past two
        submission.submit(by=cast.bjorn, application=draft)
    with clock.at(datetime(2024, 10, 27, 1, 30, tzinfo=UTC)):  # the second
        taken_back = submission.take_back(by=cast.bjorn, application=draft)
        assert submission.submit(by=cast.bjorn, application=taken_back).state == "submitted"


def test_an_extended_deadline_is_the_deadline(cast: Cast, draft: Application) -> None:
    old = draft.call.closes_at
    scenes.a_changed_call(cast, draft.call, reason="Feil i portalen")
    assert submit_at(cast, draft, old + SECOND).call_version.number == 2


def test_submitted_in_time_stands_after_the_deadline(cast: Cast, draft: Application) -> None:
    submitted = submit_at(cast, draft, draft.call.closes_at - SECOND)
    assert submit_at(cast, submitted, draft.call.closes_at + SECOND).submitted_at == submitted.submitted_at


# -- The late door ----------------------------------------------------------------------------------------


def open_door(cast: Cast, draft: Application, days: int = 3) -> None:
    with scenes.after(draft.call):
        submission.open_late_door(
            by=cast.frode,
            call=draft.call,
            collaboration=draft.collaboration,
            until=draft.call.closes_at + timedelta(days=days),
            reason="Portalen var nede",
        )


def test_the_late_door_lets_one_in_until_it_closes(cast: Cast, draft: Application) -> None:
    open_door(cast, draft)
    closes = draft.call.closes_at + timedelta(days=3)
    with pytest.raises(TooLate):
        submit_at(cast, draft, closes)
    submitted = submit_at(cast, draft, closes - SECOND)
    assert submitted.state == "submitted"
    opened = next(e for e in events.of_case(draft.case.number) if e.verb == "grants.late_door_opened")
    assert opened.reasons == "Portalen var nede"


def test_the_late_door_is_for_one_collaboration_only(cast: Cast, draft: Application) -> None:
    open_door(cast, draft)
    other = scenes.a_complete_draft(
        cast, call=draft.call, collaboration=scenes.a_collaboration(cast, lead="alver", members=("bodo",))
    )
    with scenes.after(draft.call), pytest.raises(TooLate):
        submission.submit(by=cast.aud, application=other)


def test_the_door_can_be_opened_for_one_who_had_not_begun(cast: Cast) -> None:
    call, collaboration = scenes.an_open_call(cast), scenes.a_collaboration(cast)
    with scenes.after(call):
        submission.open_late_door(
            by=cast.frode,
            call=call,
            collaboration=collaboration,
            until=call.closes_at + timedelta(days=9),
            reason="Flom",
        )
        assert drafting.begin(by=cast.anne, call=call, collaboration=collaboration).state == "draft"


@pytest.mark.parametrize("who", ["guri", "hans", "rita", "bjorn", "tor"])
def test_only_the_scheme_manager_opens_it(cast: Cast, draft: Application, who: str) -> None:
    with scenes.after(draft.call), pytest.raises(NotAllowed):
        submission.open_late_door(
            by=getattr(cast, who),
            call=draft.call,
            collaboration=draft.collaboration,
            until=draft.call.closes_at + timedelta(days=3),
            reason="x",
        )


@pytest.mark.parametrize(
    ("days", "reason", "field"), [(3, "  ", "reason"), (0, "x", "until"), (1, "x", "until")]
)
def test_it_needs_a_reason_and_a_time_ahead(
    cast: Cast, draft: Application, days: int, reason: str, field: str
) -> None:
    with scenes.after(draft.call), pytest.raises(RuleBroken) as refused:
        submission.open_late_door(
            by=cast.frode,
            call=draft.call,
            collaboration=draft.collaboration,
            until=draft.call.closes_at + timedelta(days=days),
            reason=reason,
        )
    assert list(refused.value.fields) == [field]


# -- After the deadline nothing moves ----------------------------------------------------------------------


def test_what_is_submitted_can_be_taken_back_before_the_deadline_only(cast: Cast, draft: Application) -> None:
    submitted = submit_at(cast, draft, draft.call.closes_at - timedelta(days=1))
    with clock.at(draft.call.closes_at), pytest.raises(TooLate):
        submission.take_back(by=cast.bjorn, application=submitted)
    with clock.at(draft.call.closes_at - SECOND):
        taken = submission.take_back(by=cast.bjorn, application=submitted)
    assert (taken.state, taken.submitted_at, taken.content_hash) == ("draft", None, "")


def test_a_submitted_application_cannot_be_written_on(cast: Cast, draft: Application) -> None:
    submitted = submit_at(cast, draft, draft.call.closes_at - timedelta(days=1))
    with scenes.during(draft.call), pytest.raises(WrongState):
        drafting.save_section(
            by=cast.anne, application=submitted, key=SectionKey.PROJECT, data={"title": "Nytt"}, revision=1
        )
    assert selectors.content_of(submitted).project.title == "Felles journal"
