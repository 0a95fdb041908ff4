"""Calls and envelopes for the tests of this room."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.scheme.models import Call, Envelope
from helsetek.scheme.rules.terms import Text
from helsetek.scheme.selectors import default_terms
from helsetek.scheme.services import CallContent, allot, create_call, open_envelope, publish_call
from tests.cast import Cast

BEFORE = oslo(2023, 10, 1, 9)
OPENS = oslo(2023, 11, 1, 9)
CLOSES = oslo(2024, 1, 15, 12)
AFTER = oslo(2024, 2, 1, 9)


def words(text: str) -> Text:
    return Text(nb=text, nn=f"{text} (nn)", en=f"{text} (en)")


def an_envelope(cast: Cast, kr: int = 56_700_000) -> Envelope:
    envelope = open_envelope(by=cast.frode, chapter="761", post="60", year=2024, name="Tilrettelegging")
    allot(by=cast.frode, envelope=envelope, amount_ore=kroner(kr))
    return envelope


def content(envelope: Envelope | None, **changes: Any) -> CallContent:
    plain = CallContent(
        title=words("Helseteknologi 2024"),
        summary=words("Gå foran og sammen."),
        opens_at=OPENS,
        closes_at=CLOSES,
        terms=default_terms("2024"),
        envelope=envelope,
    )
    return replace(plain, **changes)


def a_draft_call(cast: Cast, slug: str = "helseteknologi-2024", **changes: Any) -> Call:
    envelope = changes.pop("envelope", None) or an_envelope(cast)
    return create_call(by=cast.frode, slug=slug, content=content(envelope, **changes))


def a_published_call(cast: Cast, **changes: Any) -> Call:
    call = a_draft_call(cast, **changes)
    publish_call(by=cast.frode, call=call)
    call.refresh_from_db()
    return call
