"""Conditions on answers (`assert`, `match`) and on the session (`when`)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from helsetek.engines.conformance import Engine
from helsetek.engines.kits import expressions
from helsetek.engines.kits.context import Context
from helsetek.engines.kits.exchanges import Answer
from helsetek.engines.kits.expressions import Unreadable
from helsetek.engines.kits.faults import Missing

LONGEST = 10_000  # characters that a regular expression of a kit is tried on


@dataclass(frozen=True)
class Finding:
    """Did it hold, and if not, what was expected and what was found (a message with its values)."""

    ok: bool
    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


HELD = Finding(True)


class Conditions:
    """Judges conditions in one context."""

    def __init__(self, context: Context, engine: Engine) -> None:
        self.context, self.engine = context, engine

    def check(self, condition: Mapping[str, Any], answer: Answer | None = None) -> Finding:
        """Does a condition hold? Raises Missing when it speaks of something that never came."""
        if "any" in condition:
            found = [self.check(one, answer) for one in condition["any"]]
            return next((one for one in found if one.ok), found[0])
        if "all" in condition:
            return next(
                (one for one in (self.check(each, answer) for each in condition["all"]) if not one.ok), HELD
            )
        if "not" in condition:
            inner = self.check(condition["not"], answer)
            return Finding(False, "check.not", {"condition": _told(condition["not"])}) if inner.ok else HELD
        try:
            return self._plain(condition, answer)
        except Unreadable as error:
            return Finding(False, error.code, error.values)

    def _plain(self, condition: Mapping[str, Any], answer: Answer | None) -> Finding:
        if "value" in condition:
            values = self.context.fill(condition["value"])
            return self._compare(
                condition,
                values if isinstance(values, list) else [values],
                _told(condition["value"]).strip("{} "),
            )
        answer = answer or self.context.answer(condition.get("of"))
        if "status" in condition:
            return _status(condition["status"], answer)
        if "body" in condition:
            return _body(condition["body"], answer)
        values, what = self.find(condition, answer)
        return self._compare(condition, values, what)

    def find(self, wanted: Mapping[str, Any], answer: Answer) -> tuple[list[Any], str]:
        """What an expression, a header or a named question finds, and its name."""
        if "header" in wanted:
            value = answer.header(wanted["header"])
            return ([] if value is None else [value]), wanted["header"]
        if "named" in wanted:
            return expressions.NAMED[wanted["named"]](answer), wanted["named"]
        for language in ("fhirpath", "xpath", "jsonpath"):
            if language in wanted:
                expression = self.context.text(wanted[language])
                return self._evaluate(language, expression, answer), expression
        raise Missing("expression")

    def _evaluate(self, language: str, expression: str, answer: Answer) -> list[Any]:
        if language == "fhirpath":
            return expressions.by_fhirpath(self.engine, answer, expression)
        if language == "xpath":
            return expressions.by_xpath(self.context, answer, expression)
        return expressions.by_jsonpath(answer, expression)

    def _compare(self, condition: Mapping[str, Any], values: list[Any], what: str) -> Finding:
        """Every comparison that the condition makes; the first that fails is told."""
        filled = {key: self.context.fill(condition[key]) for key in _COMPARISONS if key in condition}
        if not filled:
            filled = {"is": True} if "fhirpath" in condition else {"exists": True}
        for name, wanted in filled.items():
            if not _COMPARISONS[name](values, wanted):
                told = {
                    "what": what,
                    "expected": _told(wanted),
                    "found": [_told(one) for one in values[:5]] or "–",
                }
                return Finding(False, f"check.{name}", told)
        return HELD


def _same(one: Any, two: Any) -> bool:
    return one == two or (not isinstance(one, bool) and not isinstance(two, bool) and str(one) == str(two))


def _list(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _matches(values: list[Any], pattern: Any) -> bool:
    return bool(values) and all(re.search(str(pattern), str(one)[:LONGEST]) is not None for one in values)


_COMPARISONS: dict[str, Any] = {
    "is": lambda values, wanted: (values == [True]) is wanted,
    "exists": lambda values, wanted: bool(values) is wanted,
    "equals": lambda values, wanted: (
        bool(values) and all(any(_same(one, each) for each in _list(wanted)) for one in values)
    ),
    "differs": lambda values, wanted: all(not _same(one, each) for one in values for each in _list(wanted)),
    "matches": _matches,
    "contains": lambda values, wanted: any(_same(one, wanted) or str(wanted) in str(one) for one in values),
    "lacks": lambda values, wanted: not any(_same(one, wanted) or str(wanted) in str(one) for one in values),
    "count": lambda values, wanted: len(values) == int(wanted),
    "most": lambda values, wanted: len(values) <= int(wanted),
    "least": lambda values, wanted: len(values) >= int(wanted),
}


def _status(wanted: list[Any], answer: Answer) -> Finding:
    def fits(one: Any) -> bool:
        return str(one) == str(answer.status) or str(one) == f"{answer.status // 100}xx"

    if any(fits(one) for one in wanted):
        return HELD
    return Finding(False, "check.status", {"expected": list(wanted), "found": answer.status})


def _body(wanted: str, answer: Answer) -> Finding:
    if wanted == "empty":
        return Finding(not answer.body, "check.body_empty", {"found": len(answer.body)})
    if wanted == "xml":
        expressions.tree_of(answer)
        return HELD
    expressions.by_jsonpath(answer, "$")
    return HELD


def _told(found: Any) -> str:
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False, default=str)


# --- when ---


@dataclass(frozen=True)
class Applies:
    """Does it apply here? If not, why: a message, and whether it is that we cannot know."""

    yes: bool
    code: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    unknown: bool = False


YES = Applies(True)


def applies(context: Context, when: Mapping[str, Any] | None, *, counterpart: bool = False) -> Applies:
    """Judges a `when`."""
    if not when:
        return YES
    ((name, wanted),) = when.items()
    if name == "all":
        return next(
            (
                one
                for one in (applies(context, each, counterpart=counterpart) for each in wanted)
                if not one.yes
            ),
            YES,
        )
    if name == "any":
        found = [applies(context, each, counterpart=counterpart) for each in wanted]
        return next((one for one in found if one.yes), found[0])
    if name == "not":
        return Applies(
            not applies(context, wanted, counterpart=counterpart).yes,
            "when.not",
            {"condition": _told(wanted)},
        )
    if name == "claimed":
        return _claimed(context, wanted)
    if name == "counterpart":
        return Applies(counterpart is wanted, "when.counterpart")
    return Applies(context.known(wanted), f"when.{name}", {"name": wanted})


def _claimed(context: Context, wanted: str) -> Applies:
    """What the vendor claims in the input; else what the system states of itself."""
    said = context.inputs.get("claims") or context.variables.get("declared_claims")
    if said is None:
        return Applies(False, "when.claims_unknown", {"name": wanted}, unknown=True)
    return Applies(wanted in said, "when.claimed", {"name": wanted})
