"""The forms of the inside of a case: formal check, request, assessors, recommendation, conflict."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helsetek.accounts.selectors import Person
from helsetek.common.web.forms import InstantField, MoneyField
from helsetek.grants.rules import formal
from helsetek.grants.rules.formal import Answered
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.selectors.assessments import Load
from helsetek.grants.wording import SECTIONS

from .fields import CHOOSE

_MET = (("yes", _("Met")), ("no", _("Not met")))


class FormalCheckForm(forms.Form):
    """One question with a note for each formal point, and the reason if the application is to be dismissed."""

    marks = "none"

    def __init__(
        self, *arguments: Any, answers: dict[str, Answered], reason: str = "", **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        for point in formal.POINTS:
            answer = answers[point.code]
            self.fields[f"met_{point.code}"] = forms.ChoiceField(
                label=gettext(point.question),
                help_text=gettext(point.source),
                choices=_MET,
                widget=forms.RadioSelect,
                required=False,
                initial={True: "yes", False: "no", None: ""}[answer.met],
            )
            self.fields[f"note_{point.code}"] = forms.CharField(
                label=_("Note"),
                max_length=formal.LONGEST_NOTE,
                required=False,
                initial=answer.note,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["reason"] = forms.CharField(
            label=_("Reason, if the application should be dismissed"),
            help_text=_("Goes into the letter. Say which requirement is not met, and what the case shows."),
            max_length=formal.LONGEST_REASON,
            required=False,
            initial=reason,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def points(self) -> list[tuple[formal.Point, BoundField, BoundField]]:
        """Each point with its two fields, for the page."""
        return [(point, self[f"met_{point.code}"], self[f"note_{point.code}"]) for point in formal.POINTS]

    def answers(self) -> dict[str, Answered]:
        words: dict[str, bool | None] = {"yes": True, "no": False, "": None}
        return {
            code: Answered(words[self.cleaned_data[f"met_{code}"]], self.cleaned_data[f"note_{code}"])
            for code in formal.CODES
        }


class AskForm(forms.Form):
    """Which sections, what to know, and by when."""

    sections = forms.MultipleChoiceField(
        label=_("Sections to open"),
        help_text=_("Only these can be changed. What stands there now is kept beside the answer."),
        choices=[(key.value, SECTIONS[key]) for key in SectionKey],
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=_("What you need to know"),
        help_text=_("The applicant gets these words by e-mail and sees them above the sections."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    due_at = InstantField(label=_("To be answered before"))


class AssignForm(forms.Form):
    """The assessors that are to be named: as many as are lacking."""

    def __init__(self, *arguments: Any, loads: Iterable[Load], lacking: int, **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [CHOOSE, *((str(load.assessor.pk), _label(load)) for load in loads)]
        for place in range(1, lacking + 1):
            self.fields[f"assessor_{place}"] = forms.ChoiceField(
                label=gettext("Assessor %(number)s") % {"number": place}, choices=choices
            )

    def chosen(self, people: dict[int, Person]) -> list[Person]:
        return [people[int(value)] for value in self.cleaned_data.values()]


class SubstituteForm(forms.Form):
    substitute = forms.ChoiceField(label=_("Substitute"))

    def __init__(self, *arguments: Any, loads: Iterable[Load], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [CHOOSE, *((str(load.assessor.pk), _label(load)) for load in loads)]
        self.fields["substitute"].choices = choices  # type: ignore[attr-defined]


def _label(load: Load) -> str:
    words = gettext("%(name)s – %(waiting)s waiting, %(done)s handed in")
    if load.hints:
        words = gettext("%(name)s – %(waiting)s waiting, %(done)s handed in – has ties to the case")
    return words % {"name": load.assessor.name, "waiting": load.waiting, "done": load.handed_in}


class RecommendationForm(forms.Form):
    amount_ore = MoneyField(label=_("Recommended amount"), help_text=_("0 means that you recommend refusal."))
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("They go into the letter, in the words you write here: the decision builds on them."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    conditions = forms.CharField(
        label=_("Conditions for this grant in particular"),
        help_text=_("They come in addition to the general terms, which are in every letter."),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
