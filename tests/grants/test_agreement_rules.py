"""Krippendorff's alpha, held against the figures that Krippendorff himself works out (2011, sections A and E)."""

from __future__ import annotations

import pytest

from helsetek.grants.rules.agreement import Scale, alpha

# Four observers, twelve units; None where an observer gave no value.
OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
UNITS = [[value for value in unit if value is not None] for unit in zip(*OBSERVERS, strict=True)]


@pytest.mark.parametrize(
    ("scale", "expected"), [(Scale.NOMINAL, 0.743), (Scale.ORDINAL, 0.815), (Scale.INTERVAL, 0.849)]
)
def test_the_worked_example(scale: Scale, expected: float) -> None:
    found = alpha(UNITS, scale)
    assert found is not None
    assert round(found, 3) == expected


def test_two_observers_and_two_values() -> None:
    """Section A: ten units, binary values: 0.095."""
    one, other = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    found = alpha(list(zip(one, other, strict=True)), Scale.NOMINAL)
    assert found is not None
    assert round(found, 3) == 0.095


def test_full_agreement_is_one() -> None:
    assert alpha([[1, 1], [3, 3], [5, 5]]) == 1


@pytest.mark.parametrize("units", [[], [[3]], [[2, 2], [2, 2]], [[1], [2], [3]]])
def test_nothing_can_be_said(units: list[list[float]]) -> None:
    assert alpha(units) is None
