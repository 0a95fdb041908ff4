"""The reasons of a decision as they are first proposed: the recommendation's, and what the ranking says."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.casework.rules.reasons import Reasons
from helsetek.common import money
from helsetek.common.web import show
from helsetek.grants.models import Application
from helsetek.grants.rules.ranking import Place
from helsetek.registry import selectors as registry
from helsetek.scheme import selectors as scheme

from .assessments import formal_check
from .ranking import RankedRow, Totals


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision as the ranking would have it, before anybody has touched the text.

    The reasons in the three parts of forvaltningsloven § 25: ``reasons`` is the discretion.
    """

    application: Application
    amount_ore: int
    on_reserve_list: bool
    reasons: str
    conditions: str
    rule: str = ""
    facts: str = ""

    @property
    def in_parts(self) -> Reasons:
        return Reasons(self.rule, self.facts, self.reasons)


def draft_of_row(row: RankedRow, totals: Totals) -> Draft:
    """In the language form of the lead's letters (språklova § 15)."""
    with translation.override(registry.letter_language(row.application.lead)):
        rule = _rule(row.application)
        parts = [row.recommendation.reasons, _what_it_came_to(row, totals)]
        facts = _place(row, totals)
    return Draft(
        application=row.application,
        amount_ore=row.proposed_ore,
        on_reserve_list=row.on_reserve_list,
        reasons="\n\n".join(part for part in parts if part),
        rule=rule,
        facts=facts,
        conditions=row.recommendation.conditions if row.proposed_ore else "",
    )


def draft_of_dismissal(application: Application) -> Draft:
    sheet = formal_check(application)
    return Draft(application, 0, False, sheet.reason if sheet else "", "")


def _rule(application: Application) -> str:
    language = registry.letter_language(application.lead)
    words = _(
        "Grants are given by the terms of the call «%(call)s», by which applications are assessed and ranked."
    )
    return words % {"call": scheme.title(application.call).in_language(language)}


def _place(row: RankedRow, totals: Totals) -> str:
    words = _(
        "The application was assessed by two assessors against the criteria of the call. It scored %(score)s of 100 "
        "and was ranked as number %(rank)s of %(applications)s."
    )
    score = show.decimal(row.score, 1)
    return words % {"score": score, "rank": row.rank, "applications": totals.applications}


def _what_it_came_to(row: RankedRow, totals: Totals) -> str:
    note = row.proposal.note if row.proposal is not None and row.by_hand else ""
    match row.place:
        case Place.RESERVE:
            sentence = _(
                "The applications ask for %(requested)s together, and %(available)s can be given. The applications "
                "that were ranked higher have used the money. The application stands on the reserve list, and will "
                "be considered if more money can be given."
            )
        case Place.PARTIAL if not row.given_ore:
            sentence = _(
                "The applications ask for %(requested)s together, and %(available)s can be given. The grant is "
                "therefore less than what was applied for."
            )
        case _:
            return note
    words = {
        "requested": money.show(totals.requested_ore),
        "available": money.show(totals.available_ore),
    }
    return "\n\n".join(part for part in (sentence % words, note) if part)
