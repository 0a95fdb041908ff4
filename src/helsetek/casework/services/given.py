"""What people have typed, as services take it: without its edges, not empty where it must not be, not too long."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.casework.rules.appeals import LONGEST_TEXT
from helsetek.common.errors import RuleBroken


def text(given: str, field: str, *, missing: str = "", longest: int = LONGEST_TEXT) -> str:
    """Raises RuleBroken for the field when ``missing`` (the sentence for it) is given and nothing is written."""
    given = given.strip()
    sentence = ""
    if missing and not given:
        sentence = missing
    elif len(given) > longest:
        words = _("This is too long: %(length)s characters. There is room for %(longest)s.")
        sentence = words % {"length": len(given), "longest": longest}
    if sentence:
        raise RuleBroken(sentence, {field: [sentence]})
    return given
