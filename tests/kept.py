"""Scenes that are built once and put back for every test that asks for the same one from the same beginning.

Building an application through the services takes some hundred statements; putting its rows back takes a few. The
first test that asks builds the scene, and what it wrote (rows and files) is kept for as long as the process lives. A
scene is only put back where it would have been built in the same way: nothing has been written in the test but other
kept scenes, with the same arguments, clock, language and settings, inside the test's own transaction. Everything else
is built as if this file were not there.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.utils import translation
from pydantic import BaseModel

from helsetek.casework import storage
from helsetek.common import clock

P = ParamSpec("P")
T = TypeVar("T")
Row = tuple[Any, ...]
Tables = dict[str, dict[Any, Row]]
READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "PRAGMA", "SHOW", "SET", "EXPLAIN")


class NotComparable(Exception):
    """An argument that cannot be told from another: the scene is built, and not kept."""


@dataclass
class Scene:
    """What a builder wrote, and what it gave."""

    new: dict[str, list[Row]]
    changed: dict[str, list[Row]]
    gone: dict[str, list[Any]]
    files: dict[str, bytes]
    result: bytes


@dataclass
class Shelf:
    """What is kept, and how the database of this test has come to be: ``None`` once something else has written."""

    scenes: dict[Hashable, Scene] = field(default_factory=dict)
    chain: Hashable | None = None
    base: int = 0

    def begin(self) -> None:
        """A test begins: its database is as the migrations left it, unless tests of a module share something."""
        if watch not in connection.execute_wrappers:
            connection.execute_wrappers.append(watch)
        self.chain = None if connection.in_atomic_block else ("base", self.base)

    def begin_anew(self) -> None:
        """What was written is rolled back: the database is as the migrations left it, inside the test's transaction."""
        self.chain = ("base", self.base)

    def forget_base(self) -> None:
        """The tables were emptied and filled anew: what they hold from the start may have other numbers now."""
        self.base += 1
        self.scenes.clear()
        self.chain = None


shelf = Shelf()


