"""The pages about people and rights, as the people of the cast meet them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from helsetek.accounts import selectors, services
from helsetek.accounts.models import AccessRequest, Person, RoleAssignment
from helsetek.accounts.rules import Role
from helsetek.casework import todo
from helsetek.common import clock
from helsetek.common.errors import NotAllowed, RuleBroken, WrongState
from helsetek.common.models import Event
from tests.cast import Cast
from tests.visiting import browser_of


def ask(cast: Cast, role: Role = Role.WRITER, **changes: object) -> AccessRequest:
    values = {"by": cast.tor, "organisation_id": cast.bodo.pk, "role": role, "message": "I am new"} | changes
    return services.ask_for_role(**values)  # type: ignore[arg-type]


def day(days: int) -> str:
    return f"{clock.today() + timedelta(days=days):%Y-%m-%d}"


# -- Asking for a role ------------------------------------------------------------------------------


def test_somebody_without_a_role_is_told_what_to_do_and_asks(cast: Cast) -> None:
    browser = browser_of(cast.tor)
    assert "ingen rolle ennå" in browser.get("/min-side/be-om-tilgang/").content.decode()
    given = {"organisation": cast.bodo.pk, "role": "writer", "message": "I am new"}
    for _ in range(2):  # a double click
        assert browser.post("/min-side/be-om-tilgang/", given).status_code == 302
    assert AccessRequest.objects.count() == 1
    assert "Bodø" in browser.get("/min-side/be-om-tilgang/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": ""},
        {"organisation": "abc"},
        {"organisation": "9" * 40},
        {"role": "king"},
        {"role": "decision_maker"},
        {"message": "x" * 501},
    ],
)
def test_a_strange_request_is_not_taken(cast: Cast, wrong: dict[str, str]) -> None:
    given = {"organisation": str(cast.bodo.pk), "role": "writer", "message": "I am new"} | wrong
    response = browser_of(cast.tor).post("/min-side/be-om-tilgang/", given)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not AccessRequest.objects.exists()


def test_one_cannot_ask_for_everything(cast: Cast) -> None:
    for place in (cast.bodo, cast.fauske, cast.saltdal, cast.alver):
        for role in (Role.WRITER, Role.SIGNATORY, Role.AUDITOR):
            if AccessRequest.objects.count() < 10:
                ask(cast, role, organisation_id=place.pk)
    with pytest.raises(RuleBroken):
        ask(cast, Role.AUDITOR, organisation_id=cast.steinkjer.pk)


def test_one_cannot_ask_for_what_one_has(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        ask(cast, by=cast.anne)


def test_the_signatory_is_told_and_gives_the_role_for_a_time(cast: Cast) -> None:
    request = ask(cast)
    assert [one.path for one in todo.for_person(cast.bjorn)] == [f"/rettigheter/svar/{request.pk}/"]
    assert todo.for_person(cast.david) == []
    browser = browser_of(cast.bjorn)
    without_end = browser.post(f"/rettigheter/svar/{request.pk}/", {"give": "yes"})
    assert "valid_to" in without_end.context["form"].errors
    browser.post(f"/rettigheter/svar/{request.pk}/", {"give": "yes", "valid_to": day(30)})
    assert selectors.holds(cast.tor, Role.WRITER, cast.bodo.pk)
    assert selectors.roles_of(cast.tor)[0].is_delegated
    again = browser.post(f"/rettigheter/svar/{request.pk}/", {"give": "yes", "valid_to": day(30)})
    assert again.status_code == 200
    assert RoleAssignment.objects.filter(person=cast.tor).count() == 1


def test_the_administrator_answers_what_no_signatory_can(cast: Cast) -> None:
    request = ask(cast, Role.CASE_OFFICER, organisation_id=cast.directorate.pk)
    with pytest.raises(NotAllowed):
        services.answer_request(by=cast.bjorn, request=request, give=True)
    services.answer_request(by=cast.rita, request=request, give=True)
    assert selectors.holds(cast.tor, Role.CASE_OFFICER, cast.directorate.pk)


def test_nobody_answers_their_own_request(cast: Cast) -> None:
    request = ask(cast, Role.CONTROLLER, by=cast.rita, organisation_id=cast.directorate.pk)
    with pytest.raises(NotAllowed):
        services.answer_request(by=cast.rita, request=request, give=True)


def test_no_is_an_answer_too(cast: Cast) -> None:
    request = ask(cast)
    services.answer_request(by=cast.bjorn, request=request, give=False)
    assert not selectors.roles_of(cast.tor)
    assert Event.objects.filter(verb="accounts.role_not_given").count() == 1
    with pytest.raises(WrongState):
        services.answer_request(by=cast.bjorn, request=request, give=True)
    ask(cast)  # and one may ask again


# -- Delegating and taking back ---------------------------------------------------------------------


def test_the_signatory_delegates_on_the_page_and_takes_it_back(cast: Cast) -> None:
    browser = browser_of(cast.bjorn)
    page = f"/rettigheter/{cast.bodo.pk}/"
    given = {"person": "TOR@example.org", "role": "signatory", "valid_from": day(0), "valid_to": day(14)}
    assert browser.post(f"{page}deleger/", given).status_code == 302
    assert "Tor" in browser.get(page).content.decode()
    assignment = RoleAssignment.objects.get(person=cast.tor)
    assert browser.get(f"/rettigheter/trekk-tilbake/{assignment.pk}/").status_code == 200
    assert selectors.roles_of(cast.tor), "looking changes nothing"
    for _ in range(2):
        assert browser.post(f"/rettigheter/trekk-tilbake/{assignment.pk}/").status_code == 302
    assert not selectors.roles_of(cast.tor)
    assert "Rolle trukket tilbake" in browser.get(page).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("person", "nobody@example.org"),
        ("person", "not an address"),
        ("person", "x" * 300 + "@example.org"),
        ("person", "bjorn@example.org"),
        ("role", "decision_maker"),
        ("valid_to", "1999-01-01"),
        ("valid_to", ""),
        ("valid_to", "32.13.2026"),
        ("valid_from", "2001-01-01"),
    ],
)
def test_a_delegation_that_does_not_hold_says_so_at_the_field(cast: Cast, field: str, value: str) -> None:
    given = {"person": "tor@example.org", "role": "writer", "valid_from": day(0), "valid_to": day(14)}
    response = browser_of(cast.bjorn).post(f"/rettigheter/{cast.bodo.pk}/deleger/", given | {field: value})
    assert response.status_code == 200
    errors = response.context["form"].errors
    assert field in errors or "__all__" in errors
    assert not RoleAssignment.objects.filter(person=cast.tor).exists()


def test_two_people_with_one_address_are_not_mixed_up(cast: Cast) -> None:
    Person.objects.create(issuer="test", subject="tor2", name="Another Tor", email="Tor@example.org")
    assert selectors.person_by_email("tor@example.org") is None
    assert selectors.person_by_email("") is None


# -- The administrator ------------------------------------------------------------------------------


def test_the_administrator_finds_people_and_gives_roles(cast: Cast) -> None:
    browser = browser_of(cast.rita)
    assert "Tor" in browser.get("/administrasjon/personer/", {"q": "TOR"}).content.decode()
    given = {"role": "case_officer", "organisation": cast.directorate.pk, "valid_from": day(0)}
    assert browser.post(f"/administrasjon/personer/{cast.tor.pk}/", given).status_code == 302
    assert selectors.holds(cast.tor, Role.CASE_OFFICER, cast.directorate.pk)
    wrong = browser.post(f"/administrasjon/personer/{cast.tor.pk}/", given | {"organisation": cast.bodo.pk})
    assert wrong.context["form"].errors


def test_the_list_of_people_asks_few_questions_and_can_be_taken_home(cast: Cast) -> None:
    browser = browser_of(cast.rita)
    with CaptureQueriesContext(connection) as queries:
        browser.get("/administrasjon/personer/")
    assert len(queries) <= 15
    file = browser.get("/administrasjon/personer/", {"export": "csv"})
    text = (b"".join(file) if file.streaming else file.content).decode("utf-8-sig")
    assert "Bjorn" in text
    assert "Bodø" in text


def test_the_pages_ask_few_questions(cast: Cast) -> None:
    ask(cast)
    for person, address in ((cast.bjorn, "/min-side/"), (cast.bjorn, f"/rettigheter/{cast.bodo.pk}/")):
        browser = browser_of(person)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        assert len(queries) <= 15, [one["sql"][:120] for one in queries]


# -- The own page -----------------------------------------------------------------------------------


def test_the_own_page_shows_rights_and_what_has_happened(cast: Cast) -> None:
    page = browser_of(cast.anne).get("/min-side/").content.decode()
    assert "Bodø" in page
    assert "Skrivetilgang" in page


def test_language_is_chosen_for_pages_and_notices(cast: Cast) -> None:
    browser = browser_of(cast.anne)
    response = browser.post("/min-side/sprak/", {"language": "nn"})
    assert response.cookies["django_language"].value == "nn"
    cast.anne.refresh_from_db()
    assert cast.anne.language == "nn"
    assert "Mi side" in browser.get("/min-side/").content.decode()
    assert browser.post("/min-side/sprak/", {"language": "xx"}).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 201}, {"email": "no"}, {"email": "x" * 250 + "@a.no"}, {"name": "a\x00b"}],
)
def test_contact_that_does_not_hold_is_said_at_the_field(cast: Cast, wrong: dict[str, str]) -> None:
    response = browser_of(cast.anne).post(
        "/min-side/kontakt/", {"name": "Anne", "email": "a@example.org"} | wrong
    )
    assert response.context["form"].errors
    cast.anne.refresh_from_db()
    assert cast.anne.email == "anne@example.org"


def test_contact_is_saved(cast: Cast) -> None:
    browser_of(cast.anne).post("/min-side/kontakt/", {"name": "Anne Å", "email": ""})
    cast.anne.refresh_from_db()
    assert (cast.anne.name, cast.anne.email) == ("Anne Å", "")
