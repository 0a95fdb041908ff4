"""The acts of the demonstration: each goes through the service that people use, at the time it is played."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from helsetek.accounts import demo_people
from helsetek.accounts.rules import Role
from helsetek.accounts.selectors import Person
from helsetek.casework import services as casework
from helsetek.common import clock
from helsetek.cooperation import services as cooperation
from helsetek.cooperation.selectors import Collaboration, memberships_of
from helsetek.grants.rules import formal
from helsetek.grants.selectors.applications import Application
from helsetek.grants.selectors.attachments import PAGE as ATTACHED_TO
from helsetek.grants.services import assessment, drafting, recommendation, review, submission
from helsetek.grants.services.assessment import Scored
from helsetek.scheme import selectors as scheme
from helsetek.scheme.selectors import Call, CallTerms

from . import words
from .content import Writer
from .places import Place
from .plans import Planned, points


@dataclass
class Stage:
    """Who is there. People of municipalities are made when they are first needed."""

    cast: dict[str, Person]
    draw: Random
    signatories: dict[int, Person] = field(default_factory=dict)
    writers: dict[int, Person] = field(default_factory=dict)

    def know_the_cast(self, places: dict[int, Place]) -> None:
        """The people one can log in as speak for their own municipalities, so that their pages have something in them."""
        by_number = {place.number: place.id for place in places.values()}
        for one in demo_people.PEOPLE:
            if one.place in by_number and Role.SIGNATORY in one.roles:
                self.signatories[by_number[one.place]] = self.cast[one.subject]
            if one.place in by_number and Role.WRITER in one.roles:
                self.writers[by_number[one.place]] = self.cast[one.subject]

    def signatory(self, place: Place) -> Person:
        return self._speaker(place, self.signatories, Role.SIGNATORY, "signatar")

    def writer(self, place: Place) -> Person:
        return self._speaker(place, self.writers, Role.WRITER, "skriver")

    def _speaker(self, place: Place, known: dict[int, Person], role: Role, word: str) -> Person:
        if place.id not in known:
            name = f"{self.draw.choice(words.FIRST_NAMES)} {self.draw.choice(words.LAST_NAMES)}"
            known[place.id] = demo_people.add(f"{word}-{place.number}", name, place.id, [role])
        return known[place.id]

    def officer(self, application: Application) -> Person:
        """Two case officers share the cases."""
        return self.cast["guri" if application.pk % 2 else "gunnar"]

    def assessors(self, application: Application) -> list[Person]:
        three = [self.cast[key] for key in ("ingrid", "jonas", "vilde")]
        return [three[application.pk % 3], three[(application.pk + 1) % 3]]


# -- Applicants -------------------------------------------------------------------------------------


def found(stage: Stage, planned: Planned) -> Collaboration:
    """The collaboration, with every member's own consent."""
    return cooperation.found(
        by=stage.writer(planned.lead),
        name=_name(planned),
        purpose=f"Vi vil {planned.about}, og dele på arbeid og risiko.",
        lead_id=planned.lead.id,
        member_ids=[place.id for place in planned.partners],
        synthetic=True,
    )


def consent_all(stage: Stage, collaboration: Collaboration, planned: Planned, *, but: int = 0) -> None:
    """All consent but the last ``but`` of them."""
    by_id = {place.id: place for place in planned.members}
    waiting = [one for one in memberships_of(collaboration) if one.state == "invited"]
    for membership in waiting[: len(waiting) - but]:
        cooperation.consent(by=stage.signatory(by_id[membership.organisation_id]), membership=membership)


def _name(planned: Planned) -> str:
    if not planned.partners:
        return f"{planned.lead.name} kommune: {planned.title}"[:200]
    return f"{planned.lead.name} og {len(planned.partners)} til: {planned.title}"[:200]


def draft(stage: Stage, call: Call, planned: Planned, collaboration: Collaboration) -> Application:
    """A draft with every section written."""
    application = drafting.begin(
        by=stage.writer(planned.lead),
        call=call,
        collaboration=collaboration,
        synthetic=not planned.source,
        source=planned.source,
    )
    terms = scheme.terms(scheme.current_version(call))
    write(stage, application, planned, terms)
    return application


