"""People come by themselves, through the log-in."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.models import Person
from helsetek.common import events
from helsetek.common.errors import NotAllowed, RuleBroken


@transaction.atomic
def welcome(*, issuer: str, subject: str, name: str, email: str, synthetic: bool = False) -> Person:
    """The person whom the identity provider vouches for: made at the first log-in, kept up to date after.

    Known by issuer and subject together (OpenID Connect Core 1.0, 5.7). An empty name or address never wipes out the
    one that is there. Raises NotAllowed if the person has been shut out.
    """
    person, is_new = Person.objects.select_for_update().get_or_create(
        issuer=issuer,
        subject=subject,
        defaults={"name": name.strip()[:200] or subject, "email": email.strip(), "synthetic": synthetic},
    )
    if not person.is_active:
        raise NotAllowed(_("This account is closed. Contact the directorate if you think that is wrong."))
    if person.forgotten_at is not None:
        Person.objects.filter(pk=person.pk).update(forgotten_at=None)
        person.forgotten_at = None
    if is_new:
        events.record("accounts.person_registered", thing=f"person:{person.pk}", person_id=person.pk)
    else:
        _bring_up_to_date(person, name.strip()[:200], email.strip())
    return person


def _bring_up_to_date(person: Person, name: str, email: str) -> None:
    wanted = (name or person.name, email or person.email)
    if wanted != (person.name, person.email):
        person.name, person.email = wanted
        person.save(update_fields=["name", "email"])


@transaction.atomic
def choose_language(*, by: Person, language: str) -> None:
    """The language of the person's notices and pages: ``nb``, ``nn`` or ``en``. Raises RuleBroken."""
    if language not in dict(settings.LANGUAGES):
        raise RuleBroken(_("Choose one of the languages in the list."))
    Person.objects.filter(pk=by.pk).update(language=language)
    by.language = language
    events.record(
        "accounts.language_chosen", thing=f"person:{by.pk}", person_id=by.pk, data={"language": language}
    )


@transaction.atomic
def tell_contact(*, by: Person, name: str, email: str) -> None:
    """The name and the address that notices go to, as the person gives them. Raises RuleBroken.

    A name that the identity provider vouches for comes back at the next log-in; some providers tell none.
    """
    name, email = name.strip(), email.strip()
    if not name or len(name) > 200:
        problem = _("Write your name, in at most 200 characters.")
        raise RuleBroken(problem, {"name": [problem]})
    Person.objects.filter(pk=by.pk).update(name=name, email=email)
    by.name, by.email = name, email
    events.record("accounts.contact_told", thing=f"person:{by.pk}", person_id=by.pk)


@transaction.atomic
def record_log_in(*, person: Person) -> None:
    """The person has logged in, just now."""
    events.record("accounts.logged_in", thing=f"person:{person.pk}", person_id=person.pk)
