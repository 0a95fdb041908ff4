"""Adopt the list that an integer programme has proposed: an act of a person, with a reason, never of the programme."""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Application, Proposal
from helsetek.grants.permissions import decisions as permissions
from helsetek.grants.rules.portfolio import Wish
from helsetek.grants.rules.ranking import Why
from helsetek.grants.selectors import ranking, whatif
from helsetek.grants.selectors.whatif import Row, View
from helsetek.registry import selectors as registry
from helsetek.scheme.selectors import Allotment

from .common import required_text
from .proposing import nothing_to_redo

LONGEST_REASON = 1000


@transaction.atomic
def adopt(*, by: Person, allotment: Allotment, wish: Wish, reason: str) -> list[Proposal]:
    """Let the best list under the conditions be what is proposed in the allotment.

    What it treats as the ranking would is left to the ranking; what it does not is set, with a note that says so and
    becomes a part of the reasons (forvaltningsloven §§ 24–25). Filling again leaves that alone. Nothing may be
    prepared or decided in the allotment yet. Works the list out again from what stands now: what was looked at may
    have changed. Raises RuleBroken, WrongState.
    """
    acting_for = permissions.may_propose(by, allotment).require().acting_for
    reason = required_text(reason, "reason", LONGEST_REASON, _("Write why this list is chosen."))
    _nothing_decided(allotment)
    ids = ranking.candidates_of(allotment).order_by().values("pk")
    list(Application.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    nothing_to_redo(allotment)
    seen = whatif.view(allotment, wish)
    if not seen.best.outcome.amounts:
        raise RuleBroken(_("No list can be made under these conditions. Change them."))
    allotment.proposals.all().delete()
    proposals = Proposal.objects.bulk_create(_proposal(by, allotment, row, reason) for row in seen.rows)
    events.record(
        "grants.list_adopted",
        thing=f"allotment:{allotment.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        reasons=reason,
        data=_data(seen),
    )
    return proposals


def _nothing_decided(allotment: Allotment) -> None:
    if allotment.notified_at is not None:
        raise WrongState(_("The decisions of this allotment have been sent, so the proposal is closed."))
    if ranking.standing_decisions(allotment):
        raise WrongState(
            _(
                "Decisions are already prepared in this allotment. Send them back before another list is chosen."
            )
        )


def _proposal(by: Person, allotment: Allotment, row: Row, reason: str) -> Proposal:
    application = row.one.application
    with translation.override(registry.letter_language(application.lead)):
        note = whatif.note_on(row, reason) if row.difference else ""
    return Proposal(
        allotment=allotment,
        application=application,
        amount_ore=row.best_ore,
        on_reserve_list=not row.best_ore and row.one.candidate.wanting_ore > 0,
        by_hand=bool(row.difference),
        why=_why(row).value,
        note=note,
        changed_by=by,
        changed_at=clock.now(),
    )


def _why(row: Row) -> Why:
    candidate = row.one.candidate
    if row.difference:
        return Why.BY_HAND
    if not candidate.recommended_ore:
        return Why.NOT_RECOMMENDED
    if not candidate.wanting_ore:
        return Why.HAS_ALL
    if not row.best_ore:
        return Why.NO_ROOM
    if row.best_ore < candidate.wanting_ore:
        return Why.WHAT_WAS_LEFT
    return Why.AS_REQUESTED if candidate.recommended_ore >= candidate.requested_ore else Why.AS_RECOMMENDED


def _data(seen: View) -> dict[str, object]:
    wish = seen.wish
    return {
        "envelope": str(wish.envelope),
        "least_small": str(wish.least_small),
        "partial": wish.partial,
        "least_score": str(wish.least_score),
        "amounts": dict(seen.best.outcome.amounts),
        "instead_of": dict(seen.today.outcome.amounts),
    }
