"""The whole way in and out, through a real identity provider."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from pytest_django import Settings

from helsetek.accounts.middleware import SESSION_KEY
from helsetek.accounts.models import Person
from helsetek.accounts.services import welcome
from helsetek.common.models import Event
from tests.accounts.strict_provider import StrictProvider
from tests.cast import Cast, give_role

pytestmark = pytest.mark.django_db


def set_out(browser: Client, **data: str) -> str:
    """The address at the provider that the log-in page sends the browser to."""
    response = browser.post("/logg-inn/", data)
    assert response.status_code == 302, response.content
    return response.headers["Location"]


def choose(address: str, subject: str = "anne") -> str:
    """Choose somebody on the provider's page; gives the address back to us."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix("http://testserver")


def test_the_first_log_in_makes_a_person_and_says_what_to_do_next(provider: str, client: Client) -> None:
    response = client.get(choose(set_out(client)))
    person = Person.objects.get(subject="anne")
    assert (person.issuer, person.name, person.email) == (provider, "Anne Aasen", "anne@example.org")
    assert client.session[SESSION_KEY] == person.pk
    assert response.headers["Location"] == "/min-side/be-om-tilgang/"
    page = client.get(response.headers["Location"])
    assert page.status_code == 200
    assert Event.objects.filter(verb="accounts.logged_in", person_id=person.pk).count() == 1


def test_who_holds_a_role_comes_to_the_tasks_or_to_where_they_were_going(
    provider: str, client: Client, cast: Cast
) -> None:
    person = welcome(issuer=provider, subject="anne", name="Anne", email="")
    give_role(person, cast.bodo, "writer")
    assert client.get(choose(set_out(client))).headers["Location"] == "/mine-oppgaver/"
    assert client.get(choose(set_out(client, next="/min-side/"))).headers["Location"] == "/min-side/"


def test_the_address_that_goes_out_is_as_the_standard_wants_it(provider: str, client: Client) -> None:
    asked = parse_qs(urlsplit(set_out(client)).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 20
    assert len(asked["nonce"][0]) >= 20
    assert asked["redirect_uri"] == ["http://testserver/logg-inn/tilbake/"]
    assert asked["ui_locales"] == ["nb"]
    assert "openid" in asked["scope"][0].split()


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example.org/",
        "//evil.example.org",
        "javascript:alert(1)",
        "http:\\\\evil.example.org",
        "x" * 9000,
    ],
)
def test_nobody_is_led_away_after_the_log_in(provider: str, client: Client, evil: str) -> None:
    back = client.get(choose(set_out(client, next=evil))).headers["Location"]
    assert urlsplit(back).netloc == ""
    assert "evil" not in back


def test_one_does_not_come_back_to_the_page_of_the_log_in(provider: str, client: Client) -> None:
    for page in ("/logg-inn/?next=/min-side/", "/logg-ut/ferdig/"):
        back = client.get(choose(set_out(client, next=page))).headers["Location"]
        assert not back.startswith("/logg-")


def test_the_session_gets_a_new_key_at_log_in(provider: str, client: Client) -> None:
    address = choose(set_out(client))
    before = client.session.session_key
    client.get(address)
    assert client.session.session_key != before
    assert not client.session.exists(before)


def test_nothing_of_the_one_before_stays_when_somebody_else_logs_in(provider: str, client: Client) -> None:
    client.get(choose(set_out(client)))
    session = client.session
    session["kept"] = "what Anne typed"
    session.save()
    client.get(choose(set_out(client), "bjorn"))
    assert client.session[SESSION_KEY] == Person.objects.get(subject="bjorn").pk
    assert "kept" not in client.session


def test_what_was_typed_stays_when_the_same_person_comes_back(provider: str, client: Client) -> None:
    session = client.session
    session["kept"] = "what Anne typed"
    session.save()
    client.get(choose(set_out(client)))
    assert client.session["kept"] == "what Anne typed"


def test_an_answer_to_another_browser_is_not_taken(provider: str, client: Client) -> None:
    address = choose(set_out(client))
    stranger = Client()
    response = stranger.get(address)
    assert response.status_code == 400
    assert SESSION_KEY not in stranger.session


def test_an_answer_is_taken_once(provider: str, client: Client) -> None:
    address = choose(set_out(client))
    assert client.get(address).status_code == 302
    client.post("/logg-ut/")
    assert client.get(address).status_code == 400
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize(
    "query", ["", "?state=x", "?code=x&state=x", "?error=server_error", "?state=" + "x" * 5000]
)
def test_a_broken_answer_is_met_with_a_page(provider: str, client: Client, query: str) -> None:
    set_out(client)
    response = client.get(f"/logg-inn/tilbake/{query}")
    assert response.status_code == 400
    assert b"/logg-inn/" in response.content


def test_who_says_no_at_the_provider_is_told_so(provider: str, client: Client) -> None:
    state = parse_qs(urlsplit(set_out(client)).query)["state"][0]
    response = client.get(f"/logg-inn/tilbake/?error=access_denied&state={state}")
    assert response.status_code == 400
    assert "Du har ikke logget inn" in response.content.decode()


def test_when_the_provider_is_silent_the_page_says_so(settings: Settings, client: Client) -> None:
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    response = client.post("/logg-inn/")
    assert response.status_code == 503
    assert "svarer ikke" in response.content.decode()


def test_without_a_provider_the_page_says_what_is_missing(settings: Settings, client: Client) -> None:
    settings.OIDC_ISSUER = ""
    assert "ikke satt opp" in client.get("/logg-inn/").content.decode()
    assert client.post("/logg-inn/").status_code == 503


def test_who_is_shut_out_is_not_let_in(provider: str, client: Client) -> None:
    person = welcome(issuer=provider, subject="anne", name="Anne", email="")
    Person.objects.filter(pk=person.pk).update(is_active=False)
    response = client.get(choose(set_out(client)))
    assert response.status_code == 403
    assert SESSION_KEY not in client.session


def test_who_is_shut_out_while_logged_in_is_out(provider: str, client: Client) -> None:
    client.get(choose(set_out(client)))
    assert client.get("/min-side/").status_code == 200
    Person.objects.filter(subject="anne").update(is_active=False)
    assert client.get("/min-side/").status_code == 302


def test_logging_out_ends_the_session_here_and_at_the_provider(
    strict: StrictProvider, client: Client
) -> None:
    client.get("/logg-inn/tilbake/" + strict.authorize(set_out(client)))
    response = client.post("/logg-ut/")
    away = urlsplit(response.headers["Location"])
    asked = parse_qs(away.query)
    assert away.path == "/out"
    assert asked["id_token_hint"][0].count(".") == 2
    assert asked["post_logout_redirect_uri"] == ["http://testserver/logg-ut/ferdig/"]
    assert SESSION_KEY not in client.session
    assert client.get("/logg-ut/ferdig/").status_code == 200


def test_a_get_does_not_log_out(provider: str, client: Client) -> None:
    client.get(choose(set_out(client)))
    assert client.get("/logg-ut/").status_code == 405
    assert SESSION_KEY in client.session
