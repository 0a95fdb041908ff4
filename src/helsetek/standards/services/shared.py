"""What the acts have in common: the event, and words for what is wrong."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.common import events
from helsetek.standards.rules.requirements import Fault as RowFault
from helsetek.standards.rules.standing import Fault


def record(act: str, thing: str, by: Person, organisation_id: int | None, **data: Any) -> None:
    """One event; the last thing in the transaction."""
    events.record(
        f"standards.{act}",
        thing=thing,
        person_id=by.pk,
        organisation_id=organisation_id,
        reasons=str(data.pop("reasons", "")),
        data=data,
    )


def why_no_standing(fault: Fault) -> str:
    return {
        Fault.NOT_LATER: _("Choose a day after the last change: the history is never rewritten."),
        Fault.NO_CHANGE: _("This is how it stands already. Change the level or the life cycle."),
        Fault.BACKWARDS: _(
            "A standard does not go back in its life cycle. Add the new edition as a standard."
        ),
        Fault.NOT_RECOMMENDED_FIRST: _("A standard must be recommended before it becomes mandatory."),
        Fault.UNSTATED_AGAIN: _("The life cycle has been stated before. Choose where the standard is now."),
    }[fault]


def why_no_row(fault: RowFault) -> str:
    return {
        RowFault.CODE: _(
            "The id must begin with a letter or digit, and have no spaces (at most 80 characters)."
        ),
        RowFault.CODE_TWICE: _("The id is used twice."),
        RowFault.NO_TEXT: _("The requirement has no text in bokmål."),
        RowFault.TOO_LONG: _("A text is longer than 4,000 characters."),
        RowFault.STRENGTH: _("Say must, should or may."),
        RowFault.TESTABILITY: _("Tested in type is a, b, c or nothing."),
        RowFault.MUST_WITHOUT_TEST: _("A must needs a way of testing, or the reason why it is not tested."),
        RowFault.EMPTY: _("The set has no requirements yet."),
        RowFault.TOO_MANY: _("The set has too many requirements."),
        RowFault.MISSING_LANGUAGE: _("The text is missing in nynorsk or English."),
    }[fault]
