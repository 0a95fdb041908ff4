"""Seal a declaration: canonical JSON, its SHA-256, and a JSON Web Signature (RFC 7515) by the system's own key.

The key is made at first use and kept in the home folder, readable by its owner only. A signature carries its key's id
(``kid``, RFC 7638), and the public key is kept with what it signed, so that what is old can be proved when the key has
been changed.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from helsetek.common.hashing import canonical, sha256

ALGORITHM = "ES256"


@dataclass(frozen=True, slots=True)
class Sealed:
    content: str
    sha256: str
    jws: str
    key: dict[str, Any]


def seal(content: dict[str, Any]) -> Sealed:
    text = canonical(content)
    key = _key()
    header = {"alg": ALGORITHM, "kid": key.thumbprint(), "typ": "application/json"}
    return Sealed(text, sha256(text), jws.serialize_compact(header, text, key), public_key())


def public_key() -> dict[str, Any]:
    """The public half, as a JSON Web Key."""
    key = _key()
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "alg": ALGORITHM, "use": "sig"}


def holds(content: str, digest: str, token: str, key: dict[str, Any]) -> bool:
    """Whether the content has this hash, and the signature is of this content by this key."""
    try:
        signed = jws.deserialize_compact(token, ECKey.import_key(key), algorithms=[ALGORITHM])
    except (JoseError, ValueError, TypeError):
        return False
    return bool(sha256(content) == digest and signed.payload == content.encode())


def _path() -> Path:
    return Path(settings.HELSETEK_HOME) / "keys" / "declarations.json"


def _key() -> ECKey:
    path = _path()
    if not path.exists():
        _make(path)
    return ECKey.import_key(json.loads(path.read_text()))


def _make(path: Path) -> None:
    """Written whole beside, then put in place: of several processes that start at once, the first one's key is kept."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.new")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "w") as file:
        file.write(json.dumps(ECKey.generate_key("P-256").as_dict(private=True)))
    with contextlib.suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
