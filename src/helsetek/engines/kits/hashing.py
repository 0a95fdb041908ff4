"""Content addresses: the same content gives the same hash, whoever makes it."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(found: Any) -> bytes:
    """JSON with sorted keys, no spaces and no escapes; numbers that are no integers as text."""
    return json.dumps(found, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def sha256(found: Any) -> str:
    """The SHA-256 of bytes, or of anything else in canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(found if isinstance(found, bytes) else canonical(found)).hexdigest()
