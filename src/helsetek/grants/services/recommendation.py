"""The case officer's recommendation: how much, on which conditions, and why."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import clock, money
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Application, Recommendation
from helsetek.grants.permissions import assessments as permissions

from .assessment import both_in
from .common import lock_application, move, record, required_text, within

LONGEST = 8000


@transaction.atomic
def recommend(
    *, by: Person, application: Application, amount_ore: int, reasons: str, conditions: str = ""
) -> Recommendation:
    """Write a recommendation; the newest one holds, earlier ones stay. Nothing recommended (0) means refusal."""
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    if not both_in(application):
        raise WrongState(_("The recommendation is written when two assessments are handed in."))
    states = move(application, "recommend")
    _check_amount(application, amount_ore)
    recommendation = Recommendation.objects.create(
        application=application,
        amount_ore=amount_ore,
        conditions=within(conditions, "conditions", LONGEST),
        reasons=required_text(
            reasons, "reasons", LONGEST, _("Write the reasons: they are what the decision builds on.")
        ),
        written_by=by,
        written_at=clock.now(),
    )
    data = {"recommendation": recommendation.pk, "amount_ore": amount_ore}
    record("grants.recommended", application, by, acting_for, states=states, data=data)
    return recommendation


def _check_amount(application: Application, amount_ore: int) -> None:
    if amount_ore < 0:
        sentence = _("A sum cannot be negative.")
        raise RuleBroken(sentence, {"amount_ore": [sentence]})
    if amount_ore > application.requested_ore:
        words = _("More than the %(requested)s that is applied for cannot be recommended.")
        sentence = words % {"requested": money.show(application.requested_ore)}
        raise RuleBroken(sentence, {"amount_ore": [sentence]})
