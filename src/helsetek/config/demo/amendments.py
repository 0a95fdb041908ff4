"""Agreements that are changed this month, each at another point of the way. All of it made up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from helsetek.common import clock
from helsetek.common.instants import oslo
from helsetek.grants.rules.amendments import KindCode, Side
from helsetek.grants.selectors import agreements
from helsetek.grants.selectors import amendments as selectors
from helsetek.grants.selectors.amendments import Amendment
from helsetek.grants.selectors.grants import Grant
from helsetek.grants.services import amendments as services

from .afterwards import account, signatory
from .stage import Stage

WHEN = oslo(2026, 11, 18, 9)


def play(here: Stage, accepted: list[Grant]) -> None:
    """More time waits for the officer, a new account for its second pair of eyes, scope for the decision maker.

    A small change is noted, a larger one is decided, and one grant is on hold.
    """
    paid, failed, sent, attested, prepared, planned = accepted[:6]
    with clock.at(WHEN):
        ends = agreements.agreement(paid).ends
        _asked(here, paid, "time", "Leverandøren leverer et halvt år for seint.", new_end=_later(ends, 300))
        _new_account(here, failed)
        _asked(here, sent, "budget", "Opplæringa tek meir tid det første året.", lines=_moved(sent, 20))
    with clock.at(WHEN + timedelta(hours=1)):
        _decided(here, attested)
        _prepared(here, prepared)
        _on_hold(here, planned)


def _asked(here: Stage, grant: Grant, kind: str, reason: str, **change: Any) -> Amendment:
    """Drafted by the lead's writer, sent by its signatory."""
    lead = grant.application.lead_id
    writer = here.writers.get(lead) or here.signatories[lead]
    begun = services.begin(by=writer, grant=grant, kind=KindCode(kind), side=Side.MUNICIPALITY)
    services.save(by=writer, amendment=begun, data=change, reason=reason, revision=0)
    return services.ask(by=signatory(here, grant), amendment=begun)


def _later(day: date, days: int) -> str:
    return (day + timedelta(days=days)).isoformat()


def _moved(grant: Grant, part: int) -> list[dict[str, Any]]:
    """The budget with one ``part``th of its first line moved to the next."""
    rows = [row.model_dump() for row in agreements.agreement(grant).budget]
    first, second = rows[:2]
    move = first["amount_ore"] // part // 100 * 100
    first["amount_ore"] -= move
    second["amount_ore"] += move
    return rows


def _new_account(here: Stage, grant: Grant) -> None:
    """The bank has rejected a payment because the account was closed; the new one is checked by one so far."""
    number = account(grant.application.lead_id + 40_000)
    begun = _asked(here, grant, "account", "Kommunen har byttet bank.", number=number)
    services.prepare(
        by=here.cast["kari"],
        amendment=begun,
        grants_it=True,
        reasons="Ringte økonomiavdelingen på nummeret fra kommunens nettsted. Kontoen ble lest opp og er lik.",
    )


def _decided(here: Stage, grant: Grant) -> None:
    begun = _asked(
        here, grant, "budget", "En partner gjør mer av opplæringen enn planlagt.", lines=_moved(grant, 1)
    )
    if begun.state == "asked":
        officer = here.officer(grant.application)
        services.prepare(by=officer, amendment=begun, grants_it=True, reasons="Målene er de samme.")
        services.decide(by=here.cast["hans"], amendment=begun)


def _prepared(here: Stage, grant: Grant) -> None:
    goals = [goal.model_dump(mode="json") for goal in agreements.goals_of(grant)]
    begun = _asked(
        here,
        grant,
        "scope",
        "To av aktivitetene slås sammen.",
        activities="Felles opplæring og felles innføring i alle kommunene.",
        goals=goals,
    )
    services.prepare(
        by=here.officer(grant.application),
        amendment=begun,
        grants_it=True,
        reasons="Omfanget er det samme, og målene står fast.",
    )


def _on_hold(here: Stage, grant: Grant) -> None:
    officer = here.officer(grant.application)
    begun = services.begin(by=officer, grant=grant, kind=KindCode.HOLD, side=Side.DIRECTORATE)
    reason = "Kommunen har stanset prosjektet mens den går gjennom kontrakten med leverandøren."
    services.save(by=officer, amendment=begun, data={}, reason=reason, revision=0)
    services.ask(by=officer, amendment=begun)
    services.settle(by=officer, amendment=selectors.amendment(begun.pk))
