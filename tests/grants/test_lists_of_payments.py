"""The payment room as lists: searched, sorted and taken out; boxes and ways to act only for those who may act."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.test import Client

from helsetek.common import clock
from helsetek.grants.models import Grant, Instalment
from helsetek.grants.services import payments as services
from tests.cast import Cast
from tests.grants import afterwards
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db
TO_PREPARE, TO_ATTEST, FILES = "/utbetalinger/", "/utbetalinger/attestering/", "/utbetalinger/filer/"


@pytest.fixture
def grant(cast: Cast) -> Grant:
    return afterwards.an_accepted_grant(cast)


@pytest.fixture
def instalment(grant: Grant) -> Instalment:
    return afterwards.first_instalment(grant)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def workbook(browser: Client, address: str) -> list[list[object]]:
    answer = browser.get(address, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_only_those_who_prepare_get_boxes(cast: Cast, instalment: Instalment) -> None:
    assert 'name="chosen"' in page(browser_of(cast.kari), TO_PREPARE)
    for reader in (cast.guri, cast.leif, cast.mona):
        assert 'name="chosen"' not in page(browser_of(reader), TO_PREPARE)


def test_only_those_who_attest_are_led_to_send_a_payment_back(cast: Cast, instalment: Instalment) -> None:
    services.prepare(by=cast.kari, instalment=instalment)
    back = f"/utbetalinger/{instalment.pk}/send-tilbake/"
    assert back in page(browser_of(cast.leif), TO_ATTEST)
    for reader in (cast.guri, cast.kari, cast.mona):
        shown = page(browser_of(reader), TO_ATTEST)
        assert back not in shown
        assert 'name="chosen"' not in shown


def test_a_payment_is_found_by_its_recipient(cast: Cast, instalment: Instalment) -> None:
    kari = browser_of(cast.kari)
    assert instalment.grant.application.case.number in page(kari, f"{TO_PREPARE}?q=Bodø&sort=-amount_ore")
    assert instalment.grant.application.case.number not in page(kari, f"{TO_PREPARE}?q=Vardø")


def test_the_workbook_has_sums_as_numbers_and_no_boxes(cast: Cast, instalment: Instalment) -> None:
    heading, first = workbook(browser_of(cast.kari), TO_PREPARE)[:2]
    assert "Velg" not in heading
    assert first[heading.index("Beløp")] == instalment.amount_ore / 100


def test_what_is_set_off_stands_beside_what_leaves_on_the_page_and_in_the_workbook(
    cast: Cast, instalment: Instalment
) -> None:
    """Who prepares and who attests see gross, what is taken, and net; whoever takes the list out gets numbers."""
    claim = instalment.grant.repayment_claims.create(
        ground="breach",
        state="claimed",
        amount_ore=10_000_00,
        reason="x",
        found_at=clock.now(),
        claimed_at=clock.now(),
        due_on=clock.today(),
    )
    claim.set_offs.create(instalment=instalment, amount_ore=10_000_00, made_by=cast.kari, made_at=clock.now())
    heading, first = workbook(browser_of(cast.kari), TO_PREPARE)[:2]
    sums = [first[heading.index(name)] for name in ("Beløp", "Motregnet", "Utbetales til mottakeren")]
    assert sums == [instalment.amount_ore / 100, 10_000, instalment.amount_ore / 100 - 10_000]
    assert "Utbetales til mottakeren" in page(browser_of(cast.leif), TO_PREPARE)


def test_files_are_listed_with_their_sum(cast: Cast, instalment: Instalment) -> None:
    services.prepare(by=cast.kari, instalment=instalment)
    services.attest(by=cast.leif, instalment=instalment)
    services.make_file(by=cast.kari)
    heading, first = workbook(browser_of(cast.kari), FILES)[:2]
    assert first[heading.index("Sum")] == instalment.amount_ore / 100
    assert "venter" in page(browser_of(cast.mona), FILES)
