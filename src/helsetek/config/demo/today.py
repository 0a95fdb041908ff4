"""Cases of today, one in every state: a call under assessment, one just decided, and one that is open. All made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.common.money import kroner
from helsetek.grants.selectors import grants
from helsetek.grants.selectors.applications import Application
from helsetek.grants.selectors.payments import to_attest, to_prepare, to_send
from helsetek.grants.services import (
    assessment,
    decisions,
    drafting,
    notifying,
    payments,
    proposing,
    review,
    submission,
)
from helsetek.grants.services.assessment import Scored
from helsetek.scheme import selectors as scheme
from helsetek.scheme import services as scheming
from helsetek.scheme.rules.terms import Text
from helsetek.scheme.selectors import Call, CallTerms
from helsetek.scheme.services import CallContent

from . import afterwards, amendments, challenges, plans, stage
from .places import Place, near
from .plans import Planned
from .round2024 import prepare_and_decide
from .stage import Stage
from .words import PROJECTS

Told = Callable[[str, float], None]
DECIDED, JUDGED, OPEN = "helseteknologi-2026-1", "helseteknologi-2026-2", "helseteknologi-2027"
TOLD_AT = oslo(2026, 11, 9, 13)
HELD = kroner(800_000)


def play(here: Stage, places: dict[int, Place], told: Told) -> None:
    told("saker i dag", 0.96)
    _just_decided(here, _some(here.draw, places, 9, seed_numbers=("4631", "3401", "5501", "1103", "3301")))
    told("saker i dag", 0.97)
    _under_assessment(
        here, _some(here.draw, places, 12, seed_numbers=("5006", "4204", "3907", "1505", "5601"))
    )
    told("saker i dag", 0.98)
    _open(here, _some(here.draw, places, 6, seed_numbers=("1804", "1841", "4631", "3403", "1506", "5510")))


def _some(
    draw: Random, places: dict[int, Place], count: int, *, seed_numbers: tuple[str, ...]
) -> list[Planned]:
    """Small projects led by given municipalities first, then by any; each with two to four partners."""
    by_number = {place.number: place for place in places.values()}
    leads = [by_number[number] for number in seed_numbers if number in by_number]
    others = sorted((p for p in places.values() if p not in leads), key=lambda p: p.number)
    leads += draw.sample(others, count - len(leads))
    return [_project(draw, places, lead) for lead in leads]


def _project(draw: Random, places: dict[int, Place], lead: Place) -> Planned:
    partners = tuple(near(places, lead, draw.randint(2, 4), draw))
    area = draw.choice(("records", "welfare_technology", "home_follow_up"))
    title, about = draw.choice(PROJECTS[area])
    midt = any(place.midt_norge for place in (lead, *partners))
    requested = draw.randrange(600, 2400, 50) * plans.THOUSAND
    return Planned(
        lead=lead,
        partners=partners,
        title=title % f"{lead.name} og nabokommunene",
        about=about,
        area=area,
        measure="procurement" if area == "records" and not midt else "adoption",
        requested_ore=requested,
        quality=draw.uniform(0.62, 0.9),
        recommended_ore=requested // 2 // plans.THOUSAND * plans.THOUSAND,
    )


def _announce(
    here: Stage,
    slug: str,
    name: Text,
    terms: CallTerms,
    *,
    opens: datetime,
    closes: datetime,
    envelope_ore: int,
) -> Call:
    with clock.at(opens - timedelta(days=14)):
        frode = here.cast["frode"]
        envelope = scheming.open_envelope(
            by=frode,
            chapter="9999",
            post="70",
            year=closes.year,
            name=f"Oppdiktet ramme: {slug}",
            synthetic=True,
        )
        scheming.allot(by=frode, envelope=envelope, amount_ore=envelope_ore)
        summary = Text(
            nb="Oppdiktet utlysning som viser hvordan løsningen virker.",
            nn="Oppdikta utlysing som viser korleis løysinga verkar.",
            en="A made-up call that shows how the system works.",
        )
        content = CallContent(
            title=name, summary=summary, opens_at=opens, closes_at=closes, terms=terms, envelope=envelope
        )
        call = scheming.create_call(by=frode, slug=slug, content=content, synthetic=True)
        scheming.publish_call(by=frode, call=call)
    call.refresh_from_db()
    return call


def _titled(season: tuple[str, str, str], year: int) -> Text:
    nb, nn, en = season
    return Text(
        nb=f"Helseteknologi {year}{nb}", nn=f"Helseteknologi {year}{nn}", en=f"Health technology {year}{en}"
    )


def _terms(starts: date, ends: date) -> CallTerms:
    plain = scheme.default_terms("2027")
    window = {"project_starts": starts, "project_ends": ends}
    return plain.model_copy(update={"parameters": plain.parameters.model_copy(update=window)})


# -- Decided this month -----------------------------------------------------------------------------


def _just_decided(here: Stage, planned: list[Planned]) -> None:
    opens, closes = oslo(2026, 6, 1, 9), oslo(2026, 9, 15, 12)
    enough = sum(one.recommended_ore for one in planned[:-1]) + HELD
    call = _announce(
        here,
        DECIDED,
        _titled((", første runde", ", første runde", ", first round"), 2026),
        _terms(date(2026, 11, 1), date(2027, 12, 31)),
        opens=opens,
        closes=closes,
        envelope_ore=enough,
    )
    planned = [*planned[:-1], replace(planned[-1], quality=0.5)]
    with clock.at(closes - timedelta(days=3)):
        applications = [stage.submit(here, call, one) for one in planned]
    with clock.at(oslo(2026, 10, 5, 10)):
        for application, one in zip(applications, planned, strict=True):
            stage.take_on(here, application)
            stage.assess(here, application, one)
            stage.recommend(here, application, one)
    (allotment,) = scheme.allotments_of(call)
    with clock.at(TOLD_AT - timedelta(days=4)):
        scheming.hold_for_appeals(by=here.cast["frode"], allotment=allotment, amount_ore=HELD)
        proposing.propose(by=here.cast["guri"], allotment=allotment)
    prepare_and_decide(here, allotment, TOLD_AT - timedelta(days=3))
    with clock.at(TOLD_AT):
        notifying.notify_round(by=here.cast["guri"], allotment=allotment)
    _payments_in_every_state(here, call)
    challenges.play(here, applications)
    running = grants.grants().filter(application__call=call, state="accepted").order_by("id")
    amendments.play(here, [grants.grant(one.pk) for one in running])


def _payments_in_every_state(here: Stage, call: Call) -> None:
    """Two offers still wait; the others are accepted, and their first payment has come to different places."""
    offered = list(grants.grants().filter(application__call=call).order_by("id"))
    for number, grant in enumerate(offered[2:]):
        afterwards.accept(here, grant, TOLD_AT + timedelta(days=2, hours=number))
    kari, leif = here.cast["kari"], here.cast["leif"]
    with clock.at(oslo(2026, 11, 13, 10)):
        first, second = list(to_prepare().filter(grant__application__call=call))[:2]
        payments.prepare_all(by=kari, instalments=[first, second])
        payments.attest_all(by=leif, instalments=list(to_attest()))
        file = payments.make_file(by=kari)
        said = [
            (first.end_to_end_id, "ACSC", ""),
            (second.end_to_end_id, "RJCT", "AC04 Kontoen er avsluttet"),
        ]
        payments.read_answer(by=kari, content=afterwards.the_bank_says("PART", file.message_id, said))
    with clock.at(oslo(2026, 11, 17, 10)):
        sent = to_prepare().filter(grant__application__call=call, state="planned").first()
        if sent is not None:
            payments.attest(by=leif, instalment=payments.prepare(by=kari, instalment=sent))
            payments.make_file(by=kari)
        for row in list(to_prepare().filter(grant__application__call=call, state="planned"))[:2]:
            payments.prepare(by=kari, instalment=row)
        waiting = to_attest().first()
        if waiting is not None and not to_send().exists():
            payments.attest(by=leif, instalment=waiting)


# -- Under assessment -------------------------------------------------------------------------------


def _under_assessment(here: Stage, planned: list[Planned]) -> None:
    opens, closes = oslo(2026, 9, 1, 9), oslo(2026, 11, 2, 12)
    call = _announce(
        here,
        JUDGED,
        _titled((", andre runde", ", andre runde", ", second round"), 2026),
        _terms(date(2027, 1, 1), date(2028, 6, 30)),
        opens=opens,
        closes=closes,
        envelope_ore=kroner(6_000_000),
    )
    with clock.at(closes - timedelta(hours=20)):
        applications = [stage.submit(here, call, one, attached=n % 3 == 0) for n, one in enumerate(planned)]
    pairs = list(zip(applications, planned, strict=True))
    with clock.at(oslo(2026, 11, 6, 10)):
        _formal_check(here, pairs)
    with clock.at(oslo(2026, 11, 12, 10)):
        _assessments(here, pairs)
    with clock.at(oslo(2026, 11, 18, 10)):
        stage.leave(here, *pairs[5])
        submission.withdraw(
            by=here.signatory(planned[11].lead),
            application=applications[11],
            reason="Vi går sammen med en annen søknad.",
        )


def _formal_check(here: Stage, pairs: list[tuple[Application, Planned]]) -> None:
    """The first two are not looked at yet; one is asked for more; one is proposed dismissed."""
    asked = pairs[2][0]
    review.take_case(by=here.officer(asked), application=asked)
    review.ask_for_information(
        by=here.officer(asked),
        application=asked,
        sections=["budget", "plan"],
        text="Budsjettet har store opplæringskostnader det første året. Forklar hvordan de henger sammen med planen.",
        due_at=oslo(2026, 12, 1, 12),
    )
    stage.dismiss(here, pairs[3][0])
    for application, _one in pairs[4:11]:
        stage.take_on(here, application)


def _assessments(here: Stage, pairs: list[tuple[Application, Planned]]) -> None:
    """Assigned, half scored, blocked by a conflict, handed in, and recommended."""
    assigned, half, blocked, *whole = pairs[4:11]
    for application, _one in (assigned, half, blocked):
        assessment.assign(
            by=here.officer(application), application=application, assessors=here.assessors(application)
        )
    _half_scored(here, *half)
    _blocked(here, blocked[0])
    for application, one in whole:
        stage.assess(here, application, one)
    for application, one in whole[1:]:
        stage.recommend(here, application, one)
    _one_prepared_one_decided(here, [application for application, _one in whole[2:]])


def _one_prepared_one_decided(here: Stage, applications: list[Application]) -> None:
    """Nobody has been told yet: the first is decided, the second only prepared."""
    (allotment,) = scheme.allotments_of(applications[0].call)
    proposing.propose(by=here.cast["guri"], allotment=allotment)
    prepared = [
        decisions.prepare(
            by=here.officer(application),
            allotment=allotment,
            application=application,
            amount_ore=kroner(400_000),
            reasons="Prosjektet er godt, men rammen rekker ikke til hele beløpet.",
        )
        for application in applications
    ]
    decisions.decide(by=here.cast["hans"], decision=prepared[0])


def _half_scored(here: Stage, application: Application, planned: Planned) -> None:
    for person, one in zip(here.assessors(application), application.assessments.order_by("id"), strict=True):
        assessment.declare(by=person, assessment=one, conflict=False)
        some = dict(list(stage.scores(here, application, planned).items())[:3])
        assessment.save_scores(
            by=person,
            assessment=one,
            scores={code: Scored(s.points, s.reason) for code, s in some.items()},
            comment="",
            revision=0,
        )


def _blocked(here: Stage, application: Application) -> None:
    person, one = here.assessors(application)[0], application.assessments.order_by("id")[0]
    assessment.declare(
        by=person, assessment=one, conflict=True, ground="Jeg arbeidet i en av kommunene frem til i sommer."
    )


# -- Open now ---------------------------------------------------------------------------------------


def _open(here: Stage, planned: list[Planned]) -> None:
    """Two submitted and sealed, one that waits for a consent, one half written, one hardly begun, one complete."""
    call = _announce(
        here,
        OPEN,
        _titled(("", "", ""), 2027),
        scheme.default_terms("2027"),
        opens=oslo(2026, 11, 2, 9),
        closes=oslo(2027, 1, 15, 12),
        envelope_ore=kroner(90_000_000),
    )
    bodo, fauske, alver, *others = planned
    with clock.at(oslo(2026, 11, 12, 10)):
        for one in others[:2]:
            stage.submit(here, call, one)
        complete = stage.found(here, others[2])
        stage.consent_all(here, complete, others[2])
        stage.attach(here, stage.draft(here, call, others[2], complete), others[2])
    with clock.at(oslo(2026, 11, 19, 14)):
        _waiting_for_consent(here, call, bodo)
        _half_written(here, call, fauske, but=("budget", "risk", "standards"))
        _half_written(
            here, call, alver, but=("partners", "goals", "plan", "budget", "funding", "risk", "standards")
        )


def _waiting_for_consent(here: Stage, call: Call, planned: Planned) -> None:
    collaboration = stage.found(here, planned)
    stage.consent_all(here, collaboration, planned, but=1)
    stage.draft(here, call, planned, collaboration)


def _half_written(here: Stage, call: Call, planned: Planned, *, but: tuple[str, ...]) -> None:
    collaboration = stage.found(here, planned)
    stage.consent_all(here, collaboration, planned)
    application = drafting.begin(
        by=here.writer(planned.lead), call=call, collaboration=collaboration, synthetic=True
    )
    terms = scheme.terms(scheme.current_version(call))
    stage.write(here, application, planned, terms, but=but)
