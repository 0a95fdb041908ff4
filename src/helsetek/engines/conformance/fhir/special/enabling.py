"""enableWhen: is an item of a questionnaire to be answered, given the answers?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helsetek.engines.conformance.fhir.matching import compare, equals
from helsetek.engines.conformance.fhir.session import Json

_ORDERS: dict[str, Callable[[int], bool]] = {
    ">": lambda found: found > 0, "<": lambda found: found < 0,
    ">=": lambda found: found >= 0, "<=": lambda found: found <= 0,
}  # fmt: skip


def enabled(item: Json, answers: dict[str, list[Any]]) -> bool:
    """Do the conditions of the item hold? `answers` are the values given, by linkId."""
    conditions = item.get("enableWhen") or []
    if not conditions:
        return True
    found = [_holds(condition, answers) for condition in conditions]
    return any(found) if item.get("enableBehavior") == "any" else all(found)


def _holds(condition: Json, answers: dict[str, list[Any]]) -> bool:
    given = answers.get(str(condition.get("question")), [])
    wanted = next((value for key, value in condition.items() if key.startswith("answer")), None)
    operator = condition.get("operator")
    if operator == "exists":
        return bool(given) == (wanted is True)
    if operator == "=":
        return any(_same(one, wanted) for one in given)
    if operator == "!=":
        return bool(given) and not any(_same(one, wanted) for one in given)
    test = _ORDERS.get(str(operator))
    orders = [compare(one, wanted) for one in given]
    return test is not None and any(order is not None and test(order) for order in orders)


def _same(one: Any, wanted: Any) -> bool:
    if isinstance(one, dict) and isinstance(wanted, dict) and "code" in wanted:
        return one.get("code") == wanted.get("code") and one.get("system") == wanted.get("system")
    return compare(one, wanted) == 0 or equals(one, wanted)
