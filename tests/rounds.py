"""How far a round has come when a test begins: from the formal check to decisions that are told.

Goes on where ``tests.scenes`` stops. Guri is the case officer, Ingrid and Jonas assess, Hans decides. Everything is done
the week after the call has closed; set the clock in the test with ``at_work(call)``.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

from helsetek.accounts.selectors import Person
from helsetek.common import clock
from helsetek.common.money import kroner
from helsetek.grants.models import Application, Assessment, Decision
from helsetek.grants.rules import formal
from helsetek.grants.rules.formal import Answered
from helsetek.grants.services import (
    assessment,
    decisions,
    notifying,
    proposing,
    recommendation,
    review,
    rounds,
)
from helsetek.grants.services.assessment import Scored
from helsetek.scheme import selectors as scheme
from helsetek.scheme import services as scheming
from helsetek.scheme.selectors import Allotment, Call
from tests import scenes
from tests.cast import Cast
from tests.kept import kept

ALL_MET = {code: Answered(True) for code in formal.CODES}
REASON = "Godt begrunnet i søknaden."


def at_work(call: Call, days: int = 7) -> AbstractContextManager[None]:
    """A week after the call has closed."""
    return clock.at(call.closes_at + timedelta(days=days))


def not_met(*codes: str) -> dict[str, Answered]:
    """Every point met but those named."""
    return ALL_MET | {code: Answered(False, "Mangler.") for code in codes}


@kept
def a_taken_application(cast: Cast, *, application: Application | None = None) -> Application:
    """Submitted, the call closed, and the case taken by Guri."""
    application = application or scenes.a_submitted_application(cast)
    with at_work(application.call):
        review.take_case(by=cast.guri, application=application)
    return fresh(application)


@kept
def an_eligible_application(cast: Cast, *, application: Application | None = None) -> Application:
    application = a_taken_application(cast, application=application)
    with at_work(application.call):
        return review.find_eligible(by=cast.guri, application=application, answers=ALL_MET)


@kept
def an_inadmissible_application(cast: Cast, *, application: Application | None = None) -> Application:
    """Proposed dismissed: it came too late."""
    application = a_taken_application(cast, application=application)
    with at_work(application.call):
        return review.find_inadmissible(
            by=cast.guri,
            application=application,
            reason="Søknaden kom etter fristen.",
            answers=not_met("in_time"),
        )


@kept
def open_assessments(cast: Cast, application: Application) -> list[Assessment]:
    """Ingrid and Jonas are named and have declared themselves impartial."""
    with at_work(application.call):
        made = assessment.assign(by=cast.guri, application=application, assessors=[cast.ingrid, cast.jonas])
        return [assessment.declare(by=one.assessor, assessment=one, conflict=False) for one in made]


def scores(application: Application, points: int) -> dict[str, Scored]:
    """The same points on every criterion, with a reason."""
    return {code: Scored(points, REASON) for code in assessment.criteria_of(application)}


@kept
def an_assessed_application(
    cast: Cast, *, application: Application | None = None, points: tuple[int, int] = (4, 3)
) -> Application:
    """Both assessments are handed in."""
    application = an_eligible_application(cast, application=application)
    for one, given in zip(open_assessments(cast, application), points, strict=True):
        with at_work(application.call):
            assessment.hand_in(by=one.assessor, assessment=one, scores=scores(application, given))
    return fresh(application)


@kept
def a_recommended_application(
    cast: Cast,
    *,
    application: Application | None = None,
    points: tuple[int, int] = (4, 3),
    share: float = 1,
) -> Application:
    """Recommended by Guri: a share of what is applied for."""
    application = an_assessed_application(cast, application=application, points=points)
    with at_work(application.call):
        recommendation.recommend(
            by=cast.guri,
            application=application,
            amount_ore=int(application.requested_ore * share) // 100 * 100,
            reasons="Prosjektet svarer godt på kriteriene.",
            conditions="Partnerne deler kravspesifikasjonen.",
        )
    return fresh(application)


@kept
def three_recommended(cast: Cast, call: Call, *, share: float = 1) -> list[Application]:
    """Three collaborations in one call, ranked in this order: Bodø's, Fauske's, Saltdal's."""
    made = []
    for lead, member, points in (("bodo", "fauske", 5), ("fauske", "saltdal", 4), ("saltdal", "bodo", 3)):
        ensure_people(cast, lead)
        with scenes.during(call):
            collaboration = scenes.a_collaboration(
                cast, lead=lead, members=(member,), name=f"Sammen i {lead}"
            )
        submitted = scenes.a_submitted_application(cast, call=call, collaboration=collaboration)
        made.append(
            a_recommended_application(cast, application=submitted, points=(points, points), share=share)
        )
    return made


