"""Words of a call in the reader's language."""

from __future__ import annotations

from django import template

from helsetek.common.web import show
from helsetek.scheme import presenting, wording

register = template.Library()

register.filter("said", presenting.said)
register.filter("source", wording.source)
register.filter("budget_post", wording.budget_post)
register.filter("call_title", presenting.title_of)
register.filter("call_summary", presenting.summary_of)
register.filter("time_left", presenting.time_left)
register.filter("machine_time", show.machine_time)
register.filter("measure_name", presenting.measure_name)
