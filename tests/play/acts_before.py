"""Acts up to the decision that is told: collaborations, applications, assessment, proposal, decision."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q

from helsetek.accounts.rules import Role
from helsetek.cooperation import services as cooperating
from helsetek.cooperation.models import Collaboration, Membership
from helsetek.grants.models import Application, Assessment, Decision
from helsetek.grants.rules import formal
from helsetek.grants.rules.formal import Answered
from helsetek.grants.rules.sections import SectionKey, dump
from helsetek.grants.selectors.applications import head
from helsetek.grants.services import (
    assessment,
    decisions,
    departures,
    drafting,
    information,
    notifying,
    proposing,
    recommendation,
    review,
    rounds,
    submission,
)
from helsetek.grants.services.assessment import Scored
from helsetek.scheme.models import Allotment
from tests import scenes
from tests.play.world import World

BEFORE_TOLD = ("draft", "submitted", "more_information", "eligible", "recommended")


# -- Collaborations and applications ------------------------------------------------------------------


def found(world: World) -> None:
    # Steinkjer lies where procurement is not granted: now and then it tries all the same.
    places = world.municipalities if world.chance(0.1) else [*world.municipalities[:3], world.cast.alver]
    lead, *members = world.dice.sample(places, world.dice.randint(2, 3))
    cooperating.found(
        by=world.by(Role.WRITER, lead.pk),
        name=f"Samarbeid {world.dice.randrange(10**6)}",
        purpose="Kjøpe inn sammen.",
        lead_id=lead.pk,
        member_ids=[member.pk for member in members],
    )


def answer_invitation(world: World) -> None:
    membership = world.thing(Membership.objects.all(), state="invited")
    person = world.by(Role.SIGNATORY, membership.organisation_id)
    if world.chance(0.9):
        cooperating.consent(by=person, membership=membership)
    else:
        cooperating.decline(by=person, membership=membership, reason="Ikke nå.")


def leave_collaboration(world: World) -> None:
    membership = world.thing(Membership.objects.all(), state="consented")
    if world.chance(0.8):  # few leave
        return
    cooperating.withdraw(
        by=world.by(Role.SIGNATORY, membership.organisation_id), membership=membership, reason="Går ut."
    )


def begin(world: World) -> None:
    call, collaboration = world.call(), world.thing(Collaboration.objects.all())
    drafting.begin(by=world.by(Role.WRITER, collaboration.lead_id), call=call, collaboration=collaboration)


def write(world: World) -> None:
    """All that is missing, by one of the lead's writers; or one section with an old number."""
    application = world.thing(Application.objects.all(), state="draft", call__closes_at__gt=world.now)
    writer = world.by(Role.WRITER, application.lead_id)
    content = scenes.some_content(application, title=f"Prosjekt {application.pk}")
    for key in SectionKey:
        before = head(application, key)
        revision = 0 if world.chance(0.02) else (before.number if before else 0)
        data = dump(getattr(content, key.value))
        drafting.save_section(by=writer, application=application, key=key, data=data, revision=revision)


def submit(world: World) -> None:
    application = world.thing(
        Application.objects.all(), state="draft", call__closes_at__gt=world.now, requested_ore__gt=0
    )
    submission.submit(by=world.by(Role.SIGNATORY, application.lead_id), application=application)


def take_back(world: World) -> None:
    application = world.thing(Application.objects.all(), state="submitted")
    submission.take_back(by=world.by(Role.SIGNATORY, application.lead_id), application=application)


def withdraw(world: World) -> None:
    application = world.thing(Application.objects.all(), state__in=BEFORE_TOLD)
    reason = "Vi trekker oss." if world.chance(0.2) else ""  # mostly refused: few withdraw
    submission.withdraw(
        by=world.by(Role.SIGNATORY, application.lead_id), application=application, reason=reason
    )


def open_late_door(world: World) -> None:
    submission.open_late_door(
        by=world.someone(world.cast.frode),
        call=world.call(),
        collaboration=world.thing(Collaboration.objects.all()),
        until=world.now + timedelta(days=2),
        reason="Innloggingen var nede.",
    )


def look_through_seal(world: World) -> None:
    submission.look_through_seal(
        by=world.someone(world.cast.rita),
        application=world.thing(Application.objects.all(), state="submitted"),
        reason="Feilsøking.",
    )


# -- Handling -----------------------------------------------------------------------------------------


def take_case(world: World) -> None:
    application = world.thing(Application.objects.all(), state="submitted", call__closes_at__lt=world.now)
    review.take_case(by=world.someone(world.cast.guri, world.cast.gunnar), application=application)


def check(world: World) -> None:
    application = world.thing(Application.objects.all(), state="submitted", call__closes_at__lt=world.now)
    answers = {code: Answered(True) for code in formal.CODES}
    if world.chance(0.9):
        review.find_eligible(by=world.someone(world.cast.guri), application=application, answers=answers)
        return
    answers |= {"in_time": Answered(False, "For sen.")}
    review.find_inadmissible(
        by=world.someone(world.cast.guri), application=application, reason="For sen.", answers=answers
    )


def reinstate(world: World) -> None:
    application = world.thing(Application.objects.all(), state="inadmissible")
    review.reinstate(by=world.someone(world.cast.guri), application=application, reason="Feil vurdert.")


def ask_for_information(world: World) -> None:
    application = world.thing(Application.objects.all(), state__in=("submitted", "eligible"))
    review.ask_for_information(
        by=world.someone(world.cast.guri),
        application=application,
        sections=[key.value for key in world.some(SectionKey, 2)],
        text="Fortell mer.",
        due_at=world.now + timedelta(days=world.dice.randint(-1, 20)),
    )


