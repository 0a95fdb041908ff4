"""«Choose who you are»: only in the demonstration, and never in production."""

import pytest
import requests
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from helsetek.accounts import demo_login, demo_people, oidc
from helsetek.accounts.middleware import SESSION_KEY
from helsetek.accounts.models import Person, RoleAssignment
from helsetek.accounts.rules import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Settings, provider: str) -> str:
    settings.DEMO_LOGIN = True
    demo_people.load()
    return provider


def test_everybody_stands_there_with_role_and_place(demo: str, client: Client) -> None:
    page = client.get("/logg-inn/").content.decode()
    for person in demo_people.PEOPLE:
        assert person.name in page
    assert "Bodø" in page
    assert "Helsedirektoratet" in page
    assert 'value="anne"' in page


def test_one_click_logs_in(demo: str, client: Client) -> None:
    response = client.post("/logg-inn/", {"sub": "guri", "next": "/min-side/"})
    assert response.status_code == 307, "the browser must post the choice on"
    answer = requests.post(
        response.headers["Location"], data={"sub": "guri"}, allow_redirects=False, timeout=10
    )
    back = client.get(answer.headers["Location"].removeprefix("http://testserver"))
    assert back.headers["Location"] == "/min-side/"
    person = Person.objects.get(pk=client.session[SESSION_KEY])
    assert (person.subject, person.issuer, person.name) == ("guri", "demo", "Guri Jensen")


def test_others_of_the_demonstration_are_found_by_name_and_place(demo: str, client: Client) -> None:
    demo_people.add("lise", "Lise Lotte Lund", None, ())
    page = client.get("/logg-inn/", {"q": "lotte"}).content.decode()
    assert 'value="lise"' in page
    assert "Cecilie Dahl" in client.get("/logg-inn/", {"q": "fauske"}).content.decode()
    for strange in ("x" * 5000, "a\x00b", "%_'\""):
        assert client.get("/logg-inn/", {"q": strange}).status_code == 200


def test_loading_the_people_twice_is_as_once(demo: str) -> None:
    people, roles = Person.objects.count(), RoleAssignment.objects.count()
    demo_people.load()
    assert (Person.objects.count(), RoleAssignment.objects.count()) == (people, roles)
    assert not Person.objects.filter(synthetic=False).exists()
    held = set(RoleAssignment.objects.values_list("role", flat=True))
    assert held == {role.value for role in Role}, "every role can be tried"


def test_the_lines_that_the_start_prints(demo: str) -> None:
    lines = dict(demo_people.people_in_words())
    assert "Bodø" in lines["Bjørn Berg"]


def test_the_way_in_is_shut_outside_the_demonstration(provider: str, client: Client) -> None:
    page = client.get("/logg-inn/").content.decode()
    assert "Anne" not in page
    assert client.post("/logg-inn/", {"sub": "anne"}).status_code == 302


def test_production_refuses_it_everywhere(settings: Settings, client: Client) -> None:
    settings.PRODUCTION, settings.DEMO_LOGIN = True, True
    assert "accounts.E001" in {found.id for found in run_checks()}
    with pytest.raises(SystemExit):
        demo_login.main(0)
    with pytest.raises(ImproperlyConfigured):
        oidc.is_demo()


def test_production_demands_a_provider_and_a_proof_of_the_client(settings: Settings) -> None:
    settings.PRODUCTION, settings.DEMO_LOGIN = True, False
    settings.OIDC_ISSUER, settings.OIDC_PRIVATE_KEY_FILE = "http://plain.example.org", "no/such/file"
    assert {"accounts.E002", "accounts.E004"} <= {found.id for found in run_checks()}
    settings.OIDC_ISSUER, settings.OIDC_PRIVATE_KEY_FILE = "https://login.example.org", ""
    assert "accounts.E003" in {found.id for found in run_checks()}
    settings.OIDC_CLIENT_SECRET = "secret"
    assert not {found.id for found in run_checks() if str(found.id).startswith("accounts")}
