"""What must hold of the log-in before the system may start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def log_in_is_safe(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Production logs real people in, by a real provider, over an encrypted line."""
    if not settings.PRODUCTION:
        return []
    return [Error(text, hint=hint, id=f"accounts.E{number:03}") for number, text, hint in _faults()]


def _faults() -> list[tuple[int, str, str]]:
    found = []
    if settings.DEMO_LOGIN:
        found.append(
            (
                1,
                "The page «choose who you are» is switched on in production.",
                "Take away HELSETEK_DEMO_LOGIN.",
            )
        )
    if not settings.OIDC_ISSUER.startswith("https://"):
        found.append(
            (2, "No identity provider over https is configured.", "Set OIDC_ISSUER to its https address.")
        )
    if not settings.OIDC_CLIENT_SECRET and not settings.OIDC_PRIVATE_KEY_FILE:
        found.append(
            (
                3,
                "The client cannot prove itself.",
                "Set OIDC_PRIVATE_KEY_FILE (better) or OIDC_CLIENT_SECRET.",
            )
        )
    if settings.OIDC_PRIVATE_KEY_FILE and not Path(settings.OIDC_PRIVATE_KEY_FILE).is_file():
        found.append(
            (4, "OIDC_PRIVATE_KEY_FILE names no file.", "Give the path of a private key (JWK or PEM).")
        )
    return found
