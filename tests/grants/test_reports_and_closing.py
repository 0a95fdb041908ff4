"""Reports are written, handed in, asked about and approved; unspent money goes back; the case is closed.

The duties (docs/law.md): bestemmelser om økonomistyring i staten.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, StaleEdit, WrongState
from helsetek.common.instants import oslo
from helsetek.grants.models import Grant
from helsetek.grants.selectors import reports as selectors
from helsetek.grants.selectors.grants import paid_ore, returned_ore
from helsetek.grants.services import closing, late_reports, recovery, reporting
from helsetek.scheme.selectors import allotments_of, balances
from tests.cast import Cast
from tests.grants.afterwards import (
    PDF,
    an_accepted_grant,
    hand_in_all_reports,
    pay_all_released,
    report_of,
    share_that_earns,
    some_report,
    write_report,
)

pytestmark = pytest.mark.django_db
LATER = oslo(2026, 2, 10, 12)
MUCH_LATER = oslo(2027, 3, 1, 12)


@pytest.fixture
def grant(cast: Cast) -> Grant:
    accepted = an_accepted_grant(cast, amount_kr=1_000_000)
    pay_all_released(cast)
    return accepted


def save(cast: Cast, grant: Grant, *, revision: int = 0, **changes: Any) -> int:
    report = report_of(grant)
    data = some_report(report) | changes
    return reporting.save_report(by=cast.anne, report=report, data=data, revision=revision).number


def test_two_writers_never_overwrite_each_other(cast: Cast, grant: Grant) -> None:
    save(cast, grant, progress="Først")
    with pytest.raises(StaleEdit) as stale:
        save(cast, grant, progress="Samtidig")
    assert stale.value.theirs["progress"] == "Først"
    assert stale.value.yours["progress"] == "Samtidig"
    assert save(cast, grant, progress="Begge", revision=stale.value.revision) == 2


def test_saving_the_same_again_makes_no_new_version(cast: Cast, grant: Grant) -> None:
    assert save(cast, grant) == 1
    assert save(cast, grant, revision=1) == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"spent": [{"organisation_id": 1, "category": "x", "year": 2024, "spent_ore": -1}]},
        {"spent": "alt"},
        {"progress": "x" * 8001},
        {"results": [{"indicator": "a", "value": "mye", "how_measured": ""}]},
        {"unknown": 1},
    ],
)
def test_what_cannot_be_read_is_refused(cast: Cast, grant: Grant, bad: dict[str, Any]) -> None:
    with pytest.raises(RuleBroken):
        save(cast, grant, **bad)
    assert selectors.newest(report_of(grant)) is None


def test_an_incomplete_report_names_what_is_missing(cast: Cast, grant: Grant) -> None:
    save(cast, grant, progress="", spent=[])
    with pytest.raises(RuleBroken) as broken:
        reporting.hand_in(by=cast.bjorn, report=report_of(grant))
    assert set(broken.value.fields) == {"progress", "spent", "auditor"}


def test_the_auditors_confirmation_is_asked_for_above_the_threshold(cast: Cast, grant: Grant) -> None:
    """Required from 200 000 kr (the directorate's reporting text); pinned in the call's terms."""
    save(cast, grant)
    with pytest.raises(RuleBroken) as broken:
        reporting.hand_in(by=cast.bjorn, report=report_of(grant))
    assert set(broken.value.fields) == {"auditor"}
    reporting.confirm_accounts(by=cast.siri, report=report_of(grant), file_name="revisor.pdf", content=PDF)
    assert reporting.hand_in(by=cast.bjorn, report=report_of(grant)).state == "handed_in"


@pytest.mark.parametrize("who", ["anne", "siri", "david", "guri", "tor"])
def test_only_the_leads_signatory_hands_in(cast: Cast, grant: Grant, who: str) -> None:
    write_report(cast, report_of(grant))
    with pytest.raises(NotAllowed):
        reporting.hand_in(by=getattr(cast, who), report=report_of(grant))


def test_a_report_that_is_handed_in_is_read_only(cast: Cast, grant: Grant) -> None:
    write_report(cast, report_of(grant))
    reporting.hand_in(by=cast.bjorn, report=report_of(grant))
    with pytest.raises(WrongState):
        save(cast, grant, revision=1, progress="Mer")


def test_asking_again_opens_it_with_the_question(cast: Cast, grant: Grant) -> None:
    write_report(cast, report_of(grant))
    reporting.hand_in(by=cast.bjorn, report=report_of(grant))
    with pytest.raises(RuleBroken):
        reporting.ask_again(by=cast.guri, report=report_of(grant), question=" ")
    returned = reporting.ask_again(by=cast.guri, report=report_of(grant), question="Hva kostet opplæringen?")
    assert (returned.state, returned.answer) == ("returned", "Hva kostet opplæringen?")
    assert save(cast, grant, revision=1, progress="Opplæringen kostet lite.") == 2


def test_all_spent_pays_the_rest_and_closes(cast: Cast, grant: Grant) -> None:
    hand_in_all_reports(cast, grant)
    pay_all_released(cast, MUCH_LATER)
    assert paid_ore(grant) == 100_000_000
    with clock.at(MUCH_LATER):
        assert closing.close(by=cast.guri, grant=grant).state == "closed"
    stands = balances(allotments_of(grant.application.call)[0].envelope_id)
    assert (stands.accepted, stands.paid_out) == (0, 100_000_000)


def test_what_was_not_spent_is_never_paid(cast: Cast, grant: Grant) -> None:
    """Four fifths earned: the last instalments are cut, and the rest of the grant is free again."""
    share = share_that_earns(grant, Decimal("0.8"))
    report = report_of(grant)
    with clock.at(LATER):
        for each in grant.reports.order_by("number"):
            found = selectors.report(each.pk)
            write_report(cast, found, spent_share=share)
            reporting.hand_in(by=cast.bjorn, report=found)
        allowed = selectors.settlement(selectors.report(report.pk)).allowed_ore
        for each in grant.reports.order_by("number"):
            reporting.approve(by=cast.guri, report=selectors.report(each.pk))
    pay_all_released(cast, MUCH_LATER)
    assert paid_ore(grant) == allowed
    assert 79_000_000 < allowed <= 80_000_000
    stands = balances(allotments_of(grant.application.call)[0].envelope_id)
    assert (stands.accepted, stands.paid_out) == (0, allowed)


def test_what_was_paid_and_not_spent_is_claimed_back(cast: Cast, grant: Grant) -> None:
    """A tenth spent of what was paid: the rest comes back before the case can be closed."""
    envelope = allotments_of(grant.application.call)[0].envelope_id
    hand_in_all_reports(cast, grant, spent_share=Decimal("0.1"))
    (claim,) = grant.repayment_claims.all()
    stands = balances(envelope)
    assert (stands.claimed, stands.approved) == (claim.amount_ore, paid_ore(grant) - claim.amount_ore)
    with clock.at(MUCH_LATER):
        with pytest.raises(WrongState, match="krav om"):
            closing.close(by=cast.guri, grant=grant)
        recovery.record_payment(by=cast.kari, claim=claim)
        with pytest.raises(WrongState):
            recovery.record_payment(by=cast.kari, claim=claim)
        assert closing.close(by=cast.guri, grant=grant).state == "closed"
    assert returned_ore(grant) == balances(envelope).returned == claim.amount_ore


def test_a_grant_with_open_ends_is_not_closed(cast: Cast, grant: Grant) -> None:
    with pytest.raises(WrongState, match="rapporter"):
        closing.close(by=cast.guri, grant=grant)


def test_accounts_wait_for_payments_under_way(cast: Cast, grant: Grant) -> None:
    grant.instalments.filter(number=2).update(state="sent")
    write_report(cast, report_of(grant))
    reporting.hand_in(by=cast.bjorn, report=report_of(grant))
    with pytest.raises(WrongState, match="på vei"):
        reporting.approve(by=cast.guri, report=report_of(grant))
    assert report_of(grant).state == "handed_in"


def test_late_reports_are_taken_and_marked(cast: Cast, grant: Grant) -> None:
    report = report_of(grant)
    write_report(cast, report)
    with clock.at(MUCH_LATER):
        late_reports.follow_reports()
        reporting.hand_in(by=cast.bjorn, report=report)
    assert events.of_thing(f"report:{report.pk}")[-1].data["late"] is True
    assert cast.anne.notices.filter(kind="grants.report_overdue").exists()
