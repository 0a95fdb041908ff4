"""Roles are given, passed on for a time, and taken back; each change is one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from helsetek.accounts import request_cache
from helsetek.accounts.held import in_force
from helsetek.accounts.models import Person, RoleAssignment
from helsetek.accounts.permissions import may_delegate, may_give_role, may_revoke, own_signature
from helsetek.accounts.rules import DELEGABLE, Role, can_be_held_in
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.registry import selectors as registry


@transaction.atomic
def give_role(
    *,
    by: Person | None,
    person: Person,
    organisation_id: int,
    role: Role,
    valid_from: date,
    valid_to: date | None = None,
) -> RoleAssignment:
    """Let a person hold a role from a day to a day, both included.

    ``by`` is a system administrator; None is the operator at the command line, who gives the first roles. The same
    again gives the assignment that is there. Raises NotAllowed, RuleBroken.
    """
    acting_for = may_give_role(by, person, organisation_id).require().acting_for if by else None
    _check_fits(role, organisation_id)
    given = _Given(by, person, organisation_id, role, valid_from, valid_to)
    return _assign(given, verb="accounts.role_given", acting_for=acting_for)


@transaction.atomic
def delegate(
    *, by: Person, person: Person, organisation_id: int, role: Role, valid_from: date, valid_to: date
) -> RoleAssignment:
    """Pass a right on to a colleague for a time, within the delegator's own time.

    Raises NotAllowed, RuleBroken.
    """
    may_delegate(by, organisation_id).require()
    if role not in DELEGABLE:
        raise RuleBroken(_("This right cannot be delegated."))
    if person.pk == by.pk:
        raise RuleBroken(_("You cannot delegate to yourself."))
    _check_fits(role, organisation_id)
    own = own_signature(by, organisation_id)
    signature = RoleAssignment.objects.select_for_update().get(pk=own or 0)
    if signature.valid_to and valid_to > signature.valid_to:
        problem = _("Your own right ends on %(day)s: choose that day or an earlier one.") % {
            "day": f"{signature.valid_to:%d.%m.%Y}"
        }
        raise RuleBroken(problem, {"valid_to": [problem]})
    given = _Given(by, person, organisation_id, role, valid_from, valid_to, signature)
    return _assign(given, verb="accounts.role_delegated", acting_for=organisation_id)


@dataclass(frozen=True)
class _Given:
    """What is being given to whom; ``source`` is the assignment that it is delegated from."""

    by: Person | None
    person: Person
    organisation_id: int
    role: Role
    valid_from: date
    valid_to: date | None
    source: RoleAssignment | None = None


def _check_fits(role: Role, organisation_id: int) -> None:
    kind = registry.organisation(organisation_id).kind
    if not can_be_held_in(role, kind):
        raise RuleBroken(_("This role cannot be held in an organisation of this kind."))


def _check_days(valid_from: date, valid_to: date | None) -> None:
    if valid_from < clock.today():
        problem = _("A role cannot begin before today.")
        raise RuleBroken(problem, {"valid_from": [problem]})
    if valid_to and valid_to < valid_from:
        problem = _("The last day must not come before the first.")
        raise RuleBroken(problem, {"valid_to": [problem]})


def _assign(given: _Given, *, verb: str, acting_for: int | None) -> RoleAssignment:
    _check_days(given.valid_from, given.valid_to)
    # The person's row is the lock: two who give the same role at once cannot both do it.
    person = Person.objects.select_for_update().get(pk=given.person.pk)
    known = _overlapping(given).first()
    if known and (known.valid_from, known.valid_to) == (given.valid_from, given.valid_to):
        return known
    if known:
        raise RuleBroken(_("The person already holds this role in that time. Take it back first."))
    assignment = RoleAssignment.objects.create(
        person=person,
        organisation_id=given.organisation_id,
        role=given.role.value,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        given_by=given.by,
        given_at=clock.now(),
        delegated_from=given.source,
    )
    request_cache.forget(assignment.person_id)
    _record(verb, assignment, given.by, acting_for)
    return assignment


def _overlapping(given: _Given) -> QuerySet[RoleAssignment]:
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=given.valid_from)
    begins_in_time = Q(valid_from__lte=given.valid_to) if given.valid_to else Q()
    return RoleAssignment.objects.filter(
        not_over,
        begins_in_time,
        person_id=given.person.pk,
        organisation_id=given.organisation_id,
        role=given.role.value,
        revoked_at__isnull=True,
    )


@transaction.atomic
def revoke_role(*, by: Person | None, assignment: RoleAssignment) -> RoleAssignment:
    """Take a role back from now on, and with it what was delegated by it. Raises NotAllowed, WrongState.

    Taking back twice is the same as once.
    """
    assignment = RoleAssignment.objects.select_for_update().get(pk=assignment.pk)
    acting_for = may_revoke(by, assignment).require().acting_for if by else None
    if assignment.revoked_at is None:
        _keep_one_administrator(assignment)
        _revoke(assignment, by, acting_for)
    return assignment


def _keep_one_administrator(assignment: RoleAssignment) -> None:
    if assignment.role != Role.SYSTEM_ADMINISTRATOR.value:
        return
    others = RoleAssignment.objects.filter(in_force(), role=assignment.role).exclude(
        person_id=assignment.person_id
    )
    if not others.exists():
        raise WrongState(
            _(
                "This is the only system administrator. Give the role to somebody else before you take it back."
            )
        )


def _revoke(assignment: RoleAssignment, by: Person | None, acting_for: int | None) -> None:
    for lent in assignment.delegations.select_for_update().filter(revoked_at__isnull=True):
        _revoke(lent, by, acting_for)
    assignment.revoked_at = clock.now()
    assignment.save(update_fields=["revoked_at"])
    request_cache.forget(assignment.person_id)
    _record("accounts.role_revoked", assignment, by, acting_for)


def _record(verb: str, assignment: RoleAssignment, by: Person | None, acting_for: int | None) -> None:
    events.record(
        verb,
        thing=f"role_assignment:{assignment.pk}",
        person_id=by.pk if by else None,
        organisation_id=acting_for,
        data={
            "person": assignment.person_id,
            "organisation": assignment.organisation_id,
            "role": assignment.role,
            "valid_from": assignment.valid_from,
            "valid_to": assignment.valid_to,
            "delegated_from": assignment.delegated_from_id,
        },
    )
