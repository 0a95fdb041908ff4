"""What every act on an amendment shares: the locks, the state, the line in the log, and who is told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.casework import state
from helsetek.common import events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants.models import Amendment, Grant
from helsetek.grants.rules.amendments import KINDS, Kind, KindCode, Side
from helsetek.grants.rules.machines import AMENDMENT
from helsetek.grants.selectors import amendments as selectors
from helsetek.grants.wording import fields_of

LONGEST = 8000
_GRANT = (
    "application__case__officer", "application__lead", "application__call", "application__call_version",
    "application__collaboration", "account",
)  # fmt: skip


def lock_grant(pk: int) -> Grant:
    """The row as it is now, held until the transaction ends. Before anything that belongs to it."""
    return Grant.objects.select_for_update(of=("self",)).select_related(*_GRANT).get(pk=pk)


def lock(given: Amendment) -> Amendment:
    """The grant first, then the amendment: always in that order."""
    grant = lock_grant(given.grant_id)
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=given.pk)
    amendment.grant = grant
    return amendment


def move(amendment: Amendment, act: str) -> tuple[str, str]:
    """Move it along its table; gives the states (from, to). The caller saves. Raises WrongState."""
    before = amendment.state
    amendment.state = state.move(AMENDMENT, act, before)
    return before, amendment.state


def kind_of(amendment: Amendment) -> Kind:
    return KINDS[KindCode(amendment.kind)]


def require_open(grant: Grant, kind: Kind) -> None:
    """Only a running grant is amended; one on hold only to get out of it. Not when the final accounts are in."""
    if grant.state == "held" and not kind.while_held:
        raise WrongState(_("The grant is on hold. Nothing on it can be changed until it is resumed."))
    if grant.state not in ("accepted", "held"):
        raise WrongState(_("Only an accepted grant that is not closed can be amended."))
    final_in = grant.reports.filter(kind="final", state__in=["handed_in", "approved"]).exists()
    if final_in and not kind.after_final:
        raise WrongState(_("The final report is handed in, so this cannot be changed any more."))


def require_sound(amendment: Amendment) -> None:
    """Raises RuleBroken, by field, where something is missing or stands in the way."""
    if found := selectors.problems(amendment):
        fields = fields_of(found)
        raise RuleBroken(next(iter(fields.values()))[0], fields)


def record(
    amendment: Amendment,
    verb: str,
    by: Person | None,
    acting_for: int | None,
    states: tuple[str, str],
    *,
    reasons: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    """One line in the event log; the last thing a service does."""
    events.record(
        f"grants.amendment_{verb}",
        thing=f"amendment:{amendment.pk}",
        person_id=by.pk if by else None,
        organisation_id=acting_for,
        case_number=amendment.grant.application.case.number,
        from_state=states[0],
        to_state=states[1],
        reasons=reasons,
        data={"kind": amendment.kind, "number": amendment.number} | (data or {}),
    )


def tell_officer(amendment: Amendment, kind: str) -> None:
    """Who handles the case, or every case officer where nobody does."""
    officer = amendment.grant.application.case.officer
    _tell([officer] if officer else list(accounts.people_with(Role.CASE_OFFICER)), amendment, kind)


def tell_parties(amendment: Amendment, kind: str) -> None:
    """Those who write and sign for every party."""
    parties = cases.parties_of(amendment.grant.application.case)
    people = accounts.people_of([party.organisation_id for party in parties], Role.WRITER, Role.SIGNATORY)
    _tell(people, amendment, kind)


def tell_signatories(organisation_id: int, amendment: Amendment, kind: str) -> None:
    _tell(accounts.people_of([organisation_id], Role.SIGNATORY), amendment, kind)


def tell_those_with(role: Role, amendment: Amendment, kind: str) -> None:
    _tell(list(accounts.people_with(role)), amendment, kind)


def _tell(people: list[Person], amendment: Amendment, kind: str) -> None:
    case = amendment.grant.application.case
    casework.notify(
        people,
        kind=f"grants.amendment_{kind}",
        key=f"amendment:{amendment.pk}:{kind}:{amendment.revision}",
        path=f"/tilskudd/endringer/{amendment.pk}/",
        case=case,
        data={
            "title": case.title,
            "number": case.number,
            "what": amendment.get_kind_display,
            "reason": amendment.reason,
            "question": amendment.question,
            "answer_before": amendment.answer_before,
            "warned": amendment.side == Side.DIRECTORATE,
        },
    )
