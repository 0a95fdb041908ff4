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
    "rules_regret": three("Anger: {name}", "Anger: {name}", "Regret: {name}"),
    "study": three(
        "Hva en undersøkelse er verdt (EVSI) av {inputs}",
        "Kva ei undersøking er verd (EVSI) av {inputs}",
        "What a study is worth (EVSI) of {inputs}",
    ),
    "study_size": three("Observasjoner", "Observasjonar", "Observations"),
    "study_worth": three("Verdi, MNOK", "Verdi, MNOK", "Worth, MNOK"),
    "study_share": three("Del av full kunnskap", "Del av full kunnskap", "Share of EVPPI"),
    "study_cost": three("Kostnad, MNOK", "Kostnad, MNOK", "Cost, MNOK"),
    "study_net": three("Netto, MNOK", "Netto, MNOK", "Net, MNOK"),
    "study_note": three(
        "Å vite det nøyaktig (EVPPI) er verdt {evppi} MNOK, å vite alt (EVPI) {evpi}. Én observasjon spriker {noise} "
        "ganger så mye som det en vet i dag.",
        "Å vite det nøyaktig (EVPPI) er verdt {evppi} MNOK, å vite alt (EVPI) {evpi}. Éin observasjon sprikjer {noise} "
        "gonger så mykje som det ein veit i dag.",
        "To know it exactly (EVPPI) is worth {evppi} MNOK, to know everything (EVPI) {evpi}. One observation spreads "
        "{noise} times as much as what is known today.",
    ),
    "learning": three(
        "Hva observasjonene gjør med netto nytte",
        "Kva observasjonane gjer med netto nytte",
        "What the observations do to the net benefit",
    ),
    "learning_stage": three("Trinn", "Steg", "Stage"),
    "learning_before": three("før", "før", "before"),
    "learning_updated": three("oppdaterte forutsetninger", "oppdaterte føresetnader", "updated assumptions"),
    "learning_weighted": three("veid med resultater", "vege med resultat", "weighted by results"),
    "learning_effective": three("Effektive trekninger", "Effektive trekningar", "Effective draws"),
    "learning_note": three(
        "Observasjoner: {seen}, av dem resultater: {results}.",
        "Observasjonar: {seen}, av dei resultat: {results}.",
        "Observations: {seen}, of which results: {results}.",
    ),
    "frontier": three("Kostnad og effekt", "Kostnad og effekt", "Cost and effect"),
    "frontier_name": three("Alternativ", "Alternativ", "Alternative"),
    "frontier_cost": three("Kostnad", "Kostnad", "Cost"),
    "frontier_effect": three("Effekt", "Effekt", "Effect"),
    "frontier_standing": three("Stilling", "Stilling", "Standing"),
    "frontier_ratio": three(
        "Merkostnad per mer effekt", "Meirkostnad per meir effekt", "Added cost per added effect"
    ),
    "standing_on the frontier": three("på fronten", "på fronten", "on the frontier"),
    "standing_dominated": three("dominert", "dominert", "dominated"),
    "standing_extendedly dominated": three("utvidet dominert", "utvida dominert", "extendedly dominated"),
    "thresholds": three(
        "Etter hva én enhet effekt er verdt; gevinst mot det første alternativet",
        "Etter kva éi eining effekt er verd; gevinst mot det første alternativet",
        "By what a unit of effect is worth; gain against the first alternative",
    ),
    "threshold_value": three("Verdi per enhet", "Verdi per eining", "Value of a unit"),
    "threshold_name": three("Alternativ", "Alternativ", "Alternative"),
    "threshold_gain": three("Forventet gevinst", "Forventa gevinst", "Expected gain"),
    "threshold_better": three("P(bedre)", "P(betre)", "P(better)"),
    "threshold_best": three("P(best)", "P(best)", "P(best)"),
    "threshold_evpi": three("EVPI", "EVPI", "EVPI"),
    "threshold_turn": three(
        "«{name}» ventes å være bedre enn «{first}» fra {value}.",
        "«{name}» er venta å vere betre enn «{first}» frå {value}.",
        "«{name}» is expected to beat «{first}» from {value}.",
    ),
    "nonpriced": three(
        "Ikke-prissatte virkninger etter begge metoder",
        "Ikkje-prissette verknader etter begge metodane",
        "Effects without a price by both methods",
    ),
    "nonpriced_said": three("Beskrevet som", "Skildra som", "Described as"),
    "nonpriced_step": three("Trinn", "Steg", "Step"),
    "plus_minus": three("Pluss-minus", "Pluss-minus", "Plus-minus"),
    "value_matrix": three("Verdimatrise", "Verdimatrise", "Value matrix"),
    "ranking_turns": three(
        "{first} slår ikke {second} når bare trinn fra {step} teller.",
        "{first} slår ikkje {second} når berre steg frå {step} tel.",
        "{first} does not beat {second} when only steps from {step} count.",
    ),
}
