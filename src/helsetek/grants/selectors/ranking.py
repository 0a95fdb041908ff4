"""The ranking of an allotment, what is proposed in it, and how far the money reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helsetek.casework import selectors as casework
from helsetek.grants.models import Application, Decision, Proposal, Recommendation
from helsetek.grants.rules import ranking as rules
from helsetek.grants.rules.ranking import Candidate, Place, Why
from helsetek.grants.rules.scoring import ASSESSORS, Result, weigh
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment

from . import calibration
from .assessments import newest_recommendations, points_of, terms_of, weights_of

# The least share of a recommended amount that is worth offering when the money runs out.
LEAST_PARTIAL = Decimal("0.5")

WHY = {
    Why.AS_REQUESTED: gettext_lazy("All that is applied for, as recommended."),
    Why.AS_RECOMMENDED: gettext_lazy("What is recommended, which is less than applied for."),
    Why.WHAT_WAS_LEFT: gettext_lazy("The last of the money: less than recommended."),
    Why.NO_ROOM: gettext_lazy("Recommended, but the money was used up by those ranked before."),
    Why.LEFT_TOO_LITTLE: gettext_lazy("What was left was too little to be of use here."),
    Why.NOT_RECOMMENDED: gettext_lazy("Nothing is recommended."),
    Why.HAS_ALL: gettext_lazy("Has already been granted all that is recommended."),
    Why.BY_HAND: gettext_lazy("Set by hand."),
}


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One application in the ranking. ``rank`` is its place; the sums are in øre.

    ``given_ore`` was granted by earlier, told decisions. ``running_ore`` is the sum of what is proposed so far down
    the list, ``left_ore`` what is then left of what the allotment has (below zero: too much is proposed).
    """

    rank: int
    application: Application
    result: Result
    reached: frozenset[int]  # organisation ids of the municipalities
    recommended_ore: int
    given_ore: int
    recommendation: Recommendation
    proposal: Proposal | None
    decision: Decision | None
    proposed_ore: int
    on_reserve_list: bool
    place: Place
    why: str
    running_ore: int
    left_ore: int
    ranked_by: Decimal
    adjusted: Decimal | None = None

    @property
    def requested_ore(self) -> int:
        return self.application.requested_ore

    @property
    def municipalities(self) -> int:
        return len(self.reached)

    @property
    def score(self) -> Decimal:
        """What it is ranked by: the raw score, or the adjusted one where that is chosen."""
        return self.ranked_by

    @property
    def basis(self) -> str:
        """Which of the two scores the ranking stands on."""
        return _("Raw scores") if self.ranked_by == self.raw_score else _("Adjusted scores")

    @property
    def raw_score(self) -> Decimal:
        return self.result.score

    @property
    def most_ore(self) -> int:
        """The most that can be given now."""
        return max(0, self.requested_ore - self.given_ore)

    @property
    def by_hand(self) -> bool:
        return self.proposal is not None and self.proposal.by_hand

    @property
    def is_within(self) -> bool:
        return self.left_ore >= 0


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with what it is made of."""

    candidate: Candidate
    application: Application
    result: Result
    recommendation: Recommendation
    reached: frozenset[int]


def candidates_of(allotment: Allotment) -> QuerySet[Application]:
    """The applications that the allotment can give to.

    Those with a recommendation that are not told yet; and, after a round has been told, those on its reserve list and
    those whose grant can be increased. What has been decided in the allotment itself stays in its list.
    """
    waiting = Q(state="recommended")
    decided_here = Q(
        decisions__allotment=allotment, decisions__reopened_at__isnull=True, decisions__origin="round"
    )
    reserve = Q(
        decisions__on_reserve_list=True,
        decisions__reopened_at__isnull=True,
        decisions__notified_at__isnull=False,
        decisions__allotment__number__lt=allotment.number,
    )
    increase = Q(
        state="notified",
        grant__state__in=["offered", "accepted"],
        decisions__allotment__number__lt=allotment.number,
    )
    chosen = Application.objects.filter(call=allotment.call_id, recommendations__isnull=False)
    chosen = chosen.filter(waiting | decided_here | (reserve & Q(state="notified")) | increase)
    return chosen.exclude(state="withdrawn").select_related("case", "lead").distinct()


def ranked(allotment: Allotment) -> list[Ranked]:
    """The candidates in the order of the ranking: by raw scores, or by those that the scheme manager has chosen."""
    applications = {row.pk: row for row in candidates_of(allotment)}
    points, recommended = points_of(applications), newest_recommendations(applications)
    given, reach = given_before(allotment, applications), municipalities_of(applications)
    weights = _weights(applications.values())
    basis = calibration.basis_of(allotment)
    adjusted = calibration.adjusted_scores(basis.adjustment) if basis and basis.adjustment else {}
    found = {
        pk: _ranked(
            row,
            weights[row.call_version_id],
            points[pk],
            recommended[pk],
            given.get(pk, 0),
            frozenset(reach.get(pk, ())),
            adjusted.get(pk),
        )
        for pk, row in applications.items()
        if len(points[pk]) >= ASSESSORS and pk in recommended
    }
    order = rules.in_order(one.candidate for one in found.values())
    return [found[candidate.application_id] for candidate in order]


def _weights(applications: Iterable[Application]) -> dict[int, dict[str, int]]:
    """The weights of the criteria by the version of the call's terms: there are few, so each is read once."""
    versions = {row.call_version_id: row for row in applications}
    return {pk: weights_of(terms_of(row)) for pk, row in versions.items()}


