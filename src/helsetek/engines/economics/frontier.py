"""The cost-effectiveness frontier: which alternatives are worth considering when effects are not in kroner.

For analyses of cost and effect (R-109/2021 section 3): an alternative that costs more and does less than another is
dominated; one that a mixture of two others beats is extendedly dominated; the rest have incremental ratios.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DOMINATED, EXTENDED, ON_FRONTIER = "dominated", "extendedly dominated", "on the frontier"


@dataclass(frozen=True)
class Standing:
    """Where an alternative stands; ``ratio``: added cost per added effect from the one before it on the frontier."""

    name: str
    standing: str
    ratio: float | None


def frontier(names: Sequence[str], costs: Sequence[float], effects: Sequence[float]) -> list[Standing]:
    """Each alternative's standing, by rising cost."""
    order = sorted(range(len(names)), key=lambda i: (costs[i], -effects[i]))
    dominated = {i for i in order for j in order if _dominates(j, i, costs, effects)}
    kept = [i for i in order if i not in dominated]
    extended: set[int] = set()
    while weak := _weakest([i for i in kept if i not in extended], costs, effects):
        extended |= weak
    last: int | None = None
    found = []
    for i in order:
        if i in dominated or i in extended:
            found.append(Standing(names[i], DOMINATED if i in dominated else EXTENDED, None))
            continue
        found.append(
            Standing(names[i], ON_FRONTIER, None if last is None else _ratio(last, i, costs, effects))
        )
        last = i
    return found


def _dominates(j: int, i: int, costs: Sequence[float], effects: Sequence[float]) -> bool:
    no_worse = costs[j] <= costs[i] and effects[j] >= effects[i]
    return no_worse and (costs[j] < costs[i] or effects[j] > effects[i])


def _ratio(low: int, high: int, costs: Sequence[float], effects: Sequence[float]) -> float:
    return (costs[high] - costs[low]) / (effects[high] - effects[low])


def _weakest(kept: list[int], costs: Sequence[float], effects: Sequence[float]) -> set[int]:
    """One alternative reached at a higher ratio than the next one after it."""
    for before, here, after in zip(kept, kept[1:], kept[2:], strict=False):
        if _ratio(before, here, costs, effects) > _ratio(here, after, costs, effects):
            return {here}
    return set()
