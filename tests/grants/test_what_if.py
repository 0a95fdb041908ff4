"""The whole round under other conditions, and a list adopted by a person."""

from __future__ import annotations

from decimal import Decimal

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.models import Event
from helsetek.grants.rules.portfolio import Reason, Wish
from helsetek.grants.selectors import whatif
from helsetek.grants.selectors.ranking import ranking
from helsetek.grants.services import adopting, proposing
from tests import rounds
from tests.cast import Cast
from tests.rounds import at_work
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db


def test_the_round_is_looked_at_and_a_list_adopted(cast: Cast) -> None:
    """Three apply for 900 000 each, and 2 000 000 is there: two in full, the third only in part."""
    allotment = rounds.a_proposed_round(cast, envelope_kr=1_500_000)
    wish = Wish(envelope=Decimal("0.9"), partial=False)
    address = f"/utlysninger/{allotment.call.slug}/tildeling/{allotment.number}/hva-om/"
    with at_work(allotment.call):
        seen = whatif.view(allotment, wish)
        assert [row.ranking_ore for row in seen.rows] == [90_000_000, 60_000_000, 0]
        assert [row.best_ore for row in seen.rows] == [90_000_000, 0, 0]
        assert [row.difference.reason for row in seen.changed if row.difference] == [Reason.NO_PARTS]
        # Hans decides, so he looks, and does not adopt; a refused reason leaves everything as it was.
        hans, guri = browser_of(cast.hans), browser_of(cast.guri)
        page = hans.get(address, {"envelope": "90", "whole": "on"})
        assert page.status_code == 200
        assert hans.get(address, {"envelope": "-5"}).status_code == 200
        assert hans.get(address, {"small": "30", "export": "xlsx"}).content.startswith(b"PK")
        assert hans.post(address, {"reason": "Fordi."}).status_code == 403
        with pytest.raises(NotAllowed):
            adopting.adopt(by=cast.hans, allotment=allotment, wish=wish, reason="Fordi.")
        with pytest.raises(RuleBroken):
            adopting.adopt(by=cast.guri, allotment=allotment, wish=wish, reason=" ")
        conditions = {"envelope": "90", "whole": "on"}
        assert guri.post(address, conditions | {"reason": ""}).status_code == 200
        assert guri.post(address, conditions | {"reason": "Hele prosjekter."}).status_code == 302
        rows = ranking(allotment)
        assert [row.proposed_ore for row in rows] == [90_000_000, 0, 0]
        assert [row.by_hand for row in rows] == [False, True, False]
        assert "Hele prosjekter." in rows[1].why
        # Filling again leaves what the list changed.
        proposing.propose(by=cast.guri, allotment=allotment)
        assert ranking(allotment)[1].proposed_ore == 0
        event = Event.objects.get(verb="grants.list_adopted")
        assert (event.person_id, event.reasons) == (cast.guri.pk, "Hele prosjekter.")
        rounds.a_prepared_decision(cast, rows[0].application)
        with pytest.raises(WrongState):
            adopting.adopt(by=cast.guri, allotment=allotment, wish=wish, reason="Igjen.")
