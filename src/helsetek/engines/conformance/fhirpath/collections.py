"""Functions on collections that need nothing but the input and evaluated arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helsetek.engines.conformance.fhirpath.operators import same
from helsetek.engines.conformance.fhirpath.values import (
    Collection,
    FhirPathError,
    Node,
    number_of,
    system,
    truth,
)


def _key(item: Any) -> Any:
    """Something hashable for what is compared plainly; None for what must be compared by rule."""
    value = item.value if item.__class__ is Node else item
    return value if value.__class__ is str else None


def distinct(items: Collection, *arguments: Collection) -> Collection:
    """Each item once. Texts by hash, so a long list costs no more than its length."""
    seen: set[Any] = set()
    others: Collection = []
    kept = []
    for item in items:
        key = _key(item)
        if key is not None:
            if key in seen:
                continue
            seen.add(key)
        elif _among(item, others):
            continue
        else:
            others.append(item)
        kept.append(item)
    return kept


def _among(item: Any, items: Collection) -> bool:
    return any(same(item, other) for other in items)


def within(part: Collection, whole: Collection) -> bool:
    """Is every item of `part` in `whole`?"""
    texts = {key for item in whole if (key := _key(item)) is not None}
    return all(_key(item) in texts if _key(item) is not None else _among(item, whole) for item in part)


def _all_are(wanted: bool) -> Callable[..., Collection]:
    return lambda focus: [all(system(item) is wanted for item in focus)]


def _any_is(wanted: bool) -> Callable[..., Collection]:
    return lambda focus: [any(system(item) is wanted for item in focus)]


def _single(focus: Collection) -> Collection:
    if len(focus) > 1:
        raise FhirPathError("single(): there are several")
    return focus


def _not(focus: Collection) -> Collection:
    found = truth(focus)
    return [] if found is None else [not found]


def _skip(focus: Collection, number: Collection) -> Collection:
    return focus[max(number_of(number) or 0, 0) :]


def _take(focus: Collection, number: Collection) -> Collection:
    return focus[: max(number_of(number) or 0, 0)]


def descendants(focus: Collection, *arguments: Collection) -> Collection:
    """Children, their children, and so on."""
    found: Collection = []
    level = focus
    while level:
        below: Collection = []
        for item in level:
            if item.__class__ is Node:
                item.children(below)
        found += below
        level = below
    return found


def _children(focus: Collection) -> Collection:
    found: Collection = []
    for item in focus:
        if item.__class__ is Node:
            item.children(found)
    return found


def _has_value(focus: Collection) -> Collection:
    if len(focus) != 1:
        return [False]
    item = focus[0]
    return [item.__class__ is not Node or (item.value is not None and item.value.__class__ is not dict)]


def _value(focus: Collection) -> Collection:
    return [system(focus[0])] if _has_value(focus) == [True] else []


COLLECTIONS: dict[str, Callable[..., Collection]] = {
    "empty": lambda focus: [not focus],
    "count": lambda focus: [len(focus)],
    "not": _not,
    "first": lambda focus: focus[:1],
    "last": lambda focus: focus[-1:],
    "tail": lambda focus: focus[1:],
    "skip": _skip,
    "take": _take,
    "single": _single,
    "distinct": distinct,
    "isDistinct": lambda focus: [len(distinct(focus)) == len(focus)],
    "allTrue": _all_are(True),
    "allFalse": _all_are(False),
    "anyTrue": _any_is(True),
    "anyFalse": _any_is(False),
    "subsetOf": lambda focus, other: [within(focus, other)],
    "supersetOf": lambda focus, other: [within(other, focus)],
    "intersect": lambda focus, other: distinct([item for item in focus if _among(item, other)]),
    "exclude": lambda focus, other: [item for item in focus if not _among(item, other)],
    "union": lambda focus, other: distinct(focus + other),
    "combine": lambda focus, other: focus + other,
    "children": _children,
    "descendants": descendants,
    "hasValue": _has_value,
    "getValue": _value,
    "htmlChecks": lambda focus: [True],  # the narrative is read by a check of its own
}
