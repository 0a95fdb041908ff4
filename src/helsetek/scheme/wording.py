"""Words for what the rules find. The rules are pure; the sentences are here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .rules.calls import Phase, Problem

PHASES = {
    Phase.DRAFT: gettext_lazy("Draft"),
    Phase.UPCOMING: gettext_lazy("Opens later"),
    Phase.OPEN: gettext_lazy("Open"),
    Phase.CLOSED: gettext_lazy("Closed"),
    Phase.CANCELLED: gettext_lazy("Cancelled"),
}

_LANGUAGES = {"nb": gettext_lazy("bokmål"), "nn": gettext_lazy("nynorsk"), "en": gettext_lazy("English")}


def _missing(data: dict[str, Any]) -> str:
    names = ", ".join(str(_LANGUAGES[language]) for language in data["languages"])
    return _("The text is missing in: %(languages)s.") % {"languages": names}


_SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "closes_before_opens": lambda d: _("The call closes before it opens. Move one of the times."),
    "closes_in_the_past": lambda d: _("The closing time has passed. Choose a later one."),
    "short_notice": lambda d: ngettext(
        "The call is open for less than %(weeks)s week. All who may apply should have time to do it.",
        "The call is open for less than %(weeks)s weeks. All who may apply should have time to do it.",
        d["weeks"],
    ) % d,
    "project_ends_before_it_starts": lambda d: _("The projects end before they start. Move one of the dates."),
    "project_ends_before_the_call": lambda d: _("The projects end before the call closes. Move the last day."),
    "translation_missing": _missing,
    "weights_do_not_add_up": lambda d: _("The weights add up to %(total)s %%. They must add up to 100 %%.") % d,
    "code_twice": lambda d: _("The code «%(code)s» is used twice. Give one of them another code.") % d,
    "envelope_missing": lambda d: _("Choose the envelope that the grants are paid from."),
    "nothing_covered": lambda d: _("No cost is covered. Mark at least one kind of cost as covered."),
    "share_missing": lambda d: _("Say how large a share of the cost is covered."),
    "share_year_twice": lambda d: _("The year %(year)s has two shares. Keep one.") % d,
    "share_rises": lambda d: _("The share rises from one year to the next, so that waiting pays off. Is it meant?"),
    "already_open": lambda d: _("The call has opened: the opening time cannot be changed."),
    "closes_earlier": lambda d: _(
        "The call has opened: the deadline can be moved later, not earlier. Applicants have planned by it."
    ),
}  # fmt: skip


def sentence(problem: Problem) -> str:
    """The problem as a sentence that says what to do, in the reader's language."""
    return _SENTENCES[problem.what](problem.data)


_PARTS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "purpose": gettext_lazy("Purpose"),
    "target_group": gettext_lazy("Who may apply"),
    "opens_at": gettext_lazy("Opens"),
    "closes_at": gettext_lazy("Closes"),
    "envelope": gettext_lazy("Envelope"),
    "criteria": gettext_lazy("Criteria"),
    "activities": gettext_lazy("Activities"),
    "cost_categories": gettext_lazy("Costs"),
    "areas": gettext_lazy("Areas"),
    "measures": gettext_lazy("Measures"),
    "parameters": gettext_lazy("Rules"),
    "label": gettext_lazy("name"),
    "guidance": gettext_lazy("guidance"),
    "weight": gettext_lazy("weight"),
    "covered": gettext_lazy("covered"),
    "source": gettext_lazy("source"),
    "measure": gettext_lazy("measure"),
    "share": gettext_lazy("share"),
    "note": gettext_lazy("Where the terms come from"),
    "least_municipalities": gettext_lazy("Least number of municipalities"),
    "own_contribution_share": gettext_lazy("Own contribution"),
    "share_of_cost": gettext_lazy("Share of cost covered"),
    "midt_norge_may_apply": gettext_lazy("Midt-Norge may apply"),
    "mandatory_standards": gettext_lazy("Mandatory standards"),
    "national_solutions": gettext_lazy("National solutions"),
    "sharing_duties": gettext_lazy("Duties to share"),
    "audit_threshold_ore": gettext_lazy("Auditor's confirmation from"),
    "audit_standard": gettext_lazy("Standard of the auditor's confirmation"),
    "audit_each_year": gettext_lazy("Each year's accounts confirmed apart"),
    "acceptance_days": gettext_lazy("Days to accept"),
    "project_starts": gettext_lazy("Projects start from"),
    "project_ends": gettext_lazy("Projects end at the latest"),
    "rule_set": gettext_lazy("Version of the rules"),
    "letter_templates": gettext_lazy("Version of the letters"),
    **_LANGUAGES,
}


def part(path: str | tuple[str, ...]) -> str:
    """Where in a call something stands, in words: ``criteria.need.label`` is «Criteria: need, name»."""
    steps = path.split(".") if isinstance(path, str) else [*path]
    steps = [step for step in steps if step != "parameters"] or steps
    words = [str(_PARTS.get(step, step)) for step in steps]
    return words[0] if len(words) == 1 else str(format_lazy("{}: {}", words[0], ", ".join(words[1:])))


AUDIT_STANDARDS = {
    "isa805": gettext_lazy("ISA 805: audit with an opinion"),
    "isrs4400": gettext_lazy("ISRS 4400: agreed-upon procedures"),
}

UNITS = {
    "percent": gettext_lazy("percent"),
    "count": gettext_lazy("number"),
    "hours": gettext_lazy("hours"),
    "months": gettext_lazy("months"),
}


_IN_THE_REPORT = re.compile(r"Report ([\d.]+)(?: and ([\d.]+))?")


def source(text: str) -> str:
    """Where a term stands, in the reader's language: «Report 4.1.1 and 6.1.1»; other sources as they are."""
    found = _IN_THE_REPORT.fullmatch(text)
    if found is None:
        return text
    first, second = found.groups()
    if second is None:
        return _("Report %(place)s") % {"place": first}
    return _("Report %(first)s and %(second)s") % {"first": first, "second": second}


def budget_post(chapter: str, post: str) -> str:
    """«1234.70»; in words where the chapter and post are not known."""
    return f"{chapter}.{post}" if chapter.isdigit() else _("not known")
