"""What the project does: eligible activities, indicators, standards, national solutions, and sharing."""

from __future__ import annotations

from helsetek.grants.rules.sections import SectionKey, duty_key
from helsetek.grants.rules.words import Sentence, gettext_noop
from helsetek.scheme.rules.terms import Measure

from .inputs import Inputs
from .results import Finding, Rule, not_met, not_yet, ok


def activities(inputs: Inputs) -> Finding:
    """The measure is one of the call's, and what is done is among its eligible activities (report 4.1.1, 4.1.2).

    Work on standards may be part of both procurement and adoption.
    """
    project, terms = inputs.content.project, inputs.terms
    looked_at = Sentence(gettext_noop("Activities chosen: %(count)s"), {"count": len(project.activities)})
    if project.measure is None or not project.activities:
        return not_yet(
            looked_at,
            Sentence(gettext_noop("The measure and its activities are not chosen.")),
            Sentence(gettext_noop("Choose them under The project.")),
        )
    measures = {project.measure, Measure.STANDARDS}
    allowed = {activity.code for activity in terms.activities if activity.measure in measures}
    if project.measure not in terms.measures or not set(project.activities) <= allowed:
        return not_met(
            looked_at,
            Sentence(gettext_noop("Some of the activities belong to another measure than the one chosen.")),
            Sentence(gettext_noop("Choose activities under the measure you apply for.")),
        )
    return ok(looked_at, Sentence(gettext_noop("All of them can be given grants under this measure.")))


def indicators(inputs: Inputs) -> Finding:
    """At least one goal is measured by an indicator of the scheme, with where it stands and where it shall be."""
    goals = inputs.content.goals.goals
    looked_at = Sentence(gettext_noop("Goals: %(count)s"), {"count": len(goals)})
    whole = [
        line
        for line in goals
        if line.indicator in inputs.indicators and line.baseline is not None and line.target is not None
    ]
    if whole:
        return ok(
            looked_at,
            Sentence(
                gettext_noop("The scheme's own indicators are used in %(count)s of them."),
                {"count": len(whole)},
            ),
        )
    return not_yet(
        looked_at,
        Sentence(
            gettext_noop("No goal is measured by one of the scheme's indicators, with baseline and target.")
        ),
        Sentence(
            gettext_noop(
                "Choose an indicator from the list for at least one goal, so that results can be compared."
            )
        ),
    )


def mandatory_standards(inputs: Inputs) -> Finding:
    """The standards that the call makes mandatory are demanded of the vendors (report 4.1.1, 6.1.1)."""
    return _all_named(
        inputs.terms.parameters.mandatory_standards,
        {use.code for use in inputs.content.standards.demanded},
        gettext_noop("Standards that the call makes mandatory: %(wanted)s"),
        gettext_noop("You have not said that you will demand %(missing)s."),
    )


def national_solutions(inputs: Inputs) -> Finding:
    """The national solutions that the call names will be supported (report 4.1.2)."""
    return _all_named(
        inputs.terms.parameters.national_solutions,
        {use.code for use in inputs.content.standards.solutions},
        gettext_noop("National solutions that the call names: %(wanted)s"),
        gettext_noop("You have not said that you will support %(missing)s."),
    )


def _all_named(wanted: tuple[str, ...], given: set[str], looked_at: str, lacking: str) -> Finding:
    looked = Sentence(looked_at, {"wanted": list(wanted) or ["–"]})
    missing = [code for code in wanted if code not in given]
    if not missing:
        return ok(looked, Sentence(gettext_noop("All that the call demands is there.")))
    return not_yet(
        looked,
        Sentence(lacking, {"missing": missing}),
        Sentence(gettext_noop("Tick it under Standards and sharing, and say how.")),
    )


def sharing_duties(inputs: Inputs) -> Finding:
    """Experience is shared with the sector: each duty of the call is accepted (report 4.1.1)."""
    wanted = {duty_key(duty) for duty in inputs.terms.parameters.sharing_duties}
    accepted = wanted & set(inputs.content.standards.duties)
    looked_at = Sentence(
        gettext_noop("Duties to share accepted: %(count)s of %(all)s"),
        {"count": len(accepted), "all": len(wanted)},
    )
    if accepted == wanted:
        return ok(looked_at, Sentence(gettext_noop("All duties to share are accepted.")))
    return not_yet(
        looked_at,
        Sentence(gettext_noop("Those who get grants must share what they learn.")),
        Sentence(gettext_noop("Accept each duty under Standards and sharing.")),
    )


RULES = (
    Rule(
        "activities", "1", gettext_noop("Activities that can be given grants"),
        gettext_noop("Report 4.1.1 and 4.1.2"), SectionKey.PROJECT, activities,
    ),
    Rule(
        "indicators", "1", gettext_noop("Goals that can be measured"), gettext_noop("Report chapter 3 and 6.1.2"),
        SectionKey.GOALS, indicators,
    ),
    Rule(
        "mandatory_standards", "1", gettext_noop("Mandatory standards"), gettext_noop("Report 4.1.1 and 6.1.1"),
        SectionKey.STANDARDS, mandatory_standards,
    ),
    Rule(
        "national_solutions", "1", gettext_noop("National solutions"), gettext_noop("Report 4.1.2"),
        SectionKey.STANDARDS, national_solutions,
    ),
    Rule(
        "sharing_duties", "1", gettext_noop("Duties to share"), gettext_noop("Report 4.1.1"),
        SectionKey.STANDARDS, sharing_duties,
    ),
)  # fmt: skip
