"""A whole application, made to fit the terms of whatever call it is for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from helsetek.common.money import kroner
from helsetek.grants.rules.eligibility import Content
from helsetek.grants.rules.sections import (
    Budget,
    CostLine,
    Funding,
    GoalLine,
    Goals,
    Milestone,
    OwnLine,
    Partner,
    Partners,
    Plan,
    Project,
    Requested,
    Risk,
    RiskLine,
    Standards,
    Use,
    duty_key,
)
from helsetek.scheme.rules.terms import CallTerms, Measure

COST_EACH = kroner(600_000)


def whole_content(
    terms: CallTerms,
    members: list[int],
    indicator: str,
    *,
    title: str = "Felles journal",
    measure: Measure | None = None,
) -> Content:
    """All eight sections, complete and within every rule. The lead comes first among the members."""
    measure = measure or terms.measures[0]
    return Content(
        project=_project(terms, measure, title),
        partners=_partners(terms, measure, members),
        goals=_goals(indicator),
        plan=_plan(terms, members[0]),
        budget=a_budget(terms, measure, members),
        funding=Funding(no_others=True, no_unspent=True),
        risk=_risk(),
        standards=_standards(terms),
    )


def changed(content: Content, section: str, **fields: Any) -> Content:
    """The same application with some fields of one section changed."""
    return content.model_copy(update={section: getattr(content, section).model_copy(update=fields)})


def _activities(terms: CallTerms, measure: Measure) -> list[str]:
    return [activity.code for activity in terms.activities if activity.measure == measure]


def _project(terms: CallTerms, measure: Measure, title: str) -> Project:
    return Project(
        title=title,
        summary="Kommunene beskriver behovene sine sammen og går til markedet med én bestilling.",
        area=terms.areas[0].code if terms.areas else "",
        measure=measure,
        needs="Dagens journaler snakker ikke med hverandre, og ansatte skriver det samme flere ganger.",
        activities=tuple(_activities(terms, measure)),
        activities_text="Arbeidsmøter, dialog med leverandører og felles kravspesifikasjon.",
    )


def _partners(terms: CallTerms, measure: Measure, members: list[int]) -> Partners:
    return Partners(
        partners=tuple(
            Partner(
                organisation_id=member,
                tasks="Deltar i arbeidsgruppene og prøver ut løsningen.",
                contact_name="Kari Nordmann",
                contact_email="kari@example.org",
                activities=tuple(_activities(terms, measure)[:1]),
            )
            for member in members
        )
    )


def _goals(indicator: str) -> Goals:
    return Goals(
        goals=(
            GoalLine(
                goal="Mindre dobbeltføring",
                indicator=indicator,
                baseline=Decimal(40),
                target=Decimal(20),
                how_measured="Uttrekk fra journalen hvert halvår.",
            ),
        )
    )


def _plan(terms: CallTerms, lead: int) -> Plan:
    start = terms.parameters.project_starts
    end = min(terms.parameters.project_ends, date(start.year + 1, 12, 31))
    return Plan(
        starts=start,
        ends=end,
        milestones=(
            Milestone(name="Behov beskrevet", on=start + timedelta(days=90), organisation_id=lead),
            Milestone(name="Avtale inngått", on=end, organisation_id=lead),
        ),
    )


def a_budget(terms: CallTerms, measure: Measure, members: list[int]) -> Budget:
    """The same cost for each partner in the window's first year; as much grant as the terms allow; the rest own."""
    year = terms.parameters.project_starts.year
    category = next(c.code for c in terms.cost_categories if c.covered)
    cost = COST_EACH * len(members)
    share = min(terms.parameters.share_in(year), 1 - terms.parameters.own_contribution_share)
    grant = int(cost * share)
    return Budget(
        lines=tuple(
            CostLine(
                organisation_id=member,
                category=category,
                activity=_activities(terms, measure)[0],
                text="Prosjektleder",
                year=year,
                amount_ore=COST_EACH,
            )
            for member in members
        ),
        own=(OwnLine(organisation_id=members[0], year=year, amount_ore=cost - grant),),
        requested=(Requested(year=year, amount_ore=grant),),
    )


def _risk() -> Risk:
    return Risk(
        risks=(
            RiskLine(
                what="Leverandørene rekker ikke fristen",
                likelihood=3,
                consequence=4,
                measure="Tidlig dialog og milepæler i avtalen.",
            ),
        )
    )


def _standards(terms: CallTerms) -> Standards:
    parameters = terms.parameters
    return Standards(
        demanded=tuple(Use(code=code, how="Stilles som krav.") for code in parameters.mandatory_standards),
        solutions=tuple(Use(code=code, how="Tas i bruk.") for code in parameters.national_solutions),
        involved="Ansatte, brukerråd, leverandører og direktoratet.",
        duties=tuple(duty_key(duty) for duty in parameters.sharing_duties),
    )
