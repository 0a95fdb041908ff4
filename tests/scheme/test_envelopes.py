"""An envelope is opened once for a post and year, filled by the scheme manager, and emptied only of what is free."""

from __future__ import annotations

import pytest

from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.common.money import kroner
from helsetek.scheme.models import Account
from helsetek.scheme.selectors import balances
from helsetek.scheme.services import Overdrawn, allot, open_envelope, take_back
from helsetek.scheme.services.ledger import move
from tests.cast import Cast
from tests.scheme.making import an_envelope

pytestmark = pytest.mark.django_db


def test_what_is_allotted_is_free(cast: Cast) -> None:
    envelope = an_envelope(cast, 56_700_000)
    assert balances(envelope.pk).free == balances(envelope.pk).allotted == kroner(56_700_000)


def test_a_double_click_allots_once(cast: Cast) -> None:
    envelope = an_envelope(cast, 10)
    for _ in range(2):
        allot(by=cast.frode, envelope=envelope, amount_ore=kroner(5), key="a-form")
    assert balances(envelope.pk).allotted == kroner(15)
    assert [event.verb for event in events.of_thing(f"envelope:{envelope.pk}")].count("scheme.allotted") == 2


def test_only_the_scheme_manager_fills_it(cast: Cast) -> None:
    envelope = an_envelope(cast)
    for person in (cast.guri, cast.hans, cast.kari, cast.tor):
        with pytest.raises(NotAllowed):
            allot(by=person, envelope=envelope, amount_ore=kroner(1))


def test_the_same_envelope_is_not_opened_twice(cast: Cast) -> None:
    an_envelope(cast)
    with pytest.raises(RuleBroken) as refusal:
        open_envelope(by=cast.frode, chapter="761", post="60", year=2024, name="Tilrettelegging")
    assert "name" in refusal.value.fields


@pytest.mark.parametrize("ore", [0, -100, 10**15])
def test_absurd_sums_are_refused(cast: Cast, ore: int) -> None:
    envelope = an_envelope(cast)
    with pytest.raises(RuleBroken):
        allot(by=cast.frode, envelope=envelope, amount_ore=ore)


def test_only_what_is_free_can_be_taken_back(cast: Cast) -> None:
    envelope = an_envelope(cast, 100)
    move(
        envelope_id=envelope.pk, source=Account.FREE, target=Account.RESERVED, amount_ore=kroner(70), case_number="1",
        verb="test.decided", key="decision",
    )  # fmt: skip
    with pytest.raises(Overdrawn):
        take_back(by=cast.frode, envelope=envelope, amount_ore=kroner(31), reason="Omdisponert")
    take_back(by=cast.frode, envelope=envelope, amount_ore=kroner(30), reason="Omdisponert")
    assert balances(envelope.pk).allotted == kroner(70)


def test_taking_back_needs_a_reason(cast: Cast) -> None:
    envelope = an_envelope(cast, 100)
    with pytest.raises(RuleBroken):
        take_back(by=cast.frode, envelope=envelope, amount_ore=kroner(1), reason=" ")
