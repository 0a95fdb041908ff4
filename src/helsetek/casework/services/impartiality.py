"""Declare impartiality, and name who steps in."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework.models import Case, ImpartialityDeclaration
from helsetek.casework.permissions import (
    is_disqualified,
    may_declare,
    may_have_hand,
    may_run_case,
    newest_declaration,
)
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState

LONGEST_GROUND = 2000


@transaction.atomic
def declare_impartiality(
    *, by: Person, case: Case, conflict: bool, ground: str = ""
) -> ImpartialityDeclaration:
    """Say whether anything in forvaltningsloven § 6 stands in the way (§ 8: of one's own accord, and in good time).

    A conflict needs its ground, and blocks from the moment it is declared. The person cannot take it back alone:
    a substitute is named (§ 9).
    """
    right = may_declare(by).require()
    ground = ground.strip()
    case = Case.objects.select_for_update().get(pk=case.pk)
    _check(by, case, conflict=conflict, ground=ground)
    declaration = ImpartialityDeclaration.objects.create(
        case=case, person=by, conflict=conflict, ground=ground, declared_at=clock.now()
    )
    # The ground may tell of family: it is kept in the case, where it can be put away, not in the log for ever.
    events.record(
        "casework.conflict_declared" if conflict else "casework.impartiality_declared",
        thing=f"declaration:{declaration.pk}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        case_number=case.number,
    )
    return declaration


def _check(by: Person, case: Case, *, conflict: bool, ground: str) -> None:
    if len(ground) > LONGEST_GROUND:
        sentence = _("Write at most 2,000 characters.")
        raise RuleBroken(sentence, {"ground": [sentence]})
    if conflict and not ground:
        sentence = _("Say briefly what the conflict is.")
        raise RuleBroken(sentence, {"ground": [sentence]})
    newest = newest_declaration(by, case)
    if not conflict and newest is not None and newest.conflict:
        raise WrongState(_("You have declared a conflict in this case, and it stands."))


@transaction.atomic
def name_substitute(
    *, by: Person, declaration: ImpartialityDeclaration, substitute: Person
) -> ImpartialityDeclaration:
    """Name who steps in for a person with a conflict (forvaltningsloven § 9): somebody else, and not disqualified.

    Who steps in for the officer of the case becomes its officer.
    """
    declaration = ImpartialityDeclaration.objects.select_for_update().get(pk=declaration.pk)
    right = may_run_case(by, declaration.case).require()
    if not declaration.conflict:
        raise WrongState(_("No conflict is declared, so no substitute is needed."))
    if substitute.pk == declaration.person_id or is_disqualified(substitute, declaration.case):
        raise RuleBroken(
            _("%(name)s is disqualified in this case. Choose another.") % {"name": substitute.name}
        )
    declaration.substitute = substitute
    declaration.save(update_fields=["substitute"])
    _hand_over(declaration, substitute)
    events.record(
        "casework.substitute_named",
        thing=f"declaration:{declaration.pk}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        case_number=declaration.case.number,
        data={"for": declaration.person_id, "substitute": substitute.pk},
    )
    return declaration


def _hand_over(declaration: ImpartialityDeclaration, substitute: Person) -> None:
    case = Case.objects.select_for_update().get(pk=declaration.case_id)
    if case.officer_id == declaration.person_id and may_have_hand(substitute, case, Role.CASE_OFFICER):
        case.officer = substitute
        case.save(update_fields=["officer"])
