"""Contradictions in words: what is said where, how far apart, and what would explain it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from helsetek.engines.economics.audit.expressions import evaluate
from helsetek.engines.economics.audit.figures import Claim, Published, Worded
from helsetek.engines.economics.audit.intervals import Interval
from helsetek.engines.economics.errors import AnalysisError

WORDS = {
    "nb": {
        "says": "{place} gir {value}",
        "apart": "De ligger minst {gap} fra hverandre",
        "fits": "Forklaring: {text}",
    },
    "en": {
        "says": "{place} gives {value}",
        "apart": "They lie at least {gap} apart",
        "fits": "Explanation: {text}",
    },
}


@dataclass(frozen=True)
class Finding:
    """One contradiction. ``gaps``: by alternative, the least distance between what is said and what follows."""

    number: int
    title: dict[str, str]
    places: tuple[str, ...]
    says: dict[str, tuple[str, ...]]
    gaps: dict[str, float]
    unit: str
    explanation: dict[str, str]

    def sentence(self, language: str = "nb") -> str:
        """The finding in plain words."""
        words = WORDS[language]
        said = "; ".join(
            words["says"].format(
                place=place, value=_local(" / ".join(v[n] for v in self.says.values()), language)
            )
            for n, place in enumerate(self.places)
        )
        parts = [f"{self.title[language]}. {said}."]
        if any(self.gaps.values()):
            sizes = _local(" / ".join(_short(gap) for gap in self.gaps.values()), language)
            parts.append(words["apart"].format(gap=f"{sizes} {self.unit}".strip()) + ".")
        if self.explanation:
            parts.append(words["fits"].format(text=self.explanation[language]) + ".")
        return " ".join(parts)


def audit(published: Published) -> list[Finding]:
    """Every claim that cannot hold within the figures' rounding, and every effect described by two words."""
    found = [finding for claim in published.claims if (finding := _judge(published, claim))]
    found += [finding for worded in published.worded if (finding := _worded(worded))]
    return sorted(found, key=lambda finding: finding.number)


def _judge(published: Published, claim: Claim) -> Finding | None:
    says, gaps = {}, {}
    for alternative in claim.only or published.alternatives:
        sides = [_side(published, formula, alternative) for formula in (claim.left, claim.right)]
        if None in sides or _holds(claim.relation, sides[0], sides[1]):  # type: ignore[arg-type]
            continue
        formulas = (claim.left, claim.right)
        says[alternative] = tuple(
            _said(published, f, alternative, s) for f, s in zip(formulas, sides, strict=True) if s
        )
        gaps[alternative] = sides[0].gap(sides[1])  # type: ignore[union-attr, arg-type]
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
    )


def _holds(relation: str, left: Interval, right: Interval) -> bool:
    match relation:
        case "=":
            return left.meets(right)
        case "<=":
            return left.low <= right.high
        case ">=":
            return left.high >= right.low
    raise AnalysisError(f"A claim's relation is =, <= or >=, not «{relation}».")


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
    """A printed figure as it is printed; anything else as its interval."""
    if formula in published.figures:
        return f"{published.figures[formula].values[alternative]:g}"
    return _printed(interval)


def _printed(interval: Interval) -> str:
    if interval.high - interval.low < 1e-12 * max(1.0, abs(interval.middle)):
        return _short(interval.middle)
    return f"{_short(interval.low)}–{_short(interval.high)}"


def _short(value: float) -> str:
    digits = 0 if abs(value) >= 1000 else 2 if abs(value) < 1 else 1
    return f"{value:.{digits}f}"


def _local(number: str, language: str) -> str:
    return number.replace(".", ",") if language == "nb" else number
