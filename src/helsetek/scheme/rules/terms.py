"""The terms of a call: what is pinned when it is published, and what every later rule reads.

Kept as JSON in ``CallVersion.terms``; read back through these types, so that nothing is looked up by loose keys.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Measure(StrEnum):
    """The five measures of the report (4.1.1–4.1.5)."""

    PROCUREMENT = "procurement"  # tilskudd til samordning om anskaffelser
    ADOPTION = "adoption"  # tilskudd til innføring
    APPROVAL = "approval"  # godkjenningsordning
    NETWORKS = "networks"  # nettverk for kompetanse
    STANDARDS = "standards"  # bistand til standarder


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """The same words in bokmål, nynorsk and English."""

    nb: str = Field(max_length=4000)
    nn: str = Field(max_length=4000)
    en: str = Field(max_length=4000)

    def in_language(self, language: str) -> str:
        return str(getattr(self, language, self.nb))


Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
# 0.20 and 0.2 are the same share, and are written alike.
Share = Annotated[
    Decimal, Field(ge=0, le=1, decimal_places=4), AfterValidator(lambda share: share.normalize() + 0)
]


class Criterion(Frozen):
    """An award criterion, scored 0–5; weights are whole percents and add up to 100."""

    code: Code
    label: Text
    guidance: Text
    weight: int = Field(ge=1, le=100)
    source: str = ""


class Activity(Frozen):
    """Something the grant may be used for, with where it is written."""

    code: Code
    label: Text
    measure: Measure
    source: str


class CostCategory(Frozen):
    """A line of budget and accounts. What is not ``covered`` may be shown but is never counted as eligible cost."""

    code: Code
    label: Text
    covered: bool
    source: str


class Area(Frozen):
    """A field of health technology that applications sort themselves under."""

    code: Code
    label: Text
    source: str = ""


class YearShare(Frozen):
    """From this application year on, at most this share of the eligible cost is covered."""

    year: int
    share: Share


class AuditStandard(StrEnum):
    """By which standard an auditor confirms accounts; state bodies differ (real-scheme 1.4)."""

    ISA_805 = "isa805"  # an audit of a single statement, with an opinion
    ISRS_4400 = "isrs4400"  # agreed-upon procedures: what was done and found, without an opinion


class RuleParameters(Frozen):
    """The figures that the eligibility rules read."""

    least_municipalities: int = Field(ge=1, le=357)
    own_contribution_share: Share  # least share of total cost that the applicants bear
    share_of_cost: tuple[
        YearShare, ...
    ]  # stepped down by year, so that those who go first get most (report 6.1.1)
    midt_norge_may_apply: dict[Measure, bool]  # report 5.1.5–5.1.7; left open in 6.1.1, so a parameter
    mandatory_standards: tuple[str, ...]
    national_solutions: tuple[str, ...]
    sharing_duties: tuple[Text, ...]
    audit_threshold_ore: int = Field(ge=0)
    audit_standard: AuditStandard = AuditStandard.ISA_805
    # Whether each year's accounts are confirmed apart, or those of the whole project at once.
    audit_each_year: bool = False
    acceptance_days: int = Field(ge=1, le=365)
    project_starts: date
    project_ends: date

    def share_in(self, year: int) -> Decimal:
        """The share of cost for a project year: the last step not after it (the first step before them all)."""
        steps = sorted(self.share_of_cost, key=lambda step: step.year)
        held = [step.share for step in steps if step.year <= year]
        return held[-1] if held else steps[0].share


class CallTerms(Frozen):
    """All that applicants are judged by."""

    measures: tuple[Measure, ...] = Field(min_length=1)
    purpose: Text
    target_group: Text
    criteria: tuple[Criterion, ...] = Field(min_length=1, max_length=20)
    activities: tuple[Activity, ...] = Field(min_length=1)
    cost_categories: tuple[CostCategory, ...] = Field(min_length=1)
    areas: tuple[Area, ...] = ()
    parameters: RuleParameters
    # Title and summary as they stood when the version was pinned.
    title: Text | None = None
    summary: Text | None = None
    # Where the terms come from, shown to the public with them.
    note: Text | None = None
    rule_set: str = "2024.1"  # the version of grants.rules.eligibility that decides
    letter_templates: str = "1"
    # Who applies is withheld from those who assess.
    blind: bool = False

    def criterion(self, code: str) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.code == code)

    @property
    def covered_codes(self) -> frozenset[str]:
        return frozenset(category.code for category in self.cost_categories if category.covered)
