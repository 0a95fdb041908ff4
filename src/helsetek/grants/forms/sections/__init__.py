"""The form of each section."""

from django.http import QueryDict

from helsetek.grants.rules.sections import Section, SectionKey

from .base import Desk, SectionForm
from .budget import BudgetSection
from .lists import FundingSection, GoalsSection, PlanSection, RiskSection
from .partners import PartnersSection
from .project import ProjectSection
from .standards import StandardsSection

__all__ = ["Desk", "SectionForm", "form_of"]

_FORMS: dict[SectionKey, type[SectionForm]] = {
    SectionKey.PROJECT: ProjectSection,
    SectionKey.PARTNERS: PartnersSection,
    SectionKey.GOALS: GoalsSection,
    SectionKey.PLAN: PlanSection,
    SectionKey.BUDGET: BudgetSection,
    SectionKey.FUNDING: FundingSection,
    SectionKey.RISK: RiskSection,
    SectionKey.STANDARDS: StandardsSection,
}


def form_of(key: SectionKey, data: QueryDict | None, section: Section, desk: Desk) -> SectionForm:
    return _FORMS[key](data, section, desk)
