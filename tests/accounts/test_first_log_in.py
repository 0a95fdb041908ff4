"""Whoever the identity provider vouches for is welcome, and known again."""

import pytest

from helsetek.accounts import selectors, services
from helsetek.accounts.models import Person
from helsetek.common.errors import NotAllowed, RuleBroken
from helsetek.common.models import Event
from tests.cast import Cast

ISSUER = "https://login.example.org"


def welcome(**changes: str) -> Person:
    values = {"issuer": ISSUER, "subject": "abc", "name": "Ågot Ås", "email": "agot@example.org"} | changes
    return services.welcome(**values)  # type: ignore[arg-type]


def test_the_first_time_a_person_is_made_without_any_role(db: None) -> None:
    person = welcome()
    assert (person.name, person.email) == ("Ågot Ås", "agot@example.org")
    assert selectors.roles_of(person) == []
    event = Event.objects.get(verb="accounts.person_registered")
    assert event.person_id == person.pk
    assert "agot" not in str(event.data).lower()


def test_the_next_time_it_is_the_same_person_with_the_new_name(db: None) -> None:
    first = welcome()
    again = welcome(name="Ågot Åsheim", email="")
    assert first.pk == again.pk
    assert (again.name, again.email) == ("Ågot Åsheim", "agot@example.org")
    assert Event.objects.count() == 1


def test_the_same_subject_of_another_issuer_is_somebody_else(db: None) -> None:
    assert welcome() != welcome(issuer="https://other.example.org")


def test_who_has_no_name_is_called_by_the_subject(db: None) -> None:
    assert welcome(name=" ").name == "abc"


def test_who_is_shut_out_is_not_let_in(db: None) -> None:
    person = welcome()
    Person.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        welcome()


def test_a_person_chooses_a_language(cast: Cast) -> None:
    services.choose_language(by=cast.anne, language="nn")
    cast.anne.refresh_from_db()
    assert cast.anne.language == "nn"
    with pytest.raises(RuleBroken):
        services.choose_language(by=cast.anne, language="xx")
