"""The proposal of an allotment: filled from the ranking, adjusted by hand."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import permissions as impartiality
from helsetek.common import clock, events, money
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Application, Proposal
from helsetek.grants.permissions import decisions as permissions
from helsetek.grants.rules import ranking as rules
from helsetek.grants.rules.ranking import Place, Share, Why
from helsetek.grants.selectors import calibration
from helsetek.grants.selectors import ranking as selectors
from helsetek.grants.selectors.ranking import Ranked
from helsetek.scheme.selectors import Allotment

from .common import lock_application, record, required_text

LONGEST_NOTE = 2000


@transaction.atomic
def propose(*, by: Person, allotment: Allotment, afresh: bool = False) -> list[Proposal]:
    """Fill the allotment from the ranking. What was set by hand stays, unless ``afresh``; what is decided stays."""
    acting_for = permissions.may_propose(by, allotment).require().acting_for
    _still_open(allotment)
    _lock_candidates(allotment)
    nothing_to_redo(allotment)
    _basis_still_holds(allotment)
    ranked = selectors.ranked(allotment)
    kept = _kept(allotment, afresh=afresh)
    free = [one for one in ranked if one.application.pk not in kept]
    left = selectors.available_ore(allotment) - sum(kept.values())
    shares = rules.fill([one.candidate for one in free], left, selectors.LEAST_PARTIAL)
    allotment.proposals.exclude(application__in=[one.application.pk for one in ranked]).delete()
    proposals = [_write(by, allotment, one, share) for one, share in zip(free, shares, strict=True)]
    events.record(
        "grants.round_proposed",
        thing=f"allotment:{allotment.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        data={"amounts": {share.application_id: share.amount_ore for share in shares}, "kept": kept},
    )
    return proposals


@transaction.atomic
def adjust(
    *,
    by: Person,
    allotment: Allotment,
    application: Application,
    amount_ore: int,
    note: str,
    on_reserve_list: bool = False,
) -> Proposal:
    """Set one amount by hand, with a note that says why. More than there is may be proposed; it cannot be decided."""
    acting_for = permissions.may_propose(by, allotment).require().acting_for
    application = lock_application(application.pk)
    permissions.may_prepare(by, application).require()
    _still_open(allotment)
    one = _candidate(allotment, application)
    _check_amount(one, amount_ore)
    note = required_text(note, "note", LONGEST_NOTE, _("Write why the amount is set by hand."))
    proposal, _made = Proposal.objects.update_or_create(
        allotment=allotment,
        application=application,
        defaults={
            "amount_ore": amount_ore,
            "on_reserve_list": on_reserve_list and not amount_ore,
            "by_hand": True,
            "why": Why.BY_HAND.value,
            "note": note,
            "changed_by": by,
            "changed_at": clock.now(),
        },
    )
    data = {"allotment": allotment.pk, "amount_ore": amount_ore, "reserve": proposal.on_reserve_list}
    record("grants.proposal_adjusted", application, by, acting_for, reasons=note, data=data)
    return proposal


@transaction.atomic
def release(*, by: Person, allotment: Allotment, application: Application) -> None:
    """Let the filling decide this amount again: what was set by hand is taken away (fill again to see it)."""
    acting_for = permissions.may_propose(by, allotment).require().acting_for
    application = lock_application(application.pk)
    permissions.may_prepare(by, application).require()
    _still_open(allotment)
    _candidate(allotment, application)
    Proposal.objects.filter(allotment=allotment, application=application).update(
        by_hand=False, note="", why=""
    )
    record("grants.proposal_released", application, by, acting_for, data={"allotment": allotment.pk})


def _still_open(allotment: Allotment) -> None:
    if allotment.notified_at is not None:
        raise WrongState(_("The decisions of this allotment have been sent, so the proposal is closed."))


def _basis_still_holds(allotment: Allotment) -> None:
    """Adjusted scores are ranked by only as long as they stand on the scores as they are now."""
    basis = calibration.basis_of(allotment)
    if basis and basis.adjustment and calibration.is_stale(basis.adjustment):
        raise RuleBroken(
            _(
                "Scores have changed since the model was asked. Ask it again, and let the scheme manager choose."
            )
        )


def nothing_to_redo(allotment: Allotment) -> None:
    """Nothing is ranked while something that a disqualified person did in one of the cases waits to be done again."""
    cases = selectors.candidates_of(allotment).order_by().values_list("case_id", flat=True)
    for case in impartiality.cases_with_open_acts(cases):
        raise RuleBroken(impartiality.may_go_on(case).reason)


def _lock_candidates(allotment: Allotment) -> None:
    """Hold every candidate's row, in one order, so that two who fill at once do it one after the other."""
    ids = selectors.candidates_of(allotment).order_by().values("pk")
    list(Application.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def _kept(allotment: Allotment, *, afresh: bool) -> dict[int, int]:
    """Amounts that the filling must not touch: what is decided or prepared, and what was set by hand."""
    standing = selectors.standing_decisions(allotment)
    kept = {pk: decision.amount_ore for pk, decision in standing.items()}
    if not afresh:
        by_hand = allotment.proposals.filter(by_hand=True).values_list("application_id", "amount_ore")
        kept = dict(by_hand) | kept
    return kept


def _write(by: Person, allotment: Allotment, one: Ranked, share: Share) -> Proposal:
    proposal, _made = Proposal.objects.update_or_create(
        allotment=allotment,
        application=one.application,
        defaults={
            "amount_ore": share.amount_ore,
            "on_reserve_list": share.place is Place.RESERVE,
            "by_hand": False,
            "why": share.why.value,
            "note": "",
            "changed_by": by,
            "changed_at": clock.now(),
        },
    )
    return proposal


def _candidate(allotment: Allotment, application: Application) -> Ranked:
    standing = selectors.standing_decisions(allotment).get(application.pk)
    if standing is not None:
        raise WrongState(_("The decision is already prepared. Send it back before the amount is changed."))
    for one in selectors.ranked(allotment):
        if one.application.pk == application.pk:
            return one
    raise WrongState(_("This application is not part of the allotment's ranking."))


def _check_amount(one: Ranked, amount_ore: int) -> None:
    most = max(0, one.candidate.requested_ore - one.candidate.given_ore)
    if 0 <= amount_ore <= most:
        return
    words = _("The amount must lie between 0 and %(most)s, which is what is applied for and not yet granted.")
    sentence = words % {"most": money.show(most)}
    raise RuleBroken(sentence, {"amount_ore": [sentence]})
