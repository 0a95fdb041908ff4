"""The ledger is open to those who work with the scheme; only the scheme manager puts money in and takes it out."""

from __future__ import annotations

import pytest
from django.test import Client

from helsetek.common.money import kroner
from helsetek.scheme.models import Account, Envelope
from helsetek.scheme.selectors import balances
from helsetek.scheme.services.ledger import move
from tests.cast import Cast
from tests.scheme.making import an_envelope
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def frode(cast: Cast) -> Client:
    return browser_of(cast.frode)


def test_an_envelope_is_opened_and_filled(cast: Cast, frode: Client) -> None:
    response = frode.post(
        "/rammer/ny/", {"name": "Ramme", "chapter": "761", "post": "60", "year": "2027", "source": ""}
    )
    envelope = Envelope.objects.get()
    assert response["Location"] == f"/rammer/{envelope.pk}/bevilg/"
    frode.post(response["Location"], {"amount": "56 700 000", "reason": "Budsjettvedtaket", "key": "a"})
    assert balances(envelope.pk).free == kroner(56_700_000)


def test_a_double_click_puts_the_money_in_once(cast: Cast, frode: Client) -> None:
    envelope = an_envelope(cast, 100)
    key = frode.get(f"/rammer/{envelope.pk}/bevilg/").context["form"]["key"].value()
    for _click in range(2):
        frode.post(f"/rammer/{envelope.pk}/bevilg/", {"amount": "5", "reason": "", "key": key})
    assert balances(envelope.pk).allotted == kroner(105)


@pytest.mark.parametrize("amount", ["", "-5", "0", "mye", "999 999 999 999 999", "1e9"])
def test_absurd_sums_are_refused_with_a_sentence(cast: Cast, frode: Client, amount: str) -> None:
    envelope = an_envelope(cast, 100)
    response = frode.post(f"/rammer/{envelope.pk}/bevilg/", {"amount": amount, "reason": "", "key": "a"})
    assert response.status_code == 200
    assert response.context["form"].errors["amount"]
    assert balances(envelope.pk).allotted == kroner(100)


def test_more_than_is_free_cannot_be_taken_back(cast: Cast, frode: Client) -> None:
    envelope = an_envelope(cast, 100)
    response = frode.post(f"/rammer/{envelope.pk}/trekk/", {"amount": "101", "reason": "Kutt", "key": "a"})
    assert "Det står 100\xa0kr på «Ledig»" in response.content.decode()
    frode.post(f"/rammer/{envelope.pk}/trekk/", {"amount": "40", "reason": "Kutt", "key": "b"})
    assert balances(envelope.pk).allotted == kroner(60)


def test_every_movement_is_listed_and_can_be_taken_out(cast: Cast, frode: Client) -> None:
    envelope = an_envelope(cast, 100)
    move(
        envelope_id=envelope.pk, source=Account.FREE, target=Account.RESERVED, amount_ore=kroner(70),
        case_number="2024/000017", verb="grants.decided", key="decision",
    )  # fmt: skip
    page = browser_of(cast.mona).get(f"/rammer/{envelope.pk}/").content.decode()
    assert "2024/000017" in page
    file = frode.get(f"/rammer/{envelope.pk}/?export=csv").content.decode("utf-8-sig")
    assert "Ledig;Reservert;70,00;2024/000017" in file


def test_the_sums_on_the_page_are_those_of_the_ledger(cast: Cast, frode: Client) -> None:
    envelope = an_envelope(cast, 100)
    page = frode.get("/rammer/")
    assert page.context["balances"][envelope].allotted == kroner(100)
    assert "100\xa0kr" in page.content.decode()
