"""Hand out a whole round in one act: each application to its assessors, as proposed or as changed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import events
from helsetek.common.errors import Refusal, RuleBroken
from helsetek.grants.models import Application, Assessment
from helsetek.grants.permissions import assessments as assessing
from helsetek.grants.permissions import calibration as permissions
from helsetek.scheme.selectors import Call

from . import assessment as services
from .common import lock_application


@transaction.atomic
def hand_out(*, by: Person, call: Call, chosen: Mapping[int, Sequence[Person]]) -> list[Assessment]:
    """Name the assessors of many applications at once: all of them, or none.

    ``chosen`` maps an application's id to the people who get it. Each application is held to the same rules as when it is
    handed out alone: no conflict, nobody twice, two in all; and the one who hands out has no conflict in any of them.
    Raises NotAllowed; RuleBroken naming the case.
    """
    acting_for = permissions.may_hand_out(by).require().acting_for
    wanted = {pk: people for pk, people in chosen.items() if people}
    if not wanted:
        raise RuleBroken(_("Nobody is chosen."))
    found = Application.objects.filter(pk__in=wanted, call=call).select_related("case").order_by("pk")
    if len(found) != len(wanted):
        raise RuleBroken(_("One of the applications is not part of this round."))
    made: list[Assessment] = []
    for pk in [one.pk for one in found]:
        application = lock_application(pk)
        try:
            place = assessing.may_take(by, application).require().acting_for
            made += services.name_assessors(by, application, wanted[application.pk], place)
        except Refusal as refusal:
            words = _("%(number)s: %(why)s") % {"number": application.case.number, "why": refusal}
            raise RuleBroken(words) from refusal
    events.record(
        "grants.round_handed_out",
        thing=f"call:{call.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        data={"assessors": {str(pk): [one.pk for one in people] for pk, people in wanted.items()}},
    )
    return made
