"""Numbers and addresses in the templates of analyses."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from helsetek.evaluation.calculating import changing, words
from helsetek.evaluation.selectors import Subject
from helsetek.evaluation.views.asked import Asked

register = template.Library()

register.filter("millions1", words.millions)


@register.filter
def millions0(value: float, sign: str = "") -> str:
    """Whole millions: «−116»; with ``sign`` «+3»."""
    text = words.millions(value, 0)
    return f"+{text}" if sign and value > 0 and text != "0" else text


@register.filter
def plain(value: float) -> str:
    """A number as machines read it, whatever the language."""
    return f"{value:.12g}"


@register.filter
def path(here: Asked, route: str) -> str:
    return reverse(f"evaluation:{route}", args=[here.subject.key])


@register.filter
def changes(here: Asked) -> str:
    return changing.written(here.changes)


@register.filter
def lead(subject: Subject) -> Any:
    """What a shipped analysis is, in a sentence."""
    return {
        "rapport-2022": _(
            "Chapter 5 of the report that proposed the scheme, calculated anew from its assumptions: tables 4 and 8."
        ),
        "rapport-2022-tabell5": _(
            "The same report by its own table 5: one number is smaller, and the vendors' gain is left out."
        ),
        "rapport-2022-opptak": _(
            "The three levels of the report when each municipality chooses by what it gains and what it costs; own "
            "effort is counted, so the net benefit is lower than in table 8."
        ),
        "2024": _(
            "What the scheme became: real budgets and rounds, 357 municipalities that each choose. The effects for each "
            "municipality are the report's: read it as what must be true, not as a finding."
        ),
    }.get(subject.key, "")
