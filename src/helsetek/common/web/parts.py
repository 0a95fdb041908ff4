"""What the components of a page are given: small frozen records, made by views and selectors, drawn by tags of ``ui``.

Colours are the design system's own words: ``neutral``, ``info``, ``success``, ``warning``, ``danger``, ``accent``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.utils.functional import Promise

Text = str | Promise
Color = Literal["neutral", "info", "success", "warning", "danger", "accent", "brand1", "brand2"]


@dataclass(frozen=True, slots=True)
class State:
    """How one state of a thing is shown: its word and its colour."""

    label: Text
    color: Color = "neutral"


@dataclass(frozen=True, slots=True)
class Link:
    """A link or, with ``post``, a button that posts to the address."""

    label: Text
    href: str
    post: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of key facts. ``value`` is shown as it is; use the filters' functions for money and dates."""

    label: Text
    value: Any
    hint: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One point on a timeline: what happened, when (an instant), by whom, for which organisation, and why."""

    when: datetime
    what: Text
    who: Text = ""
    organisation: Text = ""
    reasons: Text = ""
    href: str = ""
    color: Color = "neutral"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case: ``done``, ``now``, ``next`` or ``skipped``."""

    label: Text
    state: Literal["done", "now", "next", "skipped"] = "next"
    note: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class WhatNext:
    """What state a case is in, what happens next, who must act, and by when (an instant or a day)."""

    state: State | None
    next: Text
    who: Text = ""
    by: datetime | date | None = None
    yours: bool = False
    act: Link | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """One line of «my tasks». ``due`` is an instant or a day; ``late`` marks what is overdue."""

    label: Text
    href: str
    about: Text = ""
    due: datetime | date | None = None
    late: bool = False
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab is a link; the tab of the page itself is ``current``."""

    label: Text
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a long form: ``complete``, ``started``, ``empty``, ``wrong`` or ``optional``."""

    label: Text
    href: str
    state: Literal["complete", "started", "empty", "wrong", "optional"] = "empty"
    note: Text = ""


@dataclass(frozen=True, slots=True)
class File:
    """One stored file. ``size`` in bytes; ``remove`` is the address of the page that asks before taking it away."""

    name: str
    href: str
    size: int
    kind: Text = ""
    when: datetime | None = None
    who: Text = ""
    remove: str = ""


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule answered. Rooms may pass their own records with the same names instead.

    ``outcome`` is ``ok``, ``not_yet``, ``warning`` or ``not_met``; ``looked_at`` is what the rule saw, ``why`` what it
    concluded, ``mend`` how to put it right, ``source`` where the rule stands.
    """

    outcome: Literal["ok", "not_yet", "warning", "not_met"]
    title: Text
    looked_at: Text = ""
    why: Text = ""
    mend: Text = ""
    source: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One row of a comparison of two versions."""

    label: Text
    before: Any
    after: Any

    @property
    def changed(self) -> bool:
        return bool(self.before != self.after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions side by side."""

    rows: tuple[Difference, ...]
    before: Text
    after: Text
    only_changes: bool = False
    changed: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "changed", sum(row.changed for row in self.rows))


def compare(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    labels: Mapping[str, Text],
    before_label: Text,
    after_label: Text,
    only: Iterable[str] | None = None,
) -> Comparison:
    """Compare two versions key by key, in the order of ``labels``; a key that is missing counts as empty."""
    keys = [key for key in labels if only is None or key in set(only)]
    rows = tuple(Difference(labels[key], before.get(key, ""), after.get(key, "")) for key in keys)
    return Comparison(rows, before_label, after_label)
