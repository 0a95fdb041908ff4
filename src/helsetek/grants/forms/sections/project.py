"""The project: what it is about and what will be done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.grants.forms.fields import choice, long_text, several, text
from helsetek.grants.wording import FIELDS, MEASURES, in_my_language
from helsetek.scheme.rules.terms import Measure

from .base import Desk, SectionForm

# What can be applied for together with the others: work on standards goes with procurement and with adoption.
_ALWAYS = Measure.STANDARDS


class ProjectForm(forms.Form):
    title = text(
        FIELDS["project.title"],
        help_text=_("Short, and so that others understand what it is. Shown publicly if you get the grant."),
    )
    summary = long_text(
        FIELDS["project.summary"],
        most=2000,
        rows=4,
        help_text=_("What will you do together, and what will be better? Three or four sentences."),
    )

    def __init__(self, *arguments: Any, desk: Desk, **options: Any) -> None:
        super().__init__(*arguments, **options)
        terms = desk.frame.terms
        if terms.areas:
            areas = [(area.code, in_my_language(area.label)) for area in terms.areas]
            self.fields["area"] = choice(FIELDS["project.area"], areas, radio=True)
        measures = [(m.value, MEASURES[m]) for m in terms.measures]
        self.fields["measure"] = choice(
            FIELDS["project.measure"],
            measures,
            radio=True,
            help_text=_(
                "Decides which activities can be given grants. Work on standards can be part of both."
            ),
        )
        self.fields["needs"] = long_text(
            FIELDS["project.needs"],
            most=6000,
            rows=8,
            help_text=_(
                "What does not work today, for whom, and how do you know? No information about patients."
            ),
        )
        for measure in terms.measures:
            self._add_activities(measure, desk)
        self.fields["activities_text"] = long_text(
            FIELDS["project.activities_text"],
            most=6000,
            rows=8,
            help_text=_("How will you carry out the activities you have ticked?"),
        )

    def _add_activities(self, measure: Measure, desk: Desk) -> None:
        choices = [
            (activity.code, in_my_language(activity.label))
            for activity in desk.frame.terms.activities
            if activity.measure == measure
        ]
        if choices:
            self.fields[f"activities_{measure.value}"] = several(
                _("Activities: %(measure)s") % {"measure": str(MEASURES[measure]).lower()}, choices
            )

    def activities(self) -> list[str]:
        names = [name for name in self.fields if name.startswith("activities_") and name != "activities_text"]
        return [code for name in names for code in self.cleaned_data[name]]


class ProjectSection(SectionForm):
    def build(self) -> None:
        project = self.section
        initial = {
            name: getattr(project, name) for name in ("title", "summary", "area", "needs", "activities_text")
        }
        initial["measure"] = project.measure.value if project.measure else ""
        for measure in Measure:
            initial[f"activities_{measure.value}"] = list(project.activities)
        self.form = ProjectForm(self.sent, initial=initial, desk=self.desk)

    def parts(self) -> list[Any]:
        return [self.form]

    def read(self) -> dict[str, Any]:
        said = self.form.cleaned_data
        names = ("title", "summary", "area", "needs", "activities_text")
        return {
            **{name: said.get(name, "") for name in names},
            "measure": said["measure"] or None,
            "activities": self.form.activities(),
        }

    def field(self, path: str) -> Any | None:
        if path == "activities":
            path = next((name for name in self.form.fields if name.startswith("activities_")), path)
        return self.form[path] if path in self.form.fields else None
