"""Effects without a price: both published matrices, the report's own scale, and which rankings hold for any values.

No weights are invented. A ranking is robust when it holds for every way of giving values to the steps of the
scale in which a higher step is never worth less; otherwise a step is named at which it turns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise, product

from helsetek.engines.economics.errors import AnalysisError

#: Pluss-minusmetoden (DFØ 2018): extent by importance (small, medium, large); half steps are «+/++».
PLUS_MINUS: dict[str, tuple[float, float, float]] = {
    "large_positive": (1.5, 2.5, 3.5),
    "medium_positive": (0.5, 2.0, 2.5),
    "small_positive": (0.0, 0.5, 1.5),
    "none": (0.0, 0.0, 0.0),
    "small_negative": (0.0, -0.5, -1.5),
    "medium_negative": (-0.5, -2.0, -2.5),
    "large_negative": (-1.5, -2.5, -3.5),
}
#: Verdimatrisemetoden (DFØ 2023): quantity by unit value (small, medium, high).
VALUE_MATRIX: dict[str, tuple[float, float, float]] = {
    "large_positive": (2.0, 3.0, 4.0),
    "medium_positive": (1.0, 2.0, 3.0),
    "small_positive": (0.0, 1.0, 2.0),
    "none": (0.0, 0.0, 0.0),
    "small_negative": (0.0, -1.0, -2.0),
    "medium_negative": (-1.0, -2.0, -3.0),
    "large_negative": (-2.0, -3.0, -4.0),
}
MATRICES = {"plus_minus": PLUS_MINUS, "value_matrix": VALUE_MATRIX}
IMPORTANCE = ("small", "medium", "large")
#: The report's words (section 5.1.3) as steps of the same ladder, 0 to 4.
REPORT_SCALE = {
    "ingen": 0.0,
    "svært liten": 0.5,
    "liten": 1.0,
    "": 2.0,
    "stor": 3.0,
    "svært stor": 4.0,
}
VALUE_WORDS = {0: "ubetydelig/ingen", 1: "liten", 2: "middels", 3: "stor", 4: "meget stor"}


def consequence(matrix: str, extent: str, importance: str) -> float:
    """The step (-4 to 4) that a published matrix gives."""
    if matrix not in MATRICES or extent not in PLUS_MINUS or importance not in IMPORTANCE:
        raise AnalysisError(f"Give a matrix of {', '.join(MATRICES)}, an extent of {', '.join(PLUS_MINUS)}.")
    return MATRICES[matrix][extent][IMPORTANCE.index(importance)]


def step_of(words: str) -> float:
    """The report's words as a step: «liten positiv» 1, «liten positiv/positiv» 1.5, «svært stor negativ» -4."""
    parts = [_step(part.strip().lower()) for part in words.split("/")]
    return sum(parts) / len(parts)


def _step(word: str) -> float:
    sign = -1.0 if word.endswith("negativ") else 1.0
    size = word.removesuffix("negativ").removesuffix("positiv").strip()
    if size not in REPORT_SCALE:
        raise AnalysisError(f"«{word}» is not on the scale: svært liten, liten, (positiv), stor, svært stor.")
    return sign * REPORT_SCALE[size]


def said(raw: str | Mapping[str, str]) -> str:
    """A judgement as the report's words: words as they are, or a step of a published matrix put into words."""
    if isinstance(raw, str):
        step_of(raw)
        return raw
    if not isinstance(raw, Mapping):
        raise AnalysisError(f"{raw} is no judgement.")
    step = consequence(raw.get("matrix", "plus_minus"), raw.get("extent", ""), raw.get("importance", ""))
    return in_report_words(step)


def in_report_words(step: float) -> str:
    """The words whose step it is: 1.5 is «liten positiv/positiv», 0 is «ingen»."""
    if step == 0:
        return "ingen"
    side, names = "positiv" if step > 0 else "negativ", {value: name for name, value in REPORT_SCALE.items()}
    size = abs(step)
    whole = [size] if size in names else [size - 0.5, size + 0.5]
    return "/".join(f"{names[part]} {side}".strip() for part in whole)


