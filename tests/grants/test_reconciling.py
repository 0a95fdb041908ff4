"""Statements are read and compared; a difference is closed by a named act of the right person, and never by silence.

Bestemmelser om økonomistyring i staten: who made a payment does not reconcile it.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.instants import oslo
from helsetek.common.money import kroner, nok
from helsetek.grants.models import ClaimEntry, Grant, RepaymentClaim, StatementLine
from helsetek.grants.selectors import reconciliation as selectors
from helsetek.grants.services import reconciling, recovery
from tests.cast import Cast
from tests.grants.afterwards import an_accepted_grant, pay_all_released
from tests.grants.bank_says import camt
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db

READ = oslo(2024, 6, 3, 9)
MARCH = date(2024, 3, 5)


@pytest.fixture
def grant(cast: Cast) -> Grant:
    """600 000 was paid on 20 February 2024."""
    accepted = an_accepted_grant(cast, amount_kr=1_000_000)
    pay_all_released(cast)
    return accepted


def read(cast: Cast, content: bytes, source: str = "bank") -> None:
    with clock.at(READ):
        reconciling.read_statement(by=cast.kari, source=source, file_name="utskrift.xml", content=content)


def test_the_bank_agrees_and_what_it_adds_is_told(cast: Cast, grant: Grant) -> None:
    paid, own = date(2024, 2, 20), grant.instalments.get(number=1).end_to_end_id
    read(
        cast,
        camt(
            ("DBIT", "600000.00", own, "", paid),
            ("DBIT", "600000.00", own, "", MARCH),
            ("CRDT", "5000.00", "", "12345674", MARCH),
        ),
    )
    assert StatementLine.objects.get(number=1).thing == f"instalment:{grant.instalments.get(number=1).pk}"
    kinds = sorted(selectors.differences().values_list("kind", flat=True))
    assert kinds == ["doubled", "missing_here"]
    content = camt(("DBIT", "1.00", "x", "", paid))
    read(cast, content)
    with pytest.raises(RuleBroken, match="lest inn"):
        read(cast, content)
    for bad in (b"", b"<Document/>", b"PK\x03\x04", b"a;b\n1;2\n"):
        with pytest.raises(RuleBroken), clock.at(READ):
            reconciling.read_statement(by=cast.kari, source="bank", file_name="x", content=bad)
    with pytest.raises(NotAllowed):
        reconciling.read_statement(by=cast.guri, source="bank", file_name="x", content=b"x")


def test_the_accounting_system_has_another_sum_and_misses_one(cast: Cast, grant: Grant) -> None:
    """The list covers February to May; what left in that time and is not on it is missing there."""
    own = grant.instalments.get(number=1).end_to_end_id
    with_other_sum = (
        f"Bilagsdato;Tekst;Referanse;Beløp\n20.02.2024;Bodø;{own};-599 999,00\n30.05.2024;Annet;;12,00\n"
    )
    read(cast, with_other_sum.encode(), "accounts")
    [other] = selectors.differences().filter(kind="other_amount")
    assert (other.here_ore, other.there_ore) == (-kroner(600_000), -kroner(599_999))
    assert other.case_number == grant.application.case.number
    read(cast, "Dato;Beløp\n01.02.2024;7,00\n31.05.2024;8,00\n".encode(), "bank")
    assert selectors.differences().filter(source="bank", kind="missing_there").count() == 1


def test_no_difference_is_closed_by_silence(cast: Cast, grant: Grant) -> None:
    with clock.at(oslo(2024, 2, 25, 9)):
        claim = RepaymentClaim.objects.create(
            grant=grant, ground="breach", amount_ore=kroner(10), reason="x", found_at=clock.now()
        )
        claim.state = "stated"
        claim.save()
        recovery.prepare(by=cast.guri, claim=claim, amount_ore=kroner(100), reasons="x")
        claim = recovery.decide(by=cast.hans, claim=claim)
    read(cast, camt(("CRDT", "100.00", "", claim.kid, MARCH)))
    [found] = selectors.differences().filter(kind="missing_here")
    assert found.case_number == grant.application.case.number
    with clock.at(READ):
        with pytest.raises(NotAllowed):
            reconciling.close_difference(by=cast.kari, difference=found, act="explained", reason="x")
        with pytest.raises(RuleBroken, match="fortsatt"):
            reconciling.close_difference(by=cast.mona, difference=found, act="recorded_here", reason="Ført")
        recovery.record_payment(by=cast.kari, claim=claim, on=MARCH)
        assert reconciling.compare_again(by=cast.kari) == 1  # it agrees, and still waits
        found.refresh_from_db()
        assert found.agrees_since is not None
        with pytest.raises(RuleBroken):
            reconciling.close_difference(by=cast.mona, difference=found, act="recorded_here", reason=" ")
        reconciling.close_difference(by=cast.mona, difference=found, act="recorded_here", reason="Ført i dag")
        with pytest.raises(WrongState):
            reconciling.close_difference(by=cast.leif, difference=found, act="explained", reason="x")
        assert reconciling.compare_again(by=cast.kari) == 0
    entry = ClaimEntry.objects.get()
    assert nok(entry.amount_ore) == 100
    with pytest.raises(IntegrityError), transaction.atomic():
        selectors.differences().update(reason="")


def test_who_prepared_the_payment_does_not_close_its_difference(cast: Cast, grant: Grant) -> None:
    row = grant.instalments.get(number=1)
    row.prepared_by = cast.mona
    row.save()
    read(cast, camt(("DBIT", "1.00", row.end_to_end_id, "", date(2024, 2, 20))))
    [found] = selectors.differences().filter(kind="other_amount")
    with pytest.raises(NotAllowed):
        reconciling.close_difference(by=cast.mona, difference=found, act="explained", reason="x")
    with clock.at(READ):
        page = browser_of(cast.leif).get(f"/avstemming/{found.pk}/")
        assert "Lukk avviket" in page.content.decode()
        listed = browser_of(cast.leif).get("/avstemming/?export=csv").content.decode("utf-8-sig")
    assert "Et annet beløp" in listed
