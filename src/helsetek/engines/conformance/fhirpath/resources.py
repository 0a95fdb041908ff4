"""Functions that ask the surroundings: the clock, other resources, value sets and profiles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from helsetek.engines.conformance.fhirpath.kinds import system_kind
from helsetek.engines.conformance.fhirpath.values import Collection, Env, Node, Temporal, TypeInfo, text_of


def _resolve(env: Env, focus: Collection) -> Collection:
    found = []
    for item in focus:
        if item.__class__ is not Node:
            continue
        reference = item.value.get("reference") if item.value.__class__ is dict else item.value
        if isinstance(reference, str) and (node := env.resolve(reference, item)) is not None:
            found.append(node)
    return found


def _extension(env: Env, focus: Collection, url: Collection) -> Collection:
    wanted = text_of(url)
    out: Collection = []
    for item in focus:
        if item.__class__ is Node:
            item.child("extension", out)
    return [item for item in out if item.value.get("url") == wanted]


def _asked(ask: Callable[[Env, Any, str], bool | None]) -> Callable[..., Collection]:
    def run(env: Env, focus: Collection, url: Collection) -> Collection:
        wanted = text_of(url)
        if not focus or wanted is None:
            return []
        found = ask(env, focus[0], wanted)
        return [] if found is None else [found]

    return run


def _now(env: Env) -> dt.datetime:
    return env.now or dt.datetime.now(dt.UTC)


def _temporal(kind: str, text: str) -> Collection:
    return [Temporal.parse(text, kind)]


def _type(env: Env, focus: Collection) -> Collection:
    return [
        TypeInfo("FHIR", item.type.name) if isinstance(item, Node) else TypeInfo("System", system_kind(item))
        for item in focus
    ]


SERVICES: dict[str, Callable[..., Collection]] = {
    "resolve": _resolve,
    "extension": _extension,
    "memberOf": _asked(lambda env, item, url: env.member_of(item, url)),
    "conformsTo": _asked(lambda env, item, url: env.conforms(item, url)),
    "now": lambda env, focus: _temporal("dateTime", _now(env).isoformat(timespec="milliseconds")),
    "today": lambda env, focus: _temporal("date", _now(env).date().isoformat()),
    "timeOfDay": lambda env, focus: _temporal("time", _now(env).time().isoformat(timespec="milliseconds")),
    "type": _type,
}
