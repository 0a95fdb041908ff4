"""An organisation's own signatory registers the account for its payments."""

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.common.models import Event
from helsetek.registry import selectors, services
from tests.cast import Cast

GOOD = "86011117947"


def test_the_signatory_registers_an_account_however_it_is_written(cast: Cast) -> None:
    account = services.register_account(by=cast.bjorn, organisation_id=cast.bodo.pk, number="8601.11.17947")
    assert account.number == GOOD
    assert list(selectors.accounts_of(cast.bodo.pk)) == [account]
    event = Event.objects.get(verb="registry.account_registered")
    assert (event.person_id, event.organisation_id) == (cast.bjorn.pk, cast.bodo.pk)
    assert GOOD not in str(event.data)


@pytest.mark.parametrize("who", ["anne", "david", "guri", "tor"])
def test_nobody_else_does(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        services.register_account(by=getattr(cast, who), organisation_id=cast.bodo.pk, number=GOOD)
    assert not selectors.accounts_of(cast.bodo.pk)


@pytest.mark.parametrize("number", ["", "86011117946", "8601111794", "860111179477", "abc", "٨٦٠١١١١٧٩٤٧"])
def test_a_number_that_is_none_is_refused_at_its_field(cast: Cast, number: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        services.register_account(by=cast.bjorn, organisation_id=cast.bodo.pk, number=number)
    assert "number" in refusal.value.fields


def test_the_same_number_twice_is_one_account(cast: Cast) -> None:
    first = services.register_account(by=cast.bjorn, organisation_id=cast.bodo.pk, number=GOOD)
    again = services.register_account(by=cast.bjorn, organisation_id=cast.bodo.pk, number=GOOD)
    assert first == again
    assert Event.objects.filter(verb="registry.account_registered").count() == 1
