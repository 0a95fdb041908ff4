"""Reads a kit: YAML, its schema, groups that are repeated for several rows, then the model."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from helsetek.engines.kits.faults import KitBroken
from helsetek.engines.kits.hashing import sha256
from helsetek.engines.kits.model import STEPS, Group, Input, Kit, Step, Test
from helsetek.engines.kits.yaml_reader import read_yaml

MOST_FAULTS = 30


@cache
def _schema(name: str) -> Draft202012Validator:
    text = (files(__package__) / "data" / f"{name}.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def check_schema(data: Mapping[str, Any], schema: str, name: str = "") -> None:
    """Raises KitBroken when the data do not follow a schema of this engine (`kit`, `requirements`, `answers`)."""
    faults = []
    for error in sorted(_schema(schema).iter_errors(data), key=lambda one: [str(part) for part in one.path]):
        where = ".".join(str(part) for part in error.absolute_path) or "top level"
        faults.append(f"{name or schema}: {where}: {error.message[:300]}")
    if faults:
        raise KitBroken(faults[:MOST_FAULTS])


@lru_cache(maxsize=32)
def read_kit(content: bytes, name: str = "kit") -> Kit:
    """A kit from its YAML; the same content is read once. Raises KitBroken with every fault of form that was found."""
    data = read_yaml(content, name)
    try:
        groups = [group for one in data.get("groups", ()) for group in _repeated(one)]
    except (TypeError, AttributeError) as error:
        raise KitBroken([f"{name}: groups: not a list of groups"]) from error
    check_schema({**data, "groups": groups}, "kit", name)
    return _made(data, groups)


def _made(data: Mapping[str, Any], groups: list[dict[str, Any]]) -> Kit:
    return Kit(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        about=data.get("about", {}),
        owner=data.get("owner", ""),
        actor=data.get("actor", ""),
        approval_type=data.get("approval_type", ""),
        requirement_set=data["requirement_set"],
        groups=tuple(_group(one) for one in groups),
        inputs=tuple(Input(**one) for one in data.get("inputs", ())),
        standards=tuple(data.get("standards", ())),
        needs=data.get("needs", {}),
        http=data.get("http", {}),
        fixtures=data.get("fixtures", {}),
        namespaces=data.get("namespaces", {}),
        cleanup=_steps(data.get("cleanup", ())),
        sha256=sha256(dict(data)),
    )


def _repeated(group: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A group with `each` is written once and stands for one group a row: ((name)) is the row's value."""
    rows = group.get("each")
    plain = {key: value for key, value in group.items() if key != "each"}
    return [plain] if rows is None else [_with_row(plain, row) for row in rows]


def _with_row(found: Any, row: Mapping[str, Any]) -> Any:
    if isinstance(found, str):
        for name, value in row.items():
            place = f"(({name}))"
            if found == place:
                return value
            found = found.replace(place, str(value))
        return found
    if isinstance(found, dict):
        return {_with_row(key, row): _with_row(value, row) for key, value in found.items()}
    if isinstance(found, list):
        return [_with_row(one, row) for one in found]
    return found


def _group(data: Mapping[str, Any]) -> Group:
    tests = []
    for one in data["tests"]:
        when = _both(data.get("when"), one.get("when"))
        tests.append(_test({**one, "when": when}, data["id"]))
    return Group(data["id"], data["title"], tuple(tests), data.get("about", {}))


def _both(first: Any, second: Any) -> Any:
    """Both conditions, where there are two."""
    return {"all": [first, second]} if first and second else first or second


def _test(data: Mapping[str, Any], group: str) -> Test:
    return Test(
        short=data["short"],
        id=f"{group}.{data['id']}",
        group=group,
        title=data["title"],
        kind=data.get("kind", "automatic"),
        level=data.get("level", "must"),
        verifies=tuple(data["verifies"]),
        steps=_steps(data["steps"]),
        about=data.get("about", {}),
        expected=data.get("expected", {}),
        when=data.get("when"),
        after=tuple(data.get("after", ())),
    )


def _steps(found: Any) -> tuple[Step, ...]:
    made = []
    for number, one in enumerate(found, 1):
        do = next(key for key in one if key in STEPS)
        what = one[do]
        made.append(Step(number, do, what, one.get("when"), one.get("level", "must"), one.get("says", {})))
    return tuple(made)
