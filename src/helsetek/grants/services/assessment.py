"""Two assessors: named, declared impartial, scoring, handed in; and a substitute where one cannot act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts.selectors import Person
from helsetek.casework import selectors as cases
from helsetek.casework import services as casework
from helsetek.casework.selectors import Case
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, StaleEdit, WrongState
from helsetek.grants import addresses
from helsetek.grants.models import Application, Assessment, Score
from helsetek.grants.permissions import assessments as permissions
from helsetek.grants.permissions.applications import is_blind
from helsetek.grants.rules.scoring import ASSESSORS, MOST_POINTS
from helsetek.grants.selectors import blinding
from helsetek.scheme import selectors as scheme

from .calibrating import require_training
from .common import lock_application, lock_assessment, move, move_assessment, record, required_text, within

LONGEST_REASON = 4000
LIVE = ("assigned", "open", "handed_in")


@dataclass(frozen=True, slots=True)
class Scored:
    """Points (0–5, None while open) and the reason, on one criterion."""

    points: int | None = None
    reason: str = ""


@transaction.atomic
def assign(*, by: Person, application: Application, assessors: Sequence[Person]) -> list[Assessment]:
    """Name assessors, up to two at work at a time. They see nothing before they have declared impartiality."""
    application = lock_application(application.pk)
    acting_for = permissions.may_handle(by, application).require().acting_for
    return name_assessors(by, application, assessors, acting_for)


def name_assessors(
    by: Person, application: Application, assessors: Sequence[Person], acting_for: int | None
) -> list[Assessment]:
    """Part of the acts that name assessors, one application or a whole round: the caller has locked it and asked."""
    if application.state != "eligible":
        raise WrongState(
            _("Assessors are named when the formal check is done, and before the recommendation.")
        )
    _room_for(application, assessors)
    for assessor in assessors:
        permissions.may_assess(assessor, application).require()
    _no_ties_if_blind(application, assessors)
    made = [_make(by, application, assessor) for assessor in assessors]
    _ask_to_declare(application, assessors)
    record(
        "grants.assessors_named",
        application,
        by,
        acting_for,
        data={"assessors": [assessor.pk for assessor in assessors]},
    )
    return made


@transaction.atomic
def declare(
    *,
    by: Person,
    assessment: Assessment,
    conflict: bool,
    ground: str = "",
    grounds: Sequence[str] = (),
    in_doubt: bool = False,
) -> Assessment:
    """Declare impartiality, or a conflict with its ground. A conflict blocks; the officer names a substitute.

    Forvaltningsloven §§ 6, 8 and 10. A conflict that shows later is declared in the same way: what was handed in then
    counts no more, and is assessed again by a substitute. In doubt the superior decides, and nothing can be done until
    then: the assessment waits as it is.
    """
    assessment = lock_assessment(assessment)
    application = assessment.application
    acting_for = permissions.may_declare(by, assessment).require().acting_for
    if conflict:
        ground = required_text(
            ground, "ground", 2000, _("Write in a few words what binds you to the case or its parties.")
        )
    act = "doubt" if in_doubt else "declare_conflict" if conflict else "declare_impartial"
    was_handed_in = assessment.state == "handed_in"
    states = move_assessment(assessment, act)
    if conflict and not in_doubt and was_handed_in:
        take_back(application)
    assessment.save(update_fields=["state"])
    casework.declare_impartiality(
        by=by, case=application.case, conflict=conflict, ground=ground, grounds=grounds, in_doubt=in_doubt
    )
    if conflict and not in_doubt:
        _tell_officer(application, assessment, "grants.conflict_declared")
    verb = "assessment_doubted" if in_doubt else "assessment_blocked" if conflict else "assessment_opened"
    thing = f"assessment:{assessment.pk}"
    record(f"grants.{verb}", application, by, acting_for, states=states, thing=thing)
    return assessment


def take_back(application: Application) -> None:
    """An assessment no longer counts: what was built on it is built again. Part of the act by which that is known.

    A recommended application is under assessment again, and a decision that is only prepared is sent back. One that is
    decided is reopened by the decision maker first (``decisions.reopen``).
    """
    if application.state == "recommended":
        states = move(application, "assess_again")
        application.decisions.filter(decided_at__isnull=True, reopened_at__isnull=True).update(
            reopened_at=clock.now()
        )
        events.record(
            "grants.assessed_again",
            thing=f"application:{application.pk}",
            person_id=None,
            case_number=application.case.number,
            from_state=states[0],
            to_state=states[1],
        )


def assessor_disqualified(person: Person, case: Case) -> None:
    """Whatever the person assesses in the case is blocked. Follows ``casework.find_disqualified`` and declarations."""
    application = Application.objects.filter(case=case).first()
    if application is None:
        return
    application = lock_application(application.pk)
    live = application.assessments.select_for_update(of=("self",)).filter(assessor=person, state__in=LIVE)
    for assessment in live:
        was_handed_in = assessment.state == "handed_in"
        states = move_assessment(assessment, "annul")
        assessment.save(update_fields=["state"])
        if was_handed_in:
            take_back(application)
        events.record(
            "grants.assessment_annulled",
            thing=f"assessment:{assessment.pk}",
            person_id=None,
            case_number=case.number,
            from_state=states[0],
            to_state=states[1],
        )


@transaction.atomic
def save_scores(
    *, by: Person, assessment: Assessment, scores: Mapping[str, Scored], comment: str, revision: int
) -> Assessment:
    """Save points and reasons as far as they have come. Raises StaleEdit when they were saved elsewhere meanwhile."""
    assessment = lock_assessment(assessment)
    acting_for = permissions.may_score(by, assessment).require().acting_for
    require_training(by, assessment.application)
    states = move_assessment(assessment, "score")
    _keep_draft(assessment, scores, comment, revision)
    data = {"points": {code: scored.points for code, scored in scores.items()}}
    thing = f"assessment:{assessment.pk}"
    record("grants.scored", assessment.application, by, acting_for, states=states, thing=thing, data=data)
    return assessment


@transaction.atomic
def hand_in(
    *,
    by: Person,
    assessment: Assessment,
    scores: Mapping[str, Scored] | None = None,
    comment: str = "",
    revision: int | None = None,
) -> Assessment:
    """Hand in, once: every criterion of the pinned terms has points and a reason. Afterwards nothing changes."""
    assessment = lock_assessment(assessment)
    application = assessment.application
    acting_for = permissions.may_score(by, assessment).require().acting_for
    if application.state != "eligible":
        raise WrongState(
            _("The application is not under assessment now. Your scores are kept; try again later.")
        )
    require_training(by, application)
    states = move_assessment(assessment, "hand_in")
    if scores is not None:
        _keep_draft(assessment, scores, comment, assessment.revision if revision is None else revision)
    points = _complete(assessment)
    assessment.handed_in_at = clock.now()
    assessment.save()
    Score.objects.bulk_create(points)
    if both_in(application):
        _tell_officer(application, assessment, "grants.assessments_in")
    thing, given = f"assessment:{assessment.pk}", {score.criterion: score.points for score in points}
    record(
        "grants.assessment_handed_in",
        application,
        by,
        acting_for,
        states=states,
        thing=thing,
        data={"points": given},
    )
    return assessment


@transaction.atomic
def name_substitute(*, by: Person, assessment: Assessment, substitute: Person) -> Assessment:
    """Let another take over from an assessor who has a conflict, or who cannot do it (forvaltningsloven § 9)."""
    assessment = lock_assessment(assessment)
    application = assessment.application
    acting_for = permissions.may_handle(by, application).require().acting_for
    permissions.may_assess(substitute, application).require()
    _no_ties_if_blind(application, [substitute])
    if application.assessments.filter(assessor=substitute).exists():
        raise RuleBroken(_("%(name)s already has, or has had, this application.") % {"name": substitute.name})
    states = move_assessment(assessment, "name_substitute")
    assessment.save(update_fields=["state"])
    _name_in_declaration(by, assessment, substitute)
    made = _make(by, application, substitute, substitute_for=assessment)
    _ask_to_declare(application, [substitute])
    data = {"assessor": substitute.pk, "instead_of": assessment.assessor_id}
    thing = f"assessment:{assessment.pk}"
    record("grants.substitute_named", application, by, acting_for, states=states, thing=thing, data=data)
    return made


def both_in(application: Application) -> bool:
    """Whether two assessments are handed in and none is under way."""
    states = list(application.assessments.filter(state__in=LIVE).values_list("state", flat=True))
    return len(states) >= ASSESSORS and all(state == "handed_in" for state in states)


def _room_for(application: Application, assessors: Sequence[Person]) -> None:
    chosen = {assessor.pk for assessor in assessors}
    if not assessors or len(chosen) != len(assessors):
        raise RuleBroken(_("Choose two different assessors."))
    if application.assessments.filter(assessor__in=chosen).exists():
        raise RuleBroken(_("One of them already has, or has had, this application."))
    live = application.assessments.filter(state__in=(*LIVE, "blocked")).count()
    if live + len(assessors) > ASSESSORS:
        raise RuleBroken(_("An application is assessed by two. Name a substitute for one of them instead."))


def _make(
    by: Person, application: Application, assessor: Person, substitute_for: Assessment | None = None
) -> Assessment:
    return Assessment.objects.create(
        application=application,
        assessor=assessor,
        assigned_at=clock.now(),
        assigned_by=by,
        substitute_for=substitute_for,
    )


def _keep_draft(assessment: Assessment, scores: Mapping[str, Scored], comment: str, revision: int) -> None:
    cleaned = _checked(assessment, scores)
    comment = within(comment, "comment", LONGEST_REASON)
    if revision != assessment.revision:
        raise StaleEdit(
            _("These scores have been saved from another window since you opened them."),
            theirs={"scores": assessment.draft, "comment": assessment.comment},
            yours={"scores": cleaned, "comment": comment},
            revision=assessment.revision,
        )
    assessment.draft, assessment.comment, assessment.revision = cleaned, comment, revision + 1
    assessment.save(update_fields=["draft", "comment", "revision"])


def _checked(assessment: Assessment, scores: Mapping[str, Scored]) -> dict[str, dict[str, object]]:
    known = criteria_of(assessment.application)
    for code, scored in scores.items():
        if code not in known:
            raise RuleBroken(_("The call has no criterion «%(code)s».") % {"code": code})
        if scored.points is not None and not 0 <= scored.points <= MOST_POINTS:
            sentence = _("Points go from 0 to 5.")
            raise RuleBroken(sentence, {f"points_{code}": [sentence]})
    return {
        code: asdict(Scored(scored.points, within(scored.reason, f"reason_{code}", LONGEST_REASON)))
        for code, scored in scores.items()
    }


def _complete(assessment: Assessment) -> list[Score]:
    """The scores of every criterion. Raises RuleBroken naming each that lacks points or a reason."""
    fields: dict[str, list[str]] = {}
    for code in criteria_of(assessment.application):
        drafted = assessment.draft.get(code, {})
        if drafted.get("points") is None:
            fields[f"points_{code}"] = [_("Give points.")]
        if not drafted.get("reason"):
            fields[f"reason_{code}"] = [_("Write the reason for the points.")]
    if fields:
        raise RuleBroken(_("Every criterion needs points and a reason before you hand in."), fields)
    return [
        Score(
            assessment=assessment,
            criterion=code,
            points=assessment.draft[code]["points"],
            reason=assessment.draft[code]["reason"],
        )
        for code in criteria_of(assessment.application)
    ]


def criteria_of(application: Application) -> list[str]:
    return [criterion.code for criterion in scheme.terms(application.call_version).criteria]


def _name_in_declaration(by: Person, assessment: Assessment, substitute: Person) -> None:
    declaration = cases.newest_declaration(assessment.assessor, assessment.application.case)
    if declaration is not None and declaration.conflict and declaration.substitute_id is None:
        casework.name_substitute(by=by, declaration=declaration, substitute=substitute)


def _no_ties_if_blind(application: Application, assessors: Sequence[Person]) -> None:
    """Who cannot see the parties cannot weigh a tie to them: whoever has one is not asked."""
    if not is_blind(application):
        return
    ties = cases.hints_for_people([one.pk for one in assessors], application.case)
    for one in assessors:
        if ties[one.pk]:
            words = _("%(name)s has ties to the case, and cannot weigh them blind. Choose another.")
            raise RuleBroken(words % {"name": one.name})


def _ask_to_declare(application: Application, assessors: Sequence[Person]) -> None:
    for one in assessors:
        seen = blinding.shown(application, one)
        casework.notify(
            [one],
            kind="grants.asked_to_assess",
            key=f"asked_to_assess:{application.pk}",
            path=addresses.assessments(),
            case=None if seen.is_blind else application.case,
            data={"number": seen.number},
        )


def _tell_officer(application: Application, assessment: Assessment, kind: str) -> None:
    if application.case.officer is None:
        return
    casework.notify(
        [application.case.officer],
        kind=kind,
        key=f"{kind}:{assessment.pk}",
        path=addresses.handling(application.pk),
        case=application.case,
        data={"number": application.case.number, "title": application.case.title},
    )