def ensure_people(cast: Cast, place: str) -> None:
    """Somebody writes and signs in every municipality that leads here."""
    from tests.cast import give_role

    lacking = {"fauske": [(cast.david, "signatory")], "saltdal": [(cast.eli, "writer")]}
    for person, role in lacking.get(place, []):
        if not person.assignments.filter(organisation=getattr(cast, place), role=role).exists():
            give_role(person, getattr(cast, place), role)


def first_allotment(call: Call) -> Allotment:
    return scheme.allotments_of(call)[0]


@kept
def a_proposed_round(cast: Cast, *, envelope_kr: int = 56_700_000, share: float = 1) -> Allotment:
    """Three recommended applications, and the proposal filled from the ranking."""
    call = scenes.an_open_call(cast, envelope_kr=envelope_kr)
    three_recommended(cast, call, share=share)
    allotment = first_allotment(call)
    with at_work(call):
        proposing.propose(by=cast.guri, allotment=allotment)
    return allotment


@kept
def a_prepared_round(cast: Cast, **options: int) -> Allotment:
    allotment = a_proposed_round(cast, **options)
    with at_work(allotment.call):
        rounds.prepare_round(by=cast.guri, allotment=allotment)
    return allotment


@kept
def a_decided_round(cast: Cast, **options: int) -> Allotment:
    """Decided by Hans, and nobody told."""
    allotment = a_prepared_round(cast, **options)
    with at_work(allotment.call):
        rounds.decide_batch(
            by=cast.hans, allotment=allotment, decision_ids=[one.pk for one in decisions_of(allotment)]
        )
    return allotment


@kept
def a_told_round(cast: Cast, **options: int) -> Allotment:
    """Every letter sent, every grant offered."""
    from helsetek.grants.services import notifying

    allotment = a_decided_round(cast, **options)
    with at_work(allotment.call):
        notifying.notify_round(by=cast.guri, allotment=allotment)
    return scheme.allotment(allotment.pk)


@kept
def tell_round(cast: Cast, allotment: Allotment, *, days: int = 7) -> Allotment:
    """Whatever the allotment's ranking gives is prepared, decided and told; a later one is proposed first."""
    with at_work(allotment.call, days=days):
        if not allotment.proposals.exists():
            proposing.propose(by=cast.guri, allotment=allotment)
        rounds.prepare_round(by=cast.guri, allotment=allotment)
        ids = [decision.pk for decision in decisions_of(allotment)]
        rounds.decide_batch(by=cast.hans, allotment=allotment, decision_ids=ids)
        notifying.notify_round(by=cast.guri, allotment=allotment)
    return scheme.allotment(allotment.pk)


@kept
def a_second_allotment(cast: Cast, first: Allotment, kr: int) -> Allotment:
    """Unspent money of another post, over the same applications (as in May 2024)."""
    with at_work(first.call, days=100):
        envelope = scheming.open_envelope(
            by=cast.frode, chapter="761", post="21", year=2024, name="Ubrukte midler"
        )
        scheming.allot(by=cast.frode, envelope=envelope, amount_ore=kroner(kr))
        return scheming.open_allotment(by=cast.frode, call=first.call, envelope=envelope)


@kept
def a_prepared_decision(cast: Cast, application: Application, by: Person | None = None) -> Decision:
    """Prepared with what is recommended, by Guri unless somebody else is given."""
    newest = application.recommendations.first()
    assert newest is not None
    with at_work(application.call):
        return decisions.prepare(
            by=by or cast.guri,
            allotment=first_allotment(application.call),
            application=application,
            amount_ore=newest.amount_ore,
            reasons=newest.reasons,
        )


def decisions_of(allotment: Allotment) -> list[Decision]:
    """Those that stand, in the order of the ranking."""
    rows = Decision.objects.filter(allotment=allotment, reopened_at__isnull=True)
    return list(rows.select_related("application__case", "application__call").order_by("application_id"))


def fresh(application: Application) -> Application:
    return Application.objects.select_related("case", "call", "call_version", "lead").get(pk=application.pk)


MILLION = kroner(1_000_000)
