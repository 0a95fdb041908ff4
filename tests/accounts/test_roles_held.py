"""Who holds what, today."""

from datetime import UTC, date, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from helsetek.accounts import request_cache, selectors
from helsetek.accounts.models import RoleAssignment
from helsetek.accounts.rules import Role
from helsetek.accounts.visitor import Visitor
from helsetek.common import clock
from tests.cast import Cast, give_role


def test_a_role_is_held_in_its_organisation_and_nowhere_else(cast: Cast) -> None:
    assert selectors.holds(cast.anne, Role.WRITER, cast.bodo.pk)
    assert not selectors.holds(cast.anne, Role.WRITER, cast.fauske.pk)
    assert not selectors.holds(cast.anne, Role.SIGNATORY, cast.bodo.pk)
    assert selectors.holds_anywhere(cast.guri, Role.CASE_OFFICER) == cast.directorate.pk
    assert selectors.holds_anywhere(cast.tor, Role.CASE_OFFICER) is None


def test_a_role_holds_on_its_first_and_its_last_day(cast: Cast) -> None:
    RoleAssignment.objects.filter(person=cast.anne).update(
        valid_from=date(2024, 1, 10), valid_to=date(2024, 1, 15)
    )
    for day, held in {9: False, 10: True, 15: True, 16: False}.items():
        with clock.at(datetime(2024, 1, day, 12, tzinfo=UTC)):
            assert selectors.holds(cast.anne, Role.WRITER, cast.bodo.pk) is held


def test_the_day_is_the_norwegian_one(cast: Cast) -> None:
    RoleAssignment.objects.filter(person=cast.anne).update(valid_to=date(2024, 1, 15))
    with clock.at(datetime(2024, 1, 15, 22, 59, 59, tzinfo=UTC)):
        assert selectors.holds(cast.anne, Role.WRITER, cast.bodo.pk)
    with clock.at(datetime(2024, 1, 15, 23, 0, tzinfo=UTC)):
        assert not selectors.holds(cast.anne, Role.WRITER, cast.bodo.pk)


def test_a_revoked_role_is_not_held(cast: Cast) -> None:
    RoleAssignment.objects.filter(person=cast.anne).update(revoked_at=clock.now())
    assert selectors.roles_of(cast.anne) == []


def test_who_is_shut_out_or_not_logged_in_holds_nothing(cast: Cast) -> None:
    cast.anne.is_active = False
    assert selectors.roles_of(cast.anne) == []
    assert not selectors.holds(Visitor(), Role.WRITER, cast.bodo.pk)


def test_people_are_found_by_role(cast: Cast) -> None:
    assert set(selectors.people_with(Role.SIGNATORY, cast.bodo.pk)) == {cast.bjorn}
    assert set(selectors.people_with(Role.CASE_OFFICER)) == {cast.guri, cast.gunnar}
    cast.gunnar.is_active = False
    cast.gunnar.save()
    assert set(selectors.people_with(Role.CASE_OFFICER)) == {cast.guri}


def test_organisations_are_named_once_each(cast: Cast) -> None:
    assert selectors.organisations_where(cast.trond, Role.WRITER, Role.SIGNATORY) == [cast.steinkjer.pk]
    give_role(cast.trond, cast.bodo, "writer")
    assert set(selectors.organisations_where(cast.trond, Role.WRITER)) == {cast.steinkjer.pk, cast.bodo.pk}
    assert selectors.organisations_where(cast.trond, Role.SIGNATORY) == [cast.steinkjer.pk]
    assert selectors.organisations_where(cast.tor) == []


def test_roles_speak_the_readers_language(cast: Cast) -> None:
    held = selectors.roles_of(cast.anne)[0]
    assert (held.role, held.organisation, held.is_delegated) == (Role.WRITER, "Bodø", False)
    assert held.label == selectors.role_name(Role.WRITER)


def test_within_a_request_roles_are_read_once(cast: Cast) -> None:
    with request_cache.one_request(), CaptureQueriesContext(connection) as queries:
        for _ in range(5):
            assert selectors.holds(cast.anne, Role.WRITER, cast.bodo.pk)
    assert len(queries) == 1
    assert selectors.names_of([cast.anne.pk, 999_999]) == {cast.anne.pk: "Anne"}
    assert selectors.person(cast.anne.pk) == cast.anne
