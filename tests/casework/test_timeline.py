"""The timeline tells the case from the event log: in the reader's language, and to each only what is theirs."""

from __future__ import annotations

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from pytest_django import DjangoAssertNumQueries

from helsetek.casework import selectors, services, verbs
from helsetek.casework.models import Case
from helsetek.common import events
from tests.cast import Cast


def tell(case: Case, cast: Cast) -> None:
    for verb, person, place in (
        ("test.begun", cast.anne, cast.bodo),
        ("test.recommended", cast.guri, cast.directorate),
        ("test.forgotten", cast.guri, cast.directorate),
    ):
        events.record(
            verb,
            thing="application:1",
            person_id=person.pk,
            organisation_id=place.pk,
            case_number=case.number,
            reasons="fordi" if verb == "test.recommended" else "",
        )


def test_who_for_whom_and_why(case: Case, cast: Cast) -> None:
    tell(case, cast)
    rows = selectors.timeline(case.number, internal=True)
    assert [(row.text, row.person, row.organisation, row.reasons) for row in rows] == [
        ("The application was begun", "Anne", "Bodø", ""),
        ("A recommendation was made", "Guri", "Helsedirektoratet", "fordi"),
        ("test.forgotten", "Guri", "Helsedirektoratet", ""),
    ]


def test_parties_do_not_see_what_is_internal_nor_what_nobody_has_described(case: Case, cast: Cast) -> None:
    tell(case, cast)
    assert [row.verb for row in selectors.timeline(case.number)] == ["test.begun"]


@pytest.mark.parametrize(
    ("language", "text"), [("nb", "En melding ble skrevet"), ("en", "A message was written")]
)
def test_it_is_told_in_the_readers_language(case: Case, cast: Cast, language: str, text: str) -> None:
    services.write_message(by=cast.anne, case=case, text="Hei")
    with translation.override(language):
        assert selectors.timeline(case.number)[-1].text == text


def test_three_queries_however_long(
    case: Case, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        tell(case, cast)
    with django_assert_num_queries(3):
        assert len(selectors.timeline(case.number, internal=True)) == 15


def test_an_act_of_the_system_has_no_person(case: Case) -> None:
    events.record("test.begun", thing="application:1", person_id=None, case_number=case.number)
    assert selectors.timeline(case.number)[0].person == ""


def test_roles_and_secrecy_are_given_to_acts_that_have_a_text() -> None:
    with pytest.raises(ValueError, match=r"test\.unheard"):
        verbs.register({"test.heard": gettext_lazy("Heard")}, internal={"test.unheard"})
