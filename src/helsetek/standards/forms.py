"""Forms of the catalogue and of requirements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.common import clock
from helsetek.common.web.forms import DayField, UploadField

from . import selectors, wording
from .models import Kind, Standard
from .rules.requirements import FIELDS, Row


def _long(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _words(states: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(key, state.label) for key, state in states.items()]


class StandardForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=300)
    identifier = forms.CharField(
        label=_("Identifier"), max_length=200, required=False,
        help_text=_("For example HIS 80603:2017, or the address of a profile with its version."),
    )  # fmt: skip
    version = forms.CharField(label=_("Version"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    publisher = forms.CharField(label=_("Publisher"), max_length=200, required=False)
    url = forms.URLField(label=_("Address"), max_length=400, required=False, assume_scheme="https")
    areas = forms.MultipleChoiceField(
        label=_("Areas of use"), choices=list(wording.AREAS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    code_systems = forms.CharField(
        label=_("Code systems"),
        required=False,
        max_length=1000,
        help_text=_("Numbers, OIDs or addresses, with commas."),
    )
    mandatory_for = forms.CharField(
        label=_("For whom it is mandatory"), required=False, max_length=2000, widget=_long()
    )
    replaces = forms.ModelChoiceField(
        label=_("Replaces"), queryset=Standard.objects.none(), required=False, empty_label=_("Nothing")
    )
    source = forms.CharField(
        label=_("Source"), max_length=400, help_text=_("The page or document where this is written.")
    )

    def __init__(self, *arguments: Any, standard: Standard | None = None, **options: Any) -> None:
        if standard is not None:
            held = {name: getattr(standard, name) for name in self.base_fields}
            options["initial"] = {**held, "code_systems": ", ".join(standard.code_systems)}
        super().__init__(*arguments, **options)
        others = selectors.standards()
        self.fields["replaces"].queryset = others.exclude(pk=standard.pk) if standard else others  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        codes = self.cleaned_data["code_systems"].split(",")
        return {**self.cleaned_data, "code_systems": [code.strip() for code in codes if code.strip()]}


class StandingForm(forms.Form):
    level = forms.ChoiceField(label=_("Level"), choices=_words(wording.LEVELS))
    life = forms.ChoiceField(label=_("Life cycle"), choices=_words(wording.LIVES))
    on = DayField(label=_("From"))
    legal_basis = forms.CharField(
        label=_("Legal basis"), required=False, max_length=400, help_text=_("Needed for what is mandatory.")
    )
    reason = forms.CharField(label=_("Reason"), required=False, max_length=2000, widget=_long())

    def __init__(self, *arguments: Any, standing: Any = None, **options: Any) -> None:
        options["initial"] = {"on": clock.today()}
        if standing is not None:
            options["initial"] |= {"level": standing.level, "life": standing.life}
        super().__init__(*arguments, **options)


class NewStandardForm(StandardForm, StandingForm):
    """A standard with its first standing."""

    def said(self) -> dict[str, Any]:
        return {name: value for name, value in super().said().items() if name in StandardForm.base_fields}


class SetForm(forms.Form):
    title_nb = forms.CharField(label=_("Title in bokmål"), max_length=200)
    title_nn = forms.CharField(label=_("Title in nynorsk"), max_length=200)
    title_en = forms.CharField(label=_("Title in English"), max_length=200)
    purpose_nb = forms.CharField(label=_("Purpose in bokmål"), max_length=2000, widget=_long())
    purpose_nn = forms.CharField(label=_("Purpose in nynorsk"), max_length=2000, widget=_long())
    purpose_en = forms.CharField(label=_("Purpose in English"), max_length=2000, widget=_long())
    owner = forms.CharField(label=_("Who answers for the set"), max_length=200)
    standard = forms.ModelChoiceField(
        label=_("Standard"), queryset=Standard.objects.none(), required=False, empty_label=_("None")
    )
    approval_type = forms.ChoiceField(
        label=_("Type of approval"),
        choices=[(key, state.label) for key, state in wording.TYPES.items() if key],
    )
    actor = forms.CharField(label=_("Role of the product"), max_length=80, required=False)
    kit = forms.CharField(label=_("Test kit"), max_length=80, required=False)
    valid_months = forms.IntegerField(
        label=_("Valid for how many months"), required=False, min_value=1, max_value=240,
        help_text=_("Empty: until something happens."),
    )  # fmt: skip
    areas = forms.MultipleChoiceField(
        label=_("Areas of use"), choices=list(wording.AREAS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["standard"].queryset = selectors.standards()  # type: ignore[attr-defined]


class RequirementForm(forms.Form):
    code = forms.CharField(
        label=wording.FIELDS["code"], max_length=80, help_text=_("Never used for another requirement.")
    )
    text_nb = forms.CharField(label=wording.FIELDS["text_nb"], max_length=4000, widget=_long())
    text_nn = forms.CharField(
        label=wording.FIELDS["text_nn"], max_length=4000, required=False, widget=_long()
    )
    text_en = forms.CharField(
        label=wording.FIELDS["text_en"], max_length=4000, required=False, widget=_long()
    )
    strength = forms.ChoiceField(label=wording.FIELDS["strength"], choices=_words(wording.STRENGTHS))
    kind = forms.CharField(label=wording.FIELDS["kind"], max_length=80, required=False)
    actor = forms.CharField(label=wording.FIELDS["actor"], max_length=80, required=False)
    condition = forms.CharField(label=wording.FIELDS["condition"], max_length=4000, required=False)
    source = forms.CharField(label=wording.FIELDS["source"], max_length=400, required=False)
    testability = forms.ChoiceField(
        label=wording.FIELDS["testability"], choices=_words(wording.TYPES), required=False
    )
    not_tested_reason = forms.CharField(
        label=wording.FIELDS["not_tested_reason"], max_length=4000, required=False, widget=_long(2)
    )
    acceptance_test = forms.CharField(
        label=wording.FIELDS["acceptance_test"], max_length=4000, required=False, widget=_long(2)
    )
    comment = forms.CharField(
        label=wording.FIELDS["comment"], max_length=4000, required=False, widget=_long(2)
    )
    element = forms.CharField(label=wording.FIELDS["element"], max_length=200, required=False)
    obligation = forms.CharField(label=wording.FIELDS["obligation"], max_length=80, required=False)

    def row(self) -> Row:
        return Row(**{name: self.cleaned_data[name] for name in FIELDS})


class ImportForm(forms.Form):
    file = UploadField(
        label=_("File"), endings=("csv", "xlsx"), max_size=5_000_000,
        help_text=_(
            "CSV or Excel with the columns ID, Type, Gjelder for, Krav, Må/Bør, Kommentar and Akseptansetest, or "
            "Model, Element, Actor and Obligation as in Xt-EHR. It replaces what the draft holds."
        ),
    )  # fmt: skip
