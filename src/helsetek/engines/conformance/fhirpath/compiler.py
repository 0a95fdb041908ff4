"""From the tree of an expression to closures: `run(env, focus) -> collection`."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from helsetek.engines.conformance.fhirpath import operators
from helsetek.engines.conformance.fhirpath.boundaries import BOUNDARIES
from helsetek.engines.conformance.fhirpath.collections import COLLECTIONS, distinct, within
from helsetek.engines.conformance.fhirpath.conversions import CONVERSIONS
from helsetek.engines.conformance.fhirpath.kinds import as_kind, is_kind
from helsetek.engines.conformance.fhirpath.looping import LOOPS
from helsetek.engines.conformance.fhirpath.parser import Ast, parse
from helsetek.engines.conformance.fhirpath.resources import SERVICES
from helsetek.engines.conformance.fhirpath.strings import NUMBERS, TEXT
from helsetek.engines.conformance.fhirpath.values import (
    Collection,
    Env,
    FhirPathError,
    Node,
    Quantity,
    Temporal,
    TypeInfo,
    number_of,
    text_of,
    truth,
)

Run = Callable[[Env, Collection], Collection]

_PLAIN = {**COLLECTIONS, **TEXT, **NUMBERS, **CONVERSIONS, **BOUNDARIES}


@lru_cache(maxsize=5000)
def compile_path(text: str) -> Run:
    """The expression, ready to run. Raises FhirPathError when it cannot be read."""
    try:
        return _compile(parse(text))
    except RecursionError as error:
        raise FhirPathError("the expression is nested too deep") from error


def _compile(tree: Ast) -> Run:
    return _KINDS[tree[0]](tree)


def _constant(value: Any) -> Run:
    found = [value]
    return lambda env, focus: found


def _literal(tree: Ast) -> Run:
    return _constant(tree[1])


def _date(tree: Ast) -> Run:
    text = tree[1]
    if text.startswith("T"):
        found = Temporal.parse(text[1:], "time")
    else:
        found = Temporal.parse(text.removesuffix("T"), "dateTime" if "T" in text else "date")
    return _constant(found)


def _quantity(tree: Ast) -> Run:
    return _constant(Quantity(tree[1], tree[2]))


def _empty(tree: Ast) -> Run:
    return lambda env, focus: []


_ADDRESSES = {
    "sct": "http://snomed.info/sct", "loinc": "http://loinc.org", "ucum": "http://unitsofmeasure.org",
}  # fmt: skip


def _variable(tree: Ast) -> Run:
    name = tree[1]
    if name in _ADDRESSES:
        return _constant(_ADDRESSES[name])
    if name.startswith(("vs-", "ext-")):
        kind, _, rest = name.partition("-")
        return _constant(
            f"http://hl7.org/fhir/{'ValueSet' if kind == 'vs' else 'StructureDefinition'}/{rest}"
        )

    def run(env: Env, focus: Collection) -> Collection:
        known = {"context": env.context, "resource": env.resource, "rootResource": env.root}
        found = known.get(name) if name in known else env.variables.get(name)
        if found is None and name not in known and name not in env.variables:
            raise FhirPathError(f"%{name} is not known")
        return [] if found is None else found if isinstance(found, list) else [found]

    return run


def _special(tree: Ast) -> Run:
    if tree[1] == "$this":
        return lambda env, focus: [] if env.this is None else [env.this]
    if tree[1] == "$index":
        return lambda env, focus: [env.index]
    return lambda env, focus: env.total


def _member(tree: Ast) -> Run:
    _, target, name = tree
    if target is None:
        return _head(name)
    before = _compile(target)

    def run(env: Env, focus: Collection) -> Collection:
        out: Collection = []
        for item in before(env, focus):
            if item.__class__ is Node or item.__class__ is TypeInfo:
                item.child(name, out)
        return out

    return run


def _head(name: str) -> Run:
    """The first step: a child, or the name of the type that is expected there."""
    as_type = name[:1].isupper()

    def run(env: Env, focus: Collection) -> Collection:
        out: Collection = []
        for item in focus:
            if item.__class__ is not Node:
                continue
            if as_type and item.type.is_a(name):
                out.append(item)
            else:
                item.child(name, out)
        return out

    return run


def _index(tree: Ast) -> Run:
    before, place = _compile(tree[1]), _compile(tree[2])

    def run(env: Env, focus: Collection) -> Collection:
        found = before(env, focus)
        number = number_of(place(env, [env.this] if env.this is not None else focus))
        return found[number : number + 1] if number is not None and number >= 0 else []

    return run


def _sign(tree: Ast) -> Run:
    inner = _compile(tree[2])
    if tree[1] == "+":
        return inner
    return lambda env, focus: operators.calculate("*", inner(env, focus), [-1])


def _type(tree: Ast) -> Run:
    _, word, inner, name = tree
    before = _compile(inner)
    if word == "is":

        def run(env: Env, focus: Collection) -> Collection:
            found = before(env, focus)
            if len(found) > 1:
                raise FhirPathError("is: one value was expected")
            return [as_kind(found[0], name)] if found else []

        return run
    return lambda env, focus: [item for item in before(env, focus) if as_kind(item, name)]


def _call(tree: Ast) -> Run:
    _, target, name, arguments = tree
    before = _compile(target) if target is not None else lambda env, focus: focus
    if name in ("is", "as", "ofType"):
        return _by_type(before, name, arguments)
    if name == "sort":
        return LOOPS[name](before, [_sort_key(argument) for argument in arguments])
    if name in LOOPS:
        return LOOPS[name](before, [_compile(argument) for argument in arguments])
    if name in SERVICES:
        return _service(before, name, [_compile(argument) for argument in arguments])
    if name not in _PLAIN:
        raise FhirPathError(f"the function {name}() is not known")
    return _plain(before, _PLAIN[name], [_compile(argument) for argument in arguments])


def _sort_key(tree: Ast) -> Run:
    """A key of sort(); a minus in front turns the order."""
    turned = tree[0] == "sign" and tree[1] == "-"
    inner = _compile(tree[2] if turned else tree)

    def run(env: Env, focus: Collection) -> Collection:
        return inner(env, focus)

    run.descending = turned  # type: ignore[attr-defined]
    return run


def _plain(before: Run, work: Callable[..., Collection], arguments: list[Run]) -> Run:
    if not arguments:
        return lambda env, focus: work(before(env, focus))

    def run(env: Env, focus: Collection) -> Collection:
        here = [env.this] if env.this is not None else []
        try:
            return work(before(env, focus), *[argument(env, here) for argument in arguments])
        except TypeError as error:
            raise FhirPathError("wrong number of arguments") from error

    return run


def _service(before: Run, name: str, arguments: list[Run]) -> Run:
    work = SERVICES[name]

    def run(env: Env, focus: Collection) -> Collection:
        here = [env.this] if env.this is not None else []
        return work(env, before(env, focus), *[argument(env, here) for argument in arguments])

    return run


def _by_type(before: Run, name: str, arguments: list[Ast]) -> Run:
    if len(arguments) != 1:
        raise FhirPathError(f"{name}() takes one type")
    kind = _type_argument(arguments[0])
    if name == "is":
        return lambda env, focus: [is_kind(item, kind) for item in before(env, focus)[:1]]
    return lambda env, focus: [item for item in before(env, focus) if as_kind(item, kind)]


def _type_argument(tree: Ast) -> str:
    if tree[0] == "literal":
        return str(tree[1])
    if tree[0] != "member":
        raise FhirPathError("a type was expected")
    return str(tree[2]) if tree[1] is None else f"{_type_argument(tree[1])}.{tree[2]}"


def _binary(tree: Ast) -> Run:
    _, word, one, two = tree
    return _OPERATORS[word](word, _compile(one), _compile(two))


def _logic(word: str, left: Run, right: Run) -> Run:
    def run(env: Env, focus: Collection) -> Collection:
        one = truth(left(env, focus))
        if (one is False and word in ("and", "implies")) or (one is True and word == "or"):
            return [word != "and"]
        two = truth(right(env, focus))
        return _joined(word, one, two)

    return run


def _joined(word: str, one: bool | None, two: bool | None) -> Collection:
    if word == "and":
        return [False] if two is False else [] if one is None or two is None else [True]
    if word == "or":
        return [True] if two is True else [] if one is None or two is None else [False]
    if word == "xor":
        return [] if one is None or two is None else [one != two]
    return [True] if two is True else [] if one is None or two is None else [two]


def _equality(word: str, left: Run, right: Run) -> Run:
    def run(env: Env, focus: Collection) -> Collection:
        if word.endswith("~"):
            found: bool | None = operators.equivalent(left(env, focus), right(env, focus))
        else:
            found = operators.equal(left(env, focus), right(env, focus))
        return [] if found is None else [found != word.startswith("!")]

    return run


_ORDERS: dict[str, Callable[[int], bool]] = {
    "<": lambda found: found < 0, ">": lambda found: found > 0,
    "<=": lambda found: found <= 0, ">=": lambda found: found >= 0,
}  # fmt: skip


def _order(word: str, left: Run, right: Run) -> Run:
    test = _ORDERS[word]

    def run(env: Env, focus: Collection) -> Collection:
        found = operators.compared(left(env, focus), right(env, focus))
        return [] if found is None else [test(found)]

    return run


def _arithmetic(word: str, left: Run, right: Run) -> Run:
    return lambda env, focus: operators.calculate(word, left(env, focus), right(env, focus))


def _concatenation(word: str, left: Run, right: Run) -> Run:
    return lambda env, focus: [(text_of(left(env, focus)) or "") + (text_of(right(env, focus)) or "")]


def _union(word: str, left: Run, right: Run) -> Run:
    return lambda env, focus: distinct(left(env, focus) + right(env, focus))


def _membership(word: str, left: Run, right: Run) -> Run:
    def run(env: Env, focus: Collection) -> Collection:
        one, two = left(env, focus), right(env, focus)
        item, whole = (one, two) if word == "in" else (two, one)
        if len(item) > 1:
            raise FhirPathError(f"{word}: one value was expected")
        return [within(item, whole)] if item else []

    return run


_OPERATORS: dict[str, Callable[[str, Run, Run], Run]] = {
    **dict.fromkeys(("and", "or", "xor", "implies"), _logic),
    **dict.fromkeys(("=", "!=", "~", "!~"), _equality),
    **dict.fromkeys(("<", ">", "<=", ">="), _order),
    **dict.fromkeys(("+", "-", "*", "/", "div", "mod"), _arithmetic),
    "&": _concatenation,
    "|": _union,
    "in": _membership,
    "contains": _membership,
}

_KINDS: dict[str, Callable[[Ast], Run]] = {
    "literal": _literal, "date": _date, "quantity": _quantity, "empty": _empty, "variable": _variable,
    "special": _special, "member": _member, "index": _index, "sign": _sign, "type": _type, "call": _call,
    "binary": _binary,
}  # fmt: skip
