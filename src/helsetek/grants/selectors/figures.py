"""The figures of a call that everybody may know: applied for and granted, as a whole and round by round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from helsetek.grants.models import Application, Decision

from .grants import GIVES


@dataclass(frozen=True, slots=True)
class Round:
    """One allotment that has been told: new grants and increases of earlier ones, in øre."""

    number: int
    envelope_id: int
    told_at: datetime
    new: int
    increased: int
    amount_ore: int


@dataclass(frozen=True, slots=True)
class CallFigures:
    """``applications`` are those received and not withdrawn; ``awards`` the projects that were told they get money."""

    applications: int = 0
    requested_ore: int = 0
    awards: int = 0
    awarded_ore: int = 0
    rounds: tuple[Round, ...] = ()


def figures_of_calls(call_ids: Iterable[int]) -> dict[int, CallFigures]:
    """Figures of each call, in two queries. What is applied for is sealed until a call has closed: keep it so."""
    ids = set(call_ids)
    applied = {row["call_id"]: row for row in _applied(ids)}
    rounds, cases = _told(ids)
    return {
        pk: CallFigures(
            applications=applied[pk]["count"] if pk in applied else 0,
            requested_ore=(applied[pk]["ore"] or 0) if pk in applied else 0,
            awards=len(cases[pk]),
            awarded_ore=sum(one.amount_ore for one in rounds[pk]),
            rounds=tuple(rounds[pk]),
        )
        for pk in ids
    }


def _applied(ids: set[int]) -> Iterable[dict[str, int]]:
    received = Application.objects.filter(call_id__in=ids, submitted_at__isnull=False).exclude(
        state="withdrawn"
    )
    return received.order_by().values("call_id").annotate(count=Count("pk"), ore=Sum("requested_ore"))


def _told(ids: set[int]) -> tuple[dict[int, list[Round]], dict[int, set[int]]]:
    decisions = Decision.objects.filter(
        allotment__call_id__in=ids, outcome__in=GIVES, notified_at__isnull=False, reopened_at__isnull=True
    ).select_related("allotment")
    by_allotment: dict[int, list[Decision]] = defaultdict(list)
    cases: dict[int, set[int]] = defaultdict(set)
    for decision in decisions.order_by("allotment__number", "pk"):
        by_allotment[decision.allotment_id].append(decision)
        cases[decision.allotment.call_id].add(decision.application_id)
    rounds: dict[int, list[Round]] = defaultdict(list)
    for made in by_allotment.values():
        rounds[made[0].allotment.call_id].append(_round(made))
    return rounds, cases


def _round(made: list[Decision]) -> Round:
    allotment = made[0].allotment
    increased = sum(decision.outcome == "increased" for decision in made)
    return Round(
        number=allotment.number,
        envelope_id=allotment.envelope_id,
        told_at=min(decision.notified_at for decision in made if decision.notified_at),
        new=len(made) - increased,
        increased=increased,
        amount_ore=sum(decision.amount_ore for decision in made),
    )
