"""Each section as groups of lines. The budget, which is tables, has a file of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from helsetek.common.web import show
from helsetek.grants.rules.sections import (
    Budget,
    Funding,
    GoalLine,
    Goals,
    Partner,
    Partners,
    Plan,
    Project,
    Risk,
    RiskLine,
    Section,
    SectionKey,
    Standards,
    duty_key,
)
from helsetek.grants.wording import CONSEQUENCE, FIELDS, LIKELIHOOD, SECTIONS, in_my_language

from .budget import read_budget
from .parts import Group, Line, Reading
from .words import Words


def read(key: SectionKey, section: Section, words: Words) -> Reading:
    """The section in the reader's language."""
    title = str(SECTIONS[key])
    if isinstance(section, Budget):
        return read_budget(section, words, title)
    groups = _GROUPS[type(section)](section, words)
    return Reading(key.value, title, groups=tuple(groups))


def _line(section: str, name: str, value: object, place: str = "") -> Line:
    return Line(f"{place}{name}", str(FIELDS[f"{section}.{name}"]), _text(value))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return show.day(value)
    if isinstance(value, Decimal):
        return show.decimal(value)
    return str(value)


def _project(project: Project, words: Words) -> Iterable[Group]:
    yield Group(
        "",
        (
            _line("project", "title", project.title),
            _line("project", "summary", project.summary),
            _line("project", "area", words.area(project.area)),
            _line("project", "measure", words.measure(project.measure)),
            _line("project", "needs", project.needs),
            _line("project", "activities", words.activities(project.activities)),
            _line("project", "activities_text", project.activities_text),
        ),
    )


def _partners(partners: Partners, words: Words) -> Iterable[Group]:
    return [_partner(partner, words) for partner in partners.partners]


def _partner(partner: Partner, words: Words) -> Group:
    place = f"{partner.organisation_id}."
    return Group(
        words.organisation(partner.organisation_id),
        (
            _line("partners", "tasks", partner.tasks, place),
            _line("partners", "activities", words.activities(partner.activities), place),
            _line("partners", "contact_name", partner.contact_name, place),
            _line("partners", "contact_email", partner.contact_email, place),
        ),
    )


def _goals(goals: Goals, words: Words) -> Iterable[Group]:
    return [_goal(line, f"{number}.", number, words) for number, line in enumerate(goals.goals, 1)]


def _goal(line: GoalLine, place: str, number: int, words: Words) -> Group:
    indicator = words.indicator(line.indicator) if line.indicator else line.own_indicator
    unit = words.unit(line.indicator) if line.indicator else line.unit
    return Group(
        _("Goal %(number)s") % {"number": number},
        (
            _line("goals", "goal", line.goal, place),
            _line("goals", "indicator", indicator, place),
            _line("goals", "baseline", _with_unit(line.baseline, unit), place),
            _line("goals", "target", _with_unit(line.target, unit), place),
            _line("goals", "how_measured", line.how_measured, place),
        ),
    )


def _with_unit(number: Decimal | None, unit: str) -> str:
    return "" if number is None else f"{show.decimal(number)} {unit}".strip()


def _plan(plan: Plan, words: Words) -> Iterable[Group]:
    yield Group("", (_line("plan", "starts", plan.starts), _line("plan", "ends", plan.ends)))
    for number, milestone in enumerate(plan.milestones, 1):
        place = f"{number}."
        yield Group(
            _("Milestone %(number)s") % {"number": number},
            (
                _line("plan", "name", milestone.name, place),
                _line("plan", "on", milestone.on, place),
                _line("plan", "organisation_id", words.organisation(milestone.organisation_id), place),
            ),
        )


def _funding(funding: Funding, words: Words) -> Iterable[Group]:
    yield Group("", tuple(_declarations(funding)))
    for number, other in enumerate(funding.others, 1):
        place = f"other.{number}."
        yield Group(
            _("Other public funding %(number)s") % {"number": number},
            (
                _line("funding", "giver", other.giver, place),
                _line("funding", "what", other.what, place),
                _line("funding", "year", other.year, place),
                _line("funding", "amount_ore", _sum(other.amount_ore), place),
                _line("funding", "same_costs", _yes_no(other.same_costs), place),
            ),
        )
    for number, unspent in enumerate(funding.unspent, 1):
        place = f"unspent.{number}."
        yield Group(
            _("Earlier grant %(number)s") % {"number": number},
            (
                _line("funding", "reference", unspent.reference, place),
                _line("funding", "year", unspent.year, place),
                _line("funding", "left_ore", _sum(unspent.amount_ore), place),
                _line("funding", "use", unspent.use, place),
            ),
        )


def _declarations(funding: Funding) -> Iterable[Line]:
    if funding.no_others:
        yield _line("funding", "no_others", _("Yes"))
    if funding.no_unspent:
        yield _line("funding", "no_unspent", _("Yes"))


def _sum(ore: int | None) -> str:
    return "" if ore is None else show.kroner(ore)


def _yes_no(answer: bool | None) -> str:
    return "" if answer is None else _("Yes") if answer else _("No")


def _risk(risk: Risk, words: Words) -> Iterable[Group]:
    return [_risk_line(line, number) for number, line in enumerate(risk.risks, 1)]


def _risk_line(line: RiskLine, number: int) -> Group:
    place = f"{number}."
    return Group(
        _("Risk %(number)s") % {"number": number},
        (
            _line("risk", "what", line.what, place),
            _line("risk", "likelihood", LIKELIHOOD.get(line.likelihood or 0, ""), place),
            _line("risk", "consequence", CONSEQUENCE.get(line.consequence or 0, ""), place),
            _line("risk", "measure", line.measure, place),
        ),
    )


def _standards(standards: Standards, words: Words) -> Iterable[Group]:
    yield Group(
        _("Standards you will demand"),
        tuple(Line(f"demanded.{use.code}", use.code, use.how or _("Yes")) for use in standards.demanded),
    )
    yield Group(
        _("National solutions you will support"),
        tuple(Line(f"solutions.{use.code}", use.code, use.how or _("Yes")) for use in standards.solutions),
    )
    yield Group("", (_line("standards", "involved", standards.involved),))
    accepted = set(standards.duties)
    duties = [d for d in words.terms.parameters.sharing_duties if duty_key(d) in accepted]
    yield Group(
        str(FIELDS["standards.duties"]),
        tuple(Line(f"duties.{duty_key(duty)}", in_my_language(duty), _("Accepted")) for duty in duties),
    )


_GROUPS: dict[type[Section], Callable[[Any, Words], Iterable[Group]]] = {
    Project: _project,
    Partners: _partners,
    Goals: _goals,
    Plan: _plan,
    Funding: _funding,
    Risk: _risk,
    Standards: _standards,
}
