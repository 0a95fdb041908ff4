"""Hold money back while appeals can come, and let it go again when they no longer can."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.scheme.models import Account, Allotment, Envelope
from helsetek.scheme.permissions import may_manage_scheme
from helsetek.scheme.rules.holding import Because
from helsetek.scheme.selectors import Balances, balances, held

from . import ledger
from .envelopes import check_amount


@transaction.atomic
def hold_for_appeals(
    *, by: Person, allotment: Allotment, amount_ore: int, key: str = "", reason: str = ""
) -> Balances:
    """Set aside free money of the allotment's envelope for appeals that may be won. The same ``key`` holds it once.

    Raises NotAllowed, RuleBroken, Overdrawn (not that much is free).
    """
    acting_for = may_manage_scheme(by).require().acting_for
    check_amount(amount_ore)
    envelope = Envelope.objects.select_for_update().get(pk=allotment.envelope_id)
    data = {"allotment": allotment.pk, "amount_ore": amount_ore}
    _move(by, acting_for, envelope, "held", amount_ore, key, reason, data)
    return balances(envelope.pk)


@transaction.atomic
def release_held(
    *, by: Person, envelope: Envelope, amount_ore: int, reason: str = "", key: str = ""
) -> Balances:
    """Let money that was held back be free again. While appeals can come or are open, only with a reason.

    Raises NotAllowed, WrongState (it is to stay, and no reason is given), RuleBroken, Overdrawn.
    """
    acting_for = may_manage_scheme(by).require().acting_for
    check_amount(amount_ore)
    envelope = Envelope.objects.select_for_update().get(pk=envelope.pk)
    because = held(envelope).because
    if because is not None and not reason.strip():
        raise WrongState(f"{why_held(because)} {_('Give a reason if it is to be released all the same.')}")
    data = {"amount_ore": amount_ore, "before_time": because.value if because else ""}
    _move(by, acting_for, envelope, "released", amount_ore, key, reason, data)
    return balances(envelope.pk)


def why_held(because: Because) -> str:
    return {
        Because.NOT_TOLD: _("The decisions have not been told yet, so appeals can come."),
        Because.OPEN_APPEALS: _("There are appeals that are not settled."),
        Because.TIME_RUNS: _("The time limit for appeals has not passed for all parties."),
    }[because]


def _move(
    by: Person,
    acting_for: int | None,
    envelope: Envelope,
    act: str,
    amount_ore: int,
    key: str,
    reason: str,
    data: dict[str, Any],
) -> None:
    ways = {"held": (Account.FREE, Account.HELD), "released": (Account.HELD, Account.FREE)}
    source, target = ways[act]
    if len(reason) > 2000:
        raise RuleBroken(_("The reason is too long."), {"reason": [_("The reason is too long.")]})
    count = envelope.postings.count()
    ledger.move(
        envelope_id=envelope.pk,
        source=source,
        target=target,
        amount_ore=amount_ore,
        case_number="",
        verb=f"scheme.{act}",
        key=f"scheme.{act}:{envelope.pk}:{key or count + 1}",
    )
    if envelope.postings.count() > count:
        events.record(
            f"scheme.{act}",
            thing=f"envelope:{envelope.pk}",
            person_id=by.pk,
            organisation_id=acting_for,
            reasons=reason,
            data=data,
        )
