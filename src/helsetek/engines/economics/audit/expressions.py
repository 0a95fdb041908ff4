"""Small formulas in the figures file, evaluated with whatever kind of number the names stand for."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from helsetek.engines.economics.errors import AnalysisError

OPERATIONS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
LONGEST = 500
#: Looks a name up; the second argument is the alternative in ``name[alternative]``, else None.
Lookup = Callable[[str, str | None], Any]


def annuity(rate: Any, base: Any, first: Any, last: Any) -> float:
    """Σ (1 + rate)^-(year - base) over the years first to last."""
    return grown_annuity(rate, 0.0, base, first, last)


def grown_annuity(rate: Any, growth: Any, base: Any, first: Any, last: Any) -> float:
    """Σ ((1 + growth) / (1 + rate))^(year - base) over the years first to last."""
    step = (1 + _exact(growth)) / (1 + _exact(rate))
    years = range(int(_exact(first)), int(_exact(last)) + 1)
    return float(sum(step ** (year - int(_exact(base))) for year in years))


def _exact(value: Any) -> float:
    return float(getattr(value, "middle", value))


FUNCTIONS: dict[str, Callable[..., float]] = {"annuity": annuity, "grown_annuity": grown_annuity}


def evaluate(formula: str, lookup: Lookup) -> Any:
    """The value of a formula of + - * /, numbers, names, ``name[alternative]`` and the annuities."""
    if len(formula) > LONGEST:
        raise AnalysisError(f"The formula is longer than {LONGEST} characters: {formula[:60]}…")
    try:
        tree = ast.parse(formula, mode="eval")
    except SyntaxError as error:
        raise AnalysisError(f"This formula cannot be read: {formula}") from error
    return _value(tree.body, lookup)


def _value(node: ast.expr, lookup: Lookup) -> Any:
    match node:
        case ast.Constant(value=int() | float() as number):
            return number
        case ast.Name(id=name):
            return lookup(name, None)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Name(id=alternative)):
            return lookup(name, alternative)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATIONS:
            return OPERATIONS[type(op)](_value(left, lookup), _value(right, lookup))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, lookup)
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in FUNCTIONS:
            return FUNCTIONS[name](*[_value(argument, lookup) for argument in arguments])
    raise AnalysisError(f"A formula may not hold «{ast.unparse(node)}».")
