"""Effects without a price: matrices, the report's scale, and rankings that hold for any values."""

from collections.abc import Callable
from pathlib import Path

import pytest

from helsetek.engines.economics.assumptions import Assumptions, read_assumptions
from helsetek.engines.economics.errors import AnalysisError, AssumptionsError
from helsetek.engines.economics.nonpriced import (
    IMPORTANCE,
    PLUS_MINUS,
    as_signs,
    as_words,
    assignments,
    compare,
    consequence,
    in_language,
    order,
    rankings,
    said,
    step_of,
)


@pytest.mark.parametrize(
    ("matrix", "extent", "importance", "signs"),
    [
        ("plus_minus", "large_positive", "large", "+++/++++"),
        ("plus_minus", "small_positive", "medium", "0/+"),
        ("plus_minus", "medium_negative", "medium", "−−"),
        ("plus_minus", "none", "large", "0"),
    ],
)
def test_plus_minus(matrix: str, extent: str, importance: str, signs: str) -> None:
    assert as_signs(consequence(matrix, extent, importance)) == signs


def test_value_matrix() -> None:
    assert as_words(consequence("value_matrix", "large_positive", "large")) == "meget stor positiv"
    assert as_words(consequence("value_matrix", "medium_negative", "small")) == "liten negativ"
    assert as_words(consequence("value_matrix", "small_positive", "small")) == "ubetydelig/ingen"


def test_the_reports_words_are_steps_of_the_same_ladder() -> None:
    words = [
        "svært liten positiv",
        "Liten positiv",
        "Liten positiv/ Positiv",
        "Positiv",
        "stor positiv",
        "svært stor negativ",
    ]
    assert [step_of(word) for word in words] == [0.5, 1.0, 1.5, 2.0, 3.0, -4.0]
    with pytest.raises(AnalysisError, match="not on the scale"):
        step_of("ganske bra")


@pytest.mark.parametrize("matrix", ["plus_minus", "value_matrix"])
def test_a_judgement_by_either_matrix_keeps_its_step_in_the_reports_words(matrix: str) -> None:
    for extent in PLUS_MINUS:
        for importance in IMPORTANCE:
            words = said({"matrix": matrix, "extent": extent, "importance": importance})
            assert step_of(words) == consequence(matrix, extent, importance)


def test_the_words_have_english() -> None:
    said = [
        in_language(words, "en")
        for words in ("svært liten positiv", "liten positiv/positiv", "stor negativ", "ingen")
    ]
    assert said == ["very small positive", "small positive/positive", "large negative", "none"]
    assert in_language("ubetydelig/ingen", "en") == "negligible/none"
    assert in_language("liten positiv", "nn") == "liten positiv"


def test_a_file_may_judge_by_a_matrix_and_is_told_what_is_wrong(write: Callable[..., Path]) -> None:
    text = 'extends = "rapport-2022"\n[alternative.nivaa1.non_priced]\n'
    judged = 'quality = {matrix = "plus_minus", extent = "medium_positive", importance = "large"}\n'
    found = read_assumptions(write(text + judged))
    assert found.alternatives["nivaa1"].non_priced["quality"] == "positiv/stor positiv"
    with pytest.raises(AssumptionsError, match=r"min\.toml:3: «quality» in «nivaa1»: «ganske bra» is not on"):
        read_assumptions(write(text + 'quality = "ganske bra"\n'))
    with pytest.raises(AssumptionsError, match=r"min\.toml:3: «calm» has no label"):
        read_assumptions(write(text + 'calm = "positiv"\n'))


def report_steps(report: Assumptions) -> dict[str, dict[str, float]]:
    return {
        name: {effect: step_of(words) for effect, words in alternative.non_priced.items()}
        for name, alternative in report.alternatives.items()
    }


def test_the_reports_ranking_of_non_priced_effects_holds_for_any_values(report: Assumptions) -> None:
    steps = report_steps(report)
    assert order(steps) == ["nivaa3", "nivaa2", "nivaa1"]
    assert compare(steps, "nivaa3", "nivaa2").strict


def test_a_ranking_that_depends_on_values_says_where_it_turns() -> None:
    steps = {"a": {"x": 4.0, "y": 0.0}, "b": {"x": 2.0, "y": 2.0}}
    found = compare(steps, "a", "b")
    assert (found.robust, found.turns_at) == (False, 2.0)
    assert order(steps) is None


def test_thresholds_judge_as_all_monotone_assignments_do() -> None:
    """The short rule against every assignment of whole values 0-5."""
    ladder = [0.0, 1.0, 2.0, 4.0]
    for a in ladder:
        for b in ladder:
            steps = {"a": {"x": a, "y": 2.0, "z": 1.0}, "b": {"x": 1.0, "y": b, "z": 2.0}}
            worst = min(
                sum(v.get(s, 0) for s in steps["a"].values()) - sum(v.get(s, 0) for s in steps["b"].values())
                for v in assignments(steps, 5)
            )
            assert compare(steps, "a", "b").robust == (worst >= 0)
    assert len(rankings({"a": {"x": 1.0}, "b": {"x": 2.0}, "c": {"x": 3.0}})) == 6
