"""Asking for a role, and the answer."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.held import holds
from helsetek.accounts.models import AccessRequest, Person
from helsetek.accounts.permissions import is_administrator, may_answer
from helsetek.accounts.rules import Role, can_be_held_in
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.registry import selectors as registry

from .roles import delegate, give_role

MOST_OPEN = 10


@transaction.atomic
def ask_for_role(*, by: Person, organisation_id: int, role: Role, message: str = "") -> AccessRequest:
    """Ask for a role in an organisation. The same again gives the request that stands. Raises RuleBroken."""
    _check(by, organisation_id, role, message)
    person = Person.objects.select_for_update().get(pk=by.pk)
    standing = person.requests.filter(answered_at__isnull=True)
    known = standing.filter(organisation_id=organisation_id, role=role.value).first()
    if known:
        return known
    if standing.count() >= MOST_OPEN:
        raise RuleBroken(_("You have asked for many roles already. Wait for the answers first."))
    request = AccessRequest.objects.create(
        person=person,
        organisation_id=organisation_id,
        role=role.value,
        message=message.strip(),
        asked_at=clock.now(),
    )
    events.record("accounts.role_asked_for", thing=f"access_request:{request.pk}", person_id=by.pk)
    return request


def _check(by: Person, organisation_id: int, role: Role, message: str) -> None:
    organisation = registry.organisations([organisation_id]).get(organisation_id)
    if organisation is None or not can_be_held_in(role, organisation.kind):
        raise RuleBroken(_("This role cannot be held in an organisation of this kind."))
    if holds(by, role, organisation_id):
        raise RuleBroken(_("You hold this role already."))
    if len(message) > 500:
        problem = _("Keep the message within 500 characters.")
        raise RuleBroken(problem, {"message": [problem]})


@transaction.atomic
def answer_request(
    *, by: Person, request: AccessRequest, give: bool, valid_to: date | None = None
) -> AccessRequest:
    """Give the role that is asked for, from today to ``valid_to``, or say no.

    A signatory delegates, and so must say until when. Raises NotAllowed, WrongState, RuleBroken.
    """
    request = AccessRequest.objects.select_for_update().select_related("person").get(pk=request.pk)
    answer = may_answer(by, request).require()
    if request.answered_at:
        raise WrongState(_("The request has been answered already."))
    request.answered_at, request.answered_by, request.given = clock.now(), by, give
    request.save(update_fields=["answered_at", "answered_by", "given"])
    if give:
        _give(by, request, valid_to)
    else:
        events.record(
            "accounts.role_not_given",
            thing=f"access_request:{request.pk}",
            person_id=by.pk,
            organisation_id=answer.acting_for,
            data={"person": request.person_id, "organisation": request.organisation_id, "role": request.role},
        )
    return request


def _give(by: Person, request: AccessRequest, valid_to: date | None) -> None:
    role, today = Role(request.role), clock.today()
    if is_administrator(by):
        give_role(
            by=by,
            person=request.person,
            organisation_id=request.organisation_id,
            role=role,
            valid_from=today,
            valid_to=valid_to,
        )
    elif valid_to is None:
        problem = _("Say until when the right is delegated.")
        raise RuleBroken(problem, {"valid_to": [problem]})
    else:
        delegate(
            by=by,
            person=request.person,
            organisation_id=request.organisation_id,
            role=role,
            valid_from=today,
            valid_to=valid_to,
        )