def write(
    stage: Stage, application: Application, planned: Planned, terms: CallTerms, *, but: tuple[str, ...] = ()
) -> None:
    for key, data in Writer(planned, terms, stage.draw).sections().items():
        if key not in but:
            drafting.save_section(
                by=stage.writer(planned.lead), application=application, key=key, data=data, revision=0
            )


def attach(stage: Stage, application: Application, planned: Planned) -> None:
    """A plan of the work, as a table."""
    rows = ["Måned;Arbeid;Ansvarlig", *(f"{n};{work};{planned.lead.name}" for n, work in words.MONTHS)]
    casework.add_document(
        by=stage.writer(planned.lead),
        case=application.case,
        page=ATTACHED_TO,
        page_id=application.pk,
        title="Fremdriftsplan måned for måned",
        file_name="fremdriftsplan.csv",
        content="\r\n".join(rows).encode(),
    )


def leave(stage: Stage, application: Application, planned: Planned) -> None:
    """The last partner withdraws its consent."""
    place = planned.partners[-1]
    for membership in memberships_of(application.collaboration):
        if membership.organisation_id == place.id and membership.state == "consented":
            reason = "Kommunestyret har vedtatt å vente til neste runde."
            cooperation.withdraw(by=stage.signatory(place), membership=membership, reason=reason)


def submit(stage: Stage, call: Call, planned: Planned, *, attached: bool = False) -> Application:
    """From nothing to submitted."""
    collaboration = found(stage, planned)
    consent_all(stage, collaboration, planned)
    application = draft(stage, call, planned, collaboration)
    if attached:
        attach(stage, application, planned)
    return submission.submit(by=stage.signatory(planned.lead), application=application)


# -- The directorate --------------------------------------------------------------------------------


def take_on(stage: Stage, application: Application) -> None:
    """The officer takes the case and finds every formal point met."""
    officer = stage.officer(application)
    review.take_case(by=officer, application=application)
    answers = {point.code: formal.Answered(met=True) for point in formal.POINTS}
    review.find_eligible(by=officer, application=application, answers=answers)


def dismiss(stage: Stage, application: Application) -> None:
    """The officer finds a point that is not met."""
    officer = stage.officer(application)
    review.take_case(by=officer, application=application)
    answers = {point.code: formal.Answered(met=True) for point in formal.POINTS}
    answers["activities"] = formal.Answered(
        met=False, note="Gjelder kjøp og drift av en løsning som alt er i bruk."
    )
    review.find_inadmissible(
        by=officer,
        application=application,
        answers=answers,
        reason="Søknaden gjelder drift av en løsning som alt er i bruk. Det dekker ikke ordningen.",
    )


def assess(stage: Stage, application: Application, planned: Planned) -> None:
    """Two assessors declare impartiality, score with reasons and hand in."""
    assessors = stage.assessors(application)
    made = assessment.assign(by=stage.officer(application), application=application, assessors=assessors)
    for assessor, one in zip(assessors, made, strict=True):
        assessment.declare(by=assessor, assessment=one, conflict=False)
        assessment.hand_in(by=assessor, assessment=one, scores=scores(stage, application, planned))


def scores(stage: Stage, application: Application, planned: Planned) -> dict[str, Scored]:
    criteria = [criterion.code for criterion in scheme.terms(application.call_version).criteria]
    given = points(planned, criteria, stage.draw)
    return {code: Scored(number, words.SCORE_REASONS[number]) for code, number in given.items()}


def recommend(stage: Stage, application: Application, planned: Planned) -> None:
    share = planned.recommended_ore / planned.requested_ore
    reasons = (
        "Prosjektet er godt forankret og bringer flere kommuner sammen. Beløpet er tilpasset rammen."
        if planned.recommended_ore
        else "Søknaden når ikke opp i vurderingen: behov og gjennomføring er for svakt beskrevet."
    )
    recommendation.recommend(
        by=stage.officer(application),
        application=application,
        amount_ore=planned.recommended_ore,
        reasons=reasons,
        conditions="Prosjektet deler kravspesifikasjon og erfaringer med andre kommuner." if share else "",
    )


def spread(start: datetime, end: datetime, number: int, count: int) -> datetime:
    """The instant of act ``number`` of ``count`` between two instants."""
    return start + (end - start) * number / max(1, count)


def at(when: datetime) -> Any:
    return clock.at(when)
