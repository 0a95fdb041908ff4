"""Risk points: a scale that anyone can read. What a case is known by, how many points that gives, and why.

The scale is dated data (``parameters.toml``, ``points_*``); the sum of points puts the cases in order. Which cases are
looked at more closely follows from risk and from what matters (bestemmelser om økonomistyring i staten chapter 6.3,
text not seen), never from who asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from .words import FACTORS

Scale = Mapping[str, Sequence[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case when the plan is drawn up. Sums in øre, ``first_time`` 0 or 1, the rest are counts."""

    amount: int
    first_time: int
    earlier_findings: int
    late_reports: int
    partners: int
    changes: int
    claims: int


@dataclass(frozen=True, slots=True)
class Part:
    """The points that one circumstance gives."""

    factor: str
    value: int
    points: int


@dataclass(frozen=True, slots=True)
class Scored:
    """A case with its points. ``id`` is the case number: what has the same points comes in its order."""

    id: str
    amount: int
    parts: tuple[Part, ...]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)


def points_of(value: int, steps: Sequence[tuple[int, int]]) -> int:
    """The points of the last step that the value reaches; 0 where it reaches none."""
    reached = [points for start, points in sorted(steps) if value >= start]
    return reached[-1] if reached else 0


def score(case_id: str, facts: Facts, scale: Scale) -> Scored:
    """Every circumstance with its points, in the order of the scale."""
    known = {field.name: getattr(facts, field.name) for field in fields(facts)}
    parts = tuple(Part(name, known[name], points_of(known[name], scale[name])) for name in FACTORS)
    return Scored(case_id, facts.amount, parts)


def in_order(scored: Sequence[Scored]) -> list[Scored]:
    """The most points first; among equals the largest sum, then the case number: never by chance, never by hand."""
    return sorted(scored, key=lambda one: (-one.points, -one.amount, one.id))
