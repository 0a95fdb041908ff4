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

from .rules.sections import SectionKey
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
