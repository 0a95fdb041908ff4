"""Find names and numbers in the signs of a page, however they are broken over lines. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# A word may be parted at the end of a line, with a hyphen of any kind (\x02 and \ufffe are how PDF readers show one).
_HYPHENS = "\x02\ufffe\u00ad\u2010\u2011-"
_BREAK = rf"(?:[{_HYPHENS}]?[\r\n]+[ \t]*|[\x02\ufffe\u00ad]+)?"
_GAP = rf"(?:[\s\u00a0{_HYPHENS}]+)"
_BETWEEN_DIGITS = r"[\s.\u00a0\u2009\u202f-]{0,2}"
_PARTS_OF_NUMBERS = re.compile(r"[\s.\u00a0\u2009\u202f-]+")
# Shorter words would be found inside others («Ål» in «skål»): they must stand alone.
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Signs:
    """The folded signs of a text, and for each which of the text's own signs (by number) it comes from."""

    text: str
    origins: tuple[tuple[int, ...], ...]


def fold(letters: Sequence[str]) -> Signs:
    """Small letters, and letters written with a loose accent put together: å is å, however the file spells it."""
    folded: list[str] = []
    origins: list[tuple[int, ...]] = []
    for number, letter in enumerate(letters):
        if folded and letter and unicodedata.combining(letter[0]):
            whole = unicodedata.normalize("NFC", folded[-1] + letter)
            folded[-1] = whole[0]
            origins[-1] = (*origins[-1], number)
            continue
        for one in unicodedata.normalize("NFKC", letter).lower():
            folded.append(one)
            origins.append((number,))
    return Signs("".join(folded), tuple(origins))


def pattern(term: str) -> re.Pattern[str] | None:
    """How the term is looked for; None if nothing is left of it.

    A number is found with or without the spaces and points between its digits; words also when parted at the end of a
    line. Terms of four letters and more are found inside longer words («Salten» in «Saltenregionen»), shorter ones
    stand alone, with a genitive s if need be.
    """
    plain = fold(unicodedata.normalize("NFC", term).strip()).text
    digits = _PARTS_OF_NUMBERS.sub("", plain)
    if digits.isdecimal():
        return re.compile(rf"(?<!\d){_BETWEEN_DIGITS.join(digits)}(?!\d)")
    words = [_BREAK.join(re.escape(letter) for letter in word) for word in re.split(r"[\s-]+", plain) if word]
    if not words:
        return None
    body = _GAP.join(words)
    if len(plain) < _SHORT:
        return re.compile(rf"(?<!\w){body}(?=s?(?!\w))")
    return re.compile(body)


def places(signs: Signs, term: str) -> Iterator[list[int]]:
    """Each place where the term stands, as the numbers of the text's own signs."""
    looked_for = pattern(term)
    if looked_for is None:
        return
    for found in looked_for.finditer(signs.text):
        yield [number for at in range(*found.span()) for number in signs.origins[at]]
