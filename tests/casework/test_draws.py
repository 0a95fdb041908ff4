"""Lots that anyone can draw again: the rule by hand, the seed that nobody knew, and what a changed file shows.

The duties (docs/law.md): offentleglova § 24.
"""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from helsetek.accounts.visitor import Visitor
from helsetek.casework import selectors, services
from helsetek.casework.draw_command import verify
from helsetek.casework.permissions import may_read_draw
from helsetek.casework.rules import draws
from helsetek.casework.rules.draws import ALL, NoDraw, Unit
from helsetek.common import clock, events
from helsetek.common.errors import NotAllowed, RuleBroken, TooLate, WrongState
from tests.casework.lots import UNITS, a_draw
from tests.cast import Cast

FRAME = [unit for unit, _label in UNITS]


def by_hand(ids: list[str], seed: str, count: int) -> list[str]:
    """The script that the page shows."""
    ids.sort(key=lambda one: hashlib.sha256(f"{seed}|{one}".encode()).hexdigest())
    return ids[:count]


def test_simple_draws_are_what_the_published_script_gives() -> None:
    for seed in ("a", "b", "c"):
        drawn = draws.draw(FRAME, method="simple", wanted={ALL: 3}, seed=seed)
        assert drawn == by_hand([unit.id for unit in FRAME], seed, 3)
        assert drawn == draws.draw(reversed(FRAME), method="simple", wanted={ALL: 3}, seed=seed)


def test_each_stratum_gives_its_number() -> None:
    drawn = draws.draw(FRAME, method="stratified", wanted={"b": 2, "c": 1}, seed="s")
    groups = {unit.id: unit.stratum for unit in FRAME}
    assert sorted(groups[one] for one in drawn) == ["b", "b", "c"]


def test_the_chance_follows_the_size() -> None:
    """Drawn four thousand times: a unit three times the size comes about three times as often; the giant always."""
    frame = [Unit("giant", "", 1000), Unit("large", "", 30), *(Unit(f"small{n}", "", 10) for n in range(12))]
    times = dict.fromkeys((unit.id for unit in frame), 0)
    for seed in range(4000):
        for one in draws.draw(frame, method="size", wanted={ALL: 3}, seed=str(seed)):
            times[one] += 1
    small = sum(count for name, count in times.items() if name.startswith("small")) / 12
    assert times["giant"] == 4000
    assert 2.6 < times["large"] / small < 3.2


def test_every_unit_comes_about_as_often() -> None:
    times = dict.fromkeys((unit.id for unit in FRAME), 0)
    for seed in range(5000):
        for one in draws.draw(FRAME, method="simple", wanted={ALL: 1}, seed=str(seed)):
            times[one] += 1
    assert all(880 < count < 1120 for count in times.values()), times  # 1000 ± 4 standard deviations


@pytest.mark.parametrize(
    ("units", "wanted"),
    [
        ([], {ALL: 1}),
        (FRAME, {ALL: 6}),
        (FRAME, {ALL: 0}),
        ([*FRAME, FRAME[0]], {ALL: 1}),
        ([Unit("a,b")], {ALL: 1}),
    ],
)
def test_what_cannot_be_drawn_is_refused(units: list[Unit], wanted: dict[str, int]) -> None:
    with pytest.raises(NoDraw):
        draws.draw(units, method="simple", wanted=wanted, seed="s")


def test_the_seed_is_an_event_that_nobody_knew_and_the_file_proves_the_draw(
    cast: Cast, tmp_path: Path
) -> None:
    announced = a_draw(cast.mona)
    assert announced.frame_hash == hashlib.sha256(draws.frame_text(FRAME).encode()).hexdigest()
    with pytest.raises(TooLate):
        services.make_draw(by=cast.mona, announcement=announced)
    events.record("test.later", thing="test:1", person_id=None)
    newest = events.length()
    with clock.at(announced.seed_at + timedelta(minutes=1)):
        events.record("test.too_late", thing="test:1", person_id=None)
        assert services.make_due_draws() == 1
        assert services.make_due_draws() == 0
        with pytest.raises(WrongState):
            services.make_draw(by=cast.mona, announcement=announced)
    announced.refresh_from_db()
    made = announced.draw
    assert made.seed_event == newest
    assert made.seed == events.Event.objects.get(id=newest).hash
    assert made.chosen == by_hand([unit.id for unit in FRAME], made.seed, 2)
    last = events.of_thing(f"draw:{announced.pk}")[-1]
    assert (last.verb, last.data["chosen"]) == ("casework.drawn", made.chosen)

    told = draws.as_file(selectors.drawn(announced, made), title=announced.title)
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    good = CliRunner().invoke(verify, [str(file)])
    assert good.exit_code == 0
    assert made.chosen[0] in good.output
    for key, value in (("chosen", made.chosen[::-1]), ("seed", "0"), ("frame", told["frame"][1:])):
        file.write_text(json.dumps({**told, key: value}), encoding="utf-8")
        assert CliRunner().invoke(verify, [str(file)]).exit_code == 1
    file.write_text("{}", encoding="utf-8")
    assert CliRunner().invoke(verify, [str(file)]).exit_code == 1


def test_only_those_who_act_for_the_state_announce_and_the_seed_lies_ahead(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        a_draw(cast.anne)
    with pytest.raises(RuleBroken):
        a_draw(cast.mona, wanted=6)
    with pytest.raises(RuleBroken):
        services.announce_draw(
            by=cast.mona, kind="test", title="Late", units=UNITS, wanted=1, seed_at=clock.now()
        )


def test_what_would_warn_is_kept_back_but_its_hash_is_bound(cast: Cast) -> None:
    """Offentleglova § 24: a control that is coming may be withheld for a time. The state's own people read it."""
    announced = a_draw(cast.mona, public_in=timedelta(days=60))
    assert not may_read_draw(Visitor(), announced)
    assert not may_read_draw(cast.anne, announced)
    assert may_read_draw(cast.mona, announced)
    with clock.at(clock.now() + timedelta(days=61)):
        assert may_read_draw(Visitor(), announced)
