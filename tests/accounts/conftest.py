"""A real identity provider (oidc-provider-mock) on this machine, and a strict one of our own for what it cannot do."""

import os
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.accounts.strict_provider import StrictProvider


@pytest.fixture(scope="session")
def provider_address() -> Iterator[str]:
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    from oidc_provider_mock import User, run_server_in_thread

    users = [User(sub="anne", claims={"name": "Anne Aasen", "email": "anne@example.org"})]
    with run_server_in_thread(require_nonce=True, user_claims=users) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def provider(provider_address: str, settings: Settings) -> str:
    """The address of the provider that the settings name."""
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_SECRET = provider_address, "secret"
    settings.OIDC_SCOPES = "openid profile email"
    return provider_address


@pytest.fixture
def strict(settings: Settings) -> Iterator[StrictProvider]:
    """A provider that demands private_key_jwt and PKCE, and can be told to misbehave."""
    with StrictProvider() as server:
        settings.OIDC_ISSUER = server.issuer
        yield server
