"""The one module that speaks with the identity provider: OpenID Connect, code flow.

Works with any provider that has a discovery document (ID-porten, Ansattporten, HelseID …); ``docs/operate.md`` lists the
settings. PKCE with S256 (RFC 7636), ``state`` and ``nonce`` are always used; the client proves itself by
``private_key_jwt`` (RFC 7523) when a key is configured, else by its secret. Views call ``begin``, ``finish`` and
``log_out_address``; nothing else in the system knows of tokens.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import get_language
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

logger = logging.getLogger(__name__)

_SECONDS = 10
_REFRESH_SECONDS = 60 * 60
# Signatures by the provider's private key only: never «none», never a shared secret.
_SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
DEMO_ISSUER = "demo"


class LogInFailed(Exception):
    """The log-in was not completed. ``cancelled`` if the person chose so; ``is_down`` if the provider did not answer."""

    def __init__(self, why: str, *, cancelled: bool = False, is_down: bool = False) -> None:
        super().__init__(why)
        self.cancelled, self.is_down = cancelled, is_down


@dataclass(frozen=True)
class Identity:
    """Whom the provider vouches for. ``after`` is the address that the person was on the way to."""

    issuer: str
    subject: str
    name: str
    email: str
    id_token: str
    after: str


@dataclass(frozen=True)
class _Config:
    issuer: str
    client_id: str
    secret: str
    key_file: str
    key_algorithm: str
    scopes: str


def is_configured() -> bool:
    return bool(settings.OIDC_ISSUER)


def is_demo() -> bool:
    """Whether fictitious people may log in. Production never goes on with it, whatever the environment says."""
    if settings.DEMO_LOGIN and settings.PRODUCTION:
        raise ImproperlyConfigured("HELSETEK_DEMO_LOGIN must not be on in production.")
    return bool(settings.DEMO_LOGIN)


def begin(request: HttpRequest, *, callback: str, after: str) -> str:
    """The address at the provider to send the browser to. What must come back with it is kept in the session."""
    extra = {"ui_locales": get_language() or "nb"}
    if settings.OIDC_ACR_VALUES:
        extra["acr_values"] = settings.OIDC_ACR_VALUES
    try:
        client = _client()
        made = client.create_authorization_url(callback, **extra)
    except (requests.RequestException, ValueError) as error:
        raise _down(error) from error
    client.save_authorize_data(request, redirect_uri=callback, after=after, **made)
    return str(made["url"])


def finish(request: HttpRequest) -> Identity:
    """Who it is that comes back from the provider. Raises LogInFailed; ``state`` holds for one answer only."""
    state = request.GET.get("state", "")
    try:
        client = _client()
        kept = client.framework.get_state_data(request.session, state) or {}
        token = client.authorize_access_token(request, leeway=60)
        claims = token.get("userinfo")
        if not claims or not kept:
            raise LogInFailed("the answer held no identity")
        _check_level(claims)
        claims = _with_name(client, token, claims)
    except OAuthError as error:
        cancelled = error.error in {"access_denied", "login_required", "interaction_required"}
        raise LogInFailed(error.error or "refused", cancelled=cancelled) from error
    except requests.RequestException as error:
        raise _down(error) from error
    except (JoseError, ValueError, KeyError) as error:
        raise LogInFailed(f"the identity token does not hold: {type(error).__name__}") from error
    return _identity(claims, str(token.get("id_token", "")), str(kept.get("after", "")))


def _identity(claims: dict[str, Any], id_token: str, after: str) -> Identity:
    email = str(claims.get("email") or "")
    return Identity(
        issuer=DEMO_ISSUER if is_demo() else str(claims["iss"]),
        subject=str(claims["sub"])[:200],
        name=str(claims.get("name") or ""),
        email=email if "@" in email and len(email) <= 254 else "",
        id_token=id_token,
        after=after,
    )


def log_out_address(*, id_token: str, back: str) -> str:
    """The provider's address that ends the session there too (OpenID Connect RP-Initiated Logout 1.0); "" if none."""
    if is_demo() or not is_configured():
        return ""
    try:
        made = _client().create_logout_url(
            post_logout_redirect_uri=back, id_token_hint=id_token or None, client_id=settings.OIDC_CLIENT_ID
        )
    except (requests.RequestException, RuntimeError, ValueError, LogInFailed):
        logger.warning("The identity provider could not be asked to log out.")
        return ""
    return str(made["url"])


