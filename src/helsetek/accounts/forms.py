"""Forms of the pages about people and roles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from helsetek.common import clock
from helsetek.common.web.forms import DayField
from helsetek.registry.selectors import Organisation, OrganisationKind

from . import selectors
from .models import Role as Roles
from .models import Tie
from .rules import DELEGABLE, HELD_IN, Role


def role_choices(roles: Iterable[Role]) -> list[tuple[str, str]]:
    wanted = {role.value for role in roles}
    return [("", str(_("Choose")))] + [(key, str(label)) for key, label in Roles.choices if key in wanted]


def organisation_choices(kinds: Iterable[str]) -> list[tuple[str, Any]]:
    """The organisations that exist today, grouped by kind."""
    groups: dict[str, list[tuple[str, str]]] = {}
    rows = Organisation.objects.filter(kind__in=set(kinds), valid_to__isnull=True).values_list(
        "kind", "pk", "name"
    )
    for kind, pk, name in rows:
        groups.setdefault(str(OrganisationKind(kind).label), []).append((str(pk), name))
    return [("", str(_("Choose"))), *sorted(groups.items())]


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of pages and notices"), choices=settings.LANGUAGES)


class ContactForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail address"), required=False, max_length=254, help_text=_("Notices are sent here.")
    )


class AskForm(forms.Form):
    """Ask for a role in an organisation."""

    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int)
    role = forms.TypedChoiceField(label=_("Role"), coerce=Role)
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Say who you are and what you will work with."),
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["organisation"].choices = organisation_choices(set().union(*HELD_IN.values()))  # type: ignore[attr-defined]
        self.fields["role"].choices = role_choices(Role)  # type: ignore[attr-defined]


class PersonField(forms.EmailField):
    """A colleague, named by the e-mail address of the log-in."""

    def clean(self, value: Any) -> Any:
        email = super().clean(value)
        person = selectors.person_by_email(email)
        if person is None:
            raise ValidationError(
                _(
                    "Nobody with this address has logged in. Ask your colleague to log in once and to check the address."
                )
            )
        return person


class DelegateForm(forms.Form):
    person = PersonField(
        label=_("Your colleague's e-mail address"),
        max_length=254,
        help_text=_("Your colleague must have logged in once."),
    )
    role = forms.TypedChoiceField(label=_("Role"), coerce=Role)
    valid_from = DayField(label=_("First day"))
    valid_to = DayField(label=_("Last day"))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options["initial"] = {"valid_from": clock.today(), **(options.get("initial") or {})}
        super().__init__(*arguments, **options)
        self.fields["role"].choices = role_choices(DELEGABLE)  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    """A system administrator gives a role."""

    role = forms.TypedChoiceField(label=_("Role"), coerce=Role)
    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int)
    valid_from = DayField(label=_("First day"))
    valid_to = DayField(
        label=_("Last day"), required=False, help_text=_("Leave it empty if there is no end.")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        options["initial"] = {"valid_from": clock.today(), **(options.get("initial") or {})}
        super().__init__(*arguments, **options)
        self.fields["organisation"].choices = organisation_choices(set().union(*HELD_IN.values()))  # type: ignore[attr-defined]
        self.fields["role"].choices = role_choices(Role)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The answer to somebody who asks for a role."""

    give = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("yes", _("Give the role")), ("no", _("Say no"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    valid_to = DayField(label=_("Last day"), required=False)

    def __init__(self, *arguments: Any, must_end: bool, **options: Any) -> None:
        """``must_end``: a signatory delegates, and so says until when."""
        super().__init__(*arguments, **options)
        end = self.fields["valid_to"]
        end.help_text = (
            _("If you give the role: until when?") if must_end else _("Leave it empty if there is no end.")
        )
        end.needed = must_end  # type: ignore[attr-defined]


class TieForm(forms.Form):
    """What binds a person to an organisation."""

    kind = forms.ChoiceField(label=_("Kind of tie"), choices=[("", _("Choose")), *Tie.Kind.choices])
    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)
    leads = forms.BooleanField(label=_("A leading position"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To and including"), required=False, help_text=_("Empty while it lasts."))

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        kinds = [kind.value for kind in OrganisationKind]
        self.fields["organisation"].choices = organisation_choices(kinds)  # type: ignore[attr-defined]


class EndTieForm(forms.Form):
    until = DayField(label=_("The last day"))


class SuperiorForm(forms.Form):
    superior = forms.TypedChoiceField(label=_("Superior"), coerce=int, required=False, empty_value=None)

    def __init__(self, *arguments: Any, people: Iterable[selectors.Person], **options: Any) -> None:
        super().__init__(*arguments, **options)
        choices = [("", _("Nobody: a scheme manager decides")), *((one.pk, one.name) for one in people)]
        self.fields["superior"].choices = choices  # type: ignore[attr-defined]
