"""Forms of collaborations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from helsetek.casework.rules.files import endings, in_words
from helsetek.common.web.forms import UploadField
from helsetek.common.web.show import number
from helsetek.registry.selectors import Organisation

from .selectors import Suggestion
from .services import Agreement

# An agreement is text: of all that is taken, what people write and sign in.
_KINDS = ("PDF", "Word")


class WordsForm(forms.Form):
    """What the collaboration is called, and what it is for."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("Short, and known to the members."))
    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you will do together, and why. The members consent to this."),
    )


class AgreementForm(forms.Form):
    agreement = UploadField(
        label=_("Agreement between the members"),
        endings=endings(*_KINDS),
        help_text=format_lazy(_("{kinds}. At most 20 MB. All members can open it."), kinds=in_words(*_KINDS)),
    )


class FoundForm(WordsForm):
    lead = forms.TypedChoiceField(
        label=_("Who leads"),
        coerce=int,
        help_text=_("The lead sends the application, and answers to the directorate for all."),
    )
    neighbours = forms.TypedMultipleChoiceField(
        label=_("Invite neighbours"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("You can search for others when the collaboration is founded."),
    )
    agreement = UploadField(
        label=_("Agreement between the members"),
        endings=endings(*_KINDS),
        required=False,
        help_text=format_lazy(_("{kinds}. At most 20 MB. It can be added later."), kinds=in_words(*_KINDS)),
    )

    def __init__(
        self, *arguments: Any, leads: Sequence[Organisation], near: Sequence[Suggestion], **options: Any
    ) -> None:
        if len(leads) == 1:
            options["initial"] = {"lead": leads[0].pk, **(options.get("initial") or {})}
        super().__init__(*arguments, **options)
        choices: list[tuple[Any, Any]] = [(one.pk, one.name) for one in leads]
        self.fields["lead"].choices = choices if len(leads) == 1 else [("", _("Choose")), *choices]  # type: ignore[attr-defined]
        if near:
            self.fields["neighbours"].choices = [(one.organisation_id, _in_words(one)) for one in near]  # type: ignore[attr-defined]
        else:
            del self.fields["neighbours"]


class TickedField(forms.TypedMultipleChoiceField):
    """Ids that were ticked. The list may have changed since it was shown (a double click, a colleague who was quicker):
    who can be invited is the service's question."""

    def __init__(self, **options: Any) -> None:
        super().__init__(coerce=_id, required=False, widget=forms.CheckboxSelectMultiple, **options)

    def valid_value(self, value: Any) -> bool:
        return True


def _id(value: str) -> int:
    number = int(value)
    if not 0 < number < 2**53:
        raise ValueError
    return number


class InviteForm(forms.Form):
    """The organisations to invite, ticked in the list."""

    marks = "none"
    members = TickedField(label=_("Invite"))

    def __init__(self, *arguments: Any, choices: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["members"].choices = list(choices)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """A member's own answer to the invitation."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Join the collaboration")), ("no", _("Decline the invitation"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("If you decline: what the lead should know."),
    )


def _in_words(one: Suggestion) -> str:
    return f"{one.name} ({number(one.inhabitants)})"


def file_of(form: forms.Form) -> Agreement | None:
    """The file that was sent with the form, if any."""
    file = form.cleaned_data.get("agreement")
    return Agreement(file.name, file.read(), file.content_type or "") if file else None
