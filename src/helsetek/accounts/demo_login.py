"""The identity provider of the demonstration: a small real one, with the demonstration's people in it.

It listens on this machine only. Whoever reaches it may be anybody, so it never starts in production.
"""

from __future__ import annotations

import logging
import os

from django.conf import settings

from . import oidc
from .models import Person

ADDRESS = "127.0.0.1"


def main(port: int) -> None:
    """Serve until stopped."""
    if settings.PRODUCTION or not oidc.is_demo():
        raise SystemExit(
            "The page «choose who you are» belongs to the demonstration and cannot be served here."
        )
    # The provider speaks http on this machine; the library asks for this word before it does.
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    from oidc_provider_mock import User, app
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    logging.getLogger("oidc_provider_mock").setLevel(logging.ERROR)
    users = [
        User(sub=person.subject, claims={"name": person.name, "email": person.email}) for person in people()
    ]
    make_server(ADDRESS, port, app(require_nonce=True, user_claims=users), threaded=True).serve_forever()


def people() -> list[Person]:
    """The fictitious people that may log in, those of ``demo_people`` first."""
    return list(Person.objects.filter(issuer=oidc.DEMO_ISSUER, is_active=True).order_by("id")[:60])
