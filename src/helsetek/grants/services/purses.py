"""Move a case's money between accounts, whatever envelopes it came from."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.common import clock
from helsetek.common.errors import WrongState
from helsetek.grants.parameters import parameter
from helsetek.grants.rules.recovery import budget_year_is_open
from helsetek.scheme import selectors as scheme
from helsetek.scheme.rules.ledger import spread
from helsetek.scheme.selectors import Account
from helsetek.scheme.services import ledger


def shift(
    case_number: str,
    source: Account,
    target: Account,
    amount_ore: int,
    *,
    verb: str,
    key: str,
    newest_first: bool = False,
) -> list[tuple[int, int]]:
    """Move øre of a case from one account to another, envelope by envelope. Gives (envelope, øre) for each.

    Taken from the envelope whose money came first, or last. Raises WrongState where there is not that much.
    """
    if amount_ore <= 0:
        return []
    there = scheme.stands_by_envelope(case_number, source.value)
    try:
        taken = spread(amount_ore, reversed(there) if newest_first else there)
    except ValueError as error:
        words = {"account": source.label, "case": case_number}
        raise WrongState(
            _("There is not that much on «%(account)s» in case %(case)s. Nothing was changed.") % words
        ) from error
    for envelope_id, part in taken:
        ledger.move(
            envelope_id=envelope_id,
            source=source,
            target=target,
            amount_ore=part,
            case_number=case_number,
            verb=verb,
            key=f"{key}:{envelope_id}",
        )
    return taken


def give_back(case_number: str, amount_ore: int, *, verb: str, key: str) -> None:
    """Claimed money has come in: to the return account of the year it came from, and free again if that year is open."""
    back = shift(case_number, Account.CLAIMED, Account.RETURNED, amount_ore, verb=verb, key=f"{key}:returned")
    today = clock.today()
    years = int(parameter("budget_years_open_after", today))
    for envelope_id, part in back:
        if budget_year_is_open(scheme.envelope(envelope_id).year, today, years):
            ledger.move(
                envelope_id=envelope_id,
                source=Account.RETURNED,
                target=Account.FREE,
                amount_ore=part,
                case_number=case_number,
                verb=verb,
                key=f"{key}:free:{envelope_id}",
            )


def take_back(case_number: str, amount_ore: int, *, verb: str, key: str) -> None:
    """What came back and was put to use again stands on its return account once more, as far as it is needed.

    Raises WrongState where it never came back, Overdrawn where the envelope has given it to somebody else.
    """
    there = sum(ore for _envelope, ore in scheme.stands_by_envelope(case_number, Account.RETURNED.value))
    needed = amount_ore - there
    if needed <= 0:
        return
    try:
        taken = spread(needed, reversed(scheme.put_to_use_again(case_number)))
    except ValueError as error:
        raise WrongState(_("So much has not come back in this case. Nothing was changed.")) from error
    for envelope_id, part in taken:
        ledger.move(
            envelope_id=envelope_id,
            source=Account.FREE,
            target=Account.RETURNED,
            amount_ore=part,
            case_number=case_number,
            verb=verb,
            key=f"{key}:back:{envelope_id}",
        )
