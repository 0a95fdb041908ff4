"""What in a person's own ties points at a case, before the person declares. Pure: a hint is shown, it decides nothing.

Forvaltningsloven § 6: whoever leads a party is disqualified by that (letter e); to live in, or to work or have worked
for a party is a special circumstance to be weighed (second paragraph). § 8: the person decides first, and the superior
in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class HintKind(StrEnum):
    """What was seen; the words are said where there is a language."""

    LEADS = "leads"
    EMPLOYER = "employer"
    HOME = "home"
    EARLIER = "earlier"
    ROLE = "role"
    VENDOR = "vendor"


@dataclass(frozen=True, slots=True)
class Bond:
    """A tie as it is weighed: to which organisation, of what kind (employer, board, owner, home), from when to when."""

    organisation_id: int
    kind: str
    leads: bool = False
    since: date | None = None
    until: date | None = None

    def lasts_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)


@dataclass(frozen=True, slots=True)
class Related:
    """An organisation that a case touches without being party."""

    organisation_id: int


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that was seen; ``ground`` is the code of the ground that it may come under."""

    kind: HintKind
    organisation_id: int
    ground: str
    until: date | None = None


def hints(
    bonds: Sequence[Bond],
    earlier_roles: Iterable[int],
    parties: frozenset[int],
    vendors: Iterable[int],
    day: date,
    years: int,
) -> list[Hint]:
    """Everything seen on the day, the gravest first; each organisation and kind once."""
    found = [hint for bond in bonds if (hint := _of_bond(bond, parties, frozenset(vendors), day, years))]
    told = {hint.organisation_id for hint in found}
    found += [
        Hint(HintKind.ROLE, place, "special")
        for place in sorted(set(earlier_roles) & parties)
        if place not in told
    ]
    order = list(HintKind)
    return sorted(dict.fromkeys(found), key=lambda hint: (order.index(hint.kind), hint.organisation_id))


def _of_bond(
    bond: Bond, parties: frozenset[int], vendors: frozenset[int], day: date, years: int
) -> Hint | None:
    place = bond.organisation_id
    if not (place in parties or place in vendors) or (bond.since and bond.since > day):
        return None
    if not bond.lasts_on(day):
        if bond.kind == "home" or bond.until is None or _years_ago(bond.until, day) >= years:
            return None
        kind = HintKind.EARLIER if place in parties else HintKind.VENDOR
        return Hint(kind, place, "special", bond.until)
    if place in vendors and place not in parties:
        return Hint(HintKind.VENDOR, place, "special")
    if bond.kind == "board" or (bond.leads and bond.kind == "employer"):
        return Hint(HintKind.LEADS, place, "leads")
    return Hint(HintKind.HOME if bond.kind == "home" else HintKind.EMPLOYER, place, "special")


def _years_ago(until: date, day: date) -> int:
    return day.year - until.year - ((day.month, day.day) < (until.month, until.day))


# -- Acts that must be done again ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Done:
    """An act of the event log: its number, verb and who did it."""

    id: int
    verb: str
    person_id: int | None


@dataclass(frozen=True, slots=True)
class Marked:
    """An act of somebody disqualified, marked when the log had ``after`` acts."""

    id: int
    verb: str
    person_id: int
    after: int


def done_again(marked: Iterable[Marked], log: Sequence[Done], disqualified: frozenset[int]) -> dict[int, int]:
    """Which marked acts have been done again: the number of the mark → the number of the act that replaced it.

    An act is done again when, after it was marked, somebody else who is not disqualified has done the same. One act
    replaces one act only: two assessments by the disqualified take two new ones.
    """
    found, used = dict[int, int](), set[int]()
    for mark in sorted(marked, key=lambda one: (one.after, one.id)):
        for act in log:
            again = act.id > mark.after and act.verb == mark.verb and act.id not in used
            if again and act.person_id is not None and act.person_id not in {*disqualified, mark.person_id}:
                found[mark.id] = act.id
                used.add(act.id)
                break
    return found
