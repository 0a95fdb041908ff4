"""What the acts have in common: the lock, the event, and whom the notices go to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person, Role, people_of
from helsetek.common import events
from helsetek.common.errors import WrongState
from helsetek.cooperation.models import Collaboration


def locked(collaboration: Collaboration) -> Collaboration:
    """The collaboration, locked until the transaction ends. Raises WrongState if it has been dissolved."""
    row = Collaboration.objects.select_for_update().get(pk=collaboration.pk)
    if row.dissolved_at:
        raise WrongState(_("The collaboration has been dissolved."))
    return row


def record(
    act: str,
    collaboration: Collaboration,
    by: Person,
    organisation_id: int | None,
    data: dict[str, Any],
    *,
    from_state: str = "",
    to_state: str = "",
    reasons: str = "",
) -> None:
    """One event; the last thing in the transaction."""
    events.record(
        f"cooperation.{act}",
        thing=f"collaboration:{collaboration.pk}",
        person_id=by.pk,
        organisation_id=organisation_id,
        from_state=from_state,
        to_state=to_state,
        reasons=reasons,
        data=data,
    )


def signatories(organisation_ids: Iterable[int]) -> list[Person]:
    """Those who sign for any of the organisations today, once each."""
    return people_of(organisation_ids, Role.SIGNATORY)


def those_who_work_for(organisation_id: int, *, but: Person) -> list[Person]:
    """Writers and signatories of the organisation, without the one who acts."""
    both = people_of([organisation_id], Role.WRITER, Role.SIGNATORY)
    return [person for person in both if person.pk != but.pk]


def path_of(collaboration: Collaboration) -> str:
    return f"/samarbeid/{collaboration.pk}/"
