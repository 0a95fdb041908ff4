"""Carry an earlier application over to a new call: what still fits goes along, the rest is left open."""

from __future__ import annotations

from .completeness import Frame
from .sections import (
    Budget,
    CostLine,
    Funding,
    Goals,
    Partners,
    Plan,
    Project,
    Section,
    Standards,
    duty_key,
)


def fitted(section: Section, frame: Frame) -> Section:
    """The section with only what the new call and the new collaboration know.

    Declarations about other funding are not carried over: they were true of another project. Dates and years are
    moved so that the old project's first year becomes the first of the new window.
    """
    match section:
        case Project():
            return _project(section, frame)
        case Partners():
            return _partners(section, frame)
        case Goals():
            return _goals(section, frame)
        case Plan():
            return _plan(section, frame)
        case Budget():
            return _budget(section, frame)
        case Standards():
            return _standards(section, frame)
        case Funding():
            return Funding()
    return section


def _activities(codes: tuple[str, ...], frame: Frame) -> tuple[str, ...]:
    known = {activity.code for activity in frame.terms.activities}
    return tuple(code for code in codes if code in known)


def _project(section: Project, frame: Frame) -> Project:
    measure = section.measure if section.measure in frame.terms.measures else None
    return section.model_copy(
        update={"measure": measure, "activities": _activities(section.activities, frame)}
    )


def _partners(section: Partners, frame: Frame) -> Partners:
    return Partners(
        partners=tuple(
            partner.model_copy(update={"activities": _activities(partner.activities, frame)})
            for partner in section.partners
            if partner.organisation_id in frame.members
        )
    )


def _goals(section: Goals, frame: Frame) -> Goals:
    return Goals(
        goals=tuple(
            line if line.indicator in frame.indicators else line.model_copy(update={"indicator": ""})
            for line in section.goals
        )
    )


def _plan(section: Plan, frame: Frame) -> Plan:
    """The milestones without their dates: another call, another calendar."""
    return Plan(
        milestones=tuple(
            milestone.model_copy(
                update={
                    "on": None,
                    "organisation_id": milestone.organisation_id
                    if milestone.organisation_id in frame.members
                    else None,
                }
            )
            for milestone in section.milestones
        )
    )


def _budget(section: Budget, frame: Frame) -> Budget:
    """Costs of those who are still partners, in categories the call knows; what is asked for is asked anew."""
    categories = {category.code for category in frame.terms.cost_categories}
    lines = [line for line in section.lines if line.organisation_id in frame.members]
    first = min((line.year for line in lines if line.year), default=None)
    moved = frame.years[0] - first if first else 0
    return Budget(lines=tuple(_line(line, frame, categories, moved) for line in lines))


def _line(line: CostLine, frame: Frame, categories: set[str], moved: int) -> CostLine:
    year = line.year + moved if line.year else None
    return line.model_copy(
        update={
            "category": line.category if line.category in categories else "",
            "activity": next(iter(_activities((line.activity,), frame)), ""),
            "year": year if year in frame.years else None,
        }
    )


def _standards(section: Standards, frame: Frame) -> Standards:
    duties = {duty_key(duty) for duty in frame.terms.parameters.sharing_duties}
    return section.model_copy(update={"duties": tuple(duty for duty in section.duties if duty in duties)})
