"""Changes that somebody makes to an analysis: numbers by assumption, in the address, in the form, and applied.

A key is ``id`` where no alternative sets the assumption, else ``id@alternative`` (``id@null`` for the null alternative).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from helsetek.common.errors import RuleBroken
from helsetek.engines.economics.assumptions import Assumptions, Parameter
from helsetek.engines.economics.assumptions.model import NULL, say
from helsetek.engines.economics.errors import AnalysisError

from . import words
from .keeping import kept

Changes = dict[str, float]
LONGEST_TEXT = 6000
LARGEST = 1e12
#: How far a slider reaches where the stated value says nothing.
REACH = {
    "NOK/municipality": 1_000_000.0, "NOK/inhabitant": 100.0, "week/municipality": 20.0, "MNOK/year": 100.0,
    "NOK/week": 40_000.0,
}  # fmt: skip
STEPS = 200
ROUND = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


@dataclass(frozen=True)
class Lever:
    """One number that can be changed: what it is called, what it was stated as, what it is now, how far it reaches."""

    key: str
    parameter: Parameter
    alternative: str
    alternative_label: str
    label: str
    unit: str
    stated: float
    value: float
    low: float
    high: float
    step: float
    hint: str

    @property
    def changed(self) -> bool:
        return self.value != self.stated

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"v.{self.key}"

    @property
    def html_id(self) -> str:
        return "v-" + self.key.replace("@", "-")


def keys_of(assumptions: Assumptions) -> dict[str, tuple[str, str]]:
    """Every key that can be changed -> (parameter, alternative or "")."""
    return kept(("keys", assumptions.hash), lambda: _keys_of(assumptions))


def _keys_of(assumptions: Assumptions) -> dict[str, tuple[str, str]]:
    found = {}
    for name, parameter in assumptions.parameters.items():
        for alternative in _places(assumptions, parameter):
            value = assumptions.value(name, alternative or NULL)
            if not isinstance(value, dict):
                found[f"{name}@{alternative}" if alternative else name] = (name, alternative)
    return found


def _places(assumptions: Assumptions, parameter: Parameter) -> list[str]:
    """Where the parameter has numbers of its own: "" when it is one for all."""
    setting = [name for name, one in assumptions.alternatives.items() if parameter.id in one.values]
    if not setting:
        return [""]
    null = parameter.value if not isinstance(parameter.value, dict) else 0.0
    everywhere = len(setting) == len(assumptions.alternatives)
    return [*setting, NULL] if null or not everywhere else setting


def stated_number(assumptions: Assumptions, key: str) -> float:
    name, alternative = keys_of(assumptions)[key]
    value = assumptions.value(name, alternative or NULL)
    if isinstance(value, dict):  # keys_of leaves them out
        raise AnalysisError(key)
    return value


def levers(assumptions: Assumptions, changes: Mapping[str, float]) -> list[Lever]:
    """All that can be changed, in the order of the file."""
    language = words.language()
    return [
        _lever(assumptions, key, *place, changes, language) for key, place in keys_of(assumptions).items()
    ]


def _lever(
    assumptions: Assumptions,
    key: str,
    name: str,
    alternative: str,
    changes: Mapping[str, float],
    language: str,
) -> Lever:
    parameter = assumptions.parameters[name]
    stated = stated_number(assumptions, key)
    value = changes.get(key, stated)
    low, high = reach(assumptions, parameter, stated)
    low, high = min(low, value), max(high, value)
    return Lever(
        key=key,
        parameter=parameter,
        alternative=alternative,
        alternative_label=_alternative(assumptions, alternative, language),
        label=say(parameter.label, language),
        unit=words.unit(parameter.unit.text),
        stated=stated,
        value=value,
        low=low,
        high=high,
        step=_step(high - low),
        hint=_hint(assumptions, parameter, alternative),
    )


def _alternative(assumptions: Assumptions, name: str, language: str) -> str:
    if name == NULL:
        return _("Null alternative")
    return say(assumptions.alternatives[name].label, language) if name else ""


def is_share(assumptions: Assumptions, parameter: Parameter) -> bool:
    """Whether the numbers are parts of a whole: pure numbers from 0 to 1 wherever they are stated."""
    stated = [assumptions.value(parameter.id, name) for name in (NULL, *assumptions.alternatives)]
    numbers = [one for value in stated for one in (value.values() if isinstance(value, dict) else [value])]
    return parameter.unit.text == "1" and not parameter.signed and all(0 <= one <= 1 for one in numbers)


def reach(assumptions: Assumptions, parameter: Parameter, stated: float) -> tuple[float, float]:
    """From where to where a slider goes: nothing to twice the stated value, or what the spread and the unit suggest."""
    spread = parameter.spread
    ends = [stated]
    if spread and spread.on == "value":
        ends += [n for key, n in spread.numbers.items() if key in ("low", "high", "mode")]
    if spread and spread.on == "shift":
        ends += [stated + n for key, n in spread.numbers.items() if key in ("low", "high")]
    if is_share(assumptions, parameter):
        return 0.0, 1.0 if stated == 0 or stated > 0.1 else round(max(4 * stated, *ends), 4)
    top = _rounded(max(2 * stated, *ends)) or REACH.get(parameter.unit.text, 10.0)
    return (-_rounded(-min(0.0, 2 * stated, *ends)) if parameter.signed else 0.0), top


def _rounded(value: float) -> float:
    """Up to the next round number."""
    if value <= 0:
        return 0.0
    size = 10.0 ** math.floor(math.log10(value))
    return next(
        size * m
        for m in (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
        if size * m >= value * (1 - 1e-9)
    )


def _step(span: float) -> float:
    """A round step, some two hundred of them."""
    if span <= 0:
        return 1.0
    return float(f"{10 ** math.floor(math.log10(span / STEPS * 2)):g}")


def _bounds(assumptions: Assumptions, parameter: Parameter, alternative: str) -> tuple[float, float] | None:
    """What the figures of the source allow, in this alternative or in all."""
    there = assumptions.alternatives.get(alternative)
    return (there.ranges.get(parameter.id) if there else None) or parameter.range


def _hint(assumptions: Assumptions, parameter: Parameter, alternative: str) -> str:
    bounds = _bounds(assumptions, parameter, alternative)
    if not bounds:
        return ""
    named = {"low": words.number(bounds[0]), "high": words.number(bounds[1])}
    return _("The source allows %(low)s to %(high)s.") % named


# -- In the address ---------------------------------------------------------------------------------


def written(changes: Mapping[str, float]) -> str:
    """``vendors:9,introduction_saving@nivaa3:34.2``, in a fixed order."""
    return ",".join(f"{key}:{value:.12g}" for key, value in sorted(changes.items()))


def read(text: str, assumptions: Assumptions) -> Changes:
    """What stands in an address. Raises RuleBroken in words."""
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(_("The address holds too many changes. Write them in a file of your own."))
    typed = dict(part.rpartition(":")[::2] for part in text.split(",") if part)
    return checked(assumptions, typed)


# -- Checked and applied ----------------------------------------------------------------------------


def checked(assumptions: Assumptions, typed: Mapping[str, str]) -> Changes:
    """Numbers as they were typed, by key, as changes: only those that differ from what is stated.

    Raises RuleBroken with a sentence for each that does not hold, by key.
    """
    known, changes, wrong = keys_of(assumptions), Changes(), dict[str, list[str]]()
    for key, text in typed.items():
        if key not in known:
            wrong[key] = [
                _("There is no assumption «%(name)s» here that can be changed.") % {"name": key[:60]}
            ]
            continue
        parameter, stated = assumptions.parameters[known[key][0]], stated_number(assumptions, key)
        try:
            value = _number(text)
            _feasible(assumptions, parameter, value)
        except ValueError as error:
            wrong[key] = [f"{say(parameter.label, words.language())}: {error}"]
            continue
        if value != stated:
            changes[key] = value
    if wrong:
        raise RuleBroken(" ".join(sentence for found in wrong.values() for sentence in found), wrong)
    return changes


def _number(text: str) -> float:
    plain = str(text).strip().replace("\u00a0", "").replace(" ", "").replace("−", "-").replace(",", ".")
    try:
        value = float(plain) if len(plain) <= 40 else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(_("write a number, such as 8.5."))
    return value


def _feasible(assumptions: Assumptions, parameter: Parameter, value: float) -> None:
    if value < 0 and not parameter.signed:
        raise ValueError(_("cannot be below zero. Costs and savings are written as positive numbers."))
    if abs(value) > LARGEST:
        raise ValueError(_("is too large. The unit is %(unit)s.") % {"unit": words.unit(parameter.unit.text)})
    if value > 1 and is_share(assumptions, parameter):
        raise ValueError(_("is a share, from 0 to 1. Write 0.63 for 63 per cent."))


def applied(assumptions: Assumptions, changes: Mapping[str, float]) -> Assumptions:
    """The analysis with the changes."""
    return assumptions.with_values(changes) if changes else assumptions


def told(assumptions: Assumptions, changes: Mapping[str, float]) -> list[tuple[str, str, str, str]]:
    """What was changed: (label, from, to, unit), for a person."""
    places, language = keys_of(assumptions), words.language()
    found = [
        _lever(assumptions, key, *place, changes, language) for key, place in places.items() if key in changes
    ]
    return [
        (
            f"{one.label} ({one.alternative_label})" if one.alternative_label else one.label,
            words.number(one.stated),
            words.number(one.value),
            one.unit,
        )
        for one in found
    ]


def outside(assumptions: Assumptions, changes: Mapping[str, float]) -> list[str]:
    """Those changes that lie outside what the figures of the source allow, in words."""
    places, language, found = keys_of(assumptions), words.language(), []
    for key, value in changes.items():
        name, alternative = places[key]
        bounds = _bounds(assumptions, assumptions.parameters[name], alternative)
        if bounds and not bounds[0] <= value <= bounds[1]:
            named = {"low": words.number(bounds[0]), "high": words.number(bounds[1])}
            label = say(assumptions.parameters[name].label, language)
            found.append(f"{label}: " + _("The source allows %(low)s to %(high)s.") % named)
    return found


def as_file(name: str, title: str, assumptions: Assumptions, changes: Mapping[str, float]) -> str:
    """The changes as a file of their own that lies on a shipped analysis: to go on with in an editor."""
    places = keys_of(assumptions)
    lines = [f'extends = "{name}"', "", "[analysis]", 'id = "min-analyse"', f"title = {_quoted(title)}"]
    common = {places[key][0]: value for key, value in changes.items() if places[key][1] in ("", NULL)}
    for parameter, value in common.items():
        lines += ["", f"[parameter.{parameter}]", f"value = {value!r}"]
    for alternative in assumptions.alternatives:
        own = {places[key][0]: value for key, value in changes.items() if places[key][1] == alternative}
        if own:
            lines += ["", f"[alternative.{alternative}.set]", *(f"{n} = {v!r}" for n, v in own.items())]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    plain = "".join(letter for letter in text if letter.isprintable())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'
