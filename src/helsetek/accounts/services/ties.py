"""What binds those who act for the state to organisations, and who decides when they are in doubt."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.models import Person, Tie
from helsetek.accounts.permissions import acts_for_the_state, may_administer, may_keep_ties
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.registry import selectors as registry

MOST = 60


@transaction.atomic
def tell_tie(
    *,
    by: Person,
    person: Person,
    kind: str,
    organisation_id: int,
    position: str = "",
    leads: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> Tie:
    """Tell of a tie to an organisation (forvaltningsloven § 6, § 8: who is bound says so of the own accord).

    Raises NotAllowed, RuleBroken.
    """
    acting_for = may_keep_ties(by, person).require().acting_for
    _check(person, kind, organisation_id, since, until)
    tie = Tie.objects.create(
        person=person,
        kind=kind,
        organisation_id=organisation_id,
        position=position.strip()[:120],
        leads=leads,
        since=since,
        until=until,
        told_by=by,
        told_at=clock.now(),
    )
    _record("accounts.tie_told", tie, by, acting_for)
    return tie


def _check(person: Person, kind: str, organisation_id: int, since: date | None, until: date | None) -> None:
    place = registry.organisations([organisation_id]).get(organisation_id)
    if kind not in Tie.Kind.values or place is None:
        raise RuleBroken(_("Choose what kind of tie it is, and an organisation of the register."))
    if kind == Tie.Kind.HOME and place.kind != "municipality":
        problem = _("You live in a municipality. Choose one.")
        raise RuleBroken(problem, {"organisation": [problem]})
    if since and until and until < since:
        problem = _("The last day must not come before the first.")
        raise RuleBroken(problem, {"until": [problem]})
    if person.ties.count() >= MOST:
        raise RuleBroken(_("There are many ties here already. Ask a system administrator."))


@transaction.atomic
def end_tie(*, by: Person, tie: Tie, until: date) -> Tie:
    """Say that a tie ended on a day. It stays: an earlier employer counts too. Raises NotAllowed, WrongState."""
    tie = Tie.objects.select_for_update(of=("self",)).select_related("person").get(pk=tie.pk)
    acting_for = may_keep_ties(by, tie.person).require().acting_for
    if tie.until is not None:
        raise WrongState(_("This tie has ended already."))
    if tie.since and until < tie.since:
        problem = _("The last day must not come before the first.")
        raise RuleBroken(problem, {"until": [problem]})
    tie.until = until
    tie.save(update_fields=["until"])
    _record("accounts.tie_ended", tie, by, acting_for)
    return tie


@transaction.atomic
def name_superior(*, by: Person, person: Person, superior: Person | None) -> Person:
    """Name who decides when the person is in doubt about the own impartiality (forvaltningsloven § 8).

    Raises NotAllowed, RuleBroken.
    """
    acting_for = may_administer(by).require().acting_for
    person = Person.objects.select_for_update().get(pk=person.pk)
    if superior is not None and superior.pk == person.pk:
        raise RuleBroken(_("Nobody is their own superior."))
    if superior is not None and not acts_for_the_state(superior):
        raise RuleBroken(_("A superior handles, assesses or decides cases too. Choose another."))
    person.superior = superior
    person.save(update_fields=["superior"])
    events.record(
        "accounts.superior_named",
        thing=f"person:{person.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        data={"person": person.pk, "superior": superior.pk if superior else None},
    )
    return person


def _record(verb: str, tie: Tie, by: Person, acting_for: int | None) -> None:
    # What the tie is stays in its row, where it can be put away; the log says that there is one.
    events.record(
        verb,
        thing=f"tie:{tie.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        data={"person": tie.person_id, "kind": tie.kind},
    )