def _ranked(
    application: Application,
    weights: dict[str, int],
    points: list[dict[str, int]],
    recommendation: Recommendation,
    given_ore: int,
    reached: frozenset[int],
    adjusted: Decimal | None,
) -> Ranked:
    result = weigh(weights, points)
    means = {criterion.code: criterion.mean for criterion in result.criteria}
    candidate = Candidate(
        application_id=application.pk,
        case_number=application.case.number,
        score=result.score if adjusted is None else adjusted,
        means=tuple(means[code] for code in rules.heaviest_first(list(weights.items()))),
        municipalities=len(reached),
        requested_ore=application.requested_ore,
        recommended_ore=recommendation.amount_ore,
        given_ore=given_ore,
    )
    return Ranked(candidate, application, result, recommendation, reached)


def given_before(allotment: Allotment, applications: dict[int, Application]) -> dict[int, int]:
    """What told decisions of earlier allotments have given, by application. A grant that fell away gave nothing."""
    rows = Decision.objects.filter(
        application__in=applications,
        notified_at__isnull=False,
        reopened_at__isnull=True,
        allotment__number__lt=allotment.number,
    ).exclude(application__grant__state__in=["declined", "lapsed", "reversed"])
    return dict(rows.order_by().values_list("application_id").annotate(sum=Sum("amount_ore")))


def municipalities_of(applications: dict[int, Application]) -> dict[int, set[int]]:
    """Organisation ids of the municipalities that are parties, by application. One query."""
    found: dict[int, set[int]] = {}
    by_case = {row.case_id: pk for pk, row in applications.items()}
    for case_id, organisation_id in casework.party_ids_of_cases(by_case, "municipality"):
        found.setdefault(by_case[case_id], set()).add(organisation_id)
    return found


def available_ore(allotment: Allotment, decisions: Iterable[Decision] | None = None) -> int:
    """What the allotment has to give: free money of its envelope, and what its own decisions have reserved.

    ``decisions`` are those that stand in the allotment, where they have been read already.
    """
    standing = standing_decisions(allotment).values() if decisions is None else decisions
    decided = sum(one.amount_ore for one in standing if one.decided_at)
    return scheme.balances(allotment.envelope_id).free + decided


def ranking(allotment: Allotment) -> list[RankedRow]:
    """The ranking with what is proposed and decided, and the running sum against what there is."""
    proposals = {row.application_id: row for row in allotment.proposals.all()}
    decisions = standing_decisions(allotment)
    has = available_ore(allotment, decisions.values())
    newest = calibration.newest_adjustment(allotment.call_id)
    adjusted = calibration.adjusted_scores(newest) if newest else {}
    rows, running = [], 0
    for rank, one in enumerate(ranked(allotment), start=1):
        proposal = proposals.get(one.application.pk)
        decision = decisions.get(one.application.pk)
        amount = decision.amount_ore if decision else proposal.amount_ore if proposal else 0
        running += amount
        seen = adjusted.get(one.application.pk)
        rows.append(_row(rank, one, proposal, decision, amount, running, has - running, seen))
    return rows


