"""When a call is what, and what must be in order before it is published. Pure: words for it are in ``wording``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from .terms import CallTerms, Text

ALL_PERCENT = 100
# The whole group of possible recipients must be reached (bestemmelser om økonomistyring 6.3.1). The text sets no
# number of weeks; four is our own, and only a warning.
SHORT_NOTICE = timedelta(weeks=4)


class Phase(StrEnum):
    """Where a call is in its life; derived from its instants, never stored."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


def phase(
    published_at: datetime | None,
    cancelled_at: datetime | None,
    opens_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> Phase:
    """The call is open from the opening instant until, and not at, the closing instant."""
    if cancelled_at is not None:
        return Phase.CANCELLED
    if published_at is None:
        return Phase.DRAFT
    if now < opens_at:
        return Phase.UPCOMING
    return Phase.OPEN if now < closes_at else Phase.CLOSED


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: where in the form, what (a key of ``wording``), with which figures. A warning can be left."""

    where: str
    what: str
    data: dict[str, Any] = field(default_factory=dict)
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call as it would be published."""

    title: Text
    summary: Text
    opens_at: datetime
    closes_at: datetime
    terms: CallTerms
    has_envelope: bool = True


def problems(call: Announcement, now: datetime) -> list[Problem]:
    """All that stands in the way of publishing, in the order of the form; warnings after that."""
    found = [
        *_dates(call, now),
        *_translations(call),
        *_weights(call.terms),
        *_codes(call.terms),
        *_money(call),
    ]
    return sorted(found, key=lambda problem: problem.warning)


def in_the_way(found: list[Problem]) -> list[Problem]:
    return [problem for problem in found if not problem.warning]


def _dates(call: Announcement, now: datetime) -> Iterator[Problem]:
    if call.closes_at <= call.opens_at:
        yield Problem("closes_at", "closes_before_opens")
    if call.closes_at <= now:
        yield Problem("closes_at", "closes_in_the_past")
    elif call.closes_at - max(call.opens_at, now) < SHORT_NOTICE:
        yield Problem("closes_at", "short_notice", {"weeks": SHORT_NOTICE.days // 7}, warning=True)
    starts, ends = call.terms.parameters.project_starts, call.terms.parameters.project_ends
    if ends <= starts:
        yield Problem("project_ends", "project_ends_before_it_starts")
    elif ends <= call.closes_at.date():
        yield Problem("project_ends", "project_ends_before_the_call")


def _translations(call: Announcement) -> Iterator[Problem]:
    """Språklova § 14: forms and self-service in bokmål and nynorsk at the same time; English is our own demand."""
    for name, text in texts(call):
        missing = [language for language in ("nb", "nn", "en") if not text.in_language(language).strip()]
        if missing:
            yield Problem(name, "translation_missing", {"languages": missing})


def texts(call: Announcement) -> Iterator[tuple[str, Text]]:
    """Every text the public will read, with where it stands (``criteria.need.label``)."""
    terms = call.terms
    yield from (("title", call.title), ("summary", call.summary))
    yield from (("purpose", terms.purpose), ("target_group", terms.target_group))
    for criterion in terms.criteria:
        yield f"criteria.{criterion.code}.label", criterion.label
        yield f"criteria.{criterion.code}.guidance", criterion.guidance
    for part, rows in (("activities", terms.activities), ("cost_categories", terms.cost_categories)):
        yield from ((f"{part}.{row.code}.label", row.label) for row in rows)
    for number, duty in enumerate(terms.parameters.sharing_duties, 1):
        yield f"sharing_duties.{number}", duty


def _weights(terms: CallTerms) -> Iterator[Problem]:
    total = sum(criterion.weight for criterion in terms.criteria)
    if total != ALL_PERCENT:
        yield Problem("criteria", "weights_do_not_add_up", {"total": total})


def _codes(terms: CallTerms) -> Iterator[Problem]:
    for part in ("criteria", "activities", "cost_categories", "areas"):
        counted = Counter(row.code for row in getattr(terms, part))
        for code in (code for code, count in counted.items() if count > 1):
            yield Problem(part, "code_twice", {"code": code})


def _money(call: Announcement) -> Iterator[Problem]:
    terms = call.terms
    if not call.has_envelope:
        yield Problem("envelope", "envelope_missing")
    if not terms.covered_codes:
        yield Problem("cost_categories", "nothing_covered")
    years = Counter(step.year for step in terms.parameters.share_of_cost)
    if not years:
        yield Problem("share_of_cost", "share_missing")
    for year in (year for year, count in years.items() if count > 1):
        yield Problem("share_of_cost", "share_year_twice", {"year": year})
    shares = [step.share for step in sorted(terms.parameters.share_of_cost, key=lambda step: step.year)]
    if any(later > earlier for earlier, later in pairwise(shares)):
        yield Problem("share_of_cost", "share_rises", warning=True)


def problems_in_change(before: Announcement, after: Announcement, now: datetime) -> list[Problem]:
    """What stands in the way of changing a published call.

    Who has begun has planned by the dates: a deadline may be moved later but not earlier once the call is open.
    """
    found = [problem for problem in problems(after, now) if problem.what != "short_notice"]
    if before.opens_at <= now and after.opens_at != before.opens_at:
        found.append(Problem("opens_at", "already_open"))
    if before.opens_at <= now and after.closes_at < before.closes_at:
        found.append(Problem("closes_at", "closes_earlier"))
    return found


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two versions: where, and what stood before and after (JSON values)."""

    path: tuple[str, ...]
    before: Any
    after: Any


def differences(before: Any, after: Any, path: tuple[str, ...] = ()) -> list[Difference]:
    """What differs between two versions' terms as JSON. Rows with a code are matched by it, not by their place."""
    if before == after:
        return []
    if isinstance(before, list) and isinstance(after, list):
        before, after = _by_code(before), _by_code(after)
    if isinstance(before, dict) and isinstance(after, dict):
        keys = dict.fromkeys([*before, *after])
        return [d for key in keys for d in differences(before.get(key), after.get(key), (*path, str(key)))]
    return [Difference(path, before, after)]


def _by_code(rows: list[Any]) -> dict[str, Any]:
    return {
        str(row.get("code") or row.get("year") or number) if isinstance(row, dict) else str(number): row
        for number, row in enumerate(rows, 1)
    }
