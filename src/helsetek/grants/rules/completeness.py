"""What must be there before an application can be submitted: the strict level, field by field.

Whether what is there fits the scheme is another question; ``eligibility`` answers it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from helsetek.scheme.rules.terms import CallTerms

from .sections import (
    Budget,
    CostLine,
    Funding,
    GoalLine,
    Goals,
    Partners,
    Plan,
    Project,
    Risk,
    Section,
    Standards,
    duty_key,
)
from .words import Problem, gettext_noop, problem

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_MISSING = gettext_noop("This must be filled in.")
_CHOOSE = gettext_noop("Choose one.")
_NOT_IN_CALL = gettext_noop("This is not among the possibilities of the call. Choose again.")
_NOT_A_MEMBER = gettext_noop(
    "This organisation is not a partner any more. Choose another, or remove the row."
)
_ZERO = gettext_noop("Write a sum, or remove the row.")


@dataclass(frozen=True)
class Frame:
    """What a section is held against: the call's terms, the collaboration's members, the scheme's indicators."""

    terms: CallTerms
    members: frozenset[int]
    indicators: frozenset[str]

    @property
    def years(self) -> range:
        parameters = self.terms.parameters
        return range(parameters.project_starts.year, parameters.project_ends.year + 1)


def problems(section: Section, frame: Frame) -> list[Problem]:
    """All that is missing or wrong in a section, in the order of its fields; empty when it is complete."""
    match section:
        case Project():
            found = _project(section, frame)
        case Partners():
            found = _partners(section, frame)
        case Goals():
            found = _goals(section, frame)
        case Plan():
            found = _plan(section, frame)
        case Budget():
            found = _budget(section, frame)
        case Funding():
            found = _funding(section)
        case Risk():
            found = _risk(section)
        case Standards():
            found = _standards(section, frame)
        case _:
            raise TypeError(type(section).__name__)
    return list(found)


def _missing(thing: Any, *names: str, under: str = "") -> Iterator[Problem]:
    for name in names:
        if getattr(thing, name) in ("", None, ()):
            yield problem(f"{under}{name}", _MISSING)


def _project(section: Project, frame: Frame) -> Iterator[Problem]:
    areas = {area.code for area in frame.terms.areas}
    yield from _missing(section, "title", "summary", *(["area"] if areas else []), "measure", "needs")
    if section.area and section.area not in areas:
        yield problem("area", _NOT_IN_CALL)
    if section.measure and section.measure not in frame.terms.measures:
        yield problem("measure", _NOT_IN_CALL)
    if not section.activities:
        yield problem("activities", gettext_noop("Choose at least one activity."))
    elif not set(section.activities) <= {activity.code for activity in frame.terms.activities}:
        yield problem("activities", _NOT_IN_CALL)
    yield from _missing(section, "activities_text")


def _partners(section: Partners, frame: Frame) -> Iterator[Problem]:
    given = {partner.organisation_id for partner in section.partners}
    for index, partner in enumerate(section.partners):
        under = f"partners.{index}."
        if partner.organisation_id in frame.members:
            yield from _missing(partner, "tasks", "contact_name", "contact_email", under=under)
            if partner.contact_email and not _EMAIL.fullmatch(partner.contact_email):
                yield problem(
                    f"{under}contact_email",
                    gettext_noop("Write an e-mail address, for example name@municipality.no."),
                )
    if frame.members - given:
        yield problem("partners", gettext_noop("Say what each partner will do."))


def _goals(section: Goals, frame: Frame) -> Iterator[Problem]:
    if not section.goals:
        yield problem("goals", gettext_noop("Set at least one goal."))
    for index, line in enumerate(section.goals):
        yield from _goal(line, frame, f"goals.{index}.")


def _goal(line: GoalLine, frame: Frame, under: str) -> Iterator[Problem]:
    yield from _missing(line, "goal", under=under)
    if line.indicator and line.indicator not in frame.indicators:
        yield problem(f"{under}indicator", _NOT_IN_CALL)
    if not line.indicator and not line.own_indicator:
        yield problem(f"{under}indicator", gettext_noop("Choose an indicator, or describe one of your own."))
    if not line.indicator and line.own_indicator:
        yield from _missing(line, "unit", under=under)
    yield from _missing(line, "baseline", "target", "how_measured", under=under)


def _plan(section: Plan, frame: Frame) -> Iterator[Problem]:
    yield from _missing(section, "starts", "ends")
    if section.starts and section.ends and section.ends < section.starts:
        yield problem("ends", gettext_noop("The project cannot end before it starts."))
    if not section.milestones:
        yield problem("milestones", gettext_noop("Set at least one milestone."))
    for index, milestone in enumerate(section.milestones):
        under = f"milestones.{index}."
        yield from _missing(milestone, "name", "on", under=under)
        if milestone.organisation_id and milestone.organisation_id not in frame.members:
            yield problem(f"{under}organisation_id", _NOT_A_MEMBER)
        if milestone.on and not _within(milestone.on, section):
            yield problem(f"{under}on", gettext_noop("The date lies outside the project period."))
    yield from _out_of_order(section)


