"""The parts of a call as forms. Each reads its part out of a ``CallContent`` and writes it back into one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from helsetek.common.web.forms import InstantField
from helsetek.scheme import selectors
from helsetek.scheme.rules.terms import (
    CallTerms,
    Measure,
    Text,
)
from helsetek.scheme.selectors import CallContent, Envelope

from .texts import LANGUAGES, FormWithTexts, Said, measure_choices, spread

# Words that are addresses of their own beside the calls'.
RESERVED = frozenset({"ny"})


def _slug_is_free(slug: str) -> None:
    if slug in RESERVED:
        raise ValidationError(_("This address is used by the site itself. Choose another."))


class NewCallForm(FormWithTexts):
    """What is needed to begin: a name, an address, times, and a set of terms to begin from."""

    texts = {"title": Said(_("Title"), 200)}

    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        help_text=_("The last part of the address of the page: small letters, digits and hyphens."),
        validators=[
            RegexValidator(
                r"^[a-z0-9]+(-[a-z0-9]+)*$",
                _("Use only small letters a–z, digits and hyphens, for example helseteknologi-2027."),
            ),
            _slug_is_free,
        ],
    )
    opens_at = InstantField(label=_("Opens"))
    closes_at = InstantField(label=_("Closes"))
    begin_from = forms.ChoiceField(label=_("Begin from"), choices=())

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        earlier = [(f"call:{call.slug}", call.title_nb) for call in selectors.published_calls()[:20]]
        sets = [
            (f"set:{name}", _("The scheme's own terms, %(name)s") % {"name": name})
            for name in selectors.default_sets()
        ]
        self.fields["begin_from"].choices = [*sets, *earlier]  # type: ignore[attr-defined]

    def content(self) -> CallContent:
        kind, _colon, name = self.cleaned_data["begin_from"].partition(":")
        if kind == "set":
            terms, summary = selectors.default_terms(name), Text(nb="", nn="", en="")
        else:
            earlier = selectors.content_of(selectors.call_by_slug(name))
            terms, summary = earlier.terms, earlier.summary
        return CallContent(
            title=self.text("title"),
            summary=summary,
            opens_at=self.cleaned_data["opens_at"],
            closes_at=self.cleaned_data["closes_at"],
            terms=terms,
        )


class AboutForm(FormWithTexts):
    """Name, summary, times and money."""

    texts = {
        "title": Said(_("Title"), 200),
        "summary": Said(_("Summary"), 4000, long=True, hint=_("Two or three sentences, shown in lists.")),
    }

    opens_at = InstantField(label=_("Opens"))
    closes_at = InstantField(
        label=_("Closes"),
        help_text=_("Applications are received until, and not at, this time. Norwegian time."),
    )
    envelope = forms.ModelChoiceField(
        label=_("Envelope"),
        queryset=Envelope.objects.none(),
        required=False,
        empty_label=_("Choose an envelope"),
        help_text=_("Where the grants are paid from."),
    )

    def __init__(self, *arguments: Any, content: CallContent, is_published: bool, **options: Any) -> None:
        initial = {
            **spread("title", content.title),
            **spread("summary", content.summary),
            "opens_at": content.opens_at,
            "closes_at": content.closes_at,
            "envelope": content.envelope,
        }
        super().__init__(*arguments, initial=initial, **options)
        if is_published:
            del self.fields["envelope"]
        else:
            self.fields["envelope"].queryset = selectors.envelopes()  # type: ignore[attr-defined]
            self.fields["envelope"].needed = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens_at, closes_at = data.get("opens_at"), data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The call closes before it opens. Move one of the times."))
        return data

    def write(self, content: CallContent) -> CallContent:
        return replace(
            content,
            title=self.text("title"),
            summary=self.text("summary"),
            opens_at=self.cleaned_data["opens_at"],
            closes_at=self.cleaned_data["closes_at"],
            envelope=self.cleaned_data.get("envelope", content.envelope),
        )


class PurposeForm(FormWithTexts):
    """What the grant is for, and for whom."""

    texts = {
        "purpose": Said(_("Purpose"), 4000, long=True),
        "target_group": Said(_("Who may apply"), 4000, long=True),
        "note": Said(
            _("Where the terms come from"), 4000, long=True, hint=_("Shown to the public with the terms.")
        ),
    }
    first = False

    measures = forms.MultipleChoiceField(
        label=_("Measures"),
        choices=measure_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Which of the scheme's measures the call is about."),
    )
    blind = forms.BooleanField(
        label=_("Blind assessment"),
        help_text=_("Who applies is withheld from those who assess: in fields, documents, lists and files."),
        required=False,
    )

    def __init__(self, *arguments: Any, content: CallContent, **options: Any) -> None:
        terms = content.terms
        initial = {
            "measures": [measure.value for measure in terms.measures],
            "blind": terms.blind,
            **spread("purpose", terms.purpose),
            **spread("target_group", terms.target_group),
            **(spread("note", terms.note) if terms.note else {}),
        }
        super().__init__(*arguments, initial=initial, **options)
        for language in LANGUAGES:
            self.fields[f"note_{language}"].required = False
            self.fields[f"note_{language}"].needed = False  # type: ignore[attr-defined]

    def write(self, terms: CallTerms) -> CallTerms:
        note = self.text("note")
        return terms.model_copy(
            update={
                "measures": tuple(Measure(value) for value in self.cleaned_data["measures"]),
                "blind": self.cleaned_data["blind"],
                "purpose": self.text("purpose"),
                "target_group": self.text("target_group"),
                "note": note if any(note.model_dump().values()) else None,
            }
        )
