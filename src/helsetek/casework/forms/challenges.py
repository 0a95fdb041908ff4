"""Forms of appeals, requests, rulings, receipts and texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helsetek.casework.rules.appeals import LONGEST_TEXT, Kind
from helsetek.casework.rules.letter_text import LANGUAGES
from helsetek.casework.rules.reasons import Reasons
from helsetek.casework.services import Answered, Proposed
from helsetek.casework.wording import GROUNDS, outcome
from helsetek.common.web.forms import DayField

__all__ = [
    "AccessForm",
    "AnswerForm",
    "AppealForm",
    "AppealRulingForm",
    "AskForm",
    "CommentForm",
    "CorrectForm",
    "ReceiptForm",
    "ReversalForm",
    "TextForm",
]
LANGUAGE_NAMES = {"nb": _("Bokmål"), "nn": _("Nynorsk"), "en": _("English")}


def _text(label: Any, rows: int = 5, **options: Any) -> forms.CharField:
    options.setdefault("max_length", LONGEST_TEXT)
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class AppealForm(forms.Form):
    """What the appeal says. A late one is asked why."""

    wrong = _text(
        _("What is wrong with the decision"),
        8,
        help_text=_("Do not write about patients or users."),
        required=False,
    )
    change = _text(_("Which change you ask for"), 4, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, late: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["wrong"].needed = True  # type: ignore[attr-defined]
        if late:
            self.fields["late_why"] = _text(
                gettext("Why the appeal comes late"),
                3,
                required=False,
                help_text=gettext("A late appeal is tried only when there is good reason for it."),
            )


class CommentForm(forms.Form):
    comments = _text(_("Your comments"), 8)


class AskForm(forms.Form):
    """What is asked for and why; for more time also until when."""

    def __init__(self, *arguments: Any, kind: Kind, **options: Any) -> None:
        super().__init__(*arguments, **options)
        labels = {
            Kind.ACCESS: gettext("Which documents you want to see"),
            Kind.REASONS: gettext("What you want to know"),
            Kind.EXTENSION: gettext("Why you need more time"),
            Kind.SUSPENSION: gettext("Why the decision should wait"),
        }
        if kind is Kind.EXTENSION:
            self.fields["until"] = DayField(label=gettext("Last day you ask for"))
        self.fields["text"] = _text(labels[kind], 5, max_length=4000)


class ReasonsFields(forms.Form):
    """The reasons in their three parts (forvaltningsloven § 25)."""

    rule = _text(
        _("The rules"),
        3,
        required=False,
        help_text=_("The rules the decision builds on, and what they mean here."),
    )
    facts = _text(_("What we take as a basis"), 4, required=False, help_text=_("The facts of the case."))
    discretion = _text(
        _("Our assessment"), 5, required=False, help_text=_("The considerations that decided the matter.")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in ("rule", "facts", "discretion"):
            self.fields[name].needed = True  # type: ignore[attr-defined]

    def reasons(self) -> Reasons:
        return Reasons(*(self.cleaned_data[name] for name in ("rule", "facts", "discretion")))


def _outcomes(kind: Kind, codes: Iterable[str]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext("Outcome"),
        choices=[(code, outcome(kind, code)) for code in codes],
        widget=forms.RadioSelect,
    )


class AppealRulingForm(ReasonsFields):
    """What is ruled on an appeal. ``remedy`` are the fields of the room: what a change gives."""

    def __init__(
        self,
        *arguments: Any,
        kind: Kind,
        outcomes: Iterable[str],
        late: bool,
        remedy: dict[str, Any],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        reasons = dict(self.fields)
        self.fields.clear()
        if kind is Kind.BODY:
            self.fields["body"] = forms.CharField(label=gettext("Who has ruled"), max_length=200)
            self.fields["decided_on"] = DayField(label=gettext("Day of the ruling"))
        self.fields["outcome"] = _outcomes(kind, outcomes)
        if late and kind is Kind.FIRST:
            self.fields["late_excused"] = _text(
                gettext("Why the late appeal is tried all the same"),
                3,
                required=False,
                help_text=gettext("Leave empty only if the appeal is dismissed."),
            )
        self.fields.update(remedy)
        self.fields.update(reasons)
        self.remedy = list(remedy)

    def proposed(self) -> Proposed:
        given = self.cleaned_data
        return Proposed(
            outcome=given["outcome"],
            reasons=self.reasons(),
            values={name: given.get(name) for name in self.remedy},
            late_excused=given.get("late_excused", ""),
            body=given.get("body", ""),
            decided_on=given.get("decided_on"),
        )


class AnswerForm(ReasonsFields):
    """The answer to a request for reasons, more time or suspension."""

    def __init__(self, *arguments: Any, kind: Kind, outcomes: Iterable[str], **options: Any) -> None:
        super().__init__(*arguments, **options)
        reasons = dict(self.fields)
        self.fields.clear()
        codes = list(outcomes)
        if len(codes) > 1:
            self.fields["outcome"] = _outcomes(kind, codes)
        self.only = codes[0]
        if kind is Kind.EXTENSION:
            self.fields["until"] = DayField(
                label=gettext("Last day of the extended time limit"), required=False
            )
        self.fields.update(reasons)

    def proposed(self) -> Proposed:
        given = self.cleaned_data
        return Proposed(
            outcome=given.get("outcome", self.only), reasons=self.reasons(), until=given.get("until")
        )


class AccessForm(ReasonsFields):
    """For each document: given, or withheld with paragraph and reason."""

    marks = "none"

    def __init__(self, *arguments: Any, documents: Iterable[Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        reasons = dict(self.fields)
        self.fields.clear()
        self.documents = list(documents)
        for one in self.documents:
            self.fields[f"given_{one.pk}"] = forms.ChoiceField(
                label=gettext("Access"),
                choices=[
                    ("", gettext("Not part of the answer")),
                    ("yes", gettext("Give")),
                    ("no", gettext("Withhold")),
                ],
                required=False,
            )
            self.fields[f"paragraph_{one.pk}"] = forms.CharField(
                label=gettext("Paragraph, if withheld"), max_length=120, required=False
            )
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=gettext("Reason, if withheld"), max_length=2000, required=False
            )
        self.fields.update(reasons)

    def rows(self) -> list[tuple[Any, list[BoundField]]]:
        """Each document with its fields, for the page."""
        names = ("given", "paragraph", "reason")
        return [(one, [self[f"{name}_{one.pk}"] for name in names]) for one in self.documents]

    def of_reasons(self) -> list[BoundField]:
        return [self[name] for name in ("rule", "facts", "discretion")]

    def proposed(self) -> Proposed:
        given = self.cleaned_data
        answers = [
            Answered(
                UUID(str(one.pk)),
                given[f"given_{one.pk}"] == "yes",
                given[f"paragraph_{one.pk}"],
                given[f"reason_{one.pk}"],
            )
            for one in self.documents
            if given[f"given_{one.pk}"]
        ]
        return Proposed(outcome="", reasons=self.reasons(), documents=tuple(answers))


class ReversalForm(ReasonsFields):
    def __init__(
        self, *arguments: Any, outcomes: Iterable[str], remedy: dict[str, Any], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        reasons = dict(self.fields)
        self.fields.clear()
        self.fields["ground"] = forms.ChoiceField(
            label=gettext("Ground for the reversal"),
            choices=[(ground.value, words) for ground, words in GROUNDS.items()],
            widget=forms.RadioSelect,
        )
        self.fields["outcome"] = _outcomes(Kind.REVERSAL, outcomes)
        self.fields["noticed_on"] = DayField(
            label=gettext("Day when notice of the reversal was given"),
            required=False,
            help_text=gettext("Needed when a superior reverses to the party's harm."),
        )
        self.fields.update(remedy)
        self.fields.update(reasons)
        self.remedy = list(remedy)

    def proposed(self) -> Proposed:
        given = self.cleaned_data
        return Proposed(
            outcome=given["outcome"],
            reasons=self.reasons(),
            values={name: given.get(name) for name in self.remedy},
            ground=given["ground"],
            noticed_on=given.get("noticed_on"),
        )


class CorrectForm(forms.Form):
    """The text of a letter before it is sent."""

    title = forms.CharField(label=_("Title"), max_length=300)
    body = _text(
        _("Text of the letter"),
        24,
        max_length=40_000,
        help_text=_("A blank line parts paragraphs. «## » begins a heading, «- » a line of a list."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ReceiptForm(forms.Form):
    """``parties`` are (organisation id, name)."""

    organisation = forms.TypedChoiceField(label=_("Which party"), coerce=int)
    on = DayField(label=_("The day the letter came"))
    note = forms.CharField(
        label=_("How it is known"), max_length=500, help_text=_("For example: registered mail, signed for.")
    )

    def __init__(self, *arguments: Any, parties: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["organisation"].choices = parties  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """All languages of a text together, and why it is changed."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, titled: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for language in LANGUAGES:
            words = {"language": LANGUAGE_NAMES[language]}
            if titled:
                self.fields[f"title_{language}"] = forms.CharField(
                    label=gettext("Title of the letter (%(language)s)") % words, max_length=200
                )
            self.fields[language] = _text(gettext("Text (%(language)s)") % words, 8, max_length=8000)
        self.fields["reason"] = forms.CharField(label=gettext("Why the text is changed"), max_length=500)

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "titles": {language: data.get(f"title_{language}", "") for language in LANGUAGES},
            "versions": {language: data[language] for language in LANGUAGES},
            "reason": data["reason"],
            "revision": data["revision"],
        }
