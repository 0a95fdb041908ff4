"""Contradictions in words: what is said where, how far apart, and what would explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from helsetek.engines.economics.audit.expressions import evaluate
from helsetek.engines.economics.audit.figures import Claim, Published, Worded
from helsetek.engines.economics.audit.intervals import Interval
from helsetek.engines.economics.errors import AnalysisError

TOLERANCE = 1e-9
WORDS = {
    "nb": {
        "says": "{place} gir {value}",
        "contradiction": "De ligger minst {gap} fra hverandre",
        "rounding": "De trykte tallene skiller {gap}, som avrunding kan forklare",
        "judgement": "Det går {gap} utenfor",
        "fits": "Forklaring: {text}",
    },
    "en": {
        "says": "{place} gives {value}",
        "contradiction": "They lie at least {gap} apart",
        "rounding": "The printed figures differ by {gap}, which rounding can explain",
        "judgement": "It reaches {gap} outside",
        "fits": "Explanation: {text}",
    },
}


#: The report is Norwegian and so are its places; what an English reader needs to look them up.
ENGLISH = {
    "tabell ": "table ",
    "kap. ": "ch. ",
    "vedlegg ": "appendix ",
    " og ": " and ",
    " prosent": " percent",
}
UNITS = {
    "år": "years",
    "prosentpoeng": "percentage points",
    "kommuner": "municipalities",
    "kroner": "NOK",
    "krone": "NOK",
    "ukesverk per kommune": "weeks a municipality",
    "andel": "(share)",
}


@dataclass(frozen=True)
class Finding:
    """One contradiction. ``gaps``: by alternative, the least distance between what is said and what follows.

    ``kind``: ``contradiction``; ``rounding`` (printed terms that do not add up to their printed sum, though all of them
    can be rounded from numbers that do); ``judgement`` (a choice its sources do not support).
    """

    number: int
    title: dict[str, str]
    places: tuple[str, ...]
    says: dict[str, tuple[str, ...]]
    gaps: dict[str, float]
    unit: str
    explanation: dict[str, str]
    kind: str = "contradiction"

    def sentence(self, language: str = "nb") -> str:
        """The finding in plain words."""
        words = WORDS[language]
        said = "; ".join(
            words["says"].format(
                place=_in_english(place) if language == "en" else place,
                value=_local(" / ".join(v[n] for v in self.says.values()), language),
            )
            for n, place in enumerate(self.places)
        )
        parts = [f"{self.title[language]}. {said}."]
        if any(self.gaps.values()):
            sizes = _local(" / ".join(_short(gap) for gap in self.gaps.values()), language)
            parts.append(words[self.kind].format(gap=f"{sizes} {_unit(self.unit, language)}".strip()) + ".")
        if self.explanation:
            parts.append(words["fits"].format(text=self.explanation[language]) + ".")
        return " ".join(parts)


def audit(published: Published) -> list[Finding]:
    """Every claim that cannot hold within the figures' rounding, and every effect described by two words."""
    found = [finding for claim in published.claims if (finding := _judge(published, claim))]
    found += [finding for worded in published.worded if (finding := _worded(worded))]
    return sorted(found, key=lambda finding: finding.number)


def _judge(published: Published, claim: Claim) -> Finding | None:
    says: dict[str, tuple[str, ...]] = {}
    gaps: dict[str, float] = {}
    kind = claim.kind
    for alternative in claim.only or published.alternatives:
        left, right = (_side(published, formula, alternative) for formula in (claim.left, claim.right))
        if left is None or right is None:
            continue
        gap = left.outside(right) if claim.relation == "within" else left.gap(right)
        if _holds(claim.relation, left, right):
            if claim.kind != "sum" or not (gap := _printed_gap(published, claim, alternative)):
                continue
            kind = "rounding"
            left = Interval.of(_as_printed(published, claim.left, alternative))
        says[alternative] = (
            _said(published, claim.left, alternative, left),
            _said(published, claim.right, alternative, right),
        )
        gaps[alternative] = gap
    if not says:
        return None
    return Finding(
        claim.number,
        dict(claim.title),
        claim.places,
        says,
        gaps,
        claim.unit,
        _explanation(published, claim, list(says)),
        "contradiction" if kind == "sum" else kind,
    )


def _printed_gap(published: Published, claim: Claim, alternative: str) -> float:
    """How far the printed terms are from their printed sum, taken as they stand."""
    left, right = (_as_printed(published, formula, alternative) for formula in (claim.left, claim.right))
    return abs(left - right) if abs(left - right) > TOLERANCE else 0.0


def _as_printed(published: Published, formula: str, alternative: str) -> float:
    def lookup(name: str, other: str | None) -> float:
        return published.figures[name].values[other or alternative]

    return float(evaluate(formula, lookup))


def _holds(relation: str, left: Interval, right: Interval) -> bool:
    match relation:
        case "=":
            return left.meets(right)
        case "<=":
            return left.low <= right.high
        case ">=":
            return left.high >= right.low
        case "within":
            return left.outside(right) <= TOLERANCE
    raise AnalysisError(f"A claim's relation is =, <=, >= or within, not «{relation}».")


def _side(published: Published, formula: str, alternative: str) -> Interval | None:
    """The interval of a formula; None when a figure in it is not printed for the alternative."""

    def lookup(name: str, other: str | None) -> Any:
        if name in published.facts:
            return published.facts[name].interval
        if name not in published.figures:
            raise AnalysisError(f"A claim speaks of «{name}», which is neither a figure nor a fact.")
        return published.figures[name].interval(other or alternative)

    try:
        return Interval.of(evaluate(formula, lookup))
    except KeyError:
        return None


def _explanation(published: Published, claim: Claim, alternatives: list[str]) -> dict[str, str]:
    """The first explanation whose formula fits what is printed in every contradicted alternative."""
    for tried in claim.explanations:
        pairs = [(_side(published, claim.left, a), _side(published, tried.formula, a)) for a in alternatives]
        if all(left is not None and right is not None and left.meets(right) for left, right in pairs):
            return {"nb": tried.text["nb"], "en": tried.text["en"]}
    return {}


def _worded(worded: Worded) -> Finding | None:
    if len({says for _, says in worded.says}) == 1:
        return None
    said = tuple(f"«{says}»" for _, says in worded.says)
    places = tuple(place for place, _ in worded.says)
    return Finding(
        worded.number,
        dict(worded.title),
        places,
        {worded.alternative: said},
        {worded.alternative: 0.0},
        "",
        {},
    )


def _said(published: Published, formula: str, alternative: str, interval: Interval) -> str:
    """A printed figure as it is printed; a sum of printed figures as they add up; anything else as its interval."""
    if formula in published.figures:
        return f"{published.figures[formula].values[alternative]:g}"
    return _printed(interval)


def _printed(interval: Interval) -> str:
    if interval.high - interval.low < 1e-12 * max(1.0, abs(interval.middle)):
        return _short(interval.middle)
    dash = "–" if interval.low >= 0 else " … "
    return f"{_short(interval.low)}{dash}{_short(interval.high)}"


def _short(value: float) -> str:
    digits = 0 if abs(value) >= 1000 or float(value).is_integer() else 2 if abs(value) < 1 else 1
    return f"{value:.{digits}f}"


def _in_english(place: str) -> str:
    for norwegian, english in ENGLISH.items():
        place = place.replace(norwegian, english)
    return place


def _unit(unit: str, language: str) -> str:
    return UNITS.get(unit, unit) if language == "en" else unit


def _local(number: str, language: str) -> str:
    said = number.replace("-", "−")
    return said.replace(".", ",") if language == "nb" else said
