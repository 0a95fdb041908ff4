"""What the acts have in common: locks, moves, the event, texts and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.approval.models import Application, Approval, Surveillance
from helsetek.approval.rules.machines import APPLICATION, SURVEILLANCE
from helsetek.casework import state
from helsetek.common import events
from helsetek.common.errors import RuleBroken

_RELATED = ("case", "configuration__product__vendor", "version__set__standard")


def lock(given: Application) -> Application:
    """The row as it is now, held until the transaction ends."""
    rows = Application.objects.select_for_update(of=("self",)).select_related(*_RELATED)
    return rows.get(pk=given.pk)


def lock_approval(given: Approval) -> Approval:
    rows = Approval.objects.select_for_update(of=("self",))
    related = [f"application__{one}" for one in _RELATED]
    return rows.select_related(*related).get(pk=given.pk)


def lock_surveillance(given: Surveillance) -> Surveillance:
    """The approval first, then its surveillance: always in this order."""
    approval = lock_approval(given.approval)
    case = Surveillance.objects.select_for_update(of=("self",)).select_related("case").get(pk=given.pk)
    case.approval = approval
    return case


def move(application: Application, act: str) -> tuple[str, str]:
    """Move it along its table (not saved yet); gives the states (from, to). Raises WrongState."""
    before, application.state = application.state, state.move(APPLICATION, act, application.state)
    return before, application.state


def move_surveillance(case: Surveillance, act: str) -> tuple[str, str]:
    before, case.state = case.state, state.move(SURVEILLANCE, act, case.state)
    return before, case.state


def record(
    verb: str,
    thing: Application | Surveillance | Approval,
    by: Person | None,
    acting_for: int | None,
    *,
    states: tuple[str, str] = ("", ""),
    reasons: str = "",
    **data: Any,
) -> None:
    """One line in the event log; the last thing a service does."""
    case = thing.application.case if isinstance(thing, Approval) else thing.case
    kind = {Application: "approval_application", Surveillance: "surveillance", Approval: "approval"}[
        type(thing)
    ]
    events.record(
        f"approval.{verb}",
        thing=f"{kind}:{thing.pk}",
        person_id=by.pk if by else None,
        organisation_id=acting_for,
        case_number=case.number,
        from_state=states[0],
        to_state=states[1],
        reasons=reasons,
        data=data,
    )


def required(text: str, field: str, empty: str, longest: int = 4000) -> str:
    """The text without its edges. Raises RuleBroken when it is empty or too long."""
    text = text.strip()
    if not text:
        raise RuleBroken(empty, {field: [empty]})
    return within(text, field, longest)


def within(text: str, field: str, longest: int = 4000) -> str:
    text = text.strip()
    if len(text) > longest:
        sentence = _("This is too long. There is room for %(longest)s characters.") % {"longest": longest}
        raise RuleBroken(sentence, {field: [sentence]})
    return text


def vendors_people(vendor_id: int) -> list[Person]:
    return accounts.people_of([vendor_id], Role.VENDOR)


def others(people: Iterable[Person], by: Person | None) -> list[Person]:
    return [one for one in people if by is None or one.pk != by.pk]
