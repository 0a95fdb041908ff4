"""Functions whose argument is evaluated for each item: where(), select(), all() …"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cmp_to_key
from typing import Any

from helsetek.engines.conformance.fhirpath.operators import compared
from helsetek.engines.conformance.fhirpath.values import Collection, Env, FhirPathError, truth

Run = Callable[[Env, Collection], Collection]
Build = Callable[[Run, list[Run]], Run]

MOST_STEPS = 100_000


def _each(env: Env, items: Collection, inner: Run) -> Iterator[tuple[Any, Collection]]:
    """Each item with what the argument gives for it."""
    this, index = env.this, env.index
    try:
        for place, item in enumerate(items):
            env.this, env.index = item, place
            yield item, inner(env, [item])
    finally:
        env.this, env.index = this, index


def _where(before: Run, arguments: list[Run]) -> Run:
    (test,) = _exactly(arguments, 1)
    return lambda env, focus: [
        item for item, found in list(_each(env, before(env, focus), test)) if truth(found) is True
    ]


def _select(before: Run, arguments: list[Run]) -> Run:
    (inner,) = _exactly(arguments, 1)
    return lambda env, focus: [
        one for _, found in list(_each(env, before(env, focus), inner)) for one in found
    ]


def _all(before: Run, arguments: list[Run]) -> Run:
    (test,) = _exactly(arguments, 1)
    return lambda env, focus: [
        all(truth(found) is True for _, found in list(_each(env, before(env, focus), test)))
    ]


def _exists(before: Run, arguments: list[Run]) -> Run:
    if not arguments:
        return lambda env, focus: [bool(before(env, focus))]
    matching = _where(before, arguments)
    return lambda env, focus: [bool(matching(env, focus))]


def _repeat(before: Run, arguments: list[Run]) -> Run:
    (inner,) = _exactly(arguments, 1)

    def run(env: Env, focus: Collection) -> Collection:
        found: Collection = []
        level = before(env, focus)
        seen: set[int] = set()
        while level:
            level = [one for _, more in list(_each(env, level, inner)) for one in more]
            level = [one for one in level if id(getattr(one, "value", one)) not in seen]
            seen.update(id(getattr(one, "value", one)) for one in level)
            found += level
            if len(found) > MOST_STEPS:
                raise FhirPathError("repeat() does not end")
        return found

    return run


def _aggregate(before: Run, arguments: list[Run]) -> Run:
    inner, *start = arguments

    def run(env: Env, focus: Collection) -> Collection:
        total, env.total = env.total, start[0](env, focus) if start else []
        try:
            for _, found in _each(env, before(env, focus), inner):
                env.total = found
            return env.total
        finally:
            env.total = total

    return run


def _iif(before: Run, arguments: list[Run]) -> Run:
    test, then, *otherwise = arguments

    def run(env: Env, focus: Collection) -> Collection:
        items = before(env, focus)
        this = env.this
        if len(items) == 1:
            env.this = items[0]
        try:
            if truth(test(env, items)) is True:
                return then(env, items)
            return otherwise[0](env, items) if otherwise else []
        finally:
            env.this = this

    return run


def _sort(before: Run, arguments: list[Run]) -> Run:
    keys = arguments or [lambda env, focus: focus]

    def run(env: Env, focus: Collection) -> Collection:
        found = before(env, focus)
        for key in reversed(keys):  # a stable sort by the last key first
            turned = bool(getattr(key, "descending", False))
            pairs = list(_each(env, found, key))
            pairs.sort(key=cmp_to_key(_by_key), reverse=turned)
            found = [item for item, _ in pairs]
        return found

    return run


def _by_key(one: tuple[Any, Collection], two: tuple[Any, Collection]) -> int:
    return _order(one[1], two[1])


def _order(one: Collection, two: Collection) -> int:
    """Empty first."""
    if not one or not two:
        return bool(one) - bool(two)
    return compared(one[:1], two[:1]) or 0


def _coalesce(before: Run, arguments: list[Run]) -> Run:
    def run(env: Env, focus: Collection) -> Collection:
        return next((found for argument in arguments if (found := argument(env, focus))), [])

    return run


def _trace(before: Run, arguments: list[Run]) -> Run:
    return before


def _exactly(arguments: list[Run], number: int) -> list[Run]:
    if len(arguments) != number:
        raise FhirPathError("wrong number of arguments")
    return arguments


LOOPS: dict[str, Build] = {
    "where": _where, "select": _select, "all": _all, "exists": _exists, "repeat": _repeat,
    "aggregate": _aggregate, "iif": _iif, "trace": _trace, "sort": _sort, "coalesce": _coalesce,
}  # fmt: skip
