"""Hold a statement against what we have: what answers to what, and where they differ. Pure.

Matched by reference first (end-to-end id, KID) and sum, then by sum and day. What is left on either side is a difference:
missing here, missing there, another sum, or there twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["missing_here", "missing_there", "other_amount", "doubled"]


@dataclass(frozen=True, slots=True)
class Ours:
    """A payment as it stands here: ``thing`` names it, ``amount_ore`` is negative for money out."""

    thing: str
    on: date
    amount_ore: int
    references: frozenset[str]


@dataclass(frozen=True, slots=True)
class Theirs:
    """A line of the statement."""

    line: int
    on: date
    amount_ore: int
    reference: str


@dataclass(frozen=True, slots=True)
class Found:
    """A difference; the side that is missing is None."""

    kind: Kind
    ours: Ours | None
    theirs: Theirs | None


@dataclass
class Comparison:
    """Pairs (line → thing) that agree, and the differences."""

    pairs: dict[int, str] = field(default_factory=dict)
    differences: list[Found] = field(default_factory=list)


def compare(ours: Iterable[Ours], theirs: Iterable[Theirs], *, days: int) -> Comparison:
    """Hold all of ours from the statement's time against all its lines. ``days`` is how far dates may lie apart."""
    left, result = list(ours), Comparison()
    loose: list[Theirs] = []
    answered: dict[str, Ours] = {}
    for line in sorted(theirs, key=lambda one: (one.on, one.line)):
        match = _by_reference(line, left)
        if match is not None:
            left.remove(match)
            answered |= dict.fromkeys(match.references, match)
            _note(result, match, line)
        elif line.reference and line.reference in answered:
            result.differences.append(Found("doubled", answered[line.reference], line))
        else:
            loose.append(line)
    _by_sum(loose, left, result, days)
    result.differences += [Found("missing_there", one, None) for one in left]
    return result


def _by_reference(line: Theirs, left: list[Ours]) -> Ours | None:
    """Of those with the reference, one with the same sum before any other; money in is never matched with money out."""
    same = [
        one
        for one in left
        if line.reference in one.references and (one.amount_ore < 0) == (line.amount_ore < 0)
    ]
    return min(same, key=lambda one: (one.amount_ore != line.amount_ore, abs(one.on - line.on)), default=None)


def _note(result: Comparison, match: Ours, line: Theirs) -> None:
    if match.amount_ore == line.amount_ore:
        result.pairs[line.line] = match.thing
    else:
        result.differences.append(Found("other_amount", match, line))


def _by_sum(loose: list[Theirs], left: list[Ours], result: Comparison, days: int) -> None:
    """Lines without a known reference: the same sum, and a day near enough, if only one of ours answers."""
    by_sum: dict[int, list[Ours]] = defaultdict(list)
    for one in left:
        by_sum[one.amount_ore].append(one)
    for line in loose:
        near = [
            one
            for one in by_sum[line.amount_ore]
            if one in left and abs((one.on - line.on).days) <= days and not line.reference
        ]
        if len(near) == 1:
            left.remove(near[0])
            result.pairs[line.line] = near[0].thing
        else:
            result.differences.append(Found("missing_here", None, line))
