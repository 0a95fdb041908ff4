"""Forms of runs of test kits: made from what the kit asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helsetek.engines.kits import Kit
from helsetek.engines.kits.messages import Language, text_in
from helsetek.engines.kits.model import Input


def language() -> Language:
    """The reader's language, as the engine names it."""
    found = (get_language() or "nb")[:2]
    return "nn" if found == "nn" else "en" if found == "en" else "nb"


class EndpointForm(forms.Form):
    url = forms.CharField(
        label=_("Address"), max_length=400, widget=forms.URLInput,
        help_text=_("https:// to the test environment. Runs of test kits call this address and no other."),
    )  # fmt: skip


class KitRunForm(forms.Form):
    """One field for each input of the kit; addresses are chosen among those that are registered."""

    def __init__(
        self, *arguments: Any, kit: Kit, endpoints: Sequence[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.kit = kit
        for one in kit.inputs:
            if one.type == "url" and one.id != "endpoint":
                continue  # what makes a system act is for the vendor's own build
            self.fields[one.id] = _endpoint_field(one, endpoints) if one.id == "endpoint" else _field(one)

    def given(self) -> dict[str, Any]:
        """The inputs but the endpoint, as the engine wants them."""
        made: dict[str, Any] = {}
        for one in self.kit.inputs:
            value = self.cleaned_data.get(one.id)
            if one.id == "endpoint" or value in (None, ""):
                continue
            made[one.id] = str(value).replace(",", " ").split() if one.type == "list" else value
        return made


def _endpoint_field(one: Input, endpoints: Sequence[tuple[int, str]]) -> forms.Field:
    return forms.TypedChoiceField(
        label=text_in(one.title, language()), coerce=int, choices=list(endpoints), required=one.required,
        help_text=text_in(one.about, language()),
    )  # fmt: skip


def _field(one: Input) -> forms.Field:
    words: dict[str, Any] = {
        "label": text_in(one.title, language()), "help_text": text_in(one.about, language()), "required": one.required,
    }  # fmt: skip
    if one.type == "flag":
        return forms.BooleanField(**{**words, "required": False})
    if one.type == "secret":
        return forms.CharField(
            max_length=10_000, widget=forms.PasswordInput(attrs={"autocomplete": "off"}), **words
        )
    if one.pattern:
        words["validators"] = [RegexValidator(rf"\A(?:{one.pattern})\Z")]
    return forms.CharField(max_length=2_000, **words)


class TestAnswerForm(forms.Form):
    """The answer to a test that asks people."""

    answer = forms.ChoiceField(
        label=_("Answer"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No")), ("not_applicable", _("Not applicable"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was done and what came of it. Write nothing about real patients."),
    )  # fmt: skip
    evidence = forms.MultipleChoiceField(
        label=_("Documents that show it"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Among the documents of the application. Add what is missing there first."),
    )  # fmt: skip

    def __init__(self, *arguments: Any, documents: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["evidence"].choices = list(documents)  # type: ignore[attr-defined]
        if not documents:
            self.fields["evidence"].help_text = _(
                "The application has no documents yet. Add them there first."
            )
