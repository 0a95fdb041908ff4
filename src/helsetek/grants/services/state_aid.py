"""Assess whether a grant is state aid; and let no decision give money before that is done where it matters."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.common.errors import RuleBroken
from helsetek.common.web import show
from helsetek.grants.models import Application, Decision, StateAidAssessment
from helsetek.grants.parameters import parameter
from helsetek.grants.permissions.assessments import may_handle
from helsetek.grants.rules.state_aid import AidKind, in_cents
from helsetek.grants.selectors import state_aid as selectors
from helsetek.registry.selectors import Organisation

from .common import lock_application, record, required_text

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the officer finds. Of what is not aid only the kind and the reasons are kept."""

    kind: AidKind
    reasons: str
    undertaking: Organisation | None = None
    amount_ore: int = 0
    ore_a_euro: int = 0
    general_interest: bool = False
    basis: str = ""


@transaction.atomic
def assess(*, by: Person, application: Application, found: Assessed) -> StateAidAssessment:
    """Keep what the grant is by the rules of state aid. A new assessment takes the place of the old, which is kept."""
    application = lock_application(application.pk)
    acting_for = may_handle(by, application).require().acting_for
    reasons = required_text(found.reasons, "reasons", LONGEST, _("Write the reasons for the assessment."))
    is_aid = found.kind is not AidKind.NOT_AID
    rate = (found.ore_a_euro or int(parameter("ore_a_euro", clock.today()))) if is_aid else 0
    cents = in_cents(found.amount_ore, rate) if is_aid else 0
    if is_aid:
        _check(application, found, cents)
    made = StateAidAssessment.objects.create(
        application=application,
        kind=found.kind.value,
        undertaking=found.undertaking if is_aid else None,
        general_interest=found.general_interest and is_aid,
        amount_ore=found.amount_ore if is_aid else 0,
        ore_a_euro=rate,
        cents=cents,
        basis=found.basis.strip()[:300] if is_aid else "",
        reasons=reasons,
        assessed_by=by,
        assessed_at=clock.now(),
    )
    data = {
        "kind": made.kind,
        "undertaking": made.undertaking_id,
        "amount_ore": made.amount_ore,
        "cents": cents,
    }
    record("grants.state_aid_assessed", application, by, acting_for, reasons=reasons, data=data)
    return made


def _check(application: Application, found: Assessed, cents: int) -> None:
    wrong: dict[str, list[str]] = {}
    if found.undertaking is None:
        wrong["undertaking"] = [_("Say which undertaking gets the aid.")]
    if found.amount_ore <= 0:
        wrong["amount_ore"] = [_("Say how much of the grant is aid.")]
    if found.kind in (AidKind.EXEMPTED, AidKind.NOTIFIED) and not found.basis.strip():
        wrong["basis"] = [_("Say by which rule or notification the aid can be given.")]
    if not wrong and found.kind is AidKind.DE_MINIMIS and found.undertaking:
        left = selectors.left_for(found.undertaking, general_interest=found.general_interest, but=application)
        if cents > left:
            wrong["amount_ore"] = [
                _("This is more de minimis aid than the undertaking can get now: %(left)s euro are left.")
                % {"left": show.number(left // 100)}
            ]
    if wrong:
        raise RuleBroken(" ".join(said for words in wrong.values() for said in words), wrong)


def require_assessed(decision: Decision) -> None:
    """No money is decided where an undertaking stands to gain and nobody has assessed whether it is state aid."""
    if decision.outcome in selectors.GIVES:
        require_assessed_for(decision.application)


def require_assessed_for(application: Application) -> None:
    """The same where it is not a decision of a round that gives: more money by an amendment."""
    if selectors.assessment_of(application) is not None:
        return
    if selectors.benefits_an_undertaking(application.case):
        raise RuleBroken(
            _("A vendor is named in the application. Assess first whether the grant is state aid.")
        )
