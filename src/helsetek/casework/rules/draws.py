"""Draw by lot so that anyone can draw again: a frame, a seed and a rule give one result and no other.

The frame is a text with one line a unit, ``id,stratum,size``, in the order of the ids; its SHA-256 is announced before
the seed exists. Each unit then gets a number: the SHA-256 of ``seed|id`` in UTF-8, read as a number of 256 bits.

* ``simple``: the units with the lowest numbers are drawn.
* ``stratified``: the same within each stratum, with a count for each.
* ``size``: the chance follows the size (Pareto sampling, Rosén 1997, whose chances are very nearly proportional to size
  in small frames too). With u = number / 2^256 and p = how many are drawn times size / sum of sizes, the units with the
  lowest u(1-p) / p(1-u) are drawn, in exact fractions. A unit so large that p would be one or more is drawn for certain,
  and the rest are drawn among the rest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

RULE = "sha256-rank/1"
FORM = "helsetek-draw/1"
METHODS = ("simple", "stratified", "size")
MOST_UNITS = 20_000
_SAFE = re.compile(r"[^,\s|\"]{1,60}")

_NUMBERS = 2**256

# For ``simple`` and ``size`` there is one count, under this name.
ALL = "*"


class NoDraw(ValueError):
    """The frame and what is wanted of it do not go together."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What can be drawn. ``id`` is without commas and spaces; ``size`` is what the chance goes by (øre, beds)."""

    id: str
    stratum: str = ""
    size: int = 1


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """The frame in its one order. Raises NoDraw when an id comes twice or has signs that a line cannot hold."""
    frame = sorted(units, key=lambda unit: unit.id.encode())
    if not frame or len(frame) > MOST_UNITS:
        raise NoDraw(f"A frame has between 1 and {MOST_UNITS} units; this one has {len(frame)}.")
    for unit in frame:
        if not _SAFE.fullmatch(unit.id) or (unit.stratum and not _SAFE.fullmatch(unit.stratum)):
            raise NoDraw(f"«{unit.id},{unit.stratum}» has signs that a line of the frame cannot hold.")
        if unit.size < 1:
            raise NoDraw(f"«{unit.id}» has the size {unit.size}: a size is a whole number from 1.")
    if len({unit.id for unit in frame}) < len(frame):
        raise NoDraw("The same id comes twice in the frame.")
    return frame


def frame_text(units: Iterable[Unit]) -> str:
    """The frame as the file that is published: ``sha256sum`` of it gives the announced hash."""
    return "".join(f"{unit.id},{unit.stratum},{unit.size}\n" for unit in in_order(units))


def frame_hash(units: Iterable[Unit]) -> str:
    return hashlib.sha256(frame_text(units).encode()).hexdigest()


def number(seed: str, unit_id: str) -> int:
    """The unit's number by the seed: SHA-256 of ``seed|id``."""
    return int.from_bytes(hashlib.sha256(f"{seed}|{unit_id}".encode()).digest())


def draw(units: Iterable[Unit], *, method: str, wanted: Mapping[str, int], seed: str) -> list[str]:
    """The ids that are drawn, in the order they come up (stratum by stratum). See the top of the file."""
    frame = in_order(units)
    check(frame, method=method, wanted=wanted)
    if method == "size":
        return _by_size(frame, wanted[ALL], seed)
    groups = _strata(frame) if method == "stratified" else {ALL: frame}
    return [one for name in sorted(wanted) for one in _lowest(groups[name], wanted[name], seed)]


def check(frame: Sequence[Unit], *, method: str, wanted: Mapping[str, int]) -> None:
    """Raises NoDraw when more is wanted than there is, or of strata that are not there."""
    if method not in METHODS:
        raise NoDraw(f"«{method}» is no way to draw: {', '.join(METHODS)}.")
    groups: dict[str, list[Unit]] = _strata(frame) if method == "stratified" else {ALL: list(frame)}
    if not wanted or any(count < 0 for count in wanted.values()) or sum(wanted.values()) < 1:
        raise NoDraw("At least one unit must be drawn.")
    for name, count in wanted.items():
        if count > len(groups.get(name, [])):
            raise NoDraw(f"{count} are to be drawn of «{name}», which has {len(groups.get(name, []))}.")


