"""Names taken out of a text: what blind assessment shows instead of who applied.

A name is found whatever the case of its letters, with the endings that Norwegian puts on names (``Bodøs``, ``Bodø-``), in
the plain letters of addresses (``bodo.kommune.no``), and, for numbers, with or without spaces between the groups. A word
that only begins like a name is left alone: «Rana» is not in «ranarebarn».
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

LEAST_LETTERS = 2
_PLAIN = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "Æ": "AE", "Ø": "O", "Å": "A", "đ": "d", "ŋ": "n", "ŧ": "t"}
)
_DIGITS = re.compile(r"\d(?:[\s\u00a0.]?\d)+")


@dataclass(frozen=True, slots=True)
class Name:
    """Something that tells who applied, and the neutral word that stands in its place."""

    text: str
    instead: str


@dataclass(frozen=True)
class Mask:
    """All names of one application. Longest first, so that «Nord-Fron» goes before «Nord»."""

    names: tuple[Name, ...]

    def hide(self, text: str) -> str:
        """The text without the names."""
        if not text or self._pattern is None:
            return text
        text = self._pattern.sub(lambda found: self._instead[_key(found[0])], text)
        return _DIGITS.sub(lambda found: self._numbers.get(_only_digits(found[0]), found[0]), text)

    def found_in(self, text: str) -> list[str]:
        """The names that the text holds, as they are known, in order."""
        known = {_key(form): name.text for name in self.names for form in _forms(name.text)}
        hits = [known[_key(hit[0])] for hit in self._pattern.finditer(text)] if self._pattern else []
        numbers = {_only_digits(name.text): name.text for name in self.names if _is_number(name.text)}
        hits += [numbers[key] for hit in _DIGITS.finditer(text) if (key := _only_digits(hit[0])) in numbers]
        return sorted(set(hits))

    @cached_property
    def _instead(self) -> Mapping[str, str]:
        return {_key(form): name.instead for name in reversed(self.names) for form in _forms(name.text)}

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return {_only_digits(name.text): name.instead for name in self.names if _is_number(name.text)}

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = {form for name in self.names if not _is_number(name.text) for form in _forms(name.text)}
        if not forms:
            return None
        ordered = sorted(forms, key=lambda form: (-len(form), form))
        joined = "|".join(re.escape(form).replace(r"\ ", r"[\s\u00a0]+") for form in ordered)
        return re.compile(rf"(?<![^\W_])(?:{joined})(?=s?(?![^\W_]))", re.IGNORECASE)


def mask_of(names: Iterable[Name]) -> Mask:
    """A mask of the names that have letters enough to be told from other words."""
    kept = {name.text.strip(): name for name in names if len(name.text.strip()) >= LEAST_LETTERS}
    ordered = sorted(kept.items(), key=lambda pair: (-len(pair[0]), pair[0]))
    return Mask(tuple(Name(text, name.instead) for text, name in ordered))


def parts_of_name(name: str) -> list[str]:
    """What a place with more than one name is called: «Fauske – Fuosko» is both, and each."""
    parts = [part.strip() for part in re.split(r"\s+[–—-]\s+|\s*/\s*", name)]
    return list(dict.fromkeys([name.strip(), *(part for part in parts if len(part) >= LEAST_LETTERS)]))


def parts_of_person(name: str) -> list[str]:
    """A person's whole name and the last of the family names; a first name alone tells little, and hits too much."""
    words = name.split()
    return list(dict.fromkeys([name.strip(), *words[-1:]])) if words else []


def _forms(text: str) -> set[str]:
    plain = text.translate(_PLAIN)
    return {text, plain, _without_marks(plain)}


def _without_marks(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", text) if not unicodedata.combining(each))


def _key(text: str) -> str:
    return " ".join(text.casefold().split())


def _only_digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[\d\s.]+", text)) and len(_only_digits(text)) > LEAST_LETTERS
