"""An identity is believed only if everything about it holds (OpenID Connect Core 1.0, 3.1.3.7)."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import ECKey, RSAKey
from pytest_django import Settings

from helsetek.accounts.middleware import SESSION_KEY
from helsetek.accounts.models import Person
from tests.accounts.strict_provider import StrictProvider
from tests.accounts.test_logging_in import set_out

pytestmark = pytest.mark.django_db


def log_in(strict: StrictProvider, browser: Client) -> int:
    return browser.get("/logg-inn/tilbake/" + strict.authorize(set_out(browser))).status_code


def test_a_sound_token_is_believed(strict: StrictProvider, client: Client) -> None:
    assert log_in(strict, client) == 302
    assert Person.objects.get(pk=client.session[SESSION_KEY]).name == "Ågot Ås"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://another.example.org"},
        {"aud": "another-client"},
        {"nonce": "another"},
        {"exp": int(time.time()) - 3600},
        {"sub": None},
    ],
)
def test_a_token_for_somebody_else_or_of_another_time_is_not(
    strict: StrictProvider, client: Client, claims: dict[str, Any]
) -> None:
    strict.claims = claims
    assert log_in(strict, client) == 400
    assert SESSION_KEY not in client.session


def test_a_token_signed_by_another_key_is_not(strict: StrictProvider, client: Client) -> None:
    strict.signing_key = RSAKey.generate_key(2048, parameters={"kid": "k1"}, private=True)
    assert log_in(strict, client) == 400


def test_a_token_signed_by_the_shared_secret_is_not_though_the_provider_offers_it(
    strict: StrictProvider, client: Client, settings: Settings
) -> None:
    settings.OIDC_CLIENT_SECRET = "a secret that both know, long enough"
    strict.sign_with_a_shared_secret(settings.OIDC_CLIENT_SECRET)
    assert log_in(strict, client) == 400


def test_a_discovery_document_of_another_issuer_is_not_used(strict: StrictProvider, client: Client) -> None:
    strict.metadata = {"issuer": "https://another.example.org"}
    assert client.post("/logg-inn/").status_code == 400


@pytest.mark.parametrize("as_jwk", [True, False])
def test_the_client_proves_itself_by_its_private_key(
    strict: StrictProvider, client: Client, settings: Settings, tmp_path: Path, as_jwk: bool
) -> None:
    key = RSAKey.generate_key(2048, parameters={"kid": "ours"}, private=True)
    strict.client_key = key
    file = tmp_path / "key"
    file.write_text(json.dumps(key.as_dict(private=True)) if as_jwk else key.as_pem(private=True).decode())
    settings.OIDC_PRIVATE_KEY_FILE = str(file)
    assert log_in(strict, client) == 302
    assert strict.asked["client_assertion_type"].endswith("jwt-bearer")
    assert "client_secret" not in strict.asked


def test_elliptic_keys_will_do_too(
    strict: StrictProvider, client: Client, settings: Settings, tmp_path: Path
) -> None:
    key = ECKey.generate_key("P-256", private=True)
    file = tmp_path / "key.json"
    file.write_text(json.dumps(key.as_dict(private=True)))
    settings.OIDC_PRIVATE_KEY_FILE, settings.OIDC_PRIVATE_KEY_ALGORITHM = str(file), "ES256"
    assert log_in(strict, client) == 302
    assert strict.asked["client_assertion"].count(".") == 2


def test_the_secret_proves_the_client_where_there_is_no_key(
    strict: StrictProvider, client: Client, settings: Settings
) -> None:
    settings.OIDC_CLIENT_SECRET = "secret"
    assert log_in(strict, client) == 302


def test_the_level_of_assurance_asked_for_must_be_given(
    strict: StrictProvider, client: Client, settings: Settings
) -> None:
    settings.OIDC_ACR_VALUES = "idporten-loa-high"
    strict.claims = {"acr": "idporten-loa-substantial"}
    assert log_in(strict, client) == 400
    strict.claims = {"acr": "idporten-loa-high"}
    assert log_in(strict, client) == 302
    assert strict.authorized["acr_values"] == "idporten-loa-high"


def test_a_name_that_is_not_in_the_token_is_asked_for(strict: StrictProvider, client: Client) -> None:
    strict.claims = {"name": ""}
    strict.userinfo = {"sub": "s1", "name": "Ågot Åsheim", "email": "agot@example.org"}
    assert log_in(strict, client) == 302
    person = Person.objects.get(pk=client.session[SESSION_KEY])
    assert (person.name, person.email) == ("Ågot Åsheim", "agot@example.org")


def test_a_name_that_belongs_to_somebody_else_is_not_taken(strict: StrictProvider, client: Client) -> None:
    strict.claims = {"name": ""}
    strict.userinfo = {"sub": "another", "name": "Somebody Else"}
    assert log_in(strict, client) == 302
    assert Person.objects.get(pk=client.session[SESSION_KEY]).name == "s1"
