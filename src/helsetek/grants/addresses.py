"""Where the pages of applications are, for views, notices and to-dos."""

from __future__ import annotations

from django.urls import reverse

from helsetek.scheme.selectors import Allotment

from .rules.sections import SectionKey

# The sections in addresses: Norwegian words in plain letters.
PARTS: dict[SectionKey, str] = {
    SectionKey.PROJECT: "prosjekt",
    SectionKey.PARTNERS: "partnere",
    SectionKey.GOALS: "mal",
    SectionKey.PLAN: "plan",
    SectionKey.BUDGET: "budsjett",
    SectionKey.FUNDING: "annen-finansiering",
    SectionKey.RISK: "risiko",
    SectionKey.STANDARDS: "standarder",
}


def application(application_id: int) -> str:
    return reverse("grants:application", args=[application_id])


def begin(call_slug: str) -> str:
    return reverse("grants:begin", args=[call_slug])


def late_door(call_slug: str) -> str:
    return reverse("grants:late_door", args=[call_slug])


def messages(case_number: str) -> str:
    return reverse("casework:messages", args=[case_number])


def of(page: str, application_id: int) -> str:
    """One of the pages of an application: ``of("history", 17)``."""
    return reverse(f"grants:{page}", args=[application_id])


def section(application_id: int, key: SectionKey) -> str:
    return reverse("grants:section", args=[application_id, key])


def collaboration(collaboration_id: int) -> str:
    return reverse("cooperation:collaboration", args=[collaboration_id])


def found_collaboration() -> str:
    return reverse("cooperation:found")


def document(document_id: str) -> str:
    return reverse("casework:document", args=[document_id])


def handling(application_id: int) -> str:
    """The inside of the case: check, assess, recommend, decide."""
    return of("handling", application_id)


def assessments() -> str:
    """What an assessor has been asked to assess."""
    return reverse("grants:assessments")


def assessment(assessment_id: int) -> str:
    return reverse("grants:assessment", args=[assessment_id])


def decision(decision_id: int) -> str:
    return reverse("grants:decision", args=[decision_id])


def round_of(allotment: Allotment, page: str = "round") -> str:
    """An allotment's ranking, or another of its pages: ``round_decisions``, ``round_letters``."""
    return reverse(f"grants:{page}", args=[allotment.call.slug, allotment.number])


def training(case_id: int) -> str:
    """A training case, for those who score it."""
    return reverse("grants:training", args=[case_id])
