"""Where a vendor stands to gain, nothing is granted before it is assessed whether the grant is state aid."""

from __future__ import annotations

import pytest

from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.common.money import kroner
from helsetek.grants.models import Decision
from helsetek.grants.rules.state_aid import AidKind
from helsetek.grants.selectors import letters
from helsetek.grants.selectors import state_aid as selectors
from helsetek.grants.services import decisions, state_aid
from helsetek.grants.services.state_aid import Assessed
from tests import rounds
from tests.cast import Cast
from tests.visiting import browser_of

pytestmark = pytest.mark.django_db


def aid(cast: Cast, **changes: object) -> Assessed:
    given = {
        "kind": AidKind.DE_MINIMIS,
        "reasons": "Leverandøren får utviklet produktet sitt.",
        "undertaking": cast.vendor,
        "amount_ore": kroner(1_150_000),
        "ore_a_euro": 1_150,
    }
    return Assessed(**(given | changes))  # type: ignore[arg-type]


def test_the_decision_waits_for_the_assessment_and_the_letter_tells_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = rounds.a_recommended_application(cast)
    decision = rounds.a_prepared_decision(cast, application)
    monkeypatch.setattr(selectors, "vendors_named", lambda case: [cast.vendor])
    with rounds.at_work(application.call):
        with pytest.raises(RuleBroken):
            decisions.decide(by=cast.hans, decision=decision)
        with pytest.raises(NotAllowed):
            state_aid.assess(by=cast.hans, application=application, found=aid(cast))
        with pytest.raises(RuleBroken):
            state_aid.assess(by=cast.guri, application=application, found=aid(cast, undertaking=None))
        with pytest.raises(RuleBroken):
            state_aid.assess(
                by=cast.guri, application=application, found=aid(cast, amount_ore=kroner(4_000_000))
            )
        made = state_aid.assess(by=cast.guri, application=application, found=aid(cast))
        assert made.cents == 10_000_000
        decisions.decide(by=cast.hans, decision=decision)
        assert selectors.left_for(cast.vendor, general_interest=False) == 20_000_000
        assert selectors.left_for(cast.vendor, general_interest=True) == 65_000_000
        letter = letters.of_decision(Decision.objects.get(pk=decision.pk), "nb")
        assert "100 000" in letter.content["conditions"].replace("\u00a0", " ")
        officer = browser_of(cast.guri)
        assert officer.get(f"/soknader/{application.pk}/sak/statsstotte/").status_code == 200
        listed = officer.get("/statsstotte/?export=csv").content.decode()
        assert cast.vendor.name in listed


def test_what_is_not_aid_keeps_only_its_reasons(cast: Cast) -> None:
    application = rounds.an_eligible_application(cast)
    with rounds.at_work(application.call):
        made = state_aid.assess(
            by=cast.guri, application=application, found=aid(cast, kind=AidKind.NOT_AID, reasons="Lovpålagt.")
        )
    assert (made.undertaking, made.amount_ore, made.cents) == (None, 0, 0)
    assert not selectors.aid().exists()
