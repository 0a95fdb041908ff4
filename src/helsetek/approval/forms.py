"""Forms of products, applications, results and surveillance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import DayField, InstantField, UploadField
from helsetek.standards import wording as standards_words

from . import wording
from .models import OUTCOMES, Product
from .rules.papers import INDEX, LONGEST, Kind
from .rules.results import BY_HAND, Outcome
from .rules.status import Status


def _long(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ProductForm(forms.Form):
    name = forms.CharField(label=_("Name of the product"), max_length=200)
    about = forms.CharField(
        label=_("What it is for"),
        max_length=4000,
        widget=_long(),
        help_text=_("Intended purpose, for those who buy."),
    )
    areas = forms.MultipleChoiceField(
        label=_("Service areas"),
        choices=list(standards_words.AREAS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    homepage = forms.URLField(label=_("Home page"), required=False, max_length=400, assume_scheme="https")
    contact = forms.EmailField(label=_("Contact"), required=False)

    def __init__(self, *arguments: Any, product: Product | None = None, **options: Any) -> None:
        if product is not None:
            options["initial"] = {name: getattr(product, name) for name in self.base_fields}
        super().__init__(*arguments, **options)


class ConfigurationForm(forms.Form):
    version = forms.CharField(label=_("Version of the product"), max_length=60)
    released_on = DayField(label=_("Released on"), required=False)
    runs_with = forms.CharField(
        label=_("Runs with"), max_length=300, required=False,
        help_text=_("What belongs to what is approved: the message server, modules."),
    )  # fmt: skip


class BeginForm(forms.Form):
    version = forms.TypedChoiceField(label=_("Requirements"), coerce=int, widget=forms.RadioSelect)
    laboratory = forms.TypedChoiceField(
        label=_("Laboratory"), coerce=int, required=False, empty_value=None,
        help_text=_("Only for type c: the accredited laboratory that tests the product."),
    )  # fmt: skip
    replaces = forms.ChoiceField(
        label=_("Replaces"), required=False, help_text=_("An earlier approval of the same product.")
    )

    def __init__(
        self,
        *arguments: Any,
        versions: Sequence[tuple[int, str]],
        laboratories: Sequence[tuple[int, str]],
        earlier: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["version"].choices = versions  # type: ignore[attr-defined]
        self.fields["laboratory"].choices = [("", _("None")), *laboratories]  # type: ignore[attr-defined]
        self.fields["replaces"].choices = [("", _("Nothing")), *earlier]  # type: ignore[attr-defined]
        if not earlier:
            del self.fields["replaces"]
        if not laboratories:
            del self.fields["laboratory"]


class PaperForm(forms.Form):
    """One of the three papers: a text under each point of its index. What is missing is told, not refused."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for point in INDEX[kind]:
            if point.key == "signed":
                continue  # written by the system when it is signed
            field = forms.CharField(
                label=f"{point.number}  {gettext(point.title)}",
                required=False,
                max_length=LONGEST,
                widget=_long(3),
            )
            field.needed = point.needed  # type: ignore[attr-defined]
            self.fields[point.key] = field

    def given(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


class AnswersForm(forms.Form):
    """An outcome and a note for each requirement: what the vendor declares, or what the tester found."""

    marks = "none"

    def __init__(
        self,
        *arguments: Any,
        rows: Iterable[tuple[str, str]],
        held: dict[str, tuple[str, str]],
        outcomes: Sequence[Outcome],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.codes = []
        choices = [
            ("", _("Not answered")),
            *((one.value, wording.OUTCOME[one.value].label) for one in outcomes),
        ]
        for place, (code, text) in enumerate(rows):
            self.codes.append(code)
            outcome, note = held.get(code, ("", ""))
            self.fields[f"o{place}"] = forms.ChoiceField(
                label=f"{code}  {text}", required=False, choices=choices, initial=outcome
            )
            self.fields[f"n{place}"] = forms.CharField(
                label=_("Note to %(code)s") % {"code": code}, required=False, max_length=4000, initial=note,
            )  # fmt: skip

    def given(self) -> dict[str, tuple[str, str]]:
        data = self.cleaned_data
        return {code: (data[f"o{place}"], data[f"n{place}"]) for place, code in enumerate(self.codes)}


DECLARED = (Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE)
FOUND = BY_HAND


class RunForm(forms.Form):
    file = UploadField(
        label=_("Result of the run"), endings=("json",), max_size=5_000_000,
        help_text=_("The JSON file that «helsetek conformance run» writes."),
    )  # fmt: skip


class CommentForm(forms.Form):
    code = forms.ChoiceField(label=_("On"), required=False)
    text = forms.CharField(label=_("Comment"), max_length=4000, widget=_long(3))

    def __init__(self, *arguments: Any, codes: Iterable[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["code"].choices = [("", _("The whole application")), *((code, code) for code in codes)]  # type: ignore[attr-defined]


# -- Steps of an application ------------------------------------------------------------------------------------------


class SendForm(forms.Form):
    place = forms.CharField(label=_("Place"), max_length=100)
    function = forms.CharField(label=_("Your function"), max_length=100)
    sole = forms.BooleanField(
        label=_("We declare this under our sole responsibility, and what is said is true.")
    )


class TextForm(forms.Form):
    text = forms.CharField(label=_("In your words"), max_length=4000, widget=_long())


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=4000, widget=_long())


class NoteForm(forms.Form):
    note = forms.CharField(label=_("Note"), max_length=4000, required=False, widget=_long())


class AskForm(forms.Form):
    text = forms.CharField(label=_("What is missing"), max_length=4000, widget=_long())
    answer_by = DayField(label=_("Answer by"))


class NothingForm(forms.Form):
    """A step that asks for nothing but that it is meant."""


class RecommendForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Recommendation"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect
    )
    text = forms.CharField(label=_("Reasons"), max_length=8000, widget=_long(8))


class DecideForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=list(OUTCOMES.items()), widget=forms.RadioSelect)
    reasons = forms.CharField(label=_("Reasons"), max_length=8000, widget=_long(8))
    conditions = forms.CharField(
        label=_("Conditions"), max_length=8000, required=False, widget=_long(),
        help_text=_("Only for an approval with conditions."),
    )  # fmt: skip


# -- Status and surveillance ------------------------------------------------------------------------------------------


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("New status"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=4000, widget=_long(), help_text=_("It is shown in the register.")
    )
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=400, required=False)
    on = DayField(label=_("From"))

    def __init__(self, *arguments: Any, possible: Iterable[Status], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [(one.value, wording.STATUS[one.value].label) for one in possible]
        self.fields["status"].choices = choices  # type: ignore[attr-defined]


class ComplaintForm(forms.Form):
    about = forms.CharField(
        label=_("What is wrong"), max_length=4000, widget=_long(6),
        help_text=_("Write nothing about patients. What you write is read by the directorate and the vendor."),
    )  # fmt: skip
    reporter = forms.CharField(
        label=_("Who you are"), max_length=200, required=False,
        help_text=_("You need not say. If you do, only the directorate sees it."),
    )  # fmt: skip


class IncidentForm(forms.Form):
    about = forms.CharField(
        label=_("What has happened"),
        max_length=4000,
        widget=_long(6),
        help_text=_("Write nothing about patients."),
    )
    known_at = InstantField(label=_("When you came to know"))


class WatchForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Why"), widget=forms.RadioSelect,
        choices=[(key, wording.KIND[key].label) for key in ("suspicion", "register")],
    )  # fmt: skip
    about = forms.CharField(label=_("What is to be looked at"), max_length=4000, widget=_long())


class FindingForm(forms.Form):
    ground = forms.ChoiceField(label=_("Ground"), choices=list(wording.GROUNDS.items()))
    code = forms.CharField(label=_("Requirement"), max_length=80, required=False)
    text = forms.CharField(label=_("What was found"), max_length=4000, widget=_long())


class PlanForm(forms.Form):
    plan = forms.CharField(label=_("Plan"), max_length=8000, widget=_long(8))
    due_on = DayField(label=_("Corrected by"))


class CountForm(forms.Form):
    count = forms.IntegerField(label=_("How many are drawn"), min_value=1, max_value=50)
