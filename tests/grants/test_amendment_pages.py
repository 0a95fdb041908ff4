"""An amendment in the browser: the writer drafts, the signatory sends, two decide; every kind of form can be opened."""

from __future__ import annotations

from datetime import timedelta

import pytest

from helsetek.casework import todo
from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.common.web.states import states
from helsetek.grants.models import Amendment, Grant
from helsetek.grants.rules.amendments import KindCode, Side
from helsetek.grants.selectors import agreements
from helsetek.grants.services import amendments as services
from tests.cast import Cast
from tests.grants.afterwards import an_accepted_grant
from tests.grants.amending import WHY, an_asked_amendment, fresh
from tests.visiting import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DURING = oslo(2024, 6, 3, 10)


@pytest.fixture
def grant(cast: Cast) -> Grant:
    return an_accepted_grant(cast, amount_kr=1_000_000)


def kinds_waiting(person: object) -> set[str]:
    return {one.kind for one in todo.for_person(person)}  # type: ignore[arg-type]


def test_from_draft_to_letter(cast: Cast, grant: Grant) -> None:
    with clock.at(DURING):
        anne, bjorn, guri, hans = (browser_of(one) for one in (cast.anne, cast.bjorn, cast.guri, cast.hans))
        chosen = anne.post(f"/tilskudd/{grant.pk}/endre/", {"kind": "budget"})
        page = chosen.url.removesuffix("skriv/")
        lines = agreements.agreement(grant).budget
        said = {f"line_{n}": str(row.amount_ore // 100) for n, row in enumerate(lines)}
        largest = max(range(len(lines)), key=lambda n: lines[n].amount_ore)
        said[f"line_{largest}"] = "0"
        other = (largest + 1) % len(lines)
        said[f"line_{other}"] = str((lines[other].amount_ore + lines[largest].amount_ore) // 100)
        rows = {"new-TOTAL_FORMS": "0", "new-INITIAL_FORMS": "0"}
        assert anne.post(chosen.url, {**said, **rows, "reason": WHY, "revision": "0"}).url == page
        draft = anne.get(page).content.decode()
        assert "<del>" in draft
        assert ">endret<" in draft  # marked in words, not in colour alone
        assert guri.get(page).status_code == 403
        assert anne.post(f"{page}send/").status_code == 403
        assert "grants.amendment_send" in kinds_waiting(cast.bjorn)
        assert bjorn.post(f"{page}send/").url == page
        assert "grants.amendment_handle" in kinds_waiting(cast.guri)
        assert guri.post(f"{page}klargjor/", {"grants_it": "no", "reasons": ""}).status_code == 200
        assert guri.post(f"{page}klargjor/", {"grants_it": "yes", "reasons": "Greit"}).url == page
        assert "Greit" not in bjorn.get(page).content.decode()
        assert "grants.amendment_decide" in kinds_waiting(cast.hans)
        assert hans.post(f"{page}vedta/").url == page
        assert "Greit" in bjorn.get(page).content.decode()
        compared = bjorn.get(f"/tilskudd/{grant.pk}/avtale/1/2/?alt=1").content.decode()
        assert compared.count("hs-comparison__changed") == 2
        assert "Budsjett mellom poster og år" in bjorn.get(f"/tilskudd/{grant.pk}/").content.decode()
        listed = guri.get("/tilskudd/endringer/?search=1804&_export=csv")
        assert listed.status_code == 200


@pytest.mark.parametrize("side", Side)
def test_every_kind_can_be_written_on_by_its_side(cast: Cast, grant: Grant, side: Side) -> None:
    person = cast.anne if side is Side.MUNICIPALITY else cast.guri
    with clock.at(DURING):
        browser = browser_of(person)
        offered = browser.get(f"/tilskudd/{grant.pk}/endre/").content.decode()
        for kind in KindCode:
            if f'value="{kind}"' in offered:
                address = browser.post(f"/tilskudd/{grant.pk}/endre/", {"kind": kind}).url
                assert browser.get(address).status_code == 200
                empty = {f"{p}-{n}_FORMS": "0" for p in ("new", "goals") for n in ("TOTAL", "INITIAL")}
                saved = browser.post(address, {**empty, "revision": "0", "reason": "x"})
                assert saved.url == address.removesuffix("skriv/")
                assert browser.get(saved.url).status_code == 200
    wanted = 12 if side is Side.MUNICIPALITY else 6
    assert Amendment.objects.filter(grant=grant, side=side).count() == wanted


def test_a_hold_is_seen_and_resumed_with_every_state_in_words(cast: Cast, grant: Grant) -> None:
    with clock.at(DURING):
        hold = an_asked_amendment(cast, grant, "hold")
        guri = browser_of(cast.guri)
        assert guri.post(f"/tilskudd/endringer/{hold.pk}/innvilg/", {"reasons": ""}).status_code == 302
        assert "satt på vent" in browser_of(cast.bjorn).get(f"/tilskudd/{grant.pk}/").content.decode()
    with clock.at(DURING + timedelta(days=10)):
        resume = an_asked_amendment(cast, grant, "resume", move_dates=True)
        services.settle(by=cast.guri, amendment=resume)
    assert fresh(grant).state == "in_effect"
    assert set(states("grants.amendment")) == {
        state for state, _label in Amendment._meta.get_field("state").choices
    }
