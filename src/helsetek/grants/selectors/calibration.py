"""Severity, spread and agreement of the assessors of a call; the adjusted scores; and what a round is ranked by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.common.hashing import canonical, sha256
from helsetek.grants.models import (
    Adjustment,
    Assessment,
    Moderation,
    RankingBasis,
    Score,
    ScoreChange,
    TrainingCase,
    TrainingScore,
)
from helsetek.grants.rules import agreement, scoring
from helsetek.grants.rules.severity import Profile, Scoring, profiles
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment, Call, CallVersion

TENTH = Decimal("0.1")


# -- Scores -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """One handed-in assessment: which application, by whom, on which terms, its points by criterion."""

    application_id: int
    assessor_id: int
    version_id: int
    points: dict[str, int]


def given_in(call: Call) -> list[Given]:
    """Every handed-in assessment of the call, in a fixed order. One query."""
    rows = Score.objects.filter(assessment__application__call=call, assessment__state="handed_in")
    found: dict[tuple[int, int, int], dict[str, int]] = defaultdict(dict)
    fields = (
        "assessment__application_id",
        "assessment__assessor_id",
        "assessment__application__call_version_id",
    )
    for application, assessor, version, criterion, points in rows.order_by(
        "assessment__application_id", "assessment_id", "id"
    ).values_list(*fields, "criterion", "points"):
        found[application, assessor, version][criterion] = points
    return [Given(*key, points) for key, points in found.items()]


def scorings_of(given: Iterable[Given], weights: dict[int, dict[str, int]]) -> list[Scoring]:
    """Each assessment's weighted score, 0–100."""
    return [
        Scoring(
            one.application_id,
            one.assessor_id,
            float(scoring.weigh(weights[one.version_id], [one.points]).score),
        )
        for one in given
    ]


def weights_by_version(call: Call) -> dict[int, dict[str, int]]:
    versions = CallVersion.objects.filter(call=call)
    return {one.pk: {each.code: each.weight for each in scheme.terms(one).criteria} for one in versions}


def digest_of(given: Iterable[Given]) -> str:
    return sha256(canonical([[one.application_id, one.assessor_id, one.points] for one in given]))


# -- Training -----------------------------------------------------------------------------------------


def training_of(call: Call) -> list[TrainingCase]:
    return list(TrainingCase.objects.filter(call=call))


def to_train(person: Person, call_ids: Iterable[int]) -> list[TrainingCase]:
    """The training cases of the calls that the assessor has not scored."""
    done = TrainingScore.objects.filter(assessor=person).values("case_id")
    rows = TrainingCase.objects.filter(call_id__in=list(call_ids)).exclude(pk__in=done)
    return list(rows.select_related("call"))


def calls_assessed_by(person: Person) -> set[int]:
    rows = Assessment.objects.filter(assessor=person, state__in=["assigned", "open"])
    return set(rows.order_by().values_list("application__call_id", flat=True))


def training_scorings(call: Call) -> tuple[list[Scoring], list[TrainingScore]]:
    rows = list(TrainingScore.objects.filter(case__call=call).select_related("assessor"))
    weights = {one.code: one.weight for one in scheme.terms_now(call).criteria}
    known = [row for row in rows if not scoring.unscored(weights, row.points)]
    return [
        Scoring(row.case_id, row.assessor_id, float(scoring.weigh(weights, [row.points]).score))
        for row in known
    ], known


# -- The page -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """An assessor beside the others, by name; ``severity`` is the model's, where it has been asked."""

    name: str
    profile: Profile
    severity: float | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha (ordinal) on one criterion; None where nothing can be said."""

    code: str
    value: float | None


@dataclass(frozen=True, slots=True)
class View:
    """What is known of the assessors of a call: from the training, or from the round."""

    assessors: tuple[Seen, ...]
    agreement: tuple[Agreement, ...]

    @property
    def outliers(self) -> list[Seen]:
        return [one for one in self.assessors if one.profile.is_outlier]


def view_of_training(call: Call) -> View:
    scorings, rows = training_scorings(call)
    units: dict[int, list[dict[str, int]]] = defaultdict(list)
    for row in rows:
        units[row.case_id].append(row.points)
    return _view(call, scorings, list(units.values()), {})


def view_of_round(call: Call, adjustment: Adjustment | None) -> View:
    given = given_in(call)
    units: dict[int, list[dict[str, int]]] = defaultdict(list)
    for one in given:
        units[one.application_id].append(one.points)
    known = {
        int(pk): float(value) for pk, value in (adjustment.found["severities"] if adjustment else {}).items()
    }
    return _view(call, scorings_of(given, weights_by_version(call)), list(units.values()), known)


def _view(
    call: Call, scorings: list[Scoring], units: list[list[dict[str, int]]], severities: dict[int, float]
) -> View:
    found = profiles(scorings)
    names = accounts.names_of(one.assessor for one in found)
    codes = [one.code for one in scheme.terms_now(call).criteria]
    return View(
        tuple(Seen(names.get(one.assessor, ""), one, severities.get(one.assessor)) for one in found),
        tuple(Agreement(code, _alpha(units, code)) for code in codes),
    )


def _alpha(units: list[list[dict[str, int]]], code: str) -> float | None:
    return agreement.alpha([[float(one[code]) for one in unit if code in one] for unit in units])


def moderations_of(call: Call) -> list[Moderation]:
    return list(Moderation.objects.filter(call=call).select_related("kept_by").prefetch_related("changes"))


def moderations_with(person: Person, call: Call) -> list[Moderation]:
    """The meetings that the person took part in, the newest first."""
    return [one for one in Moderation.objects.filter(call=call) if person.pk in one.participants]


def changes_of(assessment: Assessment) -> list[ScoreChange]:
    return list(ScoreChange.objects.filter(assessment=assessment).select_related("moderation"))


def assessors_of(call: Call) -> list[Person]:
    """Everybody who can assess, and those who have assessed in the call."""
    people = {one.pk: one for one in accounts.people_with(Role.ASSESSOR)}
    for one in Assessment.objects.filter(application__call=call).select_related("assessor"):
        people.setdefault(one.assessor_id, one.assessor)
    return sorted(people.values(), key=lambda one: one.name)


# -- What is ranked by --------------------------------------------------------------------------------


def newest_adjustment(call_id: int) -> Adjustment | None:
    return Adjustment.objects.filter(call_id=call_id).select_related("made_by").first()


def basis_of(allotment: Allotment) -> RankingBasis | None:
    """What the scheme manager has chosen; None means raw scores, as nothing has been chosen."""
    rows = RankingBasis.objects.filter(allotment=allotment).select_related("adjustment", "chosen_by")
    return rows.first()


def is_stale(adjustment: Adjustment) -> bool:
    """Whether scores have come or changed since the model was asked."""
    return adjustment.digest != digest_of(given_in(adjustment.call))


def adjusted_scores(adjustment: Adjustment) -> dict[int, Decimal]:
    """By application, to one decimal as raw scores are."""
    found: dict[str, float] = adjustment.found["scores"]
    return {int(pk): Decimal(str(score)).quantize(TENTH, ROUND_HALF_UP) for pk, score in found.items()}