def give_information(world: World) -> None:
    application = world.thing(Application.objects.all(), state="more_information")
    person = world.by(Role.SIGNATORY, application.lead_id)
    if world.chance(0.7):
        information.give_information(by=person, application=application)
    else:
        review.go_on_without_answer(by=world.someone(world.cast.guri), application=application)


def consider_departures(world: World) -> None:
    application = world.thing(Application.objects.exclude(state="draft"))
    departures.consider(
        by=world.someone(world.cast.guri), application=application, note="Resten bærer prosjektet."
    )


def assign(world: World) -> None:
    application = world.thing(Application.objects.all(), state="eligible")
    cast = world.cast
    assessors = world.some([cast.ingrid, cast.jonas, cast.vilde, cast.tor, cast.guri], 3)
    if world.chance(0.8):
        assessors = [cast.ingrid, cast.jonas]
    assessment.assign(by=world.someone(cast.guri), application=application, assessors=assessors)


def declare(world: World) -> None:
    given = world.thing(Assessment.objects.all(), state="assigned")
    conflict = world.chance(0.06)
    assessment.declare(
        by=world.someone(given.assessor),
        assessment=given,
        conflict=conflict,
        ground="Bror er rådgiver der." if conflict else "",
    )


def hand_in(world: World) -> None:
    given = world.thing(Assessment.objects.all(), state="open", application__state="eligible")
    points = world.dice.randint(0, 6) if world.chance(0.05) else world.dice.randint(0, 5)
    scores = {code: Scored(points, "Begrunnet.") for code in assessment.criteria_of(given.application)}
    assessment.hand_in(by=world.someone(given.assessor), assessment=given, scores=scores)


def substitute(world: World) -> None:
    given = world.thing(Assessment.objects.all(), state="blocked")
    assessment.name_substitute(
        by=world.someone(world.cast.guri),
        assessment=given,
        substitute=world.someone(world.cast.vilde, world.cast.jonas),
    )


def recommend(world: World) -> None:
    handed_in = Count("assessments", filter=Q(assessments__state="handed_in"))
    application = world.thing(Application.objects.annotate(views=handed_in), state="eligible", views__gte=2)
    share = world.one((0, 0.3, 0.7, 1, 1, 1.2))
    recommendation.recommend(
        by=world.someone(world.cast.guri),
        application=application,
        amount_ore=int(application.requested_ore * share) // 100 * 100,
        reasons="Svarer godt på kriteriene.",
    )


# -- Proposal and decision ----------------------------------------------------------------------------


def propose(world: World) -> None:
    allotment = world.thing(Allotment.objects.all(), notified_at=None, call__closes_at__lt=world.now)
    proposing.propose(by=world.someone(world.cast.guri), allotment=allotment, afresh=world.chance(0.3))


def adjust(world: World) -> None:
    allotment = world.thing(Allotment.objects.all(), notified_at=None, call__closes_at__lt=world.now)
    application = world.thing(Application.objects.filter(call=allotment.call), state="recommended")
    proposing.adjust(
        by=world.someone(world.cast.guri),
        allotment=allotment,
        application=application,
        amount_ore=world.dice.randrange(0, 40) * 10_000_000,
        note="Etter samtale.",
        on_reserve_list=world.chance(0.1),
    )


def prepare_round(world: World) -> None:
    rounds.prepare_round(
        by=world.someone(world.cast.guri),
        allotment=world.thing(Allotment.objects.all(), notified_at=None, call__closes_at__lt=world.now),
    )


def prepare_decision(world: World) -> None:
    allotment = world.thing(Allotment.objects.all(), notified_at=None, call__closes_at__lt=world.now)
    application = world.thing(Application.objects.filter(call=allotment.call), state="recommended")
    decisions.prepare(
        by=world.someone(world.cast.guri),
        allotment=allotment,
        application=application,
        amount_ore=world.one((0, application.requested_ore, application.requested_ore // 200 * 100)),
        reasons="Rammen er for liten.",
    )


def decide(world: World) -> None:
    decision = world.thing(Decision.objects.all(), decided_at=None)
    decisions.decide(by=world.someone(world.cast.hans, decision.prepared_by), decision=decision)


def decide_batch(world: World) -> None:
    allotment = world.thing(Allotment.objects.all(), notified_at=None, call__closes_at__lt=world.now)
    rounds.decide_batch(by=world.someone(world.cast.hans), allotment=allotment)


def send_back_decision(world: World) -> None:
    decision = world.thing(Decision.objects.all(), decided_at=None)
    decisions.send_back(by=world.someone(world.cast.hans), decision=decision, reason="Begrunn mer.")


def reopen(world: World) -> None:
    decision = world.thing(Decision.objects.all(), notified_at=None)
    decisions.reopen(by=world.someone(world.cast.hans), decision=decision, reason="Ny opplysning.")


def tell(world: World) -> None:
    allotment = world.thing(Allotment.objects.all(), notified_at=None, call__closes_at__lt=world.now)
    notifying.notify_round(
        by=world.someone(world.cast.guri), allotment=allotment, leave_out=world.chance(0.6)
    )


ACTS = {
    found: 6, answer_invitation: 24, leave_collaboration: 1, begin: 10, write: 14, submit: 14, take_back: 1,
    withdraw: 2, open_late_door: 1, look_through_seal: 1, take_case: 12, check: 12, reinstate: 2,
    ask_for_information: 2, give_information: 4, consider_departures: 2, assign: 12, declare: 22, hand_in: 22,
    substitute: 4, recommend: 12, propose: 6, adjust: 3, prepare_round: 6, prepare_decision: 4, decide: 5,
    decide_batch: 6, send_back_decision: 1, reopen: 1, tell: 6,
}  # fmt: skip
