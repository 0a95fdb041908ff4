"""The rules' sentences in the reader's language, and what sections, outcomes and measures are called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from helsetek.common.web import show
from helsetek.scheme.rules.terms import Measure, Text

from .rules.sections import OwnKind, SectionKey
from .rules.words import Problem, Sentence

SECTIONS: dict[SectionKey, Promise] = {
    SectionKey.PROJECT: _("The project"),
    SectionKey.PARTNERS: _("The partners"),
    SectionKey.GOALS: _("Goals and indicators"),
    SectionKey.PLAN: _("Plan"),
    SectionKey.BUDGET: _("Budget"),
    SectionKey.FUNDING: _("Other funding"),
    SectionKey.RISK: _("Risk"),
    SectionKey.STANDARDS: _("Standards and sharing"),
}

MEASURES: dict[Measure, Promise] = {
    Measure.PROCUREMENT: _("Procurement together"),
    Measure.ADOPTION: _("Adoption"),
    Measure.APPROVAL: _("Approval of products"),
    Measure.NETWORKS: _("Networks of competence"),
    Measure.STANDARDS: _("Work on standards"),
}

# What each field is called, on the form and wherever the application is read.
FIELDS: dict[str, Promise] = {
    "project.title": _("Title of the project"),
    "project.summary": _("Summary"),
    "project.area": _("Area"),
    "project.measure": _("What you apply for"),
    "project.needs": _("The need"),
    "project.activities": _("Activities"),
    "project.activities_text": _("What you will do"),
    "partners.tasks": _("Tasks in the project"),
    "partners.contact_name": _("Contact person"),
    "partners.contact_email": _("The contact person's e-mail"),
    "partners.activities": _("Takes part in"),
    "goals.goal": _("Goal"),
    "goals.indicator": _("Indicator"),
    "goals.own_indicator": _("Own indicator"),
    "goals.unit": _("Unit"),
    "goals.baseline": _("Where you stand now"),
    "goals.target": _("Where you will be at the end"),
    "goals.how_measured": _("How you will measure it"),
    "plan.starts": _("The project starts"),
    "plan.ends": _("The project ends"),
    "plan.name": _("Milestone"),
    "plan.on": _("Date"),
    "plan.organisation_id": _("Who answers for it"),
    "budget.category": _("Kind of cost"),
    "budget.activity": _("Activity"),
    "budget.text": _("What it is"),
    "budget.requested": _("Applied for"),
    "funding.giver": _("Who gives the money"),
    "funding.what": _("What it is for"),
    "funding.year": _("Year"),
    "funding.amount_ore": _("Sum"),
    "funding.same_costs": _("Does it pay for costs in this budget?"),
    "funding.no_others": _("Nobody else gives public money to the same thing"),
    "funding.reference": _("Case number of the earlier grant"),
    "funding.left_ore": _("What is left"),
    "funding.use": _("What it will be used for"),
    "funding.no_unspent": _("Nothing is left of earlier grants"),
    "risk.what": _("What can go wrong"),
    "risk.likelihood": _("Likelihood"),
    "risk.consequence": _("Consequence"),
    "risk.measure": _("What you will do about it"),
    "standards.code": _("Standard"),
    "standards.how": _("How"),
    "standards.involved": _("Who takes part in the work on standards"),
    "standards.duties": _("Duties to share"),
}

OWN_KINDS: dict[OwnKind, Promise] = {OwnKind.MONEY: _("Money"), OwnKind.WORK: _("Own work")}

LIKELIHOOD: dict[int, Promise] = {
    1: _("1 – very unlikely"),
    2: _("2 – unlikely"),
    3: _("3 – possible"),
    4: _("4 – likely"),
    5: _("5 – very likely"),
}
CONSEQUENCE: dict[int, Promise] = {
    1: _("1 – hardly noticed"),
    2: _("2 – small"),
    3: _("3 – moderate"),
    4: _("4 – large"),
    5: _("5 – the project fails"),
}


def say(sentence: Sentence | None) -> str:
    """The sentence in the reader's language, with its places filled; "" for none."""
    if sentence is None:
        return ""
    return gettext(sentence.text) % {name: _shown(name, value) for name, value in sentence.params.items()}


def _shown(name: str, value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    if name.endswith("_ore"):
        return show.kroner(value)
    if name.endswith("_share"):
        return show.percent(value)
    if name.endswith("_date"):
        return show.day(date.fromisoformat(value)) if value else show.NOTHING
    if name.endswith("_instant"):
        return show.instant(datetime.fromisoformat(value))
    return str(value)


def fields_of(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """Problems as ``RuleBroken`` wants them: field → sentences."""
    fields: dict[str, list[str]] = {}
    for each in problems:
        fields.setdefault(each.path, []).append(say(each.sentence))
    return fields


def in_my_language(text: Text) -> str:
    """One of a call's own texts, in the reader's language."""
    return text.in_language((get_language() or "nb")[:2])


# The same, chosen when it is shown: for notices that go to people with different languages.
in_each_readers_language = lazy(in_my_language, str)
