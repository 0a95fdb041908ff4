"""The round that was held in 2024, played from the call to the closed projects."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.grants.selectors.applications import Application
from helsetek.grants.services import notifying, proposing, rounds
from helsetek.scheme import selectors as scheme
from helsetek.scheme import services as scheming
from helsetek.scheme.rules.terms import Text
from helsetek.scheme.selectors import Allotment, Call
from helsetek.scheme.services import CallContent

from . import afterwards, plans, stage
from .places import Place
from .plans import Planned
from .stage import Stage

SOURCE = "helsedirektoratet.no/nyheter/179-soknader-til-helseteknologiordningen"
SECOND_SOURCE = "smartcarecluster.no/aktuelt/2024/5/oker-tilskuddet-helseteknologiordningen"
# «Autumn 2023» is what was seen of the opening; the day is made up. The deadline and the decision are reported.
PUBLISHED, OPENED, CLOSED = oslo(2023, 10, 16, 12), oslo(2023, 11, 1, 9), oslo(2024, 1, 15, 23, 59, 59)
CHECKED, ASSESSED, DECIDED = oslo(2024, 1, 17, 9), oslo(2024, 2, 2, 9), oslo(2024, 2, 16, 9)
SECOND = oslo(2024, 5, 14, 9)
Told = Callable[[str, float], None]


def play(here: Stage, places: dict[int, Place], told: Told) -> None:
    planned = plans.round_2024(places)
    call = _announce(here)
    applications = _receive(here, call, planned, told)
    _judge(here, applications, planned, told)
    first = scheme.allotments_of(call)[0]
    _decide(here, first, DECIDED, told)
    _second_allotment(here, call, applications, planned)
    afterwards.play(here, call, told)


def _announce(here: Stage) -> Call:
    with clock.at(PUBLISHED):
        scheming.keep_goals()
        envelope = scheming.open_envelope(
            by=here.cast["frode"],
            chapter="ukjent",
            post="ukjent",
            year=2024,
            name="Helseteknologiordningen: tilrettelegging",
            source=f"{SOURCE} (sum); kapittel og post er ikke kjent",
        )
        scheming.allot(by=here.cast["frode"], envelope=envelope, amount_ore=plans.AWARDED_ORE)
        content = CallContent(
            title=Text(
                nb="Helseteknologi i kommunal helse- og omsorgstjeneste 2024",
                nn="Helseteknologi i kommunal helse- og omsorgsteneste 2024",
                en="Health technology in municipal health and care services 2024",
            ),
            summary=Text(
                nb="Tilskudd til kommuner som går foran og sammen om å anskaffe, prøve ut og innføre helseteknologi.",
                nn="Tilskot til kommunar som går føre og saman om å skaffe, prøve ut og innføre helseteknologi.",
                en="Grants to municipalities that go first, and together, in buying and adopting health technology.",
            ),
            opens_at=OPENED,
            closes_at=CLOSED,
            terms=scheme.default_terms("2024"),
            envelope=envelope,
        )
        call = scheming.create_call(
            by=here.cast["frode"], slug="helseteknologi-2024", content=content, source=SOURCE
        )
        scheming.publish_call(by=here.cast["frode"], call=call)
    call.refresh_from_db()
    return call


def _receive(here: Stage, call: Call, planned: list[Planned], told: Told) -> list[Application]:
    """Most come in the last week, as they do. Written in another order than the ranking will have."""
    order = list(range(len(planned)))
    here.draw.shuffle(order)
    received: dict[int, Application] = {}
    for number, place in enumerate(order):
        place_in_time = int(len(order) * (number / len(order)) ** 0.4)
        when = stage.spread(OPENED, CLOSED - timedelta(minutes=3), place_in_time, len(order))
        with clock.at(when):
            received[place] = stage.submit(here, call, planned[place])
        told("søknader 2024", 0.55 * (number + 1) / len(order))
    return [received[place] for place in range(len(planned))]


def _judge(here: Stage, applications: list[Application], planned: list[Planned], told: Told) -> None:
    for number, (application, one) in enumerate(zip(applications, planned, strict=True)):
        with clock.at(stage.spread(CHECKED, ASSESSED, number, len(planned))):
            if one.dismissed:
                stage.dismiss(here, application)
                continue
            stage.take_on(here, application)
        with clock.at(stage.spread(ASSESSED, DECIDED - timedelta(days=3), number, len(planned))):
            stage.assess(here, application, one)
            stage.recommend(here, application, one)
        told("vurdering", 0.55 + 0.2 * (number + 1) / len(planned))


def _decide(here: Stage, allotment: Allotment, when: datetime, told: Told | None = None) -> None:
    """Propose from the ranking, prepare by one, decide by another, tell all at once."""
    with clock.at(when - timedelta(days=1)):
        if allotment.number == 1:
            proposing.propose(by=here.cast["guri"], allotment=allotment)
    prepare_and_decide(here, allotment, when)
    if told:
        told("vedtak", 0.8)
    with clock.at(when + timedelta(hours=3)):
        notifying.notify_round(by=here.cast["guri"], allotment=allotment)


def prepare_and_decide(here: Stage, allotment: Allotment, when: datetime) -> None:
    with clock.at(when):
        _require(rounds.prepare_round(by=here.cast["guri"], allotment=allotment))
        waiting = allotment.decisions.filter(decided_at__isnull=True).values_list("pk", flat=True)
        _require(rounds.decide_batch(by=here.cast["hans"], allotment=allotment, decision_ids=list(waiting)))


def _require(step: Any) -> None:
    """In the demonstration nothing may be refused: if something is, the plan is wrong."""
    if step.refused:
        raise RuntimeError(f"Refused in the demonstration: {step.refused[:3]}")


def _second_allotment(
    here: Stage, call: Call, applications: list[Application], planned: list[Planned]
) -> None:
    """May 2024: 14.5 million from unspent money, to 16 new projects and 16 that run already."""
    with clock.at(SECOND):
        envelope = scheming.open_envelope(
            by=here.cast["frode"],
            chapter="ukjent",
            post="ukjent",
            year=2024,
            name="Helseteknologiordningen: ubrukte midler",
            source=f"{SECOND_SOURCE} (sum); kapittel og post er ikke kjent",
        )
        scheming.allot(by=here.cast["frode"], envelope=envelope, amount_ore=plans.SECOND_ORE)
        allotment = scheming.open_allotment(by=here.cast["frode"], call=call, envelope=envelope)
        sums = plans.second_allotment(plans.SECOND_NEW, plans.SECOND_MORE)
        chosen = _chosen_for_more(applications, planned, sums)
        for application, amount in zip(chosen, sums, strict=True):
            proposing.adjust(
                by=here.cast["guri"],
                allotment=allotment,
                application=application,
                amount_ore=amount,
                note="Ubrukte midler fra Nasjonalt velferdsteknologiprogram.",
            )
    _decide(here, allotment, SECOND + timedelta(days=6))


def _chosen_for_more(
    applications: list[Application], planned: list[Planned], sums: list[int]
) -> list[Application]:
    """The best of the reserve list, then those in the round that got furthest below what they asked for."""
    pairs = list(zip(applications, planned, strict=True))
    new = [a for a, p in pairs[plans.AWARDS :] if p.recommended_ore and p.requested_ore >= max(sums)]
    short = [
        a
        for a, p in pairs[: plans.AWARDS]
        if not p.source and p.requested_ore - p.recommended_ore >= sums[-1]
    ]
    return [*new[: plans.SECOND_NEW], *short[: plans.SECOND_MORE]]