def _within(day: date, plan: Plan) -> bool:
    return (not plan.starts or day >= plan.starts) and (not plan.ends or day <= plan.ends)


def _out_of_order(plan: Plan) -> Iterator[Problem]:
    dated = [(index, milestone.on) for index, milestone in enumerate(plan.milestones) if milestone.on]
    for (_, before), (index, after) in pairwise(dated):
        if after < before:
            yield problem(
                f"milestones.{index}.on",
                gettext_noop("This date is before the one above. Put the milestones in order of time."),
            )


def _budget(section: Budget, frame: Frame) -> Iterator[Problem]:
    if not section.lines:
        yield problem("lines", gettext_noop("Write what the project will cost."))
    seen = Counter(_place(line) for line in section.lines)
    for index, line in enumerate(section.lines):
        under = f"lines.{index}."
        yield from _cost_line(line, frame, under)
        if line.year and seen[_place(line)] > 1:
            yield problem(f"{under}year", gettext_noop("The same cost is written twice for this year."))
    for index, own in enumerate(section.own):
        yield from _row_of_money(own, frame, f"own.{index}.")
    if not any(row.amount_ore for row in section.requested):
        yield problem("requested", gettext_noop("Write how much you apply for."))
    for index, row in enumerate(section.requested):
        if row.year not in frame.years and row.amount_ore:
            yield _outside_window(f"requested.{index}.year", frame)


def _place(line: CostLine) -> tuple[Any, ...]:
    return (line.organisation_id, line.category, line.activity, line.text, line.year)


def _cost_line(line: CostLine, frame: Frame, under: str) -> Iterator[Problem]:
    categories = {category.code for category in frame.terms.cost_categories}
    activities = {activity.code for activity in frame.terms.activities}
    for name, value, allowed in (
        ("category", line.category, categories),
        ("activity", line.activity, activities),
    ):
        if not value:
            yield problem(f"{under}{name}", _CHOOSE)
        elif value not in allowed:
            yield problem(f"{under}{name}", _NOT_IN_CALL)
    yield from _row_of_money(line, frame, under)


def _row_of_money(row: Any, frame: Frame, under: str) -> Iterator[Problem]:
    if row.organisation_id is None:
        yield problem(f"{under}organisation_id", _CHOOSE)
    elif row.organisation_id not in frame.members:
        yield problem(f"{under}organisation_id", _NOT_A_MEMBER)
    if not row.amount_ore:
        yield problem(f"{under}amount_ore", _ZERO)
    elif row.year is None:
        yield problem(f"{under}year", _CHOOSE)
    elif row.year not in frame.years:
        yield _outside_window(f"{under}year", frame)


def _outside_window(path: str, frame: Frame) -> Problem:
    first, last = str(frame.years[0]), str(frame.years[-1])
    return problem(
        path, gettext_noop("The call covers the years %(first)s–%(last)s."), first=first, last=last
    )


def _funding(section: Funding) -> Iterator[Problem]:
    yield from _declared(
        "others",
        bool(section.others),
        none_declared=section.no_others,
        ask=gettext_noop("Write other public funding, or tick that there is none."),
    )
    for index, other in enumerate(section.others):
        yield from _missing(
            other, "giver", "what", "year", "amount_ore", "same_costs", under=f"others.{index}."
        )
    yield from _declared(
        "unspent",
        bool(section.unspent),
        none_declared=section.no_unspent,
        ask=gettext_noop("Write what is left of earlier grants, or tick that nothing is."),
    )
    for index, unspent in enumerate(section.unspent):
        yield from _missing(unspent, "reference", "year", "amount_ore", "use", under=f"unspent.{index}.")


def _declared(name: str, any_rows: bool, *, none_declared: bool, ask: str) -> Iterator[Problem]:
    if not any_rows and not none_declared:
        yield problem(f"no_{name}", ask)
    if any_rows and none_declared:
        yield problem(
            f"no_{name}",
            gettext_noop("There are rows here, and it is ticked that there are none. Which is it?"),
        )


def _risk(section: Risk) -> Iterator[Problem]:
    if not section.risks:
        yield problem("risks", gettext_noop("Write at least one risk, and what you will do about it."))
    for index, line in enumerate(section.risks):
        yield from _missing(line, "what", "likelihood", "consequence", "measure", under=f"risks.{index}.")


def _standards(section: Standards, frame: Frame) -> Iterator[Problem]:
    parameters = frame.terms.parameters
    for name, wanted in (
        ("demanded", parameters.mandatory_standards),
        ("solutions", parameters.national_solutions),
    ):
        uses = getattr(section, name)
        if set(wanted) - {use.code for use in uses}:
            yield problem(name, gettext_noop("All that the call demands must be ticked."))
        for index, use in enumerate(uses):
            yield from _missing(use, "how", under=f"{name}.{index}.")
    yield from _missing(section, "involved")
    if {duty_key(duty) for duty in parameters.sharing_duties} - set(section.duties):
        yield problem("duties", gettext_noop("Each duty to share must be accepted."))
