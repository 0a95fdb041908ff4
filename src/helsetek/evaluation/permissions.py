"""Who may save, see and publish runs. Shipped analyses and published runs are for everybody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.accounts.visitor import Visitor
from helsetek.common.answers import Answer, no, yes

from .models import AssumptionsFile, Run


def may_write(person: Person | Visitor) -> Answer:
    """Save runs and bring assumptions files: analysts, for the organisation where they are so."""
    if isinstance(person, Person):
        organisation_id = accounts.holds_anywhere(person, Role.ANALYST)
        if organisation_id is not None:
            return yes(organisation_id)
    return no(_("Only analysts can save runs and upload assumptions."))


def may_see_run(person: Person | Visitor, run: Run, *, published: bool) -> Answer:
    """A published run is for everybody; before that, for the analysts of the organisation that made it."""
    if published:
        return yes()
    return _of_the_organisation(person, run.organisation_id, _("This run has not been published."))


def may_see_file(person: Person | Visitor, file: AssumptionsFile) -> Answer:
    """A file that was brought is seen by the analysts of the organisation."""
    return _of_the_organisation(
        person,
        file.organisation_id,
        _("Only the analysts of the organisation that uploaded this can see it."),
    )


def may_publish(person: Person | Visitor, run: Run) -> Answer:
    """Publish a run, or withdraw it: the analysts of the organisation that made it."""
    return _of_the_organisation(
        person, run.organisation_id, _("Only the analysts of the organisation that made the run can do this.")
    )


def _of_the_organisation(person: Person | Visitor, organisation_id: int, reason: str) -> Answer:
    if isinstance(person, Person) and accounts.holds(person, Role.ANALYST, organisation_id):
        return yes(organisation_id)
    return no(reason)
