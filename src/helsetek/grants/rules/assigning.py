"""Who should assess what: two for each application, by competence, with the load even and conflicts kept out.

An integer programme solved by HiGHS (``scipy.optimize.milp``). For each pair of an application and an assessor that may
be chosen there is a 0/1; each application gets its number; nobody gets more than the even share, one up where it does
not come out even, and more only when it cannot be done otherwise (each one over costs more than any competence is
worth). Among what is left, the pairs that fit best are chosen; at least one of the two with the right competence weighs
more than two for one application and none for the next. The same question always gets the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix

SECONDS = 10.0
# What counts for how much. Far apart, so that the order of importance is never bought over.
OVER, FITS, FIRST_FIT, FAVOUR_IDLE = 1000.0, 1.0, 10.0, 0.001


class Why(StrEnum):
    """Why an assessor was chosen; the words are said where there is a language."""

    COMPETENT = "competent"  # has the field of the application
    LOAD = "load"  # somebody was needed, and this one had room
    KEPT = "kept"  # had the application already


class Impossible(ValueError):
    """Too few assessors are free to act. ``applications`` are those that lack."""

    def __init__(self, applications: Sequence[int]) -> None:
        super().__init__(f"too few assessors for {list(applications)}")
        self.applications = tuple(applications)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An application: its field, how many more assessors it needs, who may not, and who has it already."""

    application: int
    field: str
    needs: int
    barred: frozenset[int] = frozenset()
    has: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Free:
    """An assessor: fields of competence, and how many applications are on the desk already."""

    assessor: int
    fields: frozenset[str] = frozenset()
    load: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """One assessor for one application, and why."""

    application: int
    assessor: int
    why: Why


def assign(wanted: Sequence[Wanted], free: Sequence[Free]) -> list[Chosen]:
    """The best assignment. Raises Impossible."""
    _enough(wanted, free)
    pairs = [
        (row, column)
        for row, one in enumerate(wanted)
        for column, who in enumerate(free)
        if one.needs and who.assessor not in one.barred and who.assessor not in one.has
    ]
    if not pairs:
        return []
    picked = _solve(wanted, free, pairs)
    return [
        Chosen(wanted[row].application, free[column].assessor, _why(wanted[row], free[column]))
        for (row, column), chosen in zip(pairs, picked, strict=True)
        if chosen
    ]


def _enough(wanted: Sequence[Wanted], free: Sequence[Free]) -> None:
    people = {who.assessor for who in free}
    lacking = [one.application for one in wanted if len(people - one.barred - {*one.has}) < one.needs]
    if lacking:
        raise Impossible(lacking)


def _why(one: Wanted, who: Free) -> Why:
    return Why.COMPETENT if one.field in who.fields else Why.LOAD


def even_share(wanted: Sequence[Wanted], free: Sequence[Free]) -> int:
    """The most that anybody needs to have when the load is even."""
    total = sum(one.needs for one in wanted) + sum(who.load for who in free)
    return max(ceil(total / len(free)), *(who.load for who in free)) if free else 0


def _solve(wanted: Sequence[Wanted], free: Sequence[Free], pairs: Sequence[tuple[int, int]]) -> list[bool]:
    """Variables: the pairs; then, for each assessor, how many over the share; then, for each application, one fits."""
    count, people, things = len(pairs), len(free), len(wanted)
    size, share = count + people + things, even_share(wanted, free)
    cost = np.zeros(size)
    needs, loads, fits = lil_matrix((things, size)), lil_matrix((people, size)), lil_matrix((things, size))
    for place, (row, column) in enumerate(pairs):
        competent = wanted[row].field in free[column].fields
        cost[place] = -FITS * competent + FAVOUR_IDLE * (free[column].load + (row * 7 + column) % 5 / 10)
        needs[row, place], loads[column, place] = 1, 1
        fits[row, place] = -1 if competent else 0
    for column in range(people):
        cost[count + column], loads[column, count + column] = OVER, -1
    for row in range(things):
        cost[count + people + row], fits[row, count + people + row] = -FIRST_FIT, 1
    room = np.array([share - who.load for who in free], dtype=float)
    answer = milp(
        cost,
        integrality=np.ones(size),
        bounds=Bounds(np.zeros(size), _upper(count, people, things)),
        constraints=[
            LinearConstraint(needs.tocsr(), [one.needs for one in wanted], [one.needs for one in wanted]),
            LinearConstraint(loads.tocsr(), -np.inf, np.maximum(room, 0)),
            LinearConstraint(fits.tocsr(), -np.inf, 0),
        ],
        options={"time_limit": SECONDS},
    )
    if answer.x is None:
        raise Impossible([one.application for one in wanted])
    return [bool(value > 0.5) for value in answer.x[:count]]


def _upper(count: int, people: int, things: int) -> np.ndarray:
    return np.concatenate([np.ones(count), np.full(people, 10_000.0), np.ones(things)])


def loads_after(free: Sequence[Free], chosen: Sequence[Chosen]) -> Mapping[int, int]:
    """How many applications each assessor then has."""
    loads = {who.assessor: who.load for who in free}
    for one in chosen:
        loads[one.assessor] = loads.get(one.assessor, 0) + 1
    return loads
