"""When: the call is open, and the project keeps within its window."""

from __future__ import annotations

from helsetek.grants.rules.budgets import years
from helsetek.grants.rules.sections import SectionKey
from helsetek.grants.rules.words import Sentence, gettext_noop

from .inputs import Inputs
from .results import Finding, Rule, not_met, not_yet, ok


def call_open(inputs: Inputs) -> Finding:
    """The instant of submission lies from the opening to before the closing, or a late door stands open.

    The closing instant itself is too late: a call that closes at 12.00 takes 11.59.59 and not 12.00.00.
    """
    looked_at = Sentence(
        gettext_noop("Opens %(opens_instant)s, closes %(closes_instant)s"),
        {"opens_instant": inputs.opens_at.isoformat(), "closes_instant": inputs.closes_at.isoformat()},
    )
    if inputs.cancelled:
        return not_met(
            looked_at,
            Sentence(gettext_noop("The call has been cancelled.")),
            Sentence(gettext_noop("Look for another open call.")),
        )
    if inputs.now < inputs.opens_at:
        return not_yet(
            looked_at,
            Sentence(gettext_noop("The call has not opened.")),
            Sentence(gettext_noop("You can write now, and submit when it opens.")),
        )
    if inputs.now < inputs.closes_at:
        return ok(looked_at, Sentence(gettext_noop("The call is open.")))
    if inputs.late_door_until and inputs.now < inputs.late_door_until:
        return ok(
            looked_at,
            Sentence(
                gettext_noop(
                    "The deadline has passed, but you have leave to submit until %(until_instant)s."
                ),
                {"until_instant": inputs.late_door_until.isoformat()},
            ),
        )
    return not_met(
        looked_at,
        Sentence(gettext_noop("The deadline has passed.")),
        Sentence(gettext_noop("If something outside your control was the cause, write to the directorate.")),
    )


def dates(inputs: Inputs) -> Finding:
    """Start, end and every budget year lie within the call's window for projects."""
    plan, parameters = inputs.content.plan, inputs.terms.parameters
    looked_at = Sentence(
        gettext_noop("The project runs %(starts_date)s–%(ends_date)s"),
        {"starts_date": _day(plan.starts), "ends_date": _day(plan.ends)},
    )
    window = {
        "first_date": parameters.project_starts.isoformat(),
        "last_date": parameters.project_ends.isoformat(),
    }
    if not (plan.starts and plan.ends):
        return not_yet(
            looked_at,
            Sentence(gettext_noop("The dates of the project are not set.")),
            Sentence(gettext_noop("Set start and end between %(first_date)s and %(last_date)s."), window),
        )
    outside = [year for year in years(inputs.content.budget) if not _in_window(year, inputs)]
    if outside or not (parameters.project_starts <= plan.starts <= plan.ends <= parameters.project_ends):
        return not_met(
            looked_at,
            Sentence(gettext_noop("The call covers projects from %(first_date)s to %(last_date)s."), window),
            Sentence(
                gettext_noop("Change the dates of the plan, or the years of the budget, to lie within it.")
            ),
        )
    return ok(
        looked_at,
        Sentence(gettext_noop("The project lies within %(first_date)s–%(last_date)s."), window),
    )


def _day(day: object) -> str:
    return str(day) if day else ""


def _in_window(year: int, inputs: Inputs) -> bool:
    parameters = inputs.terms.parameters
    return parameters.project_starts.year <= year <= parameters.project_ends.year


RULES = (
    Rule("call_open", "1", gettext_noop("The call is open"), gettext_noop("The call's deadline"), None, call_open),
    Rule(
        "dates", "1", gettext_noop("Dates within the call's window"), gettext_noop("The call's terms"),
        SectionKey.PLAN, dates,
    ),
)  # fmt: skip