ENGLISH = {
    "ingen": "none", "svært liten": "very small", "liten": "small", "": "", "stor": "large", "svært stor": "very large",
    "middels": "medium", "meget stor": "very large", "ubetydelig": "negligible", "positiv": "positive",
    "negativ": "negative",
}  # fmt: skip


def in_language(words: str, language: str) -> str:
    """The words of the scale in English; bokmål and nynorsk share them."""
    if language != "en":
        return words
    return "/".join(_in_english(part.strip().lower()) for part in words.split("/"))


def _in_english(word: str) -> str:
    side = next((name for name in ("positiv", "negativ") if word.endswith(name)), "")
    size = word.removesuffix(side).strip()
    return f"{ENGLISH.get(size, size)} {ENGLISH.get(side, '')}".strip()


def as_signs(step: float) -> str:
    """A step in the signs of pluss-minusmetoden: 1.5 is «+/++», -2 is «−−»."""
    sign = "+" if step >= 0 else "−"
    whole, half = divmod(abs(step), 1)
    low, high = sign * int(whole) or "0", sign * (int(whole) + 1)
    return f"{low}/{high}" if half else low


def as_words(step: float) -> str:
    """A step in the words of verdimatrisen."""
    size = VALUE_WORDS[min(VALUE_WORDS, key=lambda known: abs(known - abs(step)))]
    if size == VALUE_WORDS[0]:
        return size
    return f"{size} {'positiv' if step > 0 else 'negativ'}"


@dataclass(frozen=True)
class Ranking:
    """Whether ``first`` is at least as good as ``second`` for all monotone values; else where it turns."""

    first: str
    second: str
    robust: bool
    strict: bool
    turns_at: float | None


Steps = Mapping[str, Mapping[str, float]]


def rankings(steps: Steps) -> list[Ranking]:
    """Every ordered pair of alternatives; steps by alternative and effect, one scale for all effects."""
    return [compare(steps, a, b) for a, b in product(steps, repeat=2) if a != b]


def compare(steps: Steps, first: str, second: str) -> Ranking:
    """A monotone assignment with v(0) = 0 is a sum of single thresholds, so it is enough to look at each.

    At threshold k > 0 an effect counts 1 when its step is at least k (k < 0: -1 when it is at most k).
    """
    gaps = {k: _counted(steps[first], k) - _counted(steps[second], k) for k in _thresholds(steps)}
    turning = [k for k, gap in gaps.items() if gap < 0]
    return Ranking(
        first, second, not turning, not turning and any(gaps.values()), turning[0] if turning else None
    )


def _thresholds(steps: Steps) -> list[float]:
    return sorted({step for effects in steps.values() for step in effects.values() if step})


def _counted(effects: Mapping[str, float], threshold: float) -> int:
    if threshold > 0:
        return sum(step >= threshold for step in effects.values())
    return -sum(step <= threshold for step in effects.values())


def order(steps: Steps) -> list[str] | None:
    """The ranking that holds for all monotone values, best first; None when no full ranking does."""
    robust = {(r.first, r.second) for r in rankings(steps) if r.robust}
    ranked = sorted(steps, key=lambda name: -sum((name, other) in robust for other in steps))
    return ranked if all(pair in robust for pair in pairwise(ranked)) else None


def assignments(steps: Steps, highest: int) -> Iterator[dict[float, int]]:
    """Every monotone assignment of whole values up to ``highest`` to the positive steps that occur."""
    ladder = [k for k in _thresholds(steps) if k > 0]
    for values in product(range(highest + 1), repeat=len(ladder)):
        if all(a <= b for a, b in pairwise(values)):
            yield dict(zip(ladder, values, strict=True))
