"""Forms of what every case shares."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from helsetek.accounts.selectors import Person
from helsetek.casework.grounds import grounds
from helsetek.casework.rules.files import LARGEST_FILE, endings, in_words
from helsetek.common import clock
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


class GroundsField(forms.MultipleChoiceField):
    """The grounds of the law as it is today, with their letters."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Which ground"))
        options.setdefault("required", False)
        super().__init__(choices=_ground_choices, widget=forms.CheckboxSelectMultiple, **options)


def _ground_choices() -> list[tuple[str, str]]:
    return [(one.code, f"{one.words} ({one.reference})") for one in grounds(clock.today())]


class DeclaringForm(forms.Form):
    """What is declared, by forvaltningsloven § 6: impartial, in conflict, or in doubt (§ 8)."""

    conflict = forms.ChoiceField(
        label=_("Your declaration"),
        choices=[
            (
                "no",
                _("I am impartial: I know of nothing that could weaken the trust in me in this case"),
            ),
            ("yes", _("I have a conflict of interest, and somebody else must act")),
            ("doubt", _("I am in doubt: my superior decides, and I do nothing in the case until then")),
        ],
        widget=forms.RadioSelect,
    )
    grounds = GroundsField(help_text=_("Needed if you have a conflict."))
    ground = forms.CharField(
        label=_("What binds you, in a few words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Needed if you have a conflict or are in doubt. Nothing about health or other people's affairs."
        ),
    )
    marks = "none"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("conflict") == "yes" and not data.get("grounds"):
            self.add_error("grounds", gettext("Tick the ground that fits best."))
        return data

    def declared(self) -> dict[str, Any]:
        """As the service takes it."""
        data = self.cleaned_data
        return {
            "conflict": data["conflict"] != "no",
            "in_doubt": data["conflict"] == "doubt",
            "ground": data["ground"],
            "grounds": data["grounds"] if data["conflict"] != "no" else [],
        }


class ConflictForm(forms.Form):
    """A conflict that is told of: nothing else is declared."""

    grounds = GroundsField(required=True)
    ground = forms.CharField(
        label=_("What binds you, in a few words"),
        help_text=_("Kept in the case, and read by those who handle it. Nothing about health."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RulingForm(forms.Form):
    """A superior's decision in doubt."""

    disqualified = forms.TypedChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Disqualified: somebody else must act")), ("no", _("Impartial: can go on"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    grounds = GroundsField(label=_("Which ground, if disqualified"))
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class FoundForm(forms.Form):
    """Somebody is found disqualified. ``people`` are those who have had a hand in the case."""

    person = forms.TypedChoiceField(label=_("Who"), coerce=int)
    grounds = GroundsField()
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *arguments: Any, people: list[Person], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [("", _("Choose a person")), *((person.pk, person.name) for person in people)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it can stand"),
        help_text=_("Why there is reason to think that it would have come out the same. It is on the log."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SubstituteForm(forms.Form):
    """Who steps in. ``people`` are those who could."""

    substitute = forms.TypedChoiceField(label=_("Substitute"), coerce=int)

    def __init__(self, *arguments: object, people: list[Person], **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        field = self.fields["substitute"]
        field.choices = [("", _("Choose a person")), *((person.pk, person.name) for person in people)]  # type: ignore[attr-defined]
