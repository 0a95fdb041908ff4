"""Goals, measures, ambition levels and dated figures say what the report says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from helsetek.common.money import kroner
from helsetek.common.parameters import NoSuchParameter
from helsetek.scheme.rules.terms import Measure
from helsetek.scheme.selectors import (
    ambition_levels,
    default_sets,
    default_terms,
    goals,
    indicators,
    measures,
    parameter,
)
from helsetek.scheme.services import keep_goals


@pytest.mark.django_db
def test_one_goal_for_society_and_three_effect_goals_with_indicators() -> None:
    """Report chapter 3."""
    assert [goal.level for goal in goals()] == ["society", "effect", "effect", "effect"]
    assert all(goal.indicators.exists() for goal in goals().filter(level="effect"))


@pytest.mark.django_db
def test_keeping_the_goals_again_changes_nothing() -> None:
    before = list(indicators().values_list("pk", "code"))
    keep_goals()
    assert list(indicators().values_list("pk", "code")) == before


def test_the_ambition_levels_have_the_reports_budgets() -> None:
    """Report 5.1.5–5.1.7: 60, 60 + 15 and 100 + 15 million kroner a year for five years; reach 50, 58 and 63 %."""
    found = [(level.grants_ore_a_year, level.networks_ore_a_year) for level in ambition_levels()]
    million = kroner(1_000_000)
    assert found == [(60 * million, 0), (60 * million, 15 * million), (100 * million, 15 * million)]
    assert {(level.first_year, level.last_year) for level in ambition_levels()} == {(2024, 2028)}
    reach = [level.expected_share_of_municipalities for level in ambition_levels()]
    assert reach == [Decimal("0.50"), Decimal("0.58"), Decimal("0.63")]


def test_only_the_highest_level_pays_for_adoption() -> None:
    """Report 5.1.7."""
    assert [Measure.ADOPTION in level.measures for level in ambition_levels()] == [False, False, True]


def test_there_are_five_measures_told_in_three_languages() -> None:
    """Report 4.1.1–4.1.5."""
    assert list(measures()) == list(Measure)
    assert all(text.name.nn and text.description.en and text.source for text in measures().values())


def test_an_auditor_confirms_from_200_000_kroner() -> None:
    """Helsedirektoratet's text on reporting of grants."""
    assert parameter("audit_threshold_ore", date(2024, 2, 16)) == kroner(200_000)


def test_a_figure_that_is_not_there_is_not_guessed() -> None:
    with pytest.raises(NoSuchParameter):
        parameter("price_of_bread", date(2024, 1, 1))
    with pytest.raises(NoSuchParameter):
        parameter("acceptance_days", date(1999, 1, 1))


@pytest.mark.parametrize("name", default_sets())
def test_what_the_grant_does_not_cover_is_said(name: str) -> None:
    """Report 4.1.2 and 5.1.7: not running, daily user support, training of new staff, or the solution itself."""
    categories = default_terms(name).cost_categories
    not_covered = {category.code for category in categories if not category.covered}
    assert not_covered == {"running", "user_support", "new_staff_training", "purchase"}


@pytest.mark.parametrize("name", default_sets())
def test_midt_norge_may_apply_for_adoption_only_not_for_procurement(name: str) -> None:
    """Report 5.1.5–5.1.7; 6.1.1 leaves it open, so it is a parameter."""
    allowed = default_terms(name).parameters.midt_norge_may_apply
    assert (allowed[Measure.PROCUREMENT], allowed[Measure.ADOPTION]) == (False, True)


def test_those_who_come_later_get_less() -> None:
    """Report 6.1.1."""
    parameters = default_terms("2024").parameters
    assert parameters.share_in(2024) > parameters.share_in(2025) > parameters.share_in(2030)
