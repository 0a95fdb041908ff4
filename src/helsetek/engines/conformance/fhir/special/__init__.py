"""Resources with rules that stand in the text of the specification and not in its definitions."""

from __future__ import annotations

from collections.abc import Callable

from helsetek.engines.conformance.fhir.session import Json, Scope, Session

Special = Callable[[Session, Json, str, Scope], None]

SPECIAL: dict[str, Special] = {}
