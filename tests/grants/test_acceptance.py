"""The lead's signatory accepts in time, or the money goes back.

Scenario 8 of the reference suites: only the lead answers, and only once; nobody else, and not afterwards.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, TooLate, WrongState
from helsetek.grants.selectors.grants import granted_ore
from helsetek.grants.services import acceptance
from helsetek.scheme.selectors import allotments_of, balances
from tests.cast import Cast
from tests.grants.afterwards import ACCEPTED, ACCOUNT, an_accepted_grant, an_offered_grant

pytestmark = pytest.mark.django_db


def test_accepting_confirms_the_account_and_plans_what_follows(cast: Cast) -> None:
    grant = an_accepted_grant(cast, amount_kr=1_000_000)
    assert grant.state == "accepted"
    assert grant.account is not None
    assert grant.account.number == ACCOUNT
    assert sum(row.amount_ore for row in grant.instalments.all()) == granted_ore(grant) == 100_000_000
    assert grant.reports.filter(kind="final").count() == 1


def test_the_envelope_follows(cast: Cast) -> None:
    grant = an_accepted_grant(cast, amount_kr=1_000_000)
    stands = balances(allotments_of(grant.application.call)[0].envelope_id)
    assert (stands.granted, stands.accepted) == (0, 100_000_000)


@pytest.mark.parametrize("who", ["anne", "david", "guri", "trond", "tor"])
def test_only_the_leads_signatory_answers(cast: Cast, who: str) -> None:
    grant = an_offered_grant(cast)
    with clock.at(ACCEPTED), pytest.raises(NotAllowed, match="Bodø"):
        acceptance.accept(by=getattr(cast, who), grant=grant, account_number=ACCOUNT)
    grant.refresh_from_db()
    assert grant.state == "offered"


def test_a_wrong_account_number_changes_nothing(cast: Cast) -> None:
    grant = an_offered_grant(cast)
    with clock.at(ACCEPTED), pytest.raises(RuleBroken):
        acceptance.accept(by=cast.bjorn, grant=grant, account_number="86011117948")
    grant.refresh_from_db()
    assert grant.state == "offered"
    assert events.of_thing(f"grant:{grant.pk}")[-1].verb == "grants.offered"


def test_the_last_second_is_in_time_and_the_next_is_not(cast: Cast) -> None:
    grant = an_offered_grant(cast)
    with clock.at(grant.accept_before), pytest.raises(TooLate):
        acceptance.accept(by=cast.bjorn, grant=grant, account_number=ACCOUNT)
    with clock.at(grant.accept_before - timedelta(seconds=1)):
        assert acceptance.accept(by=cast.bjorn, grant=grant, account_number=ACCOUNT).state == "accepted"


def test_a_second_click_is_told_so(cast: Cast) -> None:
    grant = an_accepted_grant(cast)
    with clock.at(ACCEPTED), pytest.raises(WrongState):
        acceptance.accept(by=cast.bjorn, grant=grant, account_number=ACCOUNT)
    assert grant.instalments.count() == 3


def test_an_offer_nobody_answers_lapses_and_the_money_is_free(cast: Cast) -> None:
    grant = an_offered_grant(cast, amount_kr=1_000_000)
    envelope = allotments_of(grant.application.call)[0].envelope_id
    before = balances(envelope).free
    with clock.at(grant.accept_before - timedelta(seconds=1)):
        assert acceptance.lapse_overdue() == []
    with clock.at(grant.accept_before):
        assert [lapsed.pk for lapsed in acceptance.lapse_overdue()] == [grant.pk]
        assert acceptance.lapse_overdue() == []
    assert balances(envelope).free == before + 100_000_000


def test_saying_no_gives_the_money_back_with_the_reason(cast: Cast) -> None:
    grant = an_offered_grant(cast)
    with clock.at(ACCEPTED):
        acceptance.decline(by=cast.bjorn, grant=grant, reason="Prosjektet er utsatt")
    last = events.of_thing(f"grant:{grant.pk}")[-1]
    assert (last.verb, last.reasons, last.to_state) == ("grants.declined", "Prosjektet er utsatt", "declined")
    assert balances(allotments_of(grant.application.call)[0].envelope_id).granted == 0


def test_signatories_are_reminded_once_for_each_day(cast: Cast) -> None:
    grant = an_offered_grant(cast)
    with clock.at(grant.accept_before - timedelta(days=2)):
        acceptance.remind_of_offers()
        acceptance.remind_of_offers()
    told = cast.bjorn.notices.filter(kind="grants.acceptance_reminder")
    assert told.count() == 2  # one for 14 days, one for 3 days
    assert "lapse" not in told[0].subject
