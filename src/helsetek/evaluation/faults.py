"""Faults of an assumptions file in the reader's language, with the line and the mend.

The engine speaks English and knows nothing of catalogues. Its sentences are listed here with their gaps, so that they
can be told in bokmål and nynorsk; a sentence that is not known is shown as it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from helsetek.engines.economics.errors import Fault

SENTENCES = (
    gettext_noop("The table [%(name)s] is missing."),
    gettext_noop("Add [%(name)s]; see docs/engines/economics.md."),
    gettext_noop("«%(name)s» is not a table."),
    gettext_noop("Write it as [%(name)s]."),
    gettext_noop("%(key)s is missing or not a whole year."),
    gettext_noop("%(key)s is missing."),
    gettext_noop("The analysis has no %(key)s."),
    gettext_noop("Unknown uptake «%(value)s»."),
    gettext_noop("Write «shares» or «choice»."),
    gettext_noop("The period %(period)s is empty or longer than %(years)s years."),
    gettext_noop("Let last_year follow first_year."),
    gettext_noop("«%(name)s» has no label."),
    gettext_noop("«%(name)s» has no source."),
    gettext_noop("Write source = %(example)s; a judgement names who judged."),
    gettext_noop("The spread of «%(name)s»: %(why)s"),
    gettext_noop("Known kinds: %(known)s."),
    gettext_noop("«%(name)s» has no number."),
    gettext_noop("Write value = 1.0, or a table of year = number."),
    gettext_noop("«%(name)s» is not finite."),
    gettext_noop("Write an ordinary number."),
    gettext_noop("«%(name)s» is negative (%(value)s)."),
    gettext_noop(
        "Costs and savings are written as positive numbers; write signed = true if below zero has a meaning."
    ),
    gettext_noop("«%(name)s» has keys that are not years."),
    gettext_noop("«%(name)s»: unknown unit «%(unit)s» in «%(text)s»; known units are %(known)s."),
    gettext_noop("Write a pure number as unit = %(example)s."),
    gettext_noop("«%(name)s» is money without a price year."),
    gettext_noop("Write price_year = %(year)s."),
    gettext_noop("«%(name)s» is in %(year)s-kroner, the analysis in %(other)s."),
    gettext_noop("Name the index that converts it: %(example)s."),
    gettext_noop("«%(name)s» is not money."),
    gettext_noop("Remove price_year."),
    gettext_noop("«%(name)s»: %(key)s «%(value)s» is unknown."),
    gettext_noop("Write one of %(known)s."),
    gettext_noop("The range of «%(name)s» is infeasible: %(range)s."),
    gettext_noop("Write range = %(example)s, low first."),
    gettext_noop("«%(name)s» = %(value)s lies outside its range %(range)s."),
    gettext_noop("Mend the value or the range: one of them is wrong."),
    gettext_noop("«%(name)s»: %(key)s is not a date."),
    gettext_noop("«%(name)s» ends before it begins."),
    gettext_noop("Swap valid_from and valid_to."),
    gettext_noop("«null» is the null alternative."),
    gettext_noop("Give the alternative another name."),
    gettext_noop("«%(name)s» sets «%(key)s», which is no assumption."),
    gettext_noop("Add [parameter.%(name)s]."),
    gettext_noop("«%(key)s» in «%(name)s» is not uncertain."),
    gettext_noop("Give it a spread, or take it out of members."),
    gettext_noop("The matrix of «%(name)s» is not square and symmetric."),
    gettext_noop("Write %(count)s rows of %(same)s numbers, mirrored over the diagonal."),
    gettext_noop("The matrix of «%(name)s» is no correlation matrix."),
    gettext_noop("The diagonal is 1 and the rest lies between -1 and 1."),
    gettext_noop("The matrix of «%(name)s» is not positive definite."),
    gettext_noop(
        "The correlations contradict each other; multiplied by %(factor)s (largest %(largest)s) they fit."
    ),
    gettext_noop("There is no index «%(name)s»."),
    gettext_noop("Known: %(known)s."),
    gettext_noop("The index «%(name)s» lacks vintage, levels or source."),
    gettext_noop("Add what is missing."),
    gettext_noop("The unit «%(unit)s» of «%(name)s» does not fit: %(why)s"),
    gettext_noop("The units do not fit: %(why)s"),
    gettext_noop("Compare the units with a shipped analysis."),
    gettext_noop("The model needs the assumption «%(name)s». Add [parameter.%(same)s]."),
    gettext_noop("«%(name)s» is independent in some alternatives only: set it in all, or in none."),
    gettext_noop("«%(name)s» has a value for each year: let its spread be a factor or shift."),
    gettext_noop("«%(name)s» = %(value)s cannot be used: the net benefit is no number. Give another value."),
    gettext_noop("The net benefit is no number at the stated values. Look for a zero that is divided by."),
    gettext_noop(
        "In %(share)s of the draws the net benefit is no number: a spread holds values that cannot be used, such as zero "
        "of something that is divided by."
    ),
    gettext_noop("The model cannot do without it."),
    gettext_noop("Mend its unit, or the unit it is multiplied with."),
    gettext_noop("«%(effect)s» in «%(name)s»: %(why)s"),
    gettext_noop("«%(word)s» is not on the scale: %(known)s."),
    gettext_noop("Add [non_priced.%(name)s] with a label."),
    gettext_noop("Write words of the scale, or %(example)s."),
    gettext_noop("Give a matrix of %(known)s, an extent of %(extents)s."),
    gettext_noop("There is no population for %(year)s in %(file)s nor in %(other)s beside it."),
    gettext_noop("low, mode and high are not in rising order."),
    gettext_noop("sd, median, alpha and beta must be above zero."),
    gettext_noop("unknown kind «%(kind)s»."),
    gettext_noop("«on» is «%(value)s», but must be one of %(known)s."),
    gettext_noop("%(kind)s needs %(missing)s."),
    gettext_noop("the effect «%(name)s» is %(found)s, not %(wanted)s."),
)


@lru_cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences that say most first: «X has no source.» before «%(kind)s needs %(missing)s.»"""
    ordered = sorted(SENTENCES, key=lambda one: -len(re.sub(r"%\(\w+\)s", "", one)))
    return tuple((_pattern(one), one) for one in ordered)


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"%\((\w+)\)s", sentence)
    text = "".join(f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    return re.compile(text, re.DOTALL)


def told(sentence: str) -> str:
    """A sentence of the engine in the reader's language."""
    for pattern, known in _patterns():
        found = pattern.fullmatch(sentence.strip())
        if found:
            gaps = {name: told(text) if name == "why" else text for name, text in found.groupdict().items()}
            return _(known) % gaps if gaps else _(known)
    return sentence


def said(fault: Fault) -> str:
    """«mitt-forslag.toml, line 12: …»"""
    named = {"file": fault.file, "line": fault.line, "what": told(fault.what), "mend": told(fault.mend)}
    if not fault.line:
        return _("%(file)s: %(what)s %(mend)s") % named
    return _("%(file)s, line %(line)s: %(what)s %(mend)s") % named
