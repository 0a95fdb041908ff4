"""What is left of earlier grants is known by the system, and told where it is to be told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.grants import addresses
from helsetek.grants.models import Application, Grant
from helsetek.grants.rules.eligibility import EarlierGrant
from helsetek.grants.rules.sections import SectionKey, dump
from helsetek.grants.selectors import applications as selectors
from helsetek.grants.selectors import reports
from helsetek.grants.selectors.earlier import not_used_up
from helsetek.grants.services import closing, drafting, recovery, reporting, submission
from helsetek.scheme.selectors import Call
from tests import scenes
from tests.cast import Cast
from tests.grants.afterwards import (
    an_accepted_grant,
    pay_all_released,
    share_that_earns,
    write_report,
)
from tests.grants.paper import open_page
from tests.visiting import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
AFTERWARDS = oslo(2025, 2, 10, 12)
NEXT_OPENS, NEXT_CLOSES = oslo(2025, 3, 1, 9), oslo(2025, 5, 1, 12)


@pytest.fixture
def grant(cast: Cast) -> Grant:
    return an_accepted_grant(cast, amount_kr=1_000_000)


@pytest.fixture
def next_call(cast: Cast) -> Call:
    return scenes.an_open_call(cast, slug="helseteknologi-2025", opens_at=NEXT_OPENS, closes_at=NEXT_CLOSES)


def a_new_draft(cast: Cast, call: Call, *, blank: bool = False, lead: str = "bodo") -> Application:
    members = tuple({"bodo", "fauske", "saltdal"} - {lead})
    together = scenes.a_collaboration(cast, name="Det neste", lead=lead, members=members)
    make = scenes.a_draft if blank else scenes.a_complete_draft
    return make(cast, call=call, collaboration=together)


def known(application: Application) -> tuple[EarlierGrant, ...]:
    with scenes.during(application.call):
        return selectors.standing(application).inputs.earlier_grants


def answer(application: Application) -> tuple[str, str]:
    with scenes.during(application.call):
        [result] = [r for r in selectors.eligibility_now(application) if r.rule == "unspent"]
    return result.outcome, str(result.why)


def account_for(cast: Cast, grant: Grant, part: str) -> None:
    """Every report approved: so little is spent that only this part of the grant is earned."""
    with clock.at(AFTERWARDS):
        share = share_that_earns(grant, Decimal(part))
        for each in grant.reports.order_by("number"):
            found = reports.report(each.pk)
            write_report(cast, found, spent_share=share)
            reporting.hand_in(by=cast.bjorn, report=found)
            reporting.approve(by=cast.guri, report=reports.report(each.pk))


def test_nothing_paid_is_nothing_left(cast: Cast, grant: Grant, next_call: Call) -> None:
    assert known(a_new_draft(cast, next_call, blank=True)) == ()


def test_what_is_paid_and_not_accounted_for_is_left(cast: Cast, grant: Grant, next_call: Call) -> None:
    pay_all_released(cast)
    paid = grant.instalments.filter(state="paid").values_list("amount_ore", flat=True)
    draft = a_new_draft(cast, next_call)
    [left] = known(draft)
    assert left == EarlierGrant(
        case_number=grant.application.case.number,
        organisation=cast.bodo.name,
        unspent_ore=sum(paid),
        year=2024,
        settled=False,
    )
    # They have ticked that nothing is left: they are asked, the case officer sees it, and nobody is stopped.
    assert answer(draft)[0] == "warning"
    with scenes.during(next_call):
        submitted = submission.submit(by=cast.bjorn, application=draft)
    [record] = selectors.eligibility_records(submitted)
    assert record.inputs["earlier_grants"][0]["unspent_ore"] == left.unspent_ore


def test_a_partner_that_does_not_lead_does_not_answer_for_the_money(
    cast: Cast, grant: Grant, next_call: Call
) -> None:
    pay_all_released(cast)
    with clock.at(NEXT_OPENS):
        together = scenes.a_collaboration(cast, name="To andre", lead="fauske", members=("saltdal",))
    ids = [cast.fauske.pk, cast.saltdal.pk]
    assert together.lead_id in ids
    assert not_used_up(ids, but=grant.application) == []


def test_it_does_not_count_itself(cast: Cast, grant: Grant) -> None:
    pay_all_released(cast)
    with scenes.after(grant.application.call):
        assert selectors.standing(grant.application).inputs.earlier_grants == ()


def test_approved_accounts_settle_it_and_paying_back_ends_it(
    cast: Cast, grant: Grant, next_call: Call
) -> None:
    pay_all_released(cast)
    account_for(cast, grant, "0.1")
    claim = grant.repayment_claims.get()
    draft = a_new_draft(cast, next_call, blank=True)
    [left] = known(draft)
    assert (left.unspent_ore, left.settled) == (claim.amount_ore, True)
    with clock.at(NEXT_OPENS):
        recovery.record_payment(by=cast.kari, claim=claim)
        closing.close(by=cast.guri, grant=grant)
    assert known(draft) == ()


def test_the_draft_begins_with_what_is_known(cast: Cast, grant: Grant, next_call: Call) -> None:
    pay_all_released(cast)
    account_for(cast, grant, "0.1")
    left = grant.repayment_claims.get().amount_ore
    draft = a_new_draft(cast, next_call, blank=True)
    with scenes.during(next_call):
        page = open_page(browser_of(cast.anne), addresses.section(draft.pk, SectionKey.FUNDING))
        assert grant.application.case.number in page.text
        page.send(unspent__0__use="Opplæring av superbrukere.").follow()
        [told] = selectors.content_of(draft).funding.unspent
    assert (told.reference, told.year, told.amount_ore) == (grant.application.case.number, 2024, left)


def test_what_is_told_is_carried_in(cast: Cast, grant: Grant, next_call: Call) -> None:
    pay_all_released(cast)
    draft = a_new_draft(cast, next_call)
    row = {"reference": grant.application.case.number, "year": 2024, "amount_ore": kroner(50_000), "use": "x"}
    with scenes.during(next_call):
        funding = dump(selectors.section(draft, SectionKey.FUNDING)) | {"no_unspent": False, "unspent": [row]}
        drafting.save_section(
            by=cast.anne, application=draft, key=SectionKey.FUNDING, data=funding, revision=1
        )
        [result] = [r for r in selectors.eligibility_now(draft) if r.rule == "unspent"]
    assert result.looked_at.params == {"carried_ore": kroner(50_000)}
    assert result.outcome in ("ok", "not_met")  # by whether the grant asks for all that is covered already
