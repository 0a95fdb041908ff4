"""What runs of test kits from the portal work with: profiles at hand, the judge, the line out, secrets in waiting."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from helsetek.engines.conformance import Engine, Workshop
from helsetek.engines.kits import Addresses, Https, Kit, KitBroken, Limits, Tools, load_kit, make_engine
from helsetek.engines.kits.https import Transport

SECONDS = 15.0


def kit_of(name: str) -> Kit | None:
    """The kit that a set names; None when it is not one that comes with the program."""
    try:
        return load_kit(name) if name else None
    except KitBroken:
        return None


def runs_here(kit: Kit | None) -> bool:
    """Can it be run from the portal? Not those that play the counterpart in an exchange of messages."""
    return kit is not None and not kit.needs.get("counterpart")


def folder() -> Path:
    """Where the FHIR packages lie that the kits need: HELSETEK_HOME/packages."""
    return Path(settings.HELSETEK_HOME) / "packages"


def _packages() -> tuple[tuple[str, float], ...]:
    place = folder()
    return tuple((str(one), one.stat().st_mtime) for one in sorted(place.iterdir())) if place.is_dir() else ()


@lru_cache(maxsize=1)
def _engine(packages: tuple[tuple[str, float], ...]) -> Engine:
    return make_engine([Path(one) for one, _ in packages])


def line_to(urls: Iterable[str]) -> Transport:
    """The line out to registered addresses, none of which may be internal."""
    return Https(Addresses.of(urls), Limits(seconds=SECONDS))


def tools_for(urls: Iterable[str]) -> tuple[Tools, Workshop]:
    """What a run works with. Close the workshop afterwards. Raises ToolFault when the packages cannot be read."""
    packages = _packages()
    workshop = Workshop([Path(one) for one, _ in packages])
    return Tools(line_to(urls), _engine(packages), workshop), workshop


# --- secrets: only for as long as a run waits for its turn ---


def _box() -> Fernet:
    digest = hashlib.sha256(b"approval.kit_run" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def lock_away(secrets: dict[str, str]) -> str:
    """Encrypted with a key that is not in the database."""
    return _box().encrypt(json.dumps(secrets).encode()).decode() if secrets else ""


def take_out(text: str) -> dict[str, str]:
    """The secrets again; none when the key is another by now."""
    if not text:
        return {}
    try:
        found: dict[str, str] = json.loads(_box().decrypt(text.encode()))
    except InvalidToken:
        return {}
    return found
