"""Who may give, pass on and take back roles."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.common.answers import Answer, no, yes

from .held import holds, holds_anywhere, roles_held
from .models import AccessRequest, Person, RoleAssignment
from .rules import DECIDING_SIDE, DELEGABLE, Role


def is_administrator(person: Person) -> bool:
    return holds_anywhere(person, Role.SYSTEM_ADMINISTRATOR) is not None


def own_signature(person: Person, organisation_id: int) -> int | None:
    """The id of the assignment by which the person signs in the own right, not by delegation; None without one."""
    return next(
        (
            held.assignment_id
            for held in roles_held(person)
            if (held.role, held.organisation_id, held.is_delegated)
            == (Role.SIGNATORY, organisation_id, False)
        ),
        None,
    )


def may_see_rights(by: Person, organisation_id: int) -> Answer:
    """Those who hold a role in the organisation see who else does; system administrators see all."""
    if is_administrator(by) or any(held.organisation_id == organisation_id for held in roles_held(by)):
        return yes(organisation_id)
    return no(_("Only those who hold a role in the organisation can see who has which rights there."))


def may_give_role(by: Person, person: Person, organisation_id: int) -> Answer:
    """Roles are given by a system administrator, never to oneself."""
    if not is_administrator(by):
        return no(_("Only a system administrator can give this role."))
    if by.pk == person.pk:
        return no(_("Nobody can give themselves a role. Ask another system administrator."))
    return yes(holds_anywhere(by, Role.SYSTEM_ADMINISTRATOR))


def may_delegate(by: Person, organisation_id: int) -> Answer:
    """Roles are passed on by who signs for the organisation in the own right: what is lent cannot be lent on."""
    if own_signature(by, organisation_id) is not None:
        return yes(organisation_id)
    if holds(by, Role.SIGNATORY, organisation_id):
        return no(_("You sign by delegation, and what is delegated cannot be delegated further."))
    return no(_("Only a signatory of the organisation can delegate rights in it."))


def may_revoke(by: Person, assignment: RoleAssignment) -> Answer:
    """A system administrator takes back any role; a signatory those that can be delegated in the organisation."""
    if is_administrator(by):
        return yes(holds_anywhere(by, Role.SYSTEM_ADMINISTRATOR))
    if Role(assignment.role) not in DELEGABLE:
        return no(_("Only a system administrator can take back this role."))
    return may_delegate(by, assignment.organisation_id)


def may_answer(by: Person, request: AccessRequest) -> Answer:
    """A signatory answers for the own organisation; a system administrator answers all; nobody answers the own."""
    if by.pk == request.person_id:
        return no(_("Nobody can answer their own request."))
    if is_administrator(by):
        return yes(holds_anywhere(by, Role.SYSTEM_ADMINISTRATOR))
    if Role(request.role) not in DELEGABLE:
        return no(_("Only a system administrator can give this role."))
    return may_delegate(by, request.organisation_id)


def may_administer(by: Person) -> Answer:
    if is_administrator(by):
        return yes(holds_anywhere(by, Role.SYSTEM_ADMINISTRATOR))
    return no(_("Only system administrators can see this page."))


def signs_for(by: Person, organisation_id: int) -> Answer:
    """May the person bind the organisation? Signatories only."""
    if holds(by, Role.SIGNATORY, organisation_id):
        return yes(organisation_id)
    return no(_("Only a signatory of the organisation can do this."))


def acts_for_the_state(person: Person) -> bool:
    """Whether the person holds a role of those who handle, assess or decide."""
    return any(held.role in DECIDING_SIDE for held in roles_held(person))


def may_keep_ties(by: Person, person: Person) -> Answer:
    """Those who act for the state keep their own ties; a system administrator keeps anybody's."""
    if is_administrator(by):
        return yes(holds_anywhere(by, Role.SYSTEM_ADMINISTRATOR))
    if by.pk == person.pk and acts_for_the_state(by):
        return yes()
    return no(_("Only those who handle, assess or decide cases tell of their ties, each of their own."))
