"""The demonstration has the real totals, marks what is made up, and shows a case in every state."""

from __future__ import annotations

from random import Random

import pytest

from helsetek.accounts import demo_people
from helsetek.common import clock, events, money
from helsetek.config.demo import BEFORE_ALL, analyses, is_empty, places, plans, today
from helsetek.config.demo.stage import Stage
from helsetek.evaluation.models import Run
from helsetek.evaluation.selectors import published_runs
from helsetek.grants.models import Amendment, Application, Assessment, Grant, Instalment
from helsetek.grants.rules.machines import APPLICATION
from helsetek.registry import services as registry
from helsetek.scheme import services as scheming

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground() -> dict[int, places.Place]:
    registry.load_registry()
    return places.all_places()


def test_the_round_of_2024_has_its_real_totals(ground: dict[int, places.Place]) -> None:
    """179 applications asking for 331.6 million; 56.7 million to 66 projects (helsedirektoratet.no)."""
    planned = plans.round_2024(ground)
    assert len(planned) == 179
    assert sum(one.requested_ore for one in planned) == money.kroner(331_600_000)
    assert sum(one.recommended_ore for one in planned[:66]) == money.kroner(56_700_000)
    assert all(0 < one.recommended_ore <= one.requested_ore for one in planned[:66])


def test_the_second_allotment_has_its_real_total() -> None:
    """14.5 million in May 2024, to 16 new projects and 16 increases (smartcarecluster.no)."""
    sums = plans.second_allotment(16, 16)
    assert (len(sums), sum(sums)) == (32, money.kroner(14_500_000))


def test_only_the_named_projects_are_facts(ground: dict[int, places.Place]) -> None:
    real = [one for one in plans.round_2024(ground) if one.source]
    assert [(one.lead.name, one.recommended_ore) for one in real] == [
        ("Bodø", money.kroner(2_300_000)),
        ("Bodø", money.kroner(1_600_000)),
        ("Bodø", money.kroner(1_000_000)),
    ]
    assert len(real[0].members) == 30


def test_it_is_the_same_every_time(ground: dict[int, places.Place]) -> None:
    assert plans.round_2024(ground) == plans.round_2024(ground)


def test_above_the_line_always_scores_above_those_below(ground: dict[int, places.Place]) -> None:
    draw, codes = Random(1), ["need", "cooperation", "value"]
    planned = plans.round_2024(ground)
    worst = min(sum(plans.points(one, codes, draw).values()) for one in planned[:66])
    best = max(sum(plans.points(one, codes, draw).values()) for one in planned[66:])
    assert worst > best


def test_cases_of_today_stand_in_every_state(ground: dict[int, places.Place]) -> None:
    with clock.at(BEFORE_ALL):
        here = Stage(cast=demo_people.load(), draw=Random(2024))
        scheming.keep_goals()
    here.know_the_cast(ground)
    today.play(here, ground, lambda what, share: None)
    assert set(Application.objects.values_list("state", flat=True)) == set(APPLICATION.states)
    assert {"offered", "accepted", "held"} == set(Grant.objects.values_list("state", flat=True))
    assert {"asked", "prepared", "in_effect"} == set(Amendment.objects.values_list("state", flat=True))
    assert {"planned", "prepared", "attested", "sent", "paid", "failed"} == set(
        Instalment.objects.values_list("state", flat=True)
    )
    assert {"assigned", "open", "blocked", "handed_in"} == set(
        Assessment.objects.values_list("state", flat=True)
    )
    assert all(Application.objects.values_list("synthetic", flat=True))
    assert events.verify().holds
    assert not is_empty()


def test_analyses_are_saved_and_one_is_published(ground: dict[int, places.Place]) -> None:
    with clock.at(BEFORE_ALL):
        here = Stage(cast=demo_people.load(), draw=Random(2024))
    analyses.play(here)
    assert Run.objects.count() == 3
    assert [run.name for run in published_runs()] == ["Rapporten beregnet på nytt"]
    assert all(Run.objects.values_list("synthetic", flat=True))
