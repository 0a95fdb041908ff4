"""One part of a call as it is edited on one page: its forms, and the content with what they say written in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.forms import BaseFormSet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helsetek.scheme.rules.terms import CallTerms
from helsetek.scheme.selectors import CallContent

from . import calls, rows, rules

Data = Any


class Editor:
    """``forms`` are drawn in order; ``starts`` are the beginnings of ``Problem.where`` that are mended here."""

    title: ClassVar[str | Promise]
    lead: ClassVar[str | Promise] = ""
    starts: ClassVar[tuple[str, ...]]

    def __init__(self, data: Data, content: CallContent, *, is_published: bool) -> None:
        self.content = content
        self.is_published = is_published
        self.forms: list[forms.Form | BaseFormSet[Any]] = self.make(data)

    def make(self, data: Data) -> list[Any]:
        raise NotImplementedError

    def write(self) -> CallContent:
        """The whole content with this part as it was typed. Only after ``is_valid()``."""
        raise NotImplementedError

    @property
    def asked(self) -> bool:
        """Whether a row was added or taken away: then nothing is saved, the page is only shown again."""
        return any(getattr(form, "asked", False) for form in self.forms)

    def is_valid(self) -> bool:
        judged = [form.is_valid() for form in self.forms]  # every form, so that all errors are shown at once
        return all(judged)

    def _with(self, **terms: Any) -> CallContent:
        return replace(self.content, terms=self.content.terms.model_copy(update=terms))


class AboutEditor(Editor):
    title = _("Name, dates and money")
    starts = ("title", "summary", "opens_at", "closes_at", "envelope")

    def make(self, data: Data) -> list[Any]:
        self.about = calls.AboutForm(data, content=self.content, is_published=self.is_published)
        return [self.about]

    def write(self) -> CallContent:
        return self.about.write(self.content)


class PurposeEditor(Editor):
    title = _("Purpose and who may apply")
    starts = ("purpose", "target_group", "note", "measures", "areas")

    def make(self, data: Data) -> list[Any]:
        terms = self.content.terms
        self.purpose = calls.PurposeForm(data, content=self.content)
        self.areas = rows.AreaRows(data, prefix="areas", initial=rows.initial_rows(terms.areas, "label"))
        return [self.purpose, self.areas]

    def write(self) -> CallContent:
        terms: CallTerms = self.purpose.write(self.content.terms)
        return replace(self.content, terms=terms.model_copy(update={"areas": rows.areas(self.areas)}))


class SupportEditor(Editor):
    title = _("What is covered, and what is not")
    starts = ("activities", "cost_categories")

    def make(self, data: Data) -> list[Any]:
        terms = self.content.terms
        self.activities = rows.ActivityRows(
            data, prefix="activities", initial=rows.initial_rows(terms.activities, "label")
        )
        self.costs = rows.CostRows(
            data, prefix="costs", initial=rows.initial_rows(terms.cost_categories, "label")
        )
        return [self.activities, self.costs]

    def write(self) -> CallContent:
        return self._with(activities=rows.activities(self.activities), cost_categories=rows.costs(self.costs))


class CriteriaEditor(Editor):
    title = _("Criteria and weights")
    lead = _("Each criterion is scored from 0 to 5. The weights add up to 100 percent.")
    starts = ("criteria",)

    def make(self, data: Data) -> list[Any]:
        initial = rows.initial_rows(self.content.terms.criteria, "label", "guidance")
        self.criteria = rows.CriterionRows(data, prefix="criteria", initial=initial)
        return [self.criteria]

    def write(self) -> CallContent:
        return self._with(criteria=rows.criteria(self.criteria))


class RulesEditor(Editor):
    title = _("Rules and figures")
    lead = _("The eligibility rules read these. They are pinned when the call is published.")
    starts = ("project_", "share_of_cost", "sharing_duties")

    def make(self, data: Data) -> list[Any]:
        held = self.content.terms.parameters
        self.rules = rules.RulesForm(data, content=self.content)
        self.shares = rules.ShareRows(data, prefix="shares", initial=rules.initial_shares(held))
        self.duties = rules.DutyRows(data, prefix="duties", initial=rules.initial_duties(held))
        return [self.rules, self.shares, self.duties]

    def write(self) -> CallContent:
        held = self.content.terms.parameters
        return self._with(parameters=self.rules.write(held, self.shares, self.duties))


# Word in the address → editor, in the order of the pages.
EDITORS: dict[str, type[Editor]] = {
    "om": AboutEditor,
    "formal": PurposeEditor,
    "stotte": SupportEditor,
    "kriterier": CriteriaEditor,
    "regler": RulesEditor,
}


def part_of(where: str) -> str:
    """The word of the page where a problem is mended."""
    return next((word for word, editor in EDITORS.items() if where.startswith(editor.starts)), "om")