def standing_decisions(allotment: Allotment) -> dict[int, Decision]:
    """The decision of the round for each application in the allotment: prepared, made or told."""
    rows = allotment.decisions.filter(reopened_at__isnull=True, origin="round")
    rows = rows.select_related("prepared_by", "decided_by")
    return {row.application_id: row for row in rows}


def _row(
    rank: int,
    one: Ranked,
    proposal: Proposal | None,
    decision: Decision | None,
    amount_ore: int,
    running_ore: int,
    left_ore: int,
    adjusted: Decimal | None,
) -> RankedRow:
    reserve = decision.on_reserve_list if decision else bool(proposal and proposal.on_reserve_list)
    return RankedRow(
        rank=rank,
        application=one.application,
        result=one.result,
        reached=one.reached,
        recommended_ore=one.candidate.recommended_ore,
        given_ore=one.candidate.given_ore,
        recommendation=one.recommendation,
        proposal=proposal,
        decision=decision,
        proposed_ore=amount_ore,
        on_reserve_list=reserve,
        place=_place(one.candidate, amount_ore, reserve),
        why=why(proposal),
        running_ore=running_ore,
        left_ore=left_ore,
        ranked_by=one.candidate.score,
        adjusted=adjusted,
    )


def _place(candidate: Candidate, amount_ore: int, reserve: bool) -> Place:
    if amount_ore:
        whole = amount_ore + candidate.given_ore >= candidate.requested_ore
        return Place.FULL if whole else Place.PARTIAL
    return Place.RESERVE if reserve else Place.NONE


def why(proposal: Proposal | None) -> str:
    """Why the proposal is what it is, in words."""
    if proposal is None:
        return _("Not yet part of the proposal.")
    if proposal.by_hand:
        return _("Set by hand: %(note)s") % {"note": proposal.note}
    return str(WHY.get(Why(proposal.why), "")) if proposal.why else ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The round in figures: øre and counts."""

    applications: int
    requested_ore: int
    recommended_ore: int
    proposed_ore: int
    available_ore: int
    full: int
    partial: int
    reserve: int
    none: int

    @property
    def left_ore(self) -> int:
        return self.available_ore - self.proposed_ore

    @property
    def is_over(self) -> bool:
        return self.left_ore < 0


def totals(allotment: Allotment, rows: list[RankedRow]) -> Totals:
    def count(place: Place) -> int:
        return sum(row.place is place for row in rows)

    return Totals(
        applications=len(rows),
        requested_ore=sum(row.requested_ore for row in rows),
        recommended_ore=sum(row.recommended_ore for row in rows),
        proposed_ore=sum(row.proposed_ore for row in rows),
        available_ore=rows[-1].running_ore + rows[-1].left_ore if rows else available_ore(allotment),
        full=count(Place.FULL),
        partial=count(Place.PARTIAL),
        reserve=count(Place.RESERVE),
        none=count(Place.NONE),
    )


def outside_the_ranking(allotment: Allotment) -> QuerySet[Application]:
    """Applications of the call that are not ranked: proposed dismissed, or still being handled."""
    left = Application.objects.filter(call=allotment.call_id).exclude(state__in=["draft", "withdrawn"])
    ranked_ids = candidates_of(allotment).order_by().values("pk")
    return left.exclude(pk__in=ranked_ids).exclude(state="notified").select_related("case", "lead")


def to_prepare(allotment: Allotment) -> int:
    """How many decisions can be prepared now: recommended or to be dismissed, or given more, and not yet prepared."""
    prepared = allotment.decisions.filter(reopened_at__isnull=True).values("application_id")
    left = Application.objects.filter(call=allotment.call_id).exclude(pk__in=prepared)
    more = Q(state="notified", proposals__allotment=allotment, proposals__amount_ore__gt=0)
    return left.filter(Q(state__in=["recommended", "inadmissible"]) | more).distinct().count()


def undecided(allotment: Allotment) -> QuerySet[Application]:
    """Applications of the call that nobody has decided yet."""
    waiting = Application.objects.filter(call=allotment.call_id)
    return waiting.exclude(state__in=["draft", "withdrawn", "decided", "notified"])


def states_of_call(call_id: int) -> dict[str, int]:
    """How many applications of the call are in each state."""
    rows = Application.objects.filter(call=call_id).order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)
