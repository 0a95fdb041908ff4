"""How binding a standard is, and where it is in its life, by date.

Sources: the levels of normative products (ehelse.no/standardisering/om-standardisering/normerende-produkter-og-
normeringsniva): guide, guideline, recommended and mandatory standard, read as may, should, shall and must; «a standard
is recommended before it is mandatory». The life cycle is that of Referansekatalogen for e-helse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """From weakest to strongest. ``UNSTATED``: no source that was read says."""

    UNSTATED = "unstated"
    GUIDE = "guide"  # veileder: kan
    GUIDELINE = "guideline"  # retningslinje: bør
    RECOMMENDED = "recommended"  # anbefalt standard: skal
    MANDATORY = "mandatory"  # obligatorisk standard: må


class Life(StrEnum):
    """In the order in which a standard lives."""

    UNSTATED = "unstated"
    TRIAL = "trial"  # under utprøving
    PHASING_IN = "phasing_in"  # under innfasing
    ACTIVE = "active"  # aktiv
    PHASING_OUT = "phasing_out"  # under utfasing
    RETIRED = "retired"  # utgått


_AGE = {life: age for age, life in enumerate(Life)}


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of a standard from a day on."""

    on: date
    level: Level
    life: Life


class Fault(StrEnum):
    """Why a change of standing is refused."""

    NOT_LATER = "not_later"
    NO_CHANGE = "no_change"
    BACKWARDS = "backwards"
    NOT_RECOMMENDED_FIRST = "not_recommended_first"
    UNSTATED_AGAIN = "unstated_again"


def standing_on(history: Sequence[Standing], day: date) -> Standing | None:
    """What held on the day: the last entry not after it; None before the first. The history is in order of days."""
    held = [one for one in history if one.on <= day]
    return held[-1] if held else None


def faults_of_change(history: Sequence[Standing], new: Standing) -> list[Fault]:
    """What is wrong with adding ``new`` to the history; empty when it may be added.

    A standard must have been recommended before it is mandatory. The first entry of the catalogue may be at any level:
    it tells what a source says, and its own earlier history may be unknown.
    """
    if not history:
        return []
    last = history[-1]
    found = []
    if new.on <= last.on:
        found.append(Fault.NOT_LATER)
    if (new.level, new.life) == (last.level, last.life):
        found.append(Fault.NO_CHANGE)
    if Life.UNSTATED in (new.life,) and last.life is not Life.UNSTATED:
        found.append(Fault.UNSTATED_AGAIN)
    elif _AGE[new.life] < _AGE[last.life]:
        found.append(Fault.BACKWARDS)
    binding = {Level.RECOMMENDED, Level.MANDATORY}
    if new.level is Level.MANDATORY and not any(one.level in binding for one in history):
        found.append(Fault.NOT_RECOMMENDED_FIRST)
    return found


def is_in_use(standing: Standing | None) -> bool:
    """Whether new products can still be approved against it: it is not retired."""
    return standing is None or standing.life is not Life.RETIRED
