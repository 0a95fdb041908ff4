"""From what projects report to what the analysis engine takes: one observation of one assumption.

An analyst says which assumption an indicator speaks of, by which quantity (after, how much less, how much more, or the
ratio) and by which factor the unit is turned. What a report says of sample and spread gives the standard error; where
it says nothing, the link's own relative error is used, larger the rougher the measure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from helsetek.engines.economics.assumptions import Assumptions
from helsetek.engines.economics.assumptions.model import say
from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.living import Observation, must_fit, updated
from helsetek.grants.selectors.reports import ApprovedResult

QUANTITIES = ("after", "less", "more", "ratio")
KINDS = ("value", "share", "count")
# How many times the link's relative error an effect of this quality has.
TIMES = {"good": 1.0, "fair": 1.5, "rough": 2.5, "": 2.5}


@dataclass(frozen=True)
class Link:
    """Which assumption an indicator speaks of: ``id`` or ``id@alternative``. Errors are shares of the value."""

    indicator: str
    analysis: str
    key: str
    kind: str
    quantity: str
    factor: float
    relative_error: float

    @property
    def parameter(self) -> str:
        return self.key.partition("@")[0]

    @property
    def alternative(self) -> str:
        return self.key.partition("@")[2]


@dataclass(frozen=True)
class Seen:
    """One reported effect, and the observation it became; ``why_not`` says why it became none."""

    result: ApprovedResult
    link: Link | None
    observation: Observation | None
    why_not: str = ""


def seen(results: Iterable[ApprovedResult], links: dict[str, Link], assumptions: Assumptions) -> list[Seen]:
    """Every reported effect with what becomes of it."""
    return [_seen(one, links.get(one.indicator), assumptions) for one in results]


def _seen(result: ApprovedResult, link: Link | None, assumptions: Assumptions) -> Seen:
    if link is None:
        return Seen(result, None, None, _("No assumption is chosen for the indicator."))
    if result.measured_on is None:
        return Seen(result, link, None, _("The report does not say when it was measured."))
    amount = _amount(result, link)
    if amount is None:
        return Seen(result, link, None, _("The report says nothing of before."))
    try:
        observation = _observation(result, link, amount, result.measured_on)
        must_fit(assumptions, observation)
    except AnalysisError:
        return Seen(result, link, None, _("The figures cannot be used: an effect must be above zero."))
    except _NoSample:
        return Seen(result, link, None, _("A share can only be used with how many were measured."))
    return Seen(result, link, observation)


class _NoSample(ValueError):
    pass


def _amount(result: ApprovedResult, link: Link) -> float | None:
    """The quantity, in the assumption's unit; None where before is needed and not known."""
    after = float(result.value)
    if link.quantity == "after":
        return after * link.factor
    if result.before is None:
        return None
    before = float(result.before)
    if link.quantity == "ratio":
        return None if before == 0 else after / before * link.factor
    return (before - after if link.quantity == "less" else after - before) * link.factor


def _observation(result: ApprovedResult, link: Link, amount: float, day: date) -> Observation:
    value, sd, trials = amount, 0.0, 0.0
    if link.kind == "value":
        sd = _standard_error(result, link, amount)
    else:
        if not result.sample:
            raise _NoSample
        trials = float(result.sample)
        value = amount * trials
    return Observation(
        id=f"{result.case_number}/{result.report_number}/{result.indicator}",
        date=day,
        parameter=link.parameter,
        kind=link.kind,
        value=value,
        sd=sd,
        trials=trials,
        first_mover=result.first_mover,
        alternative=link.alternative,
        project=result.case_number,
    )


def _standard_error(result: ApprovedResult, link: Link, amount: float) -> float:
    """The reported spread over the root of the sample; else the link's relative error by quality."""
    if result.sd and result.sample:
        return float(result.sd) * abs(link.factor) / math.sqrt(result.sample)
    return abs(amount) * link.relative_error * TIMES[result.quality]


@dataclass(frozen=True)
class Moved:
    """An assumption before and after the observations."""

    key: str
    label: str
    unit: str
    count: int
    stated: float
    updated: float


def after(assumptions: Assumptions, observations: list[Observation], day: date) -> Assumptions:
    """The analysis with what was observed by the day. Raises AnalysisError."""
    return updated(assumptions, observations, day)


def moved(
    before: Assumptions, now: Assumptions, observations: Iterable[Observation], language: str
) -> list[Moved]:
    """The assumptions that the observations speak of, stated and updated."""
    counts: dict[tuple[str, str], int] = {}
    for one in observations:
        counts[one.parameter, one.alternative] = counts.get((one.parameter, one.alternative), 0) + 1
    found = []
    for (name, alternative), count in sorted(counts.items()):
        place = alternative or before.touched(name)[-1]
        stated, value = before.value(name, place), now.value(name, place)
        if isinstance(stated, dict) or isinstance(value, dict):
            continue
        parameter = before.parameters[name]
        key = f"{name}@{alternative}" if alternative else name
        found.append(
            Moved(
                key, label_of(before, name, alternative, language), parameter.unit.text, count, stated, value
            )
        )
    return found


def label_of(assumptions: Assumptions, name: str, alternative: str, language: str) -> str:
    said = say(assumptions.parameters[name].label, language)
    if not alternative or alternative not in assumptions.alternatives:
        return said
    return f"{said} ({say(assumptions.alternatives[alternative].label, language)})"
