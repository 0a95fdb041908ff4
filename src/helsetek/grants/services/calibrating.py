"""Training, moderation with minutes, changed scores, the model, and the choice of what is ranked by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from helsetek.accounts import selectors as accounts
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import clock, events
from helsetek.common.errors import RuleBroken, WrongState
from helsetek.grants import addresses
from helsetek.grants.models import (
    Adjustment,
    Application,
    Assessment,
    Basis,
    Competence,
    Moderation,
    RankingBasis,
    Score,
    ScoreChange,
    TrainingCase,
    TrainingScore,
)
from helsetek.grants.permissions import calibration as permissions
from helsetek.grants.rules import severity
from helsetek.grants.rules.scoring import MOST_POINTS, unscored
from helsetek.grants.rules.severity import TooFew
from helsetek.grants.selectors import calibration as selectors
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Allotment, Call

from .common import lock_assessment, record, required_text, within

LONGEST_TEXT, LONGEST_AGREED, LONGEST_REASON, MOST_CASES = 20_000, 8000, 2000, 20


@transaction.atomic
def add_training_case(*, by: Person, call: Call, title: str, text: str) -> TrainingCase:
    """A made-up application that every assessor scores before the round. Assessors are told."""
    acting_for = permissions.may_calibrate(by).require().acting_for
    if TrainingCase.objects.filter(call=call).count() >= MOST_CASES:
        raise RuleBroken(_("There are many training cases already. Use those."))
    case = TrainingCase.objects.create(
        call=call,
        title=required_text(title, "title", 200, _("Give the training case a title.")),
        text=required_text(text, "text", LONGEST_TEXT, _("Write what the assessors are to score.")),
        made_by=by,
        made_at=clock.now(),
    )
    casework.notify(
        accounts.people_with(Role.ASSESSOR),
        kind="grants.training_case",
        key=f"training_case:{case.pk}",
        path=addresses.training(case.pk),
        data={"title": case.title},
    )
    _record("grants.training_case_added", f"training_case:{case.pk}", by, acting_for, {"call": call.pk})
    return case


@transaction.atomic
def score_training(
    *, by: Person, case: TrainingCase, points: Mapping[str, int], comment: str = ""
) -> TrainingScore:
    """Hand in points on every criterion, once: what the others gave is not seen before."""
    acting_for = permissions.may_train(by).require().acting_for
    case = TrainingCase.objects.select_for_update(of=("self",)).select_related("call").get(pk=case.pk)
    if case.scores.filter(assessor=by).exists():
        raise WrongState(_("You have scored this training case already."))
    weights = {one.code: one.weight for one in scheme.terms_now(case.call).criteria}
    lacking = {f"points_{code}": [_("Give points.")] for code in unscored(weights, points)}
    if lacking:
        raise RuleBroken(_("Give points on every criterion."), lacking)
    kept = {code: points[code] for code in weights}
    if not all(0 <= value <= MOST_POINTS for value in kept.values()):
        raise RuleBroken(_("Points go from 0 to 5."))
    scored = TrainingScore.objects.create(
        case=case,
        assessor=by,
        points=kept,
        comment=within(comment, "comment", 4000),
        handed_in_at=clock.now(),
    )
    _record("grants.training_scored", f"training_case:{case.pk}", by, acting_for, {"points": kept})
    return scored


@transaction.atomic
def keep_minutes(
    *, by: Person, call: Call, held_on: date, participants: Iterable[Person], agreed: str
) -> Moderation:
    """The minutes of a moderation meeting. Those who took part may change their scores afterwards, with a reason."""
    acting_for = permissions.may_calibrate(by).require().acting_for
    ids = sorted({one.pk for one in participants})
    if len(ids) < 2:
        problem = _("At least two took part in a meeting.")
        raise RuleBroken(problem, {"participants": [problem]})
    if held_on > clock.today():
        problem = _("The meeting has not been held yet.")
        raise RuleBroken(problem, {"held_on": [problem]})
    minutes = Moderation.objects.create(
        call=call,
        held_on=held_on,
        participants=ids,
        agreed=required_text(agreed, "agreed", LONGEST_AGREED, _("Write what was agreed.")),
        kept_by=by,
        kept_at=clock.now(),
    )
    data = {"call": call.pk, "participants": ids}
    _record("grants.minutes_kept", f"moderation:{minutes.pk}", by, acting_for, data)
    return minutes


@transaction.atomic
def change_score(
    *,
    by: Person,
    assessment: Assessment,
    moderation: Moderation,
    criterion: str,
    points: int,
    reason: str,
) -> ScoreChange:
    """Change one handed-in score after a meeting. What it was, and its reason, stay beside the new one."""
    assessment = lock_assessment(assessment)
    application = assessment.application
    acting_for = permissions.may_change_scores(by, assessment).require().acting_for
    if assessment.state != "handed_in" or application.state != "eligible":
        raise WrongState(_("Scores are changed while the application is under assessment, after handing in."))
    if moderation.call_id != application.call_id or by.pk not in moderation.participants:
        raise RuleBroken(_("You did not take part in this meeting."))
    score = Score.objects.select_for_update().filter(assessment=assessment, criterion=criterion).first()
    if score is None or not 0 <= points <= MOST_POINTS or points == score.points:
        raise RuleBroken(_("Choose a criterion, and other points from 0 to 5."))
    reason = required_text(reason, "reason", 4000, _("Write why the score is changed."))
    change = ScoreChange.objects.create(
        moderation=moderation,
        assessment=assessment,
        criterion=criterion,
        before=score.points,
        before_reason=score.reason,
        after=points,
        reason=reason,
        changed_at=clock.now(),
    )
    score.points, score.reason = points, reason
    score.save(update_fields=["points", "reason"])
    data = {"criterion": criterion, "before": change.before, "after": points, "moderation": moderation.pk}
    thing = f"assessment:{assessment.pk}"
    record("grants.score_changed", application, by, acting_for, thing=thing, data=data)
    return change


@transaction.atomic
def ask_the_model(*, by: Person, call: Call) -> Adjustment:
    """Fit the model of severe and mild assessors to the scores that are handed in, and keep what it found.

    Changes no score and no ranking. Takes some seconds. Raises RuleBroken when there are too few scores.
    """
    acting_for = permissions.may_calibrate(by).require().acting_for
    given = selectors.given_in(call)
    try:
        found = severity.adjust(selectors.scorings_of(given, selectors.weights_by_version(call)))
    except TooFew as few:
        raise RuleBroken(
            _(
                "There are too few handed-in assessments, or they share too few applications, to tell severity."
            )
        ) from few
    adjustment = Adjustment.objects.create(
        call=call,
        model=severity.MODEL,
        found=asdict(found),
        digest=selectors.digest_of(given),
        made_by=by,
        made_at=clock.now(),
    )
    data = {"call": call.pk, "model": severity.MODEL, "digest": adjustment.digest}
    _record("grants.model_asked", f"adjustment:{adjustment.pk}", by, acting_for, data)
    return adjustment


@transaction.atomic
def choose_basis(*, by: Person, allotment: Allotment, basis: str, reason: str) -> RankingBasis:
    """Say whether the allotment is ranked by raw or adjusted scores, with the reason. Never silent: it is on the log."""
    acting_for = permissions.may_choose_basis(by).require().acting_for
    if allotment.notified_at is not None or allotment.decisions.filter(reopened_at__isnull=True).exists():
        raise WrongState(_("Decisions are prepared already. What is ranked by is chosen before that."))
    reason = required_text(reason, "reason", LONGEST_REASON, _("Write why these scores are ranked by."))
    if basis not in Basis.values:
        raise RuleBroken(_("Choose raw or adjusted scores."))
    adjustment = selectors.newest_adjustment(allotment.call_id) if basis == Basis.ADJUSTED else None
    if basis == Basis.ADJUSTED and (adjustment is None or selectors.is_stale(adjustment)):
        raise RuleBroken(_("The model has not been asked about the scores as they are now. Ask it first."))
    chosen = RankingBasis.objects.create(
        allotment=allotment,
        basis=basis,
        adjustment=adjustment,
        reason=reason,
        chosen_by=by,
        chosen_at=clock.now(),
    )
    events.record(
        "grants.basis_chosen",
        thing=f"allotment:{allotment.pk}",
        person_id=by.pk,
        organisation_id=acting_for,
        reasons=reason,
        data={"basis": basis, "adjustment": adjustment.pk if adjustment else None},
    )
    return chosen


@transaction.atomic
def keep_competence(*, by: Person, areas: Iterable[str]) -> Competence:
    """Say which fields one knows: assignment looks at it."""
    acting_for = permissions.may_train(by).require().acting_for
    known = {area.code for call in scheme.published_calls() for area in scheme.terms_now(call).areas}
    kept = sorted(set(areas) & known)
    found, _made = Competence.objects.update_or_create(
        person=by, defaults={"areas": kept, "saved_at": clock.now(), "saved_by": by}
    )
    _record("grants.competence_kept", f"person:{by.pk}", by, acting_for, {"areas": kept})
    return found


def require_training(person: Person, application: Application) -> None:
    """Nobody scores in the round before the training cases of the call are scored."""
    waiting = selectors.to_train(person, [application.call_id])
    if waiting:
        words = _("Score the training case «%(title)s» first: all assessors do, before the round.")
        raise WrongState(words % {"title": waiting[0].title})


def _record(verb: str, thing: str, by: Person, acting_for: int | None, data: dict[str, object]) -> None:
    events.record(verb, thing=thing, person_id=by.pk, organisation_id=acting_for, data=data)
