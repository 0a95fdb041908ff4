"""What two assessors' points come to: the weighted score of an application, and how far apart they were.

A score lies between 0 and 100: an assessor's points (0–5) on each criterion, weighted by the call's whole
percents, as a share of the best that could be had; then the mean of the assessors. With two assessors it is exact
to one decimal. With more it is rounded half up to one decimal, so that what is shown is what ranks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MOST_POINTS = 5
ASSESSORS = 2
# So many points apart on one criterion, and the case officer is told to look at it.
FAR_APART = 2

Points = Mapping[str, int]


class NotScored(ValueError):
    """A criterion lacks points, or has points that are not 0–5. The message names it."""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion over all assessors. ``mean`` is in points, 0–5; ``spread`` the highest minus the lowest."""

    code: str
    weight: int
    points: tuple[int, ...]
    mean: Decimal
    spread: int

    @property
    def far_apart(self) -> bool:
        return self.spread >= FAR_APART


@dataclass(frozen=True, slots=True)
class Result:
    """The weighted score (0–100), its criteria in the call's order, and the assessors' distance in score."""

    score: Decimal
    criteria: tuple[CriterionResult, ...]
    spread: Decimal

    @property
    def far_apart(self) -> tuple[CriterionResult, ...]:
        return tuple(criterion for criterion in self.criteria if criterion.far_apart)


def weigh(weights: Mapping[str, int], assessments: Sequence[Points]) -> Result:
    """The score of an application from its assessments.

    ``weights`` are the criteria in the call's order, in whole percents that add up to 100. Raises NotScored.
    """
    if not assessments:
        raise NotScored("no assessment is handed in")
    singles = [_score_of_one(weights, points) for points in assessments]
    mean = Fraction(sum(singles), len(singles))
    criteria = tuple(_criterion(code, weight, assessments) for code, weight in weights.items())
    return Result(_rounded(mean, 1), criteria, _rounded(max(singles) - min(singles), 1))


def unscored(weights: Mapping[str, int], points: Points) -> list[str]:
    """The criteria that still lack points, in the call's order."""
    return [code for code in weights if code not in points]


def _score_of_one(weights: Mapping[str, int], points: Points) -> Fraction:
    for code in unscored(weights, points):
        raise NotScored(f"criterion «{code}» has no points")
    for code in weights:
        if not 0 <= points[code] <= MOST_POINTS:
            raise NotScored(f"criterion «{code}» has {points[code]} points; they go from 0 to {MOST_POINTS}")
    weighted = sum(weight * points[code] for code, weight in weights.items())
    return Fraction(100 * weighted, MOST_POINTS * sum(weights.values()))


def _criterion(code: str, weight: int, assessments: Sequence[Points]) -> CriterionResult:
    points = tuple(assessment[code] for assessment in assessments)
    mean = _rounded(Fraction(sum(points), len(points)), 2)
    return CriterionResult(code, weight, points, mean, max(points) - min(points))


def _rounded(value: Fraction, places: int) -> Decimal:
    scaled = Decimal(value.numerator * 10**places) / Decimal(value.denominator)
    return scaled.quantize(Decimal(1), ROUND_HALF_UP).scaleb(-places)
