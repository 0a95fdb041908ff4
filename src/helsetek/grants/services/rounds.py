"""The whole round at once: prepare every decision from the proposal, and make them. Both can be stopped and resumed."""

from __future__ import annotations

from collections.abc import Iterable

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


def prepare_round(*, by: Person, allotment: Allotment, seconds: float | None = None) -> Step:
    """Prepare the decisions that are not yet prepared, from the proposal and the recommendations.

    Refuses when more is proposed than there is. Each decision is an act of its own (``decisions.prepare``).
    """
    permissions.may_propose(by, allotment).require()

    def act(draft: Draft) -> object:
        return prepare(
            by=by,
            allotment=allotment,
            application=draft.application,
            amount_ore=draft.amount_ore,
            reasons=draft.reasons,
            conditions=draft.conditions,
            on_reserve_list=draft.on_reserve_list,
        )

    return work_through(drafts(allotment), act, lambda draft: draft.application.case.number, seconds)


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
        decision_texts.draft_of_row(allotment, row, totals)
        for row in waiting
        if row.proposed_ore or row.application.state == "recommended"
    ]
    return ranked + [decision_texts.draft_of_dismissal(each) for each in _to_dismiss(allotment)]


def _to_dismiss(allotment: Allotment) -> Iterable[Application]:
    found = Application.objects.filter(call=allotment.call_id, state="inadmissible")
    prepared = allotment.decisions.filter(reopened_at__isnull=True).values("application_id")
    return found.exclude(pk__in=prepared).select_related("case", "lead").order_by("pk")


def decide_batch(
    *, by: Person, allotment: Allotment, decision_ids: Iterable[int], seconds: float | None = None
) -> Step:
    """Make the chosen decisions, each on its own: what is refused (a hand in the case, no money) leaves the rest."""
    rows = allotment.decisions.filter(
        pk__in=list(decision_ids), decided_at__isnull=True, reopened_at__isnull=True
    )
    decisions = list(rows.select_related("application__case").order_by("pk"))

    def act(decision: Decision) -> object:
        return decide(by=by, decision=decision)

    return work_through(decisions, act, lambda decision: decision.application.case.number, seconds)
