"""Forms of what every case shares."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from helsetek.accounts.selectors import Person
from helsetek.casework.rules.files import LARGEST_FILE, endings, in_words
from helsetek.common.web.forms import UploadField


class DocumentForm(forms.Form):
    """One file and what it is called on the page."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        required=False,
        help_text=_("What the document is. If you leave it empty, the name of the file is shown."),
    )
    file = UploadField(
        label=_("File"),
        max_size=LARGEST_FILE,
        endings=endings(),
        help_text=format_lazy(
            _("{kinds}. At most {size} MB."), kinds=in_words(), size=LARGEST_FILE // 1_000_000
        ),
    )


class MessageForm(forms.Form):
    text = forms.CharField(
        label=_("Message"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Do not write about patients or users: the message is part of the case."),
    )


class ImpartialityForm(forms.Form):
    """What is declared, by forvaltningsloven § 6."""

    conflict = forms.TypedChoiceField(
        label=_("Your declaration"),
        choices=[
            ("no", _("I am impartial: I know of nothing that could weaken the trust in me in this case")),
            ("yes", _("I have a conflict of interest, and somebody else must act")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    ground = forms.CharField(
        label=_("What the conflict is"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Needed if you have a conflict. Write briefly, and nothing about health or other people's affairs."
        ),
    )


class SubstituteForm(forms.Form):
    """Who steps in. ``people`` are those who could."""

    substitute = forms.TypedChoiceField(label=_("Substitute"), coerce=int)

    def __init__(self, *arguments: object, people: list[Person], **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        field = self.fields["substitute"]
        field.choices = [("", _("Choose a person")), *((person.pk, person.name) for person in people)]  # type: ignore[attr-defined]
