"""The vendors that an application speaks of: found in its own words, among those the register knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from helsetek.casework.rules.impartiality import Related
from helsetek.casework.selectors import Case
from helsetek.grants.rules.masking import Name, mask_of
from helsetek.grants.rules.sections import dump
from helsetek.registry import selectors as registry

from . import applications

_KINDS = ("vendor", "laboratory")


def vendors_named(case: Case) -> list[Related]:
    """The vendors and laboratories whose name or number stands in the application of the case."""
    application = applications.of_case(case)
    if application is None:
        return []
    words = "\n".join(_texts(dump(one) for one in applications.content(application).values()))
    found = []
    for kind in _KINDS:
        for place in registry.of_kind(kind):
            names = [Name(text, "–") for text in (place.name, place.organisation_number) if text]
            if mask_of(names).found_in(words):
                found.append(Related(place.pk))
    return found


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from _texts(value.values())
        case Iterable():
            for one in value:
                yield from _texts(one)
