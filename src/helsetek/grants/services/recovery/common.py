"""What every act on a claim shares: the lock on its row, its step in the table, its line in the log, and the notices."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.common import clock, events, money
from helsetek.common.errors import RuleBroken
from helsetek.grants.models import Grant, RepaymentClaim
from helsetek.grants.rules.machines import CLAIM

LONGEST = 8000


def lock(claim: RepaymentClaim) -> RepaymentClaim:
    """The grant first, then the claim: always in that order."""
    Grant.objects.select_for_update().get(pk=claim.grant_id)
    rows = RepaymentClaim.objects.select_for_update(of=("self",))
    return rows.select_related("grant__application__case", "grant__application__lead").get(pk=claim.pk)


def step(claim: RepaymentClaim, act: str) -> tuple[str, str]:
    """Move the claim along its table; gives the states (from, to). Saved by the caller. Raises WrongState."""
    before, claim.state = claim.state, state.move(CLAIM, act, claim.state)
    if claim.state in ("paid", "written_off", "dropped", "reversed"):
        claim.ended_at = clock.now()
    return before, claim.state


def check_amount(amount_ore: int, most_ore: int) -> None:
    """Raises RuleBroken for a sum that is nothing, or more than there is."""
    if amount_ore <= 0:
        sentence = _("Give a sum above zero.")
    elif amount_ore > most_ore:
        sentence = _("The sum can be at most %(most)s.") % {"most": money.show(most_ore)}
    else:
        return
    raise RuleBroken(sentence, {"amount": [sentence]})


def record(
    claim: RepaymentClaim,
    verb: str,
    by: Person | None,
    acting_for: int | None,
    *,
    states: tuple[str, str] = ("", ""),
    reasons: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """One line in the event log; the last thing a service does."""
    events.record(
        verb,
        thing=f"claim:{claim.pk}",
        person_id=by.pk if by else None,
        organisation_id=acting_for,
        case_number=claim.grant.application.case.number,
        from_state=states[0],
        to_state=states[1],
        reasons=reasons,
        data={"amount_ore": claim.amount_ore, "ground": claim.ground} | (data or {}),
    )


def tell_party(claim: RepaymentClaim, kind: str, key: str = "", **data: Any) -> None:
    """Writers and signatories of the lead learn that something has come; what it is, is behind the log-in."""
    application = claim.grant.application
    casework.notify(
        accounts.people_of([application.lead_id], Role.WRITER, Role.SIGNATORY),
        kind=kind,
        key=f"claim:{claim.pk}:{kind}:{key}",
        path=f"/tilbakekrav/{claim.pk}/",
        case=application.case,
        data={"title": application.case.title, "due_on": claim.due_on, "before": claim.statement_before}
        | data,
    )


def tell_officer(claim: RepaymentClaim, kind: str) -> None:
    officer = claim.grant.application.case.officer
    if officer is not None:
        casework.notify(
            [officer],
            kind=kind,
            key=f"claim:{claim.pk}:{kind}",
            path=f"/tilbakekrav/{claim.pk}/",
            case=claim.grant.application.case,
            data={"title": claim.grant.application.case.title},
        )
