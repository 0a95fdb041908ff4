"""Declare impartiality, decide in doubt, find somebody disqualified, and name who steps in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import grounds as law
from helsetek.casework import guards, selectors
from helsetek.casework.models import Case, ImpartialityDeclaration
from helsetek.casework.permissions import (
    is_disqualified,
    may_declare,
    may_have_hand,
    may_judge_impartiality,
    may_run_case,
    newest_declaration,
)
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState

from . import redoing
from .notices import notify

LONGEST_GROUND = 2000
PATH = "/saker/{number}/habilitet/"

# What rooms above do when somebody turns out to be disqualified, before anything is written here: they hold their own
# rows first, so that the order of locks is the same as in their other acts.
Follower = Callable[[Person, Case], None]
_followers: list[Follower] = []


def on_disqualified(follower: Follower) -> None:
    if follower not in _followers:
        _followers.append(follower)


@transaction.atomic
def declare_impartiality(
    *,
    by: Person,
    case: Case,
    conflict: bool,
    ground: str = "",
    grounds: Sequence[str] = (),
    in_doubt: bool = False,
) -> ImpartialityDeclaration:
    """Say whether anything in forvaltningsloven § 6 stands in the way (§ 8: of one's own accord, and in good time).

    A conflict needs its ground in words; ``grounds`` are the codes of the law's own (``casework.grounds``). It blocks
    from the moment it is declared, and cannot be taken back alone: a substitute is named (§ 9). ``in_doubt`` asks the
    superior to decide, and blocks until then. What the person has done in the case must be done again.
    """
    right = may_declare(by).require()
    ground, conflict = ground.strip(), conflict or in_doubt
    if conflict and not in_doubt:
        _follow(by, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    _check(by, case, conflict=conflict, ground=ground, grounds=grounds)
    declaration = _write(by, case, conflict=conflict, ground=ground, grounds=grounds, in_doubt=in_doubt)
    if in_doubt:
        _tell_superior(declaration)
    elif conflict:
        redoing.mark(declaration)
    # The ground may tell of family: it is kept in the case, where it can be put away, not in the log for ever.
    verb = "conflict_declared" if conflict else "impartiality_declared"
    events.record(
        f"casework.{'doubt_declared' if in_doubt else verb}",
        thing=f"declaration:{declaration.pk}",
        person_id=by.pk,
        organisation_id=right.acting_for,
        case_number=case.number,
        data={"hints": [hint["kind"] for hint in declaration.hints]},
    )
    return declaration


@transaction.atomic
def rule_on_impartiality(
    *,
    by: Person,
    declaration: ImpartialityDeclaration,
    disqualified: bool,
    reason: str,
    grounds: Sequence[str] = (),
) -> ImpartialityDeclaration:
    """The superior decides a doubt (forvaltningsloven § 8), with the reason. It stands as the person's last word."""
    person, case = declaration.person, declaration.case
    right = may_judge_impartiality(by, person, case).require()
    if disqualified:
        _follow(person, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    newest = newest_declaration(person, case)
    if newest is None or newest.pk != declaration.pk or not newest.in_doubt:
        raise WrongState(_("This doubt has been settled already."))
    ruling = _write(
        person,
        case,
        conflict=disqualified,
        ground=_reason(reason),
        grounds=grounds if disqualified else (),
        ruled_by=by,
        answers=declaration,
    )
    return _ruled(ruling, by, right.acting_for)


@transaction.atomic
def find_disqualified(
    *, by: Person, person: Person, case: Case, reason: str, grounds: Sequence[str] = ()
) -> ImpartialityDeclaration:
    """The superior finds somebody disqualified who has not said so, or who has declared the opposite (§ 6, § 8)."""
    right = may_judge_impartiality(by, person, case).require()
    _follow(person, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    newest = newest_declaration(person, case)
    if newest is not None and newest.conflict and not newest.in_doubt:
        raise WrongState(_("%(name)s is disqualified in this case already.") % {"name": person.name})
    ruling = _write(
        person,
        case,
        conflict=True,
        ground=_reason(reason),
        grounds=grounds,
        ruled_by=by,
        answers=newest if newest is not None and newest.in_doubt else None,
    )
    return _ruled(ruling, by, right.acting_for)


def _ruled(ruling: ImpartialityDeclaration, by: Person, acting_for: int | None) -> ImpartialityDeclaration:
    if ruling.conflict:
        redoing.mark(ruling)
    if not guards.parties_hidden(ruling.person, ruling.case):
        notify(
            [ruling.person],
            kind="casework.impartiality_ruled",
            key=f"impartiality_ruled:{ruling.pk}",
            path=PATH.format(number=ruling.case.number),
            case=ruling.case,
            data={"number": ruling.case.number},
        )
    events.record(
        "casework.found_disqualified" if ruling.conflict else "casework.found_impartial",
        thing=f"declaration:{ruling.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        case_number=ruling.case.number,
        data={"person": ruling.person_id, "answers": ruling.answers_id},
    )
    return ruling


def _follow(person: Person, case: Case) -> None:
    for follower in _followers:
        follower(person, case)


def _reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        sentence = _("Write the reason for the decision.")
        raise RuleBroken(sentence, {"reason": [sentence]})
    if len(reason) > LONGEST_GROUND:
        sentence = _("Write at most 2,000 characters.")
        raise RuleBroken(sentence, {"reason": [sentence]})
    return reason


def _write(
    person: Person,
    case: Case,
    *,
    conflict: bool,
    ground: str,
    grounds: Collection[str],
    in_doubt: bool = False,
    ruled_by: Person | None = None,
    answers: ImpartialityDeclaration | None = None,
) -> ImpartialityDeclaration:
    shown = [
        {"kind": hint.kind.value, "organisation": hint.organisation_id}
        for hint in selectors.hints(person, case)
    ]
    return ImpartialityDeclaration.objects.create(
        case=case,
        person=person,
        conflict=conflict,
        ground=ground,
        grounds=_known(grounds) if conflict else [],
        hints=shown,
        in_doubt=in_doubt,
        ruled_by=ruled_by,
        answers=answers,
        declared_at=clock.now(),
    )


def _known(grounds: Collection[str]) -> list[str]:
    known = [ground.code for ground in law.grounds(clock.today())]
    if strangers := set(grounds) - set(known):
        raise RuleBroken(_("The act has no such ground: %(code)s.") % {"code": ", ".join(sorted(strangers))})
    return [code for code in known if code in grounds]


def _check(by: Person, case: Case, *, conflict: bool, ground: str, grounds: Sequence[str]) -> None:
    if len(ground) > LONGEST_GROUND:
        sentence = _("Write at most 2,000 characters.")
        raise RuleBroken(sentence, {"ground": [sentence]})
    if conflict and not ground:
        sentence = _("Say briefly what the conflict is.")
        raise RuleBroken(sentence, {"ground": [sentence]})
    newest = newest_declaration(by, case)
    if newest is not None and newest.in_doubt:
        raise WrongState(_("Your superior has been asked, and decides."))
    if not conflict and newest is not None and newest.conflict:
        raise WrongState(_("You have declared a conflict in this case, and it stands."))


def _tell_superior(declaration: ImpartialityDeclaration) -> None:
    superior = accounts.superior_of(declaration.person)
    people = [superior] if superior else list(accounts.people_with(Role.SCHEME_MANAGER))
    notify(
        [one for one in people if one.pk != declaration.person_id],
        kind="casework.doubt_declared",
        key=f"doubt_declared:{declaration.pk}",
        path=f"/saker/tvil/{declaration.pk}/",
        case=declaration.case,
        data={"number": declaration.case.number, "name": declaration.person.name},
    )


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
