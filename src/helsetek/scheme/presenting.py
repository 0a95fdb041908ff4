"""A call as its page shows it: words in the reader's language, figures written out, differences in plain sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from helsetek.common import clock
from helsetek.common.clock import OSLO
from helsetek.common.web import show
from helsetek.common.web.parts import Difference, Fact

from . import wording
from .rules import calls as rules
from .rules.terms import Activity, CallTerms, CostCategory, Measure, Text
from .selectors import CallContent, measures

TWO_DAYS, TWO_HOURS = timedelta(days=2), timedelta(hours=2)


def said(text: Text | None) -> str:
    """A text in the reader's language; in bokmål where the translation is missing."""
    if text is None:
        return ""
    return text.in_language(get_language() or "nb") or text.nb


def title_of(call: Any) -> str:
    """The title of a call in the reader's language."""
    return str(getattr(call, f"title_{get_language() or 'nb'}", "") or call.title_nb)


def summary_of(call: Any) -> str:
    return str(getattr(call, f"summary_{get_language() or 'nb'}", "") or call.summary_nb)


def measure_name(measure: Measure) -> str:
    return said(measures()[measure].name)


def time_left(until: datetime) -> str:
    """«53 days left», «5 hours left», «12 minutes left»; nothing when the time has come."""
    now = clock.now()
    left = until - now
    if left <= timedelta():
        return ""
    if left >= TWO_DAYS:
        days = (until.astimezone(OSLO).date() - now.astimezone(OSLO).date()).days
        return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}
    if left >= TWO_HOURS:
        hours = int(left / timedelta(hours=1))
        return ngettext("%(count)s hour left", "%(count)s hours left", hours) % {"count": hours}
    minutes = max(1, int(left / timedelta(minutes=1)))
    return ngettext("%(count)s minute left", "%(count)s minutes left", minutes) % {"count": minutes}


@dataclass(frozen=True, slots=True)
class Weight:
    """A criterion as it is drawn: its weight also as the length of a bar of 100."""

    label: str
    guidance: str
    weight: int
    source: str


@dataclass(frozen=True, slots=True)
class MeasureActivities:
    name: str
    activities: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a call is drawn from."""

    title: str
    summary: str
    content: CallContent
    activities: tuple[MeasureActivities, ...]
    covered: tuple[CostCategory, ...]
    not_covered: tuple[CostCategory, ...]
    weights: tuple[Weight, ...]
    figures: tuple[Fact, ...]

    @property
    def terms(self) -> CallTerms:
        return self.content.terms


def shown(content: CallContent) -> Shown:
    terms = content.terms
    return Shown(
        title=said(content.title),
        summary=said(content.summary),
        content=content,
        activities=tuple(_by_measure(terms)),
        covered=tuple(cost for cost in terms.cost_categories if cost.covered),
        not_covered=tuple(cost for cost in terms.cost_categories if not cost.covered),
        weights=tuple(
            Weight(said(c.label), said(c.guidance), c.weight, c.source)
            for c in sorted(terms.criteria, key=lambda c: -c.weight)
        ),
        figures=tuple(_figures(terms)),
    )


def _by_measure(terms: CallTerms) -> Iterable[MeasureActivities]:
    for measure in terms.measures:
        found = tuple(activity for activity in terms.activities if activity.measure is measure)
        if found:
            yield MeasureActivities(measure_name(measure), found)


def _figures(terms: CallTerms) -> Iterable[Fact]:
    held = terms.parameters
    least = held.least_municipalities
    yield Fact(
        _("Least number of municipalities"),
        ngettext("%(count)s municipality", "%(count)s municipalities", least) % {"count": least},
    )
    yield Fact(_("Share of the cost covered"), _shares(terms), hint=_("by the year of the application"))
    yield Fact(_("Own contribution, at least"), show.percent(held.own_contribution_share))
    yield Fact(_("Project period"), f"{show.day(held.project_starts)} – {show.day(held.project_ends)}")
    yield Fact(_("Time to accept a grant"), _days(held.acceptance_days))
    yield Fact(
        _("Auditor's confirmation from"),
        show.kroner(held.audit_threshold_ore),
        hint=wording.AUDIT_STANDARDS[held.audit_standard.value],
    )
    yield Fact(_("Municipalities in Midt-Norge"), _midt_norge(terms))


def _shares(terms: CallTerms) -> str:
    steps = sorted(terms.parameters.share_of_cost, key=lambda step: step.year)
    return ", ".join(f"{step.year}: {show.percent(step.share)}" for step in steps)


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}


def _midt_norge(terms: CallTerms) -> str:
    may = [measure for measure in terms.measures if terms.parameters.midt_norge_may_apply.get(measure)]
    if len(may) == len(terms.measures):
        return _("may apply as others")
    if not may:
        return _("may not apply")
    return _("may apply for: %(measures)s") % {"measures": ", ".join(measure_name(m).lower() for m in may)}


# -- Differences ------------------------------------------------------------------------------------


def differences_in_words(found: Iterable[rules.Difference]) -> list[Difference]:
    """What differs between two versions, for people: where, before, after."""
    return [
        Difference(wording.part(one.path), _value(one.path, one.before), _value(one.path, one.after))
        for one in found
    ]


def _value(path: tuple[str, ...], value: Any) -> str:
    last = path[-1]
    if value is None:
        return show.NOTHING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if last.endswith("_ore"):
        return show.kroner(value)
    if last in {"opens_at", "closes_at"}:
        return show.instant(datetime.fromisoformat(value))
    if last in {"project_starts", "project_ends"}:
        return show.day(date.fromisoformat(value))
    if last in {"share", "own_contribution_share"}:
        return show.percent(Decimal(value))
    if isinstance(value, dict):
        return _row(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _row(value: dict[str, Any]) -> str:
    """A whole row that came or went: by its name in the reader's language."""
    label = value.get("label", value)
    language = get_language() or "nb"
    if isinstance(label, dict) and "nb" in label:
        weight = f" ({value['weight']} %)" if "weight" in value else ""
        return f"{label.get(language) or label['nb']}{weight}"
    return ", ".join(str(part) for part in value.values())
