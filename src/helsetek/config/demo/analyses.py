"""Analyses that somebody has saved: the report as it stands (published), and two questions to it."""

from __future__ import annotations

from helsetek.common import clock
from helsetek.common.instants import oslo

from .stage import Stage

PUBLISHED_AT, ASKED_AT = oslo(2026, 10, 5, 10), oslo(2026, 10, 19, 14)


def play(here: Stage) -> None:
    from helsetek.evaluation import selectors, services  # the engine behind them takes a second to load

    per = here.cast["per"]
    report, since = (selectors.subject(per, key) for key in ("rapport-2022", "2024"))
    with clock.at(PUBLISHED_AT):
        repeated = services.save_run(
            by=per,
            subject=report,
            name="Rapporten beregnet på nytt",
            note="Tabell 4, 5 og 8 slik rapporten har dem, med usikkerheten som rapporten ikke regnet ut.",
            draws=16_384,
            synthetic=True,
        )
        services.publish(by=per, run=repeated)
    with clock.at(ASKED_AT):
        services.save_run(
            by=per,
            subject=report,
            name="Om en firedel av tilskuddet kjøper nye ressurser",
            note="Rapporten fører hele tilskuddet som overføring. Prosjektledelse og innleie er reell ressursbruk.",
            changes={"grant_real_use": 0.25},
            synthetic=True,
        )
        services.save_run(
            by=per,
            subject=since,
            name="Ordningen fra 2024 med større innføringsgevinst",
            note="Hvor mye må innføringen spare per innbygger for at ordningen skal lønne seg?",
            changes={"introduction_saving@vedtatt": 70.0},
            synthetic=True,
        )
