"""Prepared by one, attested by another, sent once, and never more than granted.

The economy regulations ask that one prepares and another attests (bestemmelser om økonomistyring i staten, ch. 6.3).
Scenarios 6 and 9 of the reference suites.
"""

from __future__ import annotations

import pytest

from helsetek.casework import selectors as casework
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.grants.models import Grant, Instalment
from helsetek.grants.selectors.grants import paid_ore
from helsetek.grants.selectors.payments import to_prepare
from helsetek.grants.services import payments
from helsetek.scheme.selectors import allotments_of, balances
from tests.cast import Cast, give_role
from tests.grants.afterwards import ACCEPTED, an_accepted_grant, answer, first_instalment, pay_all_released

pytestmark = pytest.mark.django_db


@pytest.fixture
def grant(cast: Cast) -> Grant:
    return an_accepted_grant(cast, amount_kr=1_000_000)


@pytest.fixture
def instalment(grant: Grant) -> Instalment:
    return first_instalment(grant)


def prepared(cast: Cast, instalment: Instalment) -> Instalment:
    with clock.at(ACCEPTED):
        return payments.prepare(by=cast.kari, instalment=instalment)


def attested(cast: Cast, instalment: Instalment) -> Instalment:
    prepared(cast, instalment)
    with clock.at(ACCEPTED):
        return payments.attest(by=cast.leif, instalment=instalment)


def test_only_what_is_released_can_be_prepared(cast: Cast, grant: Grant) -> None:
    with clock.at(ACCEPTED):
        assert [row.number for row in to_prepare()] == [1]
        with pytest.raises(WrongState, match="utløser"):
            payments.prepare(by=cast.kari, instalment=grant.instalments.get(number=2))


def test_the_one_who_prepared_cannot_attest(cast: Cast, instalment: Instalment) -> None:
    give_role(cast.kari, cast.directorate, "payment_attester")
    prepared(cast, instalment)
    with clock.at(ACCEPTED), pytest.raises(NotAllowed):
        payments.attest(by=cast.kari, instalment=instalment)


def test_who_has_prepared_in_the_case_cannot_attest_another_instalment_of_it(
    cast: Cast, instalment: Instalment
) -> None:
    give_role(cast.kari, cast.directorate, "payment_attester")
    give_role(cast.leif, cast.directorate, "payment_preparer")
    attested(cast, instalment)
    with clock.at(ACCEPTED), pytest.raises(NotAllowed):
        payments.prepare(by=cast.leif, instalment=instalment)


@pytest.mark.parametrize("who", ["anne", "bjorn", "guri", "hans", "leif", "tor"])
def test_only_payment_preparers_prepare(cast: Cast, instalment: Instalment, who: str) -> None:
    with clock.at(ACCEPTED), pytest.raises(NotAllowed):
        payments.prepare(by=getattr(cast, who), instalment=instalment)


def test_sending_back_needs_a_reason_and_opens_it_again(cast: Cast, instalment: Instalment) -> None:
    prepared(cast, instalment)
    with clock.at(ACCEPTED):
        with pytest.raises(RuleBroken):
            payments.send_back(by=cast.leif, instalment=instalment, reason="  ")
        assert payments.send_back(by=cast.leif, instalment=instalment, reason="Feil konto").state == "planned"


def test_an_instalment_goes_into_one_file_only(cast: Cast, instalment: Instalment) -> None:
    attested(cast, instalment)
    with clock.at(ACCEPTED):
        file = payments.make_file(by=cast.kari)
        with pytest.raises(WrongState, match="Ingen attesterte"):
            payments.make_file(by=cast.kari)
    assert [row.pk for row in file.instalments.all()] == [instalment.pk]
    content = casework.content_of(file.document).decode()
    assert '<InstdAmt Ccy="NOK">600000.00</InstdAmt>' in content
    assert instalment.end_to_end_id in content


def test_a_settled_payment_is_booked_once(cast: Cast, grant: Grant, instalment: Instalment) -> None:
    attested(cast, instalment)
    with clock.at(ACCEPTED):
        file = payments.make_file(by=cast.kari)
        said = answer(file.message_id, transfers={instalment.end_to_end_id: ("ACSC", "")})
        assert payments.read_answer(by=cast.kari, content=said) == {"paid": 1, "rejected": 0, "waiting": 0}
        assert payments.read_answer(by=cast.kari, content=said) == {"paid": 0, "rejected": 0, "waiting": 0}
    assert paid_ore(grant) == 60_000_000
    stands = balances(allotments_of(grant.application.call)[0].envelope_id)
    assert (stands.accepted, stands.paid_out) == (40_000_000, 60_000_000)


def test_a_rejected_payment_can_be_prepared_again(cast: Cast, instalment: Instalment) -> None:
    attested(cast, instalment)
    with clock.at(ACCEPTED):
        file = payments.make_file(by=cast.kari)
        said = answer(file.message_id, transfers={instalment.end_to_end_id: ("RJCT", "Kontoen er avsluttet")})
        payments.read_answer(by=cast.kari, content=said)
    instalment.refresh_from_db()
    assert (instalment.state, instalment.problem) == ("failed", "Kontoen er avsluttet")
    assert prepared(cast, instalment).problem == ""


def test_an_answer_that_is_not_final_changes_nothing(cast: Cast, instalment: Instalment) -> None:
    attested(cast, instalment)
    with clock.at(ACCEPTED):
        file = payments.make_file(by=cast.kari)
        counts = payments.read_answer(by=cast.kari, content=answer(file.message_id, group="ACCP"))
    assert counts == {"paid": 0, "rejected": 0, "waiting": 1}
    file.refresh_from_db()
    assert file.answered_at is None


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"<html></html>", answer("NOT-OURS", group="ACSC")])
def test_a_file_that_is_no_answer_to_ours_is_refused(
    cast: Cast, instalment: Instalment, content: bytes
) -> None:
    attested(cast, instalment)
    with clock.at(ACCEPTED):
        payments.make_file(by=cast.kari)
        with pytest.raises(RuleBroken):
            payments.read_answer(by=cast.kari, content=content)
    instalment.refresh_from_db()
    assert instalment.state == "sent"


def test_the_sum_on_its_way_can_never_pass_the_grant(
    cast: Cast, grant: Grant, instalment: Instalment
) -> None:
    """Even if somebody plans too much behind the rules' back, no step out of the house is taken."""
    Instalment.objects.filter(pk=instalment.pk).update(amount_ore=60_000_001)
    with clock.at(ACCEPTED), pytest.raises(WrongState, match="mer enn tilskuddet"):
        payments.prepare(by=cast.kari, instalment=instalment)
    instalment.refresh_from_db()
    assert instalment.state == "planned"


def test_many_at_once_each_by_itself(cast: Cast, grant: Grant) -> None:
    first, second = grant.instalments.order_by("number")[:2]
    with clock.at(ACCEPTED):
        done, problems = payments.prepare_all(by=cast.kari, instalments=[second, first])
    assert done == 1
    assert len(problems) == 1
    assert second.end_to_end_id in problems[0]


def test_the_parties_are_told_what_the_bank_paid(cast: Cast, grant: Grant) -> None:
    pay_all_released(cast)
    assert cast.bjorn.notices.filter(kind="grants.paid").count() == 1


def test_each_step_is_on_the_log(cast: Cast, instalment: Instalment) -> None:
    pay_all_released(cast)
    verbs = [event.verb for event in events.of_thing(f"instalment:{instalment.pk}")]
    assert verbs == [
        "grants.payment_prepared",
        "grants.payment_attested",
        "grants.payment_sent",
        "grants.payment_settled",
    ]
