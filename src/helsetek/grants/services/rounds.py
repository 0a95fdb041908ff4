"""The whole round at once: prepare every decision from the proposal, and make them. Both can be stopped and resumed."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import money
from helsetek.common.errors import RuleBroken
from helsetek.grants.models import Application, Decision
from helsetek.grants.permissions import decisions as permissions
from helsetek.grants.selectors import decision_texts, ranking
from helsetek.grants.selectors.decision_texts import Draft
from helsetek.scheme.selectors import Allotment

from .batches import Step, work_through
from .decisions import decide, prepare


def prepare_round(
    *, by: Person, allotment: Allotment, seconds: float | None = None, skip: Collection[int] = ()
) -> Step:
    """Prepare the decisions that are not yet prepared, from the proposal and the recommendations.

    Refuses when more is proposed than there is. Each decision is an act of its own (``decisions.prepare``).
    ``skip`` are ids of applications that were refused in an earlier step.
    """
    permissions.may_propose(by, allotment).require()

    def act(draft: Draft) -> object:
        return prepare(
            by=by,
            allotment=allotment,
            application=draft.application,
            amount_ore=draft.amount_ore,
            reasons=draft.in_parts,
            conditions=draft.conditions,
            on_reserve_list=draft.on_reserve_list,
        )

    left = [draft for draft in drafts(allotment) if draft.application.pk not in skip]
    return work_through(
        left, act, lambda draft: (draft.application.pk, draft.application.case.number), seconds
    )


def drafts(allotment: Allotment) -> list[Draft]:
    """What is left to prepare, the ranking's order first, then those proposed dismissed. Raises RuleBroken."""
    rows = ranking.ranking(allotment)
    totals = ranking.totals(allotment, rows)
    if totals.is_over:
        words = _("%(over)s more is proposed than there is. Adjust the proposal first.")
        raise RuleBroken(words % {"over": money.show(-totals.left_ore)})
    waiting = [row for row in rows if row.decision is None]
    if any(row.proposal is None for row in waiting if row.application.state == "recommended"):
        raise RuleBroken(
            _("Some applications are not part of the proposal yet. Fill it from the ranking first.")
        )
    ranked = [
        decision_texts.draft_of_row(row, totals)
        for row in waiting
        if row.proposed_ore or row.application.state == "recommended"
    ]
    return ranked + [decision_texts.draft_of_dismissal(each) for each in _to_dismiss(allotment)]


def _to_dismiss(allotment: Allotment) -> Iterable[Application]:
    found = Application.objects.filter(call=allotment.call_id, state="inadmissible")
    prepared = allotment.decisions.filter(reopened_at__isnull=True).values("application_id")
    return found.exclude(pk__in=prepared).select_related("case", "lead").order_by("pk")


def to_decide(allotment: Allotment) -> QuerySet[Decision]:
    """The prepared decisions of the allotment that nobody has made."""
    rows = allotment.decisions.filter(decided_at__isnull=True, reopened_at__isnull=True)
    return rows.select_related("application__case").order_by("pk")


def decide_batch(
    *,
    by: Person,
    allotment: Allotment,
    decision_ids: Iterable[int] | None = None,
    seconds: float | None = None,
    skip: Collection[int] = (),
) -> Step:
    """Make the chosen decisions (all that are prepared if None), each on its own: what is refused leaves the rest."""
    permissions.may_decide_in(by, allotment).require()
    rows = to_decide(allotment).exclude(pk__in=skip)
    decisions = list(rows if decision_ids is None else rows.filter(pk__in=list(decision_ids)))

    def act(decision: Decision) -> object:
        return decide(by=by, decision=decision)

    return work_through(decisions, act, lambda one: (one.pk, one.application.case.number), seconds)
