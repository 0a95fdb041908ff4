"""Two at once, on real connections: one application is begun, one is submitted, and no save is lost.

Of the same meaning as reference scenario 5, which asks for a race that really races.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from helsetek.casework.models import Case, Notice
from helsetek.common import clock, events
from helsetek.common.errors import StaleEdit
from helsetek.grants.models import Application, EligibilityRecord, SectionVersion
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.services import drafting, submission
from tests import scenes
from tests.cast import Cast, gather

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast() -> Cast:
    return gather()


def at_once(application: Any, *acts: Callable[[], Any]) -> list[Any]:
    """Run the acts on a connection each, let go at the same moment. Gives what they gave or raised."""
    gate, outcomes = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        try:
            with clock.at(application.closes_at - scenes.timedelta(days=1)):
                gate.wait(timeout=20)
                outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 - what was raised is the outcome
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def test_a_double_click_on_begin_makes_one_application(cast: Cast) -> None:
    call, together = scenes.an_open_call(cast), scenes.a_collaboration(cast)

    def begin() -> Application:
        return drafting.begin(by=cast.anne, call=call, collaboration=together)

    first, second, third = at_once(call, begin, begin, begin)
    assert first == second == third
    assert Application.objects.count() == 1
    assert Case.objects.count() == 1


def test_a_double_click_on_submit_submits_once(cast: Cast) -> None:
    draft = scenes.a_complete_draft(cast)

    def submit() -> Application:
        return submission.submit(by=cast.bjorn, application=draft)

    outcomes = at_once(draft.call, submit, submit, submit)
    assert {outcome.state for outcome in outcomes} == {"submitted"}
    assert len({outcome.submitted_at for outcome in outcomes}) == 1
    assert EligibilityRecord.objects.count() == 1
    assert Notice.objects.filter(kind="grants.submitted").count() == 4
    assert [e.verb for e in events.of_case(draft.case.number)].count("grants.submitted") == 1
    assert events.verify().holds


def test_of_two_who_save_on_the_same_version_one_is_shown_the_others(cast: Cast) -> None:
    draft = scenes.a_draft(cast)

    def save(who: str) -> Callable[[], SectionVersion]:
        return lambda: drafting.save_section(
            by=getattr(cast, who),
            application=draft,
            key=SectionKey.PROJECT,
            data={"title": f"Fra {who}"},
            revision=0,
        )

    outcomes = at_once(draft.call, save("anne"), save("cecilie"))
    saved = [outcome for outcome in outcomes if isinstance(outcome, SectionVersion)]
    stale = [outcome for outcome in outcomes if isinstance(outcome, StaleEdit)]
    assert (len(saved), len(stale)) == (1, 1)
    assert stale[0].theirs == saved[0].data
    assert SectionVersion.objects.count() == 1
