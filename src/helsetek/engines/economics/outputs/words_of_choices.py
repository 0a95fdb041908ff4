"""The words of grants, uptake, rules, studies and observations."""

from __future__ import annotations

from helsetek.engines.economics.outputs.words_three import Words, three

CHOICES: Words = {
    "uptake": three(
        "Andel kommuner som blir med, etter tilskuddet en middels stor kommune kan vente (kroner)",
        "Del av kommunane som blir med, etter tilskotet ein middels stor kommune kan vente (kroner)",
        "Share of municipalities joining, by the grant one of mean size may expect (NOK)",
    ),
    "uptake_grant": three("Tilskudd", "Tilskot", "Grant"),
    "uptake_share": three("Oppgitt", "Oppgitt", "Stated"),
    "uptake_low": three("5 %", "5 %", "5 %"),
    "uptake_middle": three("Median", "Median", "Median"),
    "uptake_high": three("95 %", "95 %", "95 %"),
    "rules": three(
        "Regler ingen annen regel slår: netto nytte og utbetalt i MNOK nåverdi, små kommuner (under 5 000) nådd",
        "Reglar ingen annan regel slår: netto nytte og utbetalt i MNOK noverdi, små kommunar (under 5 000) nådd",
        "Rules no other rule beats: net benefit and paid (MNOK, present value), small municipalities (under 5,000)",
    ),
    "rules_net": three("Netto nytte", "Netto nytte", "Net benefit"),
    "rules_paid": three("Utbetalt", "Utbetalt", "Paid"),
    "rules_small": three("Små kommuner", "Små kommunar", "Small municipalities"),
    "rules_fresh": three("Netto på nye trekninger", "Netto på nye trekningar", "Net on fresh draws"),
    "grants_title": three(
        "Tilskudd etter sentralitet; boblen viser innbyggertallet",
        "Tilskot etter sentralitet; bobla viser innbyggjartalet",
        "Grants by centrality; the bubble shows population",
    ),
    "grants_name": three("Mottaker", "Mottakar", "Recipient"),
    "grants_centrality": three("Sentralitetsindeks", "Sentralitetsindeks", "Centrality index"),
    "grants_people": three("Innbyggere", "Innbyggjarar", "Inhabitants"),
    "grants_grant": three("Tilskudd, kroner", "Tilskot, kroner", "Grant, NOK"),
    "grants_each": three("Kroner per innbygger", "Kroner per innbyggjar", "NOK per inhabitant"),
    "grants_axis": three("Tilskudd, MNOK", "Tilskot, MNOK", "Grant, MNOK"),
    "grants_note": three(
        "{count} tilskudd, {total} MNOK i alt.",
        "{count} tilskot, {total} MNOK i alt.",
        "{count} grants, {total} MNOK in all.",
    ),
}
