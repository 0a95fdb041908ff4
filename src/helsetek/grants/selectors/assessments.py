"""Reads of the formal check, the assessments and the recommendations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.grants.models import (
    Application,
    Assessment,
    FormalCheck,
    InformationRequest,
    Recommendation,
    Score,
)
from helsetek.grants.rules import formal, scoring
from helsetek.grants.rules.formal import Answered
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import CallTerms

LIVE = ("assigned", "open", "handed_in")


def assessment(assessment_id: int) -> Assessment:
    """Raises Assessment.DoesNotExist."""
    related = ("assessor", "application__case__officer", "application__call", "application__call_version")
    rows = Assessment.objects.select_related(*related, "application__lead", "application__collaboration")
    return rows.get(pk=assessment_id)


def assessments_of(application: Application) -> list[Assessment]:
    """All of them, in the order they were named, also those who have been replaced."""
    return list(application.assessments.select_related("assessor", "substitute_for__assessor").order_by("id"))


def live_assessments(application: Application) -> list[Assessment]:
    return [one for one in assessments_of(application) if one.state in LIVE]


def assessments_by(person: Person) -> QuerySet[Assessment]:
    """What the person has been asked to assess: what is still to do first."""
    rows = Assessment.objects.filter(assessor=person).exclude(state="replaced")
    return rows.select_related("application__case", "application__lead", "application__call").order_by(
        "handed_in_at", "id"
    )


def terms_of(application: Application) -> CallTerms:
    """The terms that the application is judged by."""
    return scheme.terms(application.call_version)


def weights_of(terms: CallTerms) -> dict[str, int]:
    return {criterion.code: criterion.weight for criterion in terms.criteria}


def result_of(application: Application) -> scoring.Result | None:
    """The weighted score of what is handed in; None while fewer than two are."""
    points = points_of([application.pk])[application.pk]
    if len(points) < scoring.ASSESSORS:
        return None
    return scoring.weigh(weights_of(terms_of(application)), points)


def points_of(application_ids: Iterable[int]) -> dict[int, list[dict[str, int]]]:
    """The points of every handed-in assessment, by application. One query."""
    found: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    rows = Score.objects.filter(
        assessment__application_id__in=list(application_ids), assessment__state="handed_in"
    ).order_by("assessment_id")
    for application_id, assessment_id, criterion, points in rows.values_list(
        "assessment__application_id", "assessment_id", "criterion", "points"
    ):
        found[application_id][assessment_id][criterion] = points
    by_application: dict[int, list[dict[str, int]]] = defaultdict(list)
    for application_id, assessments in found.items():
        by_application[application_id] = list(assessments.values())
    return by_application


def formal_check(application: Application) -> FormalCheck | None:
    return FormalCheck.objects.filter(application=application).select_related("saved_by").first()


def formal_answers(application: Application) -> dict[str, Answered]:
    """The officer's answers, every point present."""
    sheet = formal_check(application)
    saved = sheet.answers if sheet else {}
    return {code: Answered(**saved[code]) if code in saved else Answered() for code in formal.CODES}


def recommendation(application: Application) -> Recommendation | None:
    """The one that holds."""
    return application.recommendations.select_related("written_by").first()


def recommendations_of(application: Application) -> list[Recommendation]:
    """Newest first."""
    return list(application.recommendations.select_related("written_by"))


def newest_recommendations(application_ids: Iterable[int]) -> dict[int, Recommendation]:
    rows = Recommendation.objects.filter(application_id__in=list(application_ids))
    return {row.application_id: row for row in rows.order_by("written_at", "id")}


def information_requests(application: Application) -> list[InformationRequest]:
    return list(application.information_requests.select_related("asked_by"))


def open_request(application: Application) -> InformationRequest | None:
    return application.information_requests.filter(answered_at__isnull=True).first()


@dataclass(frozen=True, slots=True)
class Load:
    """An assessor and how many applications are on the desk: waiting, and handed in.

    ``hints`` are the assessor's ties to the case that somebody is named for, where that is asked.
    """

    assessor: Person
    waiting: int
    handed_in: int
    hints: tuple[str, ...] = ()


def assessors_by_load() -> list[Load]:
    """Everybody who can be named, the one with least to do first."""
    waiting = Count("pk", filter=Q(state__in=["assigned", "open"]))
    done = Count("pk", filter=Q(state="handed_in"))
    rows = Assessment.objects.order_by().values_list("assessor_id").annotate(waiting=waiting, done=done)
    counted = {person_id: (waiting, done) for person_id, waiting, done in rows}
    people = accounts.people_with(Role.ASSESSOR)
    loads = [Load(person, *counted.get(person.pk, (0, 0))) for person in people]
    return sorted(loads, key=lambda load: (load.waiting, load.handed_in, load.assessor.name))
