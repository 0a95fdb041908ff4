"""Words of goals and indicators in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from helsetek.scheme.selectors import Goal, Indicator

register = template.Library()


@register.filter
def goal_text(goal: Goal) -> str:
    return str(getattr(goal, f"text_{get_language() or 'nb'}", goal.text_nb))


@register.filter
def indicator_label(indicator: Indicator) -> str:
    return str(getattr(indicator, f"label_{get_language() or 'nb'}", indicator.label_nb))
