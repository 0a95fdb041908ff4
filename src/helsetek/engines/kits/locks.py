"""Locks of short ids: a report from last year still points at the same test.

The lock lies beside the kit. For each short id it holds the test's long id, its kind, what it verifies, and a digest of
what it does for each version of the kit. A short id that is gone stays in the lock as retired and is never used again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from helsetek.engines.kits.faults import KitBroken
from helsetek.engines.kits.hashing import sha256
from helsetek.engines.kits.model import Kit, Test

Lock = dict[str, dict[str, Any]]
_KEPT = ("id", "kind", "verifies")


def lock_path(kit_path: Path) -> Path:
    """Where the lock of a kit lies."""
    return kit_path.with_suffix(".lock.json")


def read_lock(kit_path: Path) -> Lock:
    """The lock, empty when there is none. Raises KitBroken."""
    path = lock_path(kit_path)
    if not path.is_file():
        return {}
    try:
        found: Lock = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise KitBroken([f"{path.name}: not readable"]) from error
    return found


def meaning(test: Test) -> str:
    """A digest of what a test does; its words may be bettered without changing it."""
    steps = [{key: value for key, value in asdict(step).items() if key != "says"} for step in test.steps]
    return sha256([test.level, test.when, list(test.after), steps])[:16]


def _entry(test: Test) -> dict[str, Any]:
    return {"id": test.id, "kind": test.kind, "verifies": sorted(test.verifies)}


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def faults_of(kit: Kit, lock: Mapping[str, Any]) -> list[str]:
    """What breaks the lock, as sentences that say what to do."""
    faults = []
    here = {test.short: test for test in kit.tests}
    for short, test in here.items():
        kept = lock.get(short)
        if kept is None:
            faults.append(f"{short} is not locked yet: run `helsetek conformance check {kit.id} --lock`")
        else:
            faults += _changed(kit, test, kept)
    gone = [short for short, kept in lock.items() if short not in here and not kept.get("retired")]
    return faults + [
        f"{short} is gone: run --lock to retire it; its short id is never used again" for short in gone
    ]


def _changed(kit: Kit, test: Test, kept: Mapping[str, Any]) -> list[str]:
    if kept.get("retired"):
        return [
            f"{test.short} was retired in {kept['retired']} and cannot be used again: take a new short id"
        ]
    differing = [name for name in _KEPT if _entry(test)[name] != kept[name]]
    if differing:
        return [
            f"{test.short} has another {', '.join(differing)} than was locked: give the test a new short id"
        ]
    version, digest = list(kept["meaning"].items())[-1]
    if digest != meaning(test):
        if _number(kit.version) <= _number(version):
            return [
                f"{test.short} does something else than in {version}: raise the version of the kit, then run --lock"
            ]
        return [f"{test.short} does something else than in {version}: run --lock, or give it a new short id"]
    return []


def renewed(kit: Kit, lock: Mapping[str, Any]) -> Lock:
    """The lock with what is new, bettered or gone. Raises KitBroken where a short id came to mean something else."""
    faults: list[str] = []
    made: Lock = {short: dict(kept) for short, kept in lock.items()}
    here = {test.short for test in kit.tests}
    for test in kit.tests:
        kept = lock.get(test.short)
        if kept is None:
            made[test.short] = {**_entry(test), "meaning": {kit.version: meaning(test)}}
            continue
        found = _changed(kit, test, kept)
        if found and not found[0].endswith("or give it a new short id"):
            faults += found
        elif found:
            made[test.short]["meaning"] = {**kept["meaning"], kit.version: meaning(test)}
    for short in made.keys() - here:
        made[short].setdefault("retired", kit.version)
    if faults:
        raise KitBroken(faults)
    return made


def write_lock(kit_path: Path, lock: Lock) -> None:
    """Writes the lock beside the kit."""
    text = json.dumps(lock, ensure_ascii=False, indent=1, sort_keys=True)
    lock_path(kit_path).write_text(f"{text}\n", encoding="utf-8")
