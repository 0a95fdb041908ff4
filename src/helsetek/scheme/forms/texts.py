"""A text in three languages as three fields side by side, and codes made of names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.parts import Text as Words
from helsetek.scheme import selectors
from helsetek.scheme.rules.terms import Text

LANGUAGES = {"nb": _("bokmål"), "nn": _("nynorsk"), "en": _("English")}
LONGEST_CODE = 40


class Said(NamedTuple):
    """A text of three languages in a form: its label, its greatest length, and whether it is more than a line."""

    label: Words
    most: int = 300
    long: bool = False
    hint: Words = ""


class FormWithTexts(forms.Form):
    """A form where ``texts`` names texts; each becomes the fields ``name_nb``, ``name_nn`` and ``name_en``.

    A translation may be left for later: the check before publishing asks for all three.
    """

    texts: ClassVar[dict[str, Said]] = {}
    first: ClassVar[bool] = True  # the texts stand before the other fields

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        made = {
            f"{name}_{language}": _field(said, language)
            for name, said in self.texts.items()
            for language in LANGUAGES
        }
        own = dict(self.fields)
        self.fields = {**made, **own} if self.first else {**own, **made}

    def text(self, name: str) -> Text:
        """What was written, in its three languages. Only after ``is_valid()``."""
        return text_in(self.cleaned_data, name)


def _field(said: Said, language: str) -> forms.CharField:
    attrs = {"lang": language}
    field = forms.CharField(
        label=format_lazy("{} ({})", said.label, LANGUAGES[language]),
        max_length=said.most,
        required=language == "nb",
        widget=forms.Textarea({**attrs, "rows": 4}) if said.long else forms.TextInput(attrs),
        help_text=format_lazy("{}", said.hint) if language == "nb" else "",
    )
    field.needed = True  # type: ignore[attr-defined]
    return field


def text_in(data: dict[str, Any], name: str) -> Text:
    return Text(**{language: (data.get(f"{name}_{language}") or "").strip() for language in LANGUAGES})


def spread(name: str, text: Text) -> dict[str, str]:
    """A text as the initial values of its three fields."""
    return {f"{name}_{language}": text.in_language(language) for language in LANGUAGES}


def code_of(name: str, taken: Iterable[str]) -> str:
    """A code for a new row, made of its name: «Behov og nytte» is ``behov_og_nytte``, or with a number if taken."""
    letters = name.casefold().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    plain = re.sub(r"[^a-z0-9]+", "_", letters).strip("_").lstrip("0123456789_")[: LONGEST_CODE - 4] or "row"
    used = set(taken)
    return next(code for code in (plain, *(f"{plain}_{n}" for n in range(2, 1000))) if code not in used)


def measure_choices() -> list[tuple[str, str]]:
    """The measures by their names in the reader's language."""
    language = get_language() or "nb"
    return [
        (measure.value, text.name.in_language(language)) for measure, text in selectors.measures().items()
    ]