def _down(error: Exception) -> LogInFailed:
    logger.warning("The identity provider did not answer: %s", type(error).__name__)
    return LogInFailed("the provider did not answer", is_down=True)


def _check_level(claims: dict[str, Any]) -> None:
    wanted = settings.OIDC_ACR_VALUES.split()
    if wanted and claims.get("acr") not in wanted:
        raise LogInFailed("the level of assurance is too low")


def _with_name(client: Any, token: dict[str, Any], claims: dict[str, Any]) -> dict[str, Any]:
    """Some providers tell the name only when asked once more. The answer must be about the same person."""
    if claims.get("name") or not client.load_server_metadata().get("userinfo_endpoint"):
        return claims
    try:
        more = client.userinfo(token=token)
    except (requests.RequestException, OAuthError, ValueError):
        return claims
    if more.get("sub") != claims["sub"]:
        return claims
    return {**more, **{name: value for name, value in claims.items() if value}}


# -- The client ---------------------------------------------------------------------------------------


def _client() -> Any:
    config = _Config(
        issuer=settings.OIDC_ISSUER.rstrip("/"),
        client_id=settings.OIDC_CLIENT_ID,
        secret=settings.OIDC_CLIENT_SECRET or ("demonstration" if is_demo() else ""),
        key_file=settings.OIDC_PRIVATE_KEY_FILE,
        key_algorithm=settings.OIDC_PRIVATE_KEY_ALGORITHM,
        scopes=settings.OIDC_SCOPES,
    )
    if not config.issuer:
        raise LogInFailed("no identity provider is configured", is_down=True)
    client = _made(config, int(time.monotonic() // _REFRESH_SECONDS))
    _check_metadata(client.load_server_metadata(), config.issuer)
    return client


@lru_cache(maxsize=2)
def _made(config: _Config, _hour: int) -> Any:
    """A client for the configuration. Made anew each hour, so that the provider's news are heard."""
    options: dict[str, Any] = {
        "scope": config.scopes, "code_challenge_method": "S256", "default_timeout": _SECONDS, "leeway": 5,
    }  # fmt: skip
    secret: Any = config.secret
    methods = []
    if not config.secret:
        options |= {"token_endpoint_auth_method": "none"}
    if config.key_file:
        secret = _key(Path(config.key_file))
        options |= {"token_endpoint_auth_method": PrivateKeyJWT.name}
        headers = {"kid": secret.kid} if secret.kid else None
        # Audience: the issuer, as ID-porten and HelseID ask.
        methods.append(PrivateKeyJWT(config.issuer, headers=headers, alg=config.key_algorithm))
    return OAuth().register(
        "provider",
        client_id=config.client_id,
        client_secret=secret,
        client_auth_methods=methods,
        server_metadata_url=f"{config.issuer}/.well-known/openid-configuration",
        client_kwargs=options,
    )


def _key(path: Path) -> RSAKey | ECKey:
    """The private key: a JWK (with its key id) or PEM."""
    content = path.read_text(encoding="utf-8")
    if '"EC"' in content or "BEGIN EC" in content:
        return ECKey.import_key(content if "BEGIN" in content else _json(content))
    return RSAKey.import_key(content if "BEGIN" in content else _json(content))


def _json(content: str) -> Any:
    import json

    return json.loads(content)


def _check_metadata(metadata: dict[str, Any], issuer: str) -> None:
    """The document must be the issuer's own (OpenID Connect Discovery 1.0, 4.3), and its signatures sound."""
    if str(metadata.get("issuer", "")).rstrip("/") != issuer:
        raise LogInFailed("the discovery document speaks of another issuer")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in _SIGNATURES]
