"""What in a text looks like personal data or numbers that should not go out: suggestions, never more. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum.no import fodselsnummer, kontonr

_ELEVEN = re.compile(r"(?<!\d)\d{6}[ ]?\d{5}(?!\d)|(?<!\d)\d{4}[ .]\d{2}[ .]\d{5}(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\d.,])(?:(?:\+|00)47[ ]?)?(?:\d{8}|\d{2} \d{2} \d{2} \d{2}|\d{3} \d{2} \d{3})(?!\d|[.,]\d)"
)
MOST = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``kind``: ``identity`` (fødselsnummer, D-number), ``account``, ``mail`` or ``phone``; ``text`` as it stands."""

    kind: str
    text: str


def suggest(text: str) -> list[Suggestion]:
    """Each thing once, in the order in which it is first met; at most 60."""
    return list(dict.fromkeys(_all_in(text)))[:MOST]


def _all_in(text: str) -> Iterator[Suggestion]:
    for found in _ELEVEN.findall(text):
        digits = re.sub(r"\D", "", found)
        if fodselsnummer.is_valid(digits):
            yield Suggestion("identity", found)
        elif kontonr.is_valid(digits):
            yield Suggestion("account", found)
    yield from (Suggestion("mail", found) for found in _MAIL.findall(text))
    yield from (Suggestion("phone", found) for found in _PHONE.findall(text))
