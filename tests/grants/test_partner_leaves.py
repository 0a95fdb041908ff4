"""A partner withdraws its consent after submission: the case officer is told, and the decision is warned.

The duties (docs/law.md): forvaltningsloven § 17.
"""

from __future__ import annotations

import pytest

from helsetek.casework import selectors as cases
from helsetek.casework import todo
from helsetek.casework.models import Notice
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.cooperation import selectors as cooperation
from helsetek.cooperation import services as cooperating
from helsetek.grants import addresses
from helsetek.grants.models import Application
from helsetek.grants.selectors.departures import departures
from helsetek.grants.services import departures as considering
from tests import rounds, scenes
from tests.cast import Cast
from tests.grants.paper import open_page
from tests.rounds import at_work
from tests.visiting import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
WHY = "Kommunestyret har sagt nei."


def leave(cast: Cast, application: Application) -> None:
    """Fauske leaves, by its own signatory."""
    [place] = [
        one
        for one in cooperation.memberships_of(application.collaboration)
        if one.organisation_id == cast.fauske.pk
    ]
    cooperating.withdraw(by=cast.david, membership=place, reason=WHY)


def told(cast: Cast) -> set[str]:
    return {notice.person.name for notice in Notice.objects.filter(kind="grants.partner_left")}


@pytest.fixture
def taken(cast: Cast) -> Application:
    application = rounds.a_taken_application(cast)
    with at_work(application.call):
        leave(cast, application)
    return rounds.fresh(application)


def test_the_officer_gets_a_notice_with_the_reason(cast: Cast, taken: Application) -> None:
    notice = Notice.objects.get(kind="grants.partner_left")
    assert notice.person == cast.guri
    assert "Fauske" in notice.subject
    assert WHY in notice.body


def test_every_officer_is_told_of_a_case_that_nobody_has_taken(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast)
    with at_work(application.call):
        leave(cast, application)
    assert told(cast) == {"Guri", "Gunnar"}


def test_what_is_sealed_is_not_told_of_but_stands_on_the_case_when_it_opens(cast: Cast) -> None:
    application = scenes.a_submitted_application(cast)
    with scenes.during(application.call):
        clock_ = clock.now()
        leave(cast, application)
    assert told(cast) == set()
    [left] = departures(application)
    assert (left.name, left.at, left.reason, left.considered) == (cast.fauske.name, clock_, WHY, False)


def test_who_left_a_draft_is_no_news(cast: Cast) -> None:
    draft = scenes.a_complete_draft(cast)
    with scenes.during(draft.call):
        leave(cast, draft)
    assert departures(draft) == []


def test_it_is_among_the_officers_tasks_until_it_is_considered(cast: Cast, taken: Application) -> None:
    def waiting() -> list[str]:
        return [one.title for one in todo.for_person(cast.guri) if one.kind == "grants.departure"]

    with at_work(taken.call):
        assert waiting() == [f"{cast.fauske.name} has left: {taken.case.title}"]
        considering.consider(by=cast.guri, application=taken, note="To kommuner er nok.")
        assert waiting() == []
        with pytest.raises(WrongState):
            considering.consider(by=cast.guri, application=taken, note="En gang til.")
    [left] = departures(taken)
    assert left.considered
    assert cast.fauske not in [party.organisation for party in cases.parties_of(taken.case)]
    last = events.of_case(taken.case.number)[-1]
    assert (last.verb, last.reasons) == ("grants.departure_considered", "To kommuner er nok.")


@pytest.mark.parametrize("who", ["gunnar", "hans", "anne", "frode", "tor"])
def test_only_the_officer_of_the_case_considers_it(cast: Cast, taken: Application, who: str) -> None:
    with at_work(taken.call), pytest.raises(NotAllowed):
        considering.consider(by=getattr(cast, who), application=taken, note="Greit.")


def test_considering_needs_words(cast: Cast, taken: Application) -> None:
    with at_work(taken.call), pytest.raises(RuleBroken):
        considering.consider(by=cast.guri, application=taken, note="  ")


def test_the_page_of_the_case_says_so_and_leads_to_the_form(cast: Cast, taken: Application) -> None:
    with at_work(taken.call):
        guri = browser_of(cast.guri)
        page = open_page(guri, addresses.handling(taken.pk))
        assert "Fauske – Fuosko har gått ut av samarbeidet" in page.text
        assert WHY in page.text
        done = open_page(guri, addresses.of("departure", taken.pk)).send(reason="To er nok.").follow()
        assert "To er nok." in done.text
        assert "Si hva som følger" not in done.text
        assert open_page(browser_of(cast.hans), addresses.of("departure", taken.pk)).status == 403


def test_the_decision_is_warned_before_it_is_made(cast: Cast) -> None:
    allotment = rounds.a_prepared_round(cast)
    decision = rounds.decisions_of(allotment)[0]
    with at_work(allotment.call):
        hans = browser_of(cast.hans)
        of_round = addresses.round_of(allotment, "round_decisions")
        assert "gått ut av samarbeidet" not in open_page(hans, of_round).text
        leave(cast, decision.application)
        for path in (addresses.decision(decision.pk), of_round):
            assert "gått ut av samarbeidet" in open_page(hans, path).text
