"""Search across: calls, awards, organisations, and the cases that the one who asks may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from helsetek.accounts.selectors import Person
from helsetek.accounts.visitor import Visitor
from helsetek.grants.selectors import applications
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme

from .awards import who_got_what

MOST = 20
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    title: str
    href: str
    about: str = ""


@dataclass(slots=True)
class Found:
    """Hits by kind; ``more`` names the kinds that have more than are shown."""

    calls: list[Hit] = field(default_factory=list)
    awards: list[Hit] = field(default_factory=list)
    organisations: list[Hit] = field(default_factory=list)
    cases: list[Hit] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.calls) + len(self.awards) + len(self.organisations) + len(self.cases)


def search(text: str, person: Person | Visitor) -> Found:
    """Every word must be found. Fewer than two letters find nothing. At most 20 of each kind."""
    words = [word.casefold() for word in text.split()][:8]
    if sum(map(len, words)) < SHORTEST:
        return Found()
    return Found(_calls(words), _awards(words), _organisations(words), _cases(words, person))


def _has(words: Iterable[str], *texts: str) -> bool:
    whole = " ".join(texts).casefold()
    return all(word in whole for word in words)


def _calls(words: list[str]) -> list[Hit]:
    language = get_language() or "nb"
    found = []
    for call in scheme.published_calls():
        title, summary = scheme.title(call).in_language(language), scheme.summary(call).in_language(language)
        if _has(words, title, summary):
            found.append(Hit(title, reverse("scheme:call", args=[call.slug]), summary))
    return found[:MOST]


def _awards(words: list[str]) -> list[Hit]:
    rows = [
        row for row in who_got_what() if _has(words, row.title, row.members_text, row.area_label, row.county)
    ]
    return [Hit(row.title, row.href or row.source_address, f"{row.lead}, {row.year}") for row in rows[:MOST]]


def _organisations(words: list[str]) -> list[Hit]:
    named = Q()
    for word in words:
        named &= Q(organisation__name__icontains=word)
    rows = registry.municipalities().filter(named)[:MOST]
    return [
        Hit(row.organisation.name, f"{reverse('portal:awards')}?q={row.organisation.name}", row.county.name)
        for row in rows
    ]


def _cases(words: list[str], person: Person | Visitor) -> list[Hit]:
    if isinstance(person, Visitor):
        return []
    named = Q()
    for word in words:
        named &= Q(case__title__icontains=word) | Q(case__number__icontains=word)
    rows = applications.visible_to(person).filter(named).select_related("case", "lead")[:MOST]
    return [Hit(row.case.title, _address(row.pk), f"{row.case.number}, {row.lead.name}") for row in rows]


def _address(application_id: int) -> str:
    try:
        return reverse("grants:application", args=[application_id])
    except NoReverseMatch:
        return f"/soknader/{application_id}/"
