"""Cost and effect with a simulation: what acceptance check 10 asks of published data, on draws with known answers.

The published data themselves (GPL) are compared in benchmarks/economics/published.py.
"""

from pathlib import Path

import numpy as np
import pytest

from helsetek.engines.economics.effectiveness import Outcomes, read_outcomes, turning_point
from helsetek.engines.economics.errors import AnalysisError

COSTS = np.array([[0.0, 0.0, 0.0, 0.0], [10.0, 20.0, 30.0, 40.0]])
EFFECTS = np.array([[0.0, 0.0, 0.0, 0.0], [1.0, 1.0, 2.0, 4.0]])
FOUND = Outcomes(["old", "new"], COSTS, EFFECTS)


def test_what_a_unit_of_effect_is_worth_decides() -> None:
    assert FOUND.ratio(1) == 12.5
    assert FOUND.gain(1, 15).tolist() == [5, -5, 0, 20]
    assert FOUND.acceptable(1, 15) == 0.5
    assert FOUND.worth_of_knowing(15) == pytest.approx((5 + 0 + 0 + 20) / 4 - 5)
    assert FOUND.best(15).tolist() == [0.5, 0.5]
    assert turning_point(FOUND, 1, range(100)) == 13
    assert turning_point(FOUND, 1, range(10)) is None


def test_without_a_difference_in_effect_there_is_no_ratio() -> None:
    assert Outcomes(["a", "b"], COSTS, np.zeros((2, 4))).ratio(1) is None


def test_a_table_is_read_draw_by_draw(tmp_path: Path) -> None:
    table = tmp_path / "psa.csv"
    lines = [
        f"{name},{cost},{effect}"
        for name, row, gained in zip(FOUND.names, COSTS, EFFECTS, strict=True)
        for cost, effect in zip(row, gained, strict=True)
    ]
    table.write_text("\n".join(["alternative,cost,effect", *lines]), encoding="utf-8")
    found = read_outcomes(table)
    np.testing.assert_array_equal(found.costs, COSTS)
    np.testing.assert_array_equal(found.effects, EFFECTS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alternative,cost\na,1\n", "lacks the column «effect»"),
        ("alternative,cost,effect\na,1,nan\nb,1,1\n", "psa.csv:2: cost and effect are ordinary"),
        ("alternative,cost,effect\na,1,1\nb,1,1\nb,1,1\n", "equally many lines"),
        ("alternative,cost,effect\na,1,1\n", "two alternatives"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_why(tmp_path: Path, text: str, said: str) -> None:
    table = tmp_path / "psa.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(AnalysisError, match=said):
        read_outcomes(table)