def _strata(frame: Sequence[Unit]) -> dict[str, list[Unit]]:
    groups: dict[str, list[Unit]] = {}
    for unit in frame:
        groups.setdefault(unit.stratum, []).append(unit)
    return groups


def _lowest(units: Sequence[Unit], count: int, seed: str) -> list[str]:
    return sorted((unit.id for unit in units), key=lambda one: number(seed, one))[:count]


def _by_size(frame: Sequence[Unit], count: int, seed: str) -> list[str]:
    certain, rest = _for_certain(frame, count)
    left, total = count - len(certain), sum(unit.size for unit in rest)

    def rank(unit: Unit) -> Fraction:
        u, p = Fraction(number(seed, unit.id), _NUMBERS), Fraction(left * unit.size, total)
        return u * (1 - p) / (p * (1 - u))

    return [unit.id for unit in [*certain, *(sorted(rest, key=rank)[:left] if left else [])]]


def _for_certain(frame: Sequence[Unit], count: int) -> tuple[list[Unit], list[Unit]]:
    """Those whose chance would be one or more; taking them out may make others so large as well."""
    certain, rest = list[Unit](), list(frame)
    while len(certain) < count:
        total, left = sum(unit.size for unit in rest), count - len(certain)
        large = [unit for unit in rest if unit.size * left >= total]
        if not large:
            break
        certain += large
        rest = [unit for unit in rest if unit not in large]
    return certain[:count], rest


# -- The file that anyone can check -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drawn:
    """An announced draw with its seed and result, as the published file tells it."""

    units: tuple[Unit, ...]
    method: str
    wanted: Mapping[str, int]
    frame_sha256: str
    seed: str
    chosen: tuple[str, ...]


def read(text: str) -> Drawn:
    """Read the published JSON. Raises NoDraw, in a sentence, when it is not one."""
    try:
        told = json.loads(text)
        if told["form"] != FORM or told["rule"] != RULE:
            raise NoDraw(f"The file is no {FORM} by the rule {RULE}.")
        return Drawn(
            units=tuple(Unit(str(u["id"]), str(u["stratum"]), int(u["size"])) for u in told["frame"]),
            method=str(told["method"]),
            wanted={str(name): int(count) for name, count in told["wanted"].items()},
            frame_sha256=str(told["frame_sha256"]),
            seed=str(told["seed"]),
            chosen=tuple(str(one) for one in told["chosen"]),
        )
    except NoDraw:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NoDraw(f"The file cannot be read as a draw: {error!r}.") from error


def problems(drawn: Drawn) -> list[str]:
    """Draw again; what does not agree with the file, one sentence each."""
    found = []
    if frame_hash(drawn.units) != drawn.frame_sha256:
        found.append("The frame is not the one that was announced: its SHA-256 differs.")
    if draw(drawn.units, method=drawn.method, wanted=drawn.wanted, seed=drawn.seed) != list(drawn.chosen):
        found.append("Drawing again gives another result.")
    return found


def as_file(drawn: Drawn, **more: Any) -> dict[str, Any]:
    """The published JSON of a draw; ``more`` tells of title, instants and the event that gave the seed."""
    return {
        "form": FORM,
        "rule": RULE,
        "method": drawn.method,
        "wanted": dict(drawn.wanted),
        "frame_sha256": drawn.frame_sha256,
        "seed": drawn.seed,
        "chosen": list(drawn.chosen),
        **more,
        "frame": [
            {"id": unit.id, "stratum": unit.stratum, "size": unit.size} for unit in in_order(drawn.units)
        ],
    }
