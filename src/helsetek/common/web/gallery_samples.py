"""What the page ``/design/`` shows: invented cases, people and sums."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from .parts import Fact, File, Link, Moment, RuleResult, Section, State, Step, Tab, Task, WhatNext, compare


@dataclass(frozen=True)
class Award:
    """One invented row of a list."""

    number: str
    title: str
    lead: str
    state: str
    members: int
    sum_ore: int
    sent_at: datetime


_PLACES = [
    "Bodø",
    "Åsnes",
    "Ørland",
    "Alver",
    "Ås",
    "Steinkjer",
    "Ævesund",
    "Øygarden",
    "Kautokeino – Guovdageaidnu",
]
_WORK = ["Digital hjemmeoppfølging", "Felles responssenter", "Medisindispensere", "Trygghetsteknologi"]
_STATES = ["sent", "granted", "partly", "refused"]


def awards() -> list[Award]:
    """137 rows, always the same."""
    first = datetime(2024, 1, 2, 9, 0, tzinfo=UTC)
    return [
        Award(
            f"2024/{number}",
            f"{_WORK[number % 4]} i {_PLACES[number % 9]}",
            f"{_PLACES[number % 9]} kommune",
            _STATES[number * 7 % 4],
            3 + number * 5 % 28,
            (200_000 + number * 37_500) * 100,
            first + timedelta(hours=number * 2),
        )
        for number in range(1, 138)
    ]


def samples() -> dict[str, Any]:
    noon = datetime(2024, 1, 15, 11, 0, tzinfo=UTC)
    return {
        "facts": [
            Fact("Saksnummer", "2024/117"),
            Fact("Søknadssum", "2 300 000 kr", hint="av 3 100 000 kr i samlet budsjett"),
            Fact("Leder", "Bodø kommune", href="/"),
            Fact("Deltakere", "30 kommuner"),
            Fact("Innbyggere", "214 700"),
            Fact("Saksbehandler", "Guri Gran"),
        ],
        "figures": [
            Fact("søknader", "179"),
            Fact("søkt om", "331,6 mill. kr"),
            Fact("prosjekter fikk tilskudd", "66", hint="og 16 til i mai"),
            Fact("kommuner er med", "241"),
        ],
        "moments": [
            Moment(
                noon,
                "Søknaden ble innvilget",
                "Hans Holm",
                "Helsedirektoratet",
                "God forankring hos alle deltakere. Summen er satt ned fordi drift ikke dekkes.",
                color="success",
            ),
            Moment(
                datetime(2024, 1, 9, 9, 30, tzinfo=UTC),
                "Søknaden ble sendt",
                "Bjørn Berg",
                "Bodø kommune",
                color="accent",
            ),
            Moment(
                datetime(2023, 11, 20, 12, 5, tzinfo=UTC), "Utkastet ble påbegynt", "Anne Aas", "Bodø kommune"
            ),
        ],
        "steps": [
            Step("Utkast", "done"),
            Step("Sendt", "done"),
            Step("Vurdering", "now", "to av to fagpersoner"),
            Step("Vedtak"),
            Step("Aksept"),
            Step("Utbetaling"),
            Step("Rapport"),
        ],
        "next": WhatNext(
            State("Til vurdering", "info"),
            "To fagpersoner vurderer søknaden mot kriteriene. Deretter skriver saksbehandleren en innstilling.",
            "Helsedirektoratet",
            noon,
        ),
        "next_yours": WhatNext(
            State("Innvilget", "success"),
            "Godta vilkårene og bekreft kontonummeret, så kan den første delen betales ut.",
            "Du, som har signaturrett for Bodø kommune",
            date(2024, 3, 8),
            yours=True,
            act=Link("Les og godta vilkårene", "#"),
        ),
        "tasks": [
            Task(
                "Vurder «Digital hjemmeoppfølging i Salten»",
                "#",
                "Sak 2024/117, Bodø kommune",
                noon,
                late=True,
            ),
            Task(
                "Svar på spørsmål om budsjettet",
                "#",
                "Sak 2024/98, Alver kommune",
                date(2024, 2, 1),
                state=State("Venter", "warning"),
            ),
            Task("Godta tildelingen", "#", "Sak 2024/12, Steinkjer kommune"),
        ],
        "tabs": [
            Tab("Oversikt", "#", current=True),
            Tab("Søknad", "#"),
            Tab("Vurderinger", "#", count=2),
            Tab("Meldinger", "#", count=0),
            Tab("Dokumenter", "#"),
        ],
        "sections": [
            Section("Om prosjektet", "#", "complete"),
            Section("Deltakere og samtykke", "#", "started", "28 av 30 har samtykket"),
            Section("Budsjett", "#", "wrong", "Summen går ikke opp"),
            Section("Mål og indikatorer", "#"),
            Section("Andre opplysninger", "#", "optional"),
        ],
        "rules": [
            RuleResult(
                "ok",
                "Minst tre kommuner deltar",
                "30 kommuner i samarbeidet",
                "Kravet er tre.",
                source="Utlysningen, punkt 2",
            ),
            RuleResult(
                "not_yet",
                "Alle deltakere har samtykket",
                "28 av 30 samtykker",
                "To kommuner har ikke svart.",
                "Minn Saltdal og Sørfold på saken.",
                "Utlysningen, punkt 5",
                "#",
            ),
            RuleResult(
                "warning",
                "Annen offentlig støtte",
                "Støtte fra statsforvalteren er oppgitt",
                "Samme utgift kan ikke dekkes to ganger.",
                "Skriv hva den andre støtten dekker.",
                "Økonomiregelverket",
            ),
            RuleResult(
                "not_met",
                "Egenandelen er stor nok",
                "12 % av budsjettet",
                "Minst 20 % må dekkes av deltakerne selv.",
                "Øk egenandelen med 248 000 kr, eller søk om mindre.",
                "Utlysningen, punkt 4",
            ),
        ],
        "compared": compare(
            {"title": "Hjemmeoppfølging i Salten", "sum": "2 300 000 kr", "start": "1. mars 2024"},
            {"title": "Digital hjemmeoppfølging i Salten", "sum": "2 300 000 kr", "start": "1. april 2024"},
            labels={"title": "Tittel", "sum": "Søknadssum", "start": "Oppstart"},
            before_label="Lagret av Cecilie kl. 12.01",
            after_label="Din versjon",
        ),
        "files": [
            File("Samarbeidsavtale.pdf", "#", 482_000, "Avtale", noon, "Anne Aas", remove="#"),
            File("Budsjett 2024 med alle deltakere.xlsx", "#", 1_250_000, "Vedlegg", noon, "Anne Aas"),
        ],
        "moneys": [123_456_700, 50, 0],
        "noon": noon,
        "states": [
            State("Utkast"),
            State("Sendt", "info"),
            State("Innvilget", "success"),
            State("Delvis innvilget", "warning"),
            State("Avslått", "danger"),
        ],
    }
