"""What codes and ids are called, in the reader's language, looked up once for a whole application."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from helsetek.grants.models import Application
from helsetek.grants.rules import sections as rules
from helsetek.grants.rules.sections import Section
from helsetek.grants.wording import MEASURES, in_my_language
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme
from helsetek.scheme.rules.terms import CallTerms, Measure
from helsetek.scheme.selectors import CallVersion, Indicator

_UNITS = {
    "percent": _("per cent"),
    "count": "",
    "hours": _("hours"),
    "months": _("months"),
}


@dataclass(frozen=True)
class Words:
    """Names by id or code. A code that the call does not know any more is shown as it is."""

    terms: CallTerms
    organisations: dict[int, str]
    at_hand: Iterable[Indicator] | None = None

    @cached_property
    def indicators(self) -> dict[str, tuple[str, str]]:
        """Label and unit by code; asked for by few sections, so looked up when it is."""
        found = scheme.indicators() if self.at_hand is None else self.at_hand
        return {one.code: (label_of(one), unit_of(one)) for one in found}

    def organisation(self, pk: int | None) -> str:
        return self.organisations.get(pk or 0, "") if pk else ""

    def activity(self, code: str) -> str:
        return next((in_my_language(a.label) for a in self.terms.activities if a.code == code), code)

    def activities(self, codes: Iterable[str]) -> str:
        return "\n".join(self.activity(code) for code in codes)

    def category(self, code: str) -> str:
        return next((in_my_language(c.label) for c in self.terms.cost_categories if c.code == code), code)

    def is_covered(self, code: str) -> bool:
        return code in self.terms.covered_codes

    def area(self, code: str) -> str:
        return next((in_my_language(a.label) for a in self.terms.areas if a.code == code), code)

    def measure(self, measure: Measure | None) -> str:
        return str(MEASURES[measure]) if measure else ""

    def indicator(self, code: str) -> str:
        return self.indicators.get(code, (code, ""))[0]

    def unit(self, code: str) -> str:
        return self.indicators.get(code, ("", ""))[1]


def words_for(
    application: Application,
    sections: Iterable[Section] = (),
    version: CallVersion | None = None,
    known: dict[int, str] | None = None,
    indicators: Iterable[Indicator] | None = None,
) -> Words:
    """The words of an application's own call, and the names of those its sections speak of.

    ``known`` are names at hand already, so that only others are looked up; ``indicators`` likewise.
    """
    names = dict(known or {})
    named = {application.lead_id}.union(*(rules.organisation_ids(section) for section in sections))
    if unknown := named - set(names):
        names |= {pk: place.name for pk, place in registry.organisations(unknown).items()}
    terms = scheme.terms(version or application.call_version)
    return Words(terms=terms, organisations=names, at_hand=indicators)


def label_of(indicator: Indicator) -> str:
    return str(getattr(indicator, f"label_{(get_language() or 'nb')[:2]}", indicator.label_nb))


def unit_of(indicator: Indicator) -> str:
    return str(_UNITS.get(indicator.unit, indicator.unit))
