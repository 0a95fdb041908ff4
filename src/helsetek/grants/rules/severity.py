"""Severe and mild assessors: how they are seen, and how scores are adjusted for them.

Two things, and neither changes a score by itself:

* ``profiles``: what can be seen with the bare eye. How far an assessor lies from the others on the same cases, how much
  of the scale is used, and who stands out.
* ``adjust``: a cross-classified mixed model of the round. The score of application *i* from assessor *j* is

      y_ij = m + u_i + v_j + e_ij,   u ~ N(0, s_u²), v ~ N(0, s_v²), e ~ N(0, s_e²)

  with applications and assessors as crossed random effects, fitted by restricted maximum likelihood (statsmodels
  ``MixedLM``). v_j is the assessor's severity. The adjusted score of an application is the mean of its scores with each
  assessor's v_j taken out; it is kept between 0 and 100. v_j is shrunk towards 0 where an assessor has scored
  little, so that a few hard cases do not make somebody severe. The applications' own effect is *not* shrunk: nobody's
  score is pulled towards the middle.

The model assumes that severity is the same on all applications, and that who got which application says nothing of how
good it is. Assignment by lot and load makes the second likely; competence may break it.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

MODEL = "cross-classified 1"
LEAST_ASSESSORS, LEAST_APPLICATIONS = 3, 8
HIGHEST = 100.0
# So many points of 100 from the others, on average, and an assessor is asked to the moderation meeting.
STANDS_OUT = 10.0
# So little of the others' spread, and the assessor tells applications apart too little.
TOO_FLAT = 0.5
ALIKE = 3  # so many assessors with a spread, and the median of them says something


class TooFew(ValueError):
    """There are too few scores, or they hang together too little, for the model to tell anything."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """One assessor's weighted score (0–100) of one application or training case."""

    thing: int
    assessor: int
    score: float


@dataclass(frozen=True, slots=True)
class Profile:
    """One assessor: number of scorings, mean, standard deviation, and mean distance from the others' mean.

    ``distance`` counts only what somebody else scored too, and is None without any. Below 0: severe. In points of 100.
    """

    assessor: int
    scored: int
    mean: float
    spread: float
    distance: float | None
    stands_out: bool
    too_flat: bool

    @property
    def is_outlier(self) -> bool:
        return self.stands_out or self.too_flat


@dataclass(frozen=True, slots=True)
class Adjusted:
    """What the model found. Severities by assessor (below 0: severe), adjusted scores by application, variances."""

    severities: dict[int, float]
    scores: dict[int, float]
    mean: float
    between_applications: float
    between_assessors: float
    left_over: float

    @property
    def share_of_assessors(self) -> float:
        """How much of what one score varies comes from who gave it."""
        total = self.between_applications + self.between_assessors + self.left_over
        return self.between_assessors / total if total else 0.0


def profiles(scorings: Iterable[Scoring]) -> list[Profile]:
    """Every assessor as seen beside the others, the most severe first."""
    by_thing, by_assessor = defaultdict[int, list[Scoring]](list), defaultdict[int, list[Scoring]](list)
    for one in scorings:
        by_thing[one.thing].append(one)
        by_assessor[one.assessor].append(one)
    spreads = [pstdev([one.score for one in own]) for own in by_assessor.values() if len(own) > 1]
    usual = sorted(spreads)[len(spreads) // 2] if len(spreads) >= ALIKE else None
    found = [_profile(assessor, own, by_thing, usual) for assessor, own in by_assessor.items()]
    return sorted(found, key=lambda one: (one.distance is None, one.distance or 0.0, one.assessor))


def _profile(
    assessor: int, own: Sequence[Scoring], by_thing: Mapping[int, Sequence[Scoring]], usual: float | None
) -> Profile:
    scores = [one.score for one in own]
    distances = [one.score - fmean(others) for one in own if (others := _others(one, by_thing[one.thing]))]
    distance = fmean(distances) if distances else None
    spread = pstdev(scores)
    return Profile(
        assessor,
        len(scores),
        fmean(scores),
        spread,
        distance,
        stands_out=distance is not None and abs(distance) >= STANDS_OUT,
        too_flat=usual is not None and len(scores) > 1 and spread < usual * TOO_FLAT,
    )


def _others(one: Scoring, together: Sequence[Scoring]) -> list[float]:
    return [other.score for other in together if other.assessor != one.assessor]


def adjust(scorings: Sequence[Scoring]) -> Adjusted:
    """Fit the model and take each assessor's severity out. Seconds, not milliseconds. Raises TooFew."""
    assessors = sorted({one.assessor for one in scorings})
    things = sorted({one.thing for one in scorings})
    if len(assessors) < LEAST_ASSESSORS or len(things) < LEAST_APPLICATIONS:
        raise TooFew(f"{len(assessors)} assessors and {len(things)} applications are too few")
    if not _hang_together(scorings):
        raise TooFew("the assessors fall into groups that share no application")
    mean, variances, left_over, severities = _fit(scorings, assessors)
    return Adjusted(
        severities=severities,
        scores=_without(scorings, severities),
        mean=mean,
        between_applications=variances["application"],
        between_assessors=variances["assessor"],
        left_over=left_over,
    )


def _hang_together(scorings: Sequence[Scoring]) -> bool:
    """Whether every assessor can be compared with every other, straight or by way of others."""
    by_thing, near = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for one in scorings:
        by_thing[one.thing].add(one.assessor)
    for together in by_thing.values():
        for assessor in together:
            near[assessor] |= together
    reached, waiting = set[int](), [scorings[0].assessor]
    while waiting:
        assessor = waiting.pop()
        if assessor not in reached:
            reached.add(assessor)
            waiting += near[assessor]
    return len(reached) == len({one.assessor for one in scorings})


def _fit(
    scorings: Sequence[Scoring], assessors: Sequence[int]
) -> tuple[float, dict[str, float], float, dict[int, float]]:
    """By statsmodels, which takes seconds to load: asked for here, when somebody asks for the model."""
    import pandas
    from statsmodels.regression.mixed_linear_model import MixedLM

    rows = [(one.thing, one.assessor, one.score) for one in scorings]
    frame = pandas.DataFrame(rows, columns=["application", "assessor", "score"])
    parts = {"application": "0 + C(application)", "assessor": "0 + C(assessor)"}
    model = MixedLM.from_formula("score ~ 1", groups=[1] * len(frame), vc_formula=parts, data=frame)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a variance of 0 lies on the edge, and is a finding, not a fault
        fitted = model.fit(reml=True)
        effects = fitted.random_effects[1]
    names = {f"assessor[C(assessor)[{pk}]]": pk for pk in assessors}
    severities = {pk: float(effects[name]) for name, pk in names.items()}
    variances = dict(zip(model.exog_vc.names, map(float, fitted.vcomp), strict=True))
    return float(fitted.fe_params.iloc[0]), variances, float(fitted.scale), severities


def _without(scorings: Sequence[Scoring], severities: Mapping[int, float]) -> dict[int, float]:
    given = defaultdict[int, list[float]](list)
    for one in scorings:
        given[one.thing].append(one.score - severities[one.assessor])
    return {thing: min(HIGHEST, max(0.0, fmean(scores))) for thing, scores in given.items()}
