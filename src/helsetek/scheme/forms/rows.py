"""The rows of a call: areas, activities, kinds of cost and criteria, each with a code behind the scenes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import Rows, rows
from helsetek.scheme.rules.terms import Activity, Area, CostCategory, Criterion, Measure

from .texts import FormWithTexts, Said, code_of, measure_choices, spread, text_in

SHORT = {"data-width": "short"}


class CodedRow(FormWithTexts):
    """A row of the terms. The code stands behind the scenes: it is made of the name, and then never changes."""

    texts = {"label": Said(_("Name"), 300)}
    marks = "none"

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    source = forms.CharField(
        label=_("Where it is written"),
        required=False,
        max_length=300,
        help_text=_("Law, report or decision."),
    )


class AreaRow(CodedRow):
    pass


class ActivityRow(CodedRow):
    measure = forms.ChoiceField(label=_("Measure"), choices=measure_choices)


class CostRow(CodedRow):
    covered = forms.BooleanField(label=_("Covered by the grant"), required=False)


class CriterionRow(CodedRow):
    texts = {
        "label": Said(_("Name"), 300),
        "guidance": Said(_("Guidance for those who score"), 4000, long=True),
    }
    weight = forms.IntegerField(
        label=_("Weight in percent"),
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(SHORT),
    )


AreaRows = rows(AreaRow, title=_("Areas"), row_title=_("Area"), add=_("Add an area"), most=20)
ActivityRows = rows(
    ActivityRow,
    title=_("What the grant may be used for"),
    row_title=_("Activity"),
    add=_("Add an activity"),
    least=1,
    most=40,
)
CostRows = rows(CostRow, title=_("Kinds of cost"), row_title=_("Cost"), add=_("Add a cost"), least=1, most=40)
CriterionRows = rows(
    CriterionRow, title=_("Criteria"), row_title=_("Criterion"), add=_("Add a criterion"), least=1, most=20
)


def initial_rows(parts: Sequence[Any], *texts: str) -> list[dict[str, Any]]:
    """Rows of the terms as initial values of their forms; ``texts`` are spread over their languages."""
    return [_initial(part, texts) for part in parts]


def _initial(part: Any, texts: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = part.model_dump(exclude=set(texts))
    for name in texts:
        row |= spread(name, getattr(part, name))
    return row


def _coded(formset: Rows) -> list[dict[str, Any]]:
    """The rows that were kept, each with a code: its own, or a new one made of its name."""
    taken = [row["code"] for row in formset.kept if row.get("code")]
    found = []
    for row in formset.kept:
        code = row.get("code") or code_of(row["label_nb"], taken)
        taken.append(code)
        found.append({**row, "code": code, "label": text_in(row, "label"), "source": row.get("source") or ""})
    return found


def areas(formset: Rows) -> tuple[Area, ...]:
    return tuple(Area(code=row["code"], label=row["label"], source=row["source"]) for row in _coded(formset))


def activities(formset: Rows) -> tuple[Activity, ...]:
    return tuple(
        Activity(code=row["code"], label=row["label"], measure=Measure(row["measure"]), source=row["source"])
        for row in _coded(formset)
    )


def costs(formset: Rows) -> tuple[CostCategory, ...]:
    return tuple(
        CostCategory(code=row["code"], label=row["label"], covered=row["covered"], source=row["source"])
        for row in _coded(formset)
    )


def criteria(formset: Rows) -> tuple[Criterion, ...]:
    return tuple(
        Criterion(
            code=row["code"],
            label=row["label"],
            guidance=text_in(row, "guidance"),
            weight=row["weight"],
            source=row["source"],
        )
        for row in _coded(formset)
    )