def watch(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Sees every statement: anything that is not a read ends the chain."""
    if not str(sql).lstrip().upper().startswith(READS):
        shelf.chain = None
    return execute(sql, params, many, context)


def kept(build: Callable[P, T]) -> Callable[P, T]:
    """Let a builder of a scene keep what it makes."""

    @functools.wraps(build)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        key = _key(build, args, kwargs)
        if key is None:
            return build(*args, **kwargs)
        given = [each for each in (*args, *kwargs.values()) if isinstance(each, models.Model)]
        if key not in shelf.scenes:
            return _build_and_keep(key, lambda: build(*args, **kwargs), given)
        _put_back(shelf.scenes[key])
        shelf.chain = key
        result: T = _handed_over(shelf.scenes[key], given)
        return result

    return wrapper


def _key(build: Callable[..., Any], args: Iterable[Any], kwargs: dict[str, Any]) -> Hashable | None:
    if shelf.chain is None or not connection.in_atomic_block or _settings_are_overridden():
        return None
    try:
        asked = (_mark(tuple(args)), _mark(kwargs))
    except NotComparable:
        return None
    now = clock.now() if clock._set_to.get() else None
    return (shelf.chain, build.__module__, build.__qualname__, asked, now, translation.get_language())


def _handed_over(scene: Scene, given: list[models.Model]) -> Any:
    """What the builder gave; and what it was given is left as the builder left it (a builder may refresh it)."""
    result, left = pickle.loads(scene.result)
    for mine, as_left in zip(given, left, strict=True):
        mine.__dict__.update(as_left.__dict__)
        if result is as_left:
            result = mine
    return result


def _settings_are_overridden() -> bool:
    return type(vars(settings)["_wrapped"]).__name__ == "UserSettingsHolder"


def _mark(value: Any) -> Hashable:
    """What two arguments have in common when they are the same."""
    if isinstance(value, datetime):
        # Two instants of the night of 25 hours are equal, and not the same.
        return ("instant", value.isoformat())
    if value is None or isinstance(value, str | int | float | bytes | Decimal | date | Enum):
        return (type(value).__name__, value)
    if isinstance(value, models.Model):
        return (value._meta.label, value.pk)
    if isinstance(value, BaseModel):
        return (type(value).__name__, value.model_dump_json())
    if isinstance(value, dict):
        return tuple((_mark(key), _mark(value[key])) for key in sorted(value, key=repr))
    if isinstance(value, list | tuple):
        return tuple(_mark(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value).__name__, _mark(vars(value)) if hasattr(value, "__dict__") else repr(value))
    raise NotComparable


def _build_and_keep(key: Hashable, build: Callable[[], T], given: list[models.Model]) -> T:
    before, files = _dump(), _file_names()
    result = build()
    try:
        pickled = pickle.dumps((result, given))
    except (pickle.PicklingError, TypeError, AttributeError):
        return result
    if connection.needs_rollback:
        return result
    after = _dump()
    scene = Scene(
        new={
            name: [row for pk, row in rows.items() if pk not in before[name]] for name, rows in after.items()
        },
        changed={name: _changed(before[name], rows) for name, rows in after.items()},
        gone={name: [pk for pk in rows if pk not in after[name]] for name, rows in before.items()},
        files={name: _path(name).read_bytes() for name in _file_names() - files},
        result=pickled,
    )
    shelf.scenes[key] = scene
    shelf.chain = key
    return result


def _changed(before: dict[Any, Row], after: dict[Any, Row]) -> list[Row]:
    return [row for pk, row in after.items() if pk in before and before[pk] != row]


# -- The tables -------------------------------------------------------------------------------------


@functools.cache
def _columns() -> dict[str, tuple[list[str], int]]:
    """Table → its columns, and which of them is the key."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            columns = [each.column for each in model._meta.local_concrete_fields]
            found[model._meta.db_table] = (columns, columns.index(model._meta.pk.column))
    return found


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(connection.ops.quote_name(name) for name in names)


def _dump() -> Tables:
    tables: Tables = {}
    with connection.cursor() as cursor:
        for name, (columns, key) in _columns().items():
            cursor.execute(f"SELECT {_quoted(columns)} FROM {_quoted([name])}")
            tables[name] = {row[key]: tuple(row) for row in cursor.fetchall()}
    return tables


def _put_back(scene: Scene) -> None:
    with connection.cursor() as cursor:
        for name, rows in scene.gone.items():
            for pk in rows:
                columns, key = _columns()[name]
                cursor.execute(f"DELETE FROM {_quoted([name])} WHERE {_quoted([columns[key]])} = %s", [pk])
        for name, rows in scene.changed.items():
            for row in rows:
                _update(cursor, name, row)
        for name, rows in scene.new.items():
            if rows:
                _insert(cursor, name, rows)
    for name, content in scene.files.items():
        _put_file_back(name, content)


def _update(cursor: Any, name: str, row: Row) -> None:
    columns, key = _columns()[name]
    sets = ", ".join(f"{_quoted([column])} = %s" for column in columns)
    cursor.execute(
        f"UPDATE {_quoted([name])} SET {sets} WHERE {_quoted([columns[key]])} = %s", [*row, row[key]]
    )


def _insert(cursor: Any, name: str, rows: list[Row]) -> None:
    columns, _ = _columns()[name]
    places = ", ".join(["(" + ", ".join(["%s"] * len(columns)) + ")"] * len(rows))
    values = [value for row in rows for value in row]
    cursor.execute(f"INSERT INTO {_quoted([name])} ({_quoted(columns)}) VALUES {places}", values)


# -- The files --------------------------------------------------------------------------------------


def _file_names() -> set[str]:
    """Without those that a killed process has begun and left."""
    return {name for name in storage.stored_names() if not name.startswith(".")}


def _path(name: str) -> Any:
    return storage.path_of(name)  # type: ignore[arg-type]


def _put_file_back(name: str, content: bytes) -> None:
    path = _path(name)
    if not path.exists() or path.read_bytes() != content:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(content)
