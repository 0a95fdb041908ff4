"""What the made-up projects are called and say. Norwegian, for that is what applicants write."""

from __future__ import annotations

FIRST_NAMES = (
    "Astrid", "Birger", "Camilla", "Dag", "Elin", "Finn", "Gro", "Harald", "Ida", "Jan", "Kjersti", "Lars", "Marit",
    "Nora", "Ola", "Petter", "Ragnhild", "Sindre", "Turid", "Ulf", "Vegard", "Wenche", "Yngve", "Åse", "Øystein",
)  # fmt: skip
LAST_NAMES = (
    "Andersen", "Bakke", "Christensen", "Dahle", "Eriksen", "Foss", "Gundersen", "Haugen", "Isaksen", "Jakobsen",
    "Kristoffersen", "Lien", "Myhre", "Nygård", "Ødegård", "Paulsen", "Rønning", "Sandvik", "Tveit", "Vold", "Åsheim",
)  # fmt: skip

# area: (title, what it is about); «%s» is the lead and its region.
PROJECTS = {
    "records": (
        ("Felles anskaffelse av journal i %s", "kjøpe ny journal sammen"),
        ("Behov og leverandørdialog for journal i %s", "beskrive behovene og snakke med leverandørene"),
        ("Samling av journalsystemer i %s", "samle flere journalsystemer i ett"),
        (
            "Felles kravspesifikasjon for helsestasjonsjournal i %s",
            "skrive krav til journal for helsestasjonene",
        ),
    ),
    "welfare_technology": (
        ("Innføring av medisindispensere i %s", "ta i bruk elektroniske medisindispensere"),
        ("Nytt pasientvarslingsanlegg i %s", "bytte varsling på sykehjemmene"),
        ("Digitalt tilsyn i %s", "ta i bruk digitalt tilsyn om natten"),
        ("Felles responssenter for %s", "ta imot alarmer på ett sted"),
    ),
    "home_follow_up": (
        ("Digital hjemmeoppfølging i %s", "følge opp kronisk syke hjemme"),
        ("Oppfølging hjemme av hjertesvikt og kols i %s", "følge opp hjertesvikt og kols hjemme"),
        ("Egenbehandlingsplaner i %s", "lage egenbehandlingsplaner sammen med sykehuset"),
    ),
}
NEEDS = (
    "Dagens systemer snakker ikke med hverandre, og ansatte skriver det samme flere ganger.",
    "Små kommuner har hverken folk eller kompetanse til å gjøre dette alene.",
    "Flere av kommunene må bytte løsning de neste to årene og vil gjøre det samtidig.",
)
MEASURING = "Uttrekk fra fagsystemet hvert halvår, og spørreskjema til ansatte."
EXPERIENCE = (
    "Begynn med behovene til dem som skal bruke løsningen, og sett av nok tid til dialog med leverandørene.",
    "Én felles prosjektleder var avgjørende. De minste kommunene trengte mest hjelp i starten.",
    "Opplæringen må komme tett på innføringen. Superbrukere i hver kommune virket godt.",
)
SCORE_REASONS = {
    5: "Svært godt beskrevet og godt forankret i alle kommunene.",
    4: "Godt beskrevet; noe mangler om hvordan dette skal følges opp.",
    3: "Tilfredsstillende, men lite konkret.",
    2: "Svakt begrunnet; det er uklart hvordan dette skal gjennomføres.",
    1: "Nevnt, men ikke gjort rede for.",
    0: "Søknaden sier ikke noe om dette.",
}

# A plan of the work, month by month.
MONTHS = (
    (1, "Samle behov i alle kommunene"),
    (3, "Beskrive felles arbeidsmåter"),
    (6, "Prøve i to kommuner"),
    (9, "Ta i bruk i alle kommunene"),
    (12, "Måle og dele erfaringer"),
)
