"""What every act of control does: lock, record, tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import events
from helsetek.common.errors import RuleBroken
from helsetek.control.models import Control
from helsetek.control.selectors import controls

LONGEST = 8000


def locked(control: Control) -> Control:
    Control.objects.select_for_update().get(pk=control.pk)
    return controls.control(control.pk)


def filled(name: str, text: str, sentence: str, *, longest: int = LONGEST) -> str:
    """The text without blanks around it. Raises RuleBroken on the field where it is empty or too long."""
    text = text.replace("\0", "").strip()
    if not text:
        raise RuleBroken(sentence, {name: [sentence]})
    if len(text) > longest:
        sentence = _("Write at most %(count)d characters.") % {"count": longest}
        raise RuleBroken(sentence, {name: [sentence]})
    return text


def record(
    verb: str,
    control: Control,
    by: Person | None,
    acting_for: int | None,
    *,
    before: str = "",
    thing: str = "",
    case_number: str = "",
    to_state: str | None = None,
    reasons: str = "",
    data: dict[str, Any] | None = None,
) -> None:
    events.record(
        verb,
        thing=thing or f"control:{control.pk}",
        person_id=by.pk if by else None,
        organisation_id=acting_for,
        case_number=case_number or control.case.number,
        from_state=before,
        to_state=control.state if to_state is None else to_state,
        reasons=reasons,
        data=data or {},
    )


def tell_party(control: Control, kind: str, key: str, **data: Any) -> None:
    """The writers and signatories of the lead."""
    lead = control.grant.application.lead_id
    tell(accounts.people_of([lead], Role.WRITER, Role.SIGNATORY), control, kind, key, **data)


def tell(people: Iterable[Person], control: Control, kind: str, key: str, **data: Any) -> None:
    casework.notify(
        people,
        kind=kind,
        key=f"control:{control.pk}:{key}",
        path=reverse("control:control", args=[control.pk]),
        case=control.case,
        data={"title": control.grant.application.case.title, "control": control, **data},
    )
