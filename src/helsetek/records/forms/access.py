"""Ask for access, answer, black out, appeal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from helsetek.records.models import DisclosureItem, JournalEntry, ReleasedFile
from helsetek.records.paragraphs import choices
from helsetek.records.redaction import Box
from helsetek.records.rules.access import How

_WHOLE = 100


class AskForm(forms.Form):
    """``entries`` are those of the case that the public may know of."""

    documents = forms.MultipleChoiceField(
        label=_("Documents you want to see"), widget=forms.CheckboxSelectMultiple
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_(
            "We tell you when the answer is there. Without it you get a code to fetch the answer with."
        ),
    )
    name = forms.CharField(
        label=_("Name"), required=False, max_length=200, help_text=_("You need not say who you are, or why.")
    )
    words = forms.CharField(
        label=_("Anything we should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, entries: list[JournalEntry], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["documents"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"{one.in_case}. {one.shown_title} ({one.dated:%d.%m.%Y})") for one in entries
        ]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=64,
        help_text=_("You got it when you asked. It also stands in the e-mail."),
    )


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("What you want changed, and why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )


class AnswerForm(forms.Form):
    """What is given of each file of one document, and the ground for what is not."""

    def __init__(
        self, *arguments: Any, item: DisclosureItem, files: list[tuple[ReleasedFile, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.listed = files
        for file, name in files:
            self.fields[f"file-{file.pk}"] = forms.ChoiceField(
                label=name,
                choices=[
                    (How.WHOLE.value, _("Give it as it is")),
                    (How.REDACTED.value, _("Give it blacked out in part")),
                    (How.WITHHELD.value, _("Withhold it")),
                ],
                widget=forms.RadioSelect,
                initial=file.how or None,
            )
        self.fields["paragraph"] = forms.ChoiceField(
            label=_("Withheld by"),
            required=False,
            choices=[("", _("Nothing is withheld")), *choices()],
            initial=item.paragraph or item.entry.exemption,
        )
        self.fields["reasons"] = forms.CharField(
            label=_("Reasons"),
            required=False,
            max_length=4000,
            initial=item.reasons,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Needed when something is withheld. It is told to who asked."),
        )

    def chosen(self) -> dict[int, How]:
        return {file.pk: How(self.cleaned_data[f"file-{file.pk}"]) for file, _name in self.listed}


class TermsForm(forms.Form):
    """The words to black out, one a line."""

    terms = forms.CharField(
        label=_("Words and numbers to black out"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line: names, numbers. They are found on all pages, in any case."),
    )
    suggested = forms.MultipleChoiceField(
        label=_("Found in the text"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *arguments: Any, suggested: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        if suggested:
            self.fields["suggested"].choices = suggested  # type: ignore[attr-defined]
        else:
            del self.fields["suggested"]

    def all_terms(self) -> list[str]:
        return [*self.cleaned_data["terms"].splitlines(), *self.cleaned_data.get("suggested", [])]


def _share(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=0,
        max_value=_WHOLE,
        max_digits=6,
        decimal_places=3,
        widget=forms.NumberInput(attrs={"data-width": "short", "step": "any"}),
    )


class BoxForm(forms.Form):
    """An area of the page in per cent of its width and height, from the top left."""

    left = _share(_("From the left edge, %"))
    top = _share(_("From the top, %"))
    width = _share(_("Width, %"))
    height = _share(_("Height, %"))

    def box(self, page: int) -> Box:
        given = {name: float(self.cleaned_data[name]) / _WHOLE for name in ("left", "top", "width", "height")}
        return Box(page, **given)
