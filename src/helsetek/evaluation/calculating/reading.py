"""Analyses from where they lie: shipped with the software, or brought as a file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.assumptions.layers import Layer, Layers, load_layers, shipped
from helsetek.engines.economics.assumptions.reading import of_layers
from helsetek.engines.economics.dryrun import check_units
from helsetek.engines.economics.errors import AnalysisError, AssumptionsError, Fault

from .shape import faults_of_shape

#: Bytes. The largest file that is shipped is a tenth of this.
LARGEST_UPLOAD = 200_000
MOST_PARAMETERS = 200
MOST_ALTERNATIVES = 8
MOST_MEMBERS = 20
LONGEST_PERIOD = 60
#: The analyses that come with the software, in the order they are shown.
SHIPPED = ("rapport-2022", "rapport-2022-tabell5", "rapport-2022-opptak", "2024")


@lru_cache
def shipped_names() -> tuple[str, ...]:
    found = shipped()
    return (*(name for name in SHIPPED if name in found), *(name for name in found if name not in SHIPPED))


@lru_cache
def shipped_layers(name: str) -> tuple[Layer, ...]:
    """The files that a shipped analysis, or a shipped set of national assumptions, is laid together of."""
    return tuple(load_layers(name).layers)


@lru_cache(maxsize=32)
def shipped_analysis(name: str) -> Assumptions:
    return of_layers(Layers(list(shipped_layers(name))))


def relatives(name: str) -> tuple[str, ...]:
    """Other shipped analyses that the given one lies on, or that lie on it: other readings of the same thing."""
    mine = {layer.name for layer in shipped_layers(name)}
    found = []
    for other in shipped_names():
        theirs = {layer.name for layer in shipped_layers(other)}
        if other != name and (f"{other}.toml" in mine or f"{name}.toml" in theirs):
            found.append(other)
    return tuple(found)


def of_stored(layers: Sequence[dict[str, str]]) -> Assumptions:
    """The analysis in files that were kept: each a name and a text."""
    return of_layers(Layers([_layer(one["name"], one["text"]) for one in layers]))


def to_store(layers: Sequence[Layer]) -> list[dict[str, str]]:
    return [{"name": layer.name, "text": layer.text} for layer in layers]


def brought(file_name: str, content: bytes) -> tuple[list[Layer], Assumptions]:
    """A file that somebody brings, with what it lies on. It may lie on what is shipped, and on nothing else.

    Raises AssumptionsError with every fault, its line and its mend.
    """
    name = _plain(file_name)
    layer = _layer(name, _text(name, content))
    layers = [*_beneath(layer), layer]
    merged = Layers(layers)
    faults = [*faults_of_shape(merged), *_too_much(merged)]
    if faults:
        raise AssumptionsError(faults)
    try:
        assumptions = of_layers(merged)
        check_units(assumptions)
        return layers, assumptions
    except AssumptionsError:
        raise
    except AnalysisError as error:
        raise AssumptionsError([Fault(name, 1, str(error), "")]) from error
    except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError) as error:
        what = _("This cannot be read as an assumptions file.")
        raise AssumptionsError(
            [Fault(name, 1, what, _("Begin from one of the files that are shipped."))]
        ) from error


def _plain(file_name: str) -> str:
    """The name without folders and control characters."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[:100] or "analyse.toml"


def _text(name: str, content: bytes) -> str:
    if len(content) > LARGEST_UPLOAD:
        what = _("The file is larger than %(size)s kB.") % {"size": LARGEST_UPLOAD // 1000}
        raise AssumptionsError([Fault(name, 1, what, _("An assumptions file holds assumptions, not data."))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise AssumptionsError(
            [Fault(name, line, _("The file is not UTF-8."), _("Save it as UTF-8."))]
        ) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise AssumptionsError(
            [
                Fault(
                    name,
                    line,
                    _("The file is not text."),
                    _("Choose the TOML file, not a workbook or a document."),
                )
            ]
        )
    return text


def _layer(name: str, text: str) -> Layer:
    try:
        return Layer(name, text, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        line, said = _place_in(str(error), text)
        what = _("This is not TOML: %(error)s") % {"error": said}
        raise AssumptionsError([Fault(name, line, what, _("Mend the line and try again."))]) from error


def _place_in(error: str, text: str) -> tuple[int, str]:
    """The line that TOML's own message names, and the message without it."""
    said, _bracket, place = error.partition(" (at ")
    words = place.replace(",", " ").replace(")", " ").split()
    if words[:1] == ["line"] and words[1].isdigit():
        return int(words[1]), f"{said}."
    return (text.count("\n") + 1 if "end of document" in place else 1), f"{said}."


def _beneath(layer: Layer) -> Iterator[Layer]:
    for key in ("national", "extends"):
        other = layer.data.get(key)
        if other is None:
            continue
        if not isinstance(other, str) or other not in _may_lie_on():
            known = ", ".join(sorted(_may_lie_on()))
            what = _("«%(key)s» names «%(other)s», which is not shipped.") % {
                "key": key,
                "other": str(other)[:60],
            }
            raise AssumptionsError(
                [Fault(layer.name, layer.line((key,)), what, _("Write one of %(known)s.") % {"known": known})]
            )
        yield from shipped_layers(other)


@lru_cache
def _may_lie_on() -> frozenset[str]:
    named = {layer.name.removesuffix(".toml") for name in shipped_names() for layer in shipped_layers(name)}
    return frozenset(named | set(shipped_names()))


def _too_much(layers: Layers) -> Iterator[Fault]:
    """Sizes beyond which a page could not answer in time."""
    data: dict[str, Any] = layers.data
    for group, most in (("parameter", MOST_PARAMETERS), ("alternative", MOST_ALTERNATIVES)):
        found = data.get(group)
        if isinstance(found, dict) and len(found) > most:
            what = _("The file has %(count)s of [%(group)s].") % {"count": len(found), "group": group}
            yield layers.fault((group,), what, _("Keep to %(most)s at most.") % {"most": most})
    for name, one in (data.get("correlation") or {}).items():
        if isinstance(one, dict) and len(one.get("members", ())) > MOST_MEMBERS:
            what = _("«%(name)s» correlates too many assumptions.") % {"name": name}
            yield layers.fault(
                ("correlation", name), what, _("Keep to %(most)s at most.") % {"most": MOST_MEMBERS}
            )
        rows = one.get("matrix", []) if isinstance(one, dict) else []
        if len({len(row) for row in rows if isinstance(row, list)}) > 1:
            what = _("The rows of the matrix of «%(name)s» are not equally long.") % {"name": name}
            mend = _("Write one number for each member in every row.")
            yield layers.fault(("correlation", name, "matrix"), what, mend)
    frame = data.get("analysis") or {}
    years = [frame.get("first_year"), frame.get("last_year"), frame.get("lifetime_end")]
    known = [year for year in years if isinstance(year, int)]
    if known and max(known) - min(known) > LONGEST_PERIOD:
        what = _("The period is longer than %(most)s years.") % {"most": LONGEST_PERIOD}
        yield layers.fault(
            ("analysis", "last_year"), what, _("Choose a shorter period here, or use the command line.")
        )
