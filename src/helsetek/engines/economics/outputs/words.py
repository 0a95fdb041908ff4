"""The words of tables and reports, in bokmål, nynorsk and English."""

from __future__ import annotations

from helsetek.engines.economics.outputs.words_of_choices import CHOICES
from helsetek.engines.economics.outputs.words_three import Words
from helsetek.engines.economics.outputs.words_three import three as _three

ROW_LABELS: Words = {
    "investment": _three("Investeringskostnader", "Investeringskostnader", "Investment"),
    "operations": _three(
        "Drifts-, forvaltnings- og tilskuddskostnader",
        "Drifts-, forvaltings- og tilskotskostnader",
        "Running, administration and grants",
    ),
    "administration": _three(
        "Drift og forvaltning uten tilskudd", "Drift og forvalting utan tilskot", "Running and administration"
    ),
    "added_resources": _three(
        "Ny ressursbruk hos mottakerne", "Ny ressursbruk hos mottakarane", "Added resource use by recipients"
    ),
    "tax_cost": _three("Skattefinansieringskostnad", "Skattefinansieringskostnad", "Tax-financing cost"),
    "sum_costs": _three(
        "Sum prissatte kostnadsvirkninger", "Sum prissette kostnadsverknader", "Sum of costs"
    ),
    "efficiency_procurement": _three(
        "Effektivisering forbundet med anskaffelse",
        "Effektivisering knytt til innkjøp",
        "Efficiency in procurement",
    ),
    "efficiency_introduction": _three(
        "Effektivisering forbundet med innføring",
        "Effektivisering knytt til innføring",
        "Efficiency in introduction",
    ),
    "efficiency_municipal": _three(
        "Effektivisering for kommunene", "Effektivisering for kommunane", "Municipal efficiency"
    ),
    "efficiency_vendors": _three(
        "Effektivisering for journalleverandørene",
        "Effektivisering for journalleverandørane",
        "Vendor efficiency",
    ),
    "purchase_terms": _three("Bedre kjøpsbetingelser", "Betre kjøpsvilkår", "Better purchase terms"),
    "grant_income": _three(
        "Tilskudd som inntekt for kommunene",
        "Tilskot som inntekt for kommunane",
        "Grants as municipal income",
    ),
    "tax_gain": _three("Skattefinansieringsgevinst", "Skattefinansieringsgevinst", "Tax-financing gain"),
    "tax_gain_procurement": _three(
        "Skattefinansieringsgevinst av anskaffelse alene",
        "Skattefinansieringsgevinst av innkjøp åleine",
        "Tax-financing gain of procurement alone",
    ),
    "sum_benefits": _three(
        "Sum prissatte nyttevirkninger", "Sum prissette nytteverknader", "Sum of benefits"
    ),
    "net": _three("Prissatt netto nytte", "Prissett netto nytte", "Priced net benefit"),
}
TABLE_TITLES: Words = {
    "table4": _three("Kostnadsvirkninger", "Kostnadsverknader", "Costs"),
    "table5": _three("Nyttevirkninger", "Nytteverknader", "Benefits"),
    "table8": _three(
        "Samlet samfunnsøkonomisk lønnsomhet", "Samla samfunnsøkonomisk lønsemd", "Profitability"
    ),
}
STATUS_LABELS: Words = {
    "given": _three("oppgitt", "oppgitt", "given"),
    "external": _three("ekstern", "ekstern", "external"),
    "calibrated": _three("kalibrert", "kalibrert", "calibrated"),
    "judged": _three("vurdert", "vurdert", "judged"),
}
ACTOR_LABELS: Words = {
    "state": _three("Staten", "Staten", "The state"),
    "municipalities": _three("Kommunene", "Kommunane", "Municipalities"),
    "collaborations": _three(
        "Kommunesamarbeid (tilskudd)", "Kommunesamarbeid (tilskot)", "Collaborations (grants)"
    ),
    "networks": _three("Kommunale nettverk", "Kommunale nettverk", "Municipal networks"),
    "vendors": _three("Leverandørene", "Leverandørane", "Vendors"),
    "taxpayers": _three("Skattebetalerne", "Skattebetalarane", "Taxpayers"),
}
PHRASES: Words = {
    **CHOICES,
    "frame": _three(
        "Nåverdi i {base}, {price}-kroner, MNOK, forskjell fra nullalternativet",
        "Noverdi i {base}, {price}-kroner, MNOK, skilnad frå nullalternativet",
        "Present value in {base}, {price} NOK, millions, difference from null",
    ),
    "caption": _three(
        "{title}. Nåverdi i {base}, MNOK i {price}-kroner, forskjell fra nullalternativet",
        "{title}. Noverdi i {base}, MNOK i {price}-kroner, skilnad frå nullalternativet",
        "{title}. Present value in {base}, MNOK in {price} prices, difference from null",
    ),
    "column_id": _three("id", "id", "id"),
    "column_label": _three("Forutsetning", "Føresetnad", "Assumption"),
    "column_unit": _three("Enhet", "Eining", "Unit"),
    "column_price_year": _three("Kroneår", "Kroneår", "Price year"),
    "column_status": _three("Status", "Status", "Status"),
    "column_source": _three("Kilde", "Kjelde", "Source"),
    "column_year": _three("År", "År", "Year"),
    "column_factor": _three("Faktor", "Faktor", "Factor"),
    "column_value": _three("Verdi", "Verdi", "Value"),
    "years": _three("År", "År", "Years"),
    "mask_investment": _three("Investeringsår", "Investeringsår", "Investment years"),
    "mask_scheme": _three("Tilskuddsår", "Tilskotsår", "Grant years"),
    "mask_joining": _three("År der kommuner blir med", "År der kommunar blir med", "Years of joining"),
    "nodes": _three(
        "Punkter som står for kommunene: log størrelse, andel, Midt-Norge",
        "Punkt som står for kommunane: log storleik, del, Midt-Noreg",
        "Points that stand for the municipalities: log size, share, Midt-Norge",
    ),
    "alternative": _three("Alternativ", "Alternativ", "Alternative"),
    "table7": _three(
        "Ikke-prissatte virkninger, samlet konsekvens",
        "Ikkje-prissette verknader, samla konsekvens",
        "Effects without a price, consequence",
    ),
    "actor": _three("Aktør", "Aktør", "Actor"),
    "actors": _three("Fordeling på aktører", "Fordeling på aktørar", "Distribution by actor"),
    "groups": _three(
        "Fordeling på kommuner etter {by}",
        "Fordeling på kommunar etter {by}",
        "Distribution over municipalities by {by}",
    ),
    "by_size": _three("innbyggertall", "innbyggjartal", "size"),
    "by_centrality": _three("sentralitet", "sentralitet", "centrality"),
    "by_kostra": _three("KOSTRA-gruppe", "KOSTRA-gruppe", "KOSTRA group"),
    "by_region": _three("helseregion", "helseregion", "health region"),
    "by_county": _three("fylke", "fylke", "county"),
    "by_midt": _three("Midt-Norge eller ikke", "Midt-Noreg eller ikkje", "in Midt-Norge or not"),
    "by_type": _three("type i tabell 6", "type i tabell 6", "type of table 6"),
    "by_municipality": _three("kommune", "kommune", "municipality"),
    "group_name": _three("Gruppe", "Gruppe", "Group"),
    "group_alternative": _three("Alternativ", "Alternativ", "Alternative"),
    "group_count": _three("Kommuner", "Kommunar", "Municipalities"),
    "group_people": _three("Innbyggere (1 000)", "Innbyggjarar (1 000)", "Inhabitants (thousands)"),
    "group_reached": _three("Med", "Med", "Reached"),
    "group_benefit": _three("Nytte, MNOK", "Nytte, MNOK", "Benefit, MNOK"),
    "group_grant": _three("Tilskudd, MNOK", "Tilskot, MNOK", "Grant, MNOK"),
    "group_each": _three("Kroner per innbygger", "Kroner per innbyggjar", "NOK per inhabitant"),
    "assumptions": _three(
        "Forutsetninger (SHA-256 {hash})", "Føresetnader (SHA-256 {hash})", "Assumptions (SHA-256 {hash})"
    ),
    "simulation": _three(
        "Usikkerhet i prissatt netto nytte, {draws} trekninger, frø {seed}",
        "Uvisse i prissett netto nytte, {draws} trekningar, frø {seed}",
        "Uncertainty of the net benefit, {draws} draws, seed {seed}",
    ),
    "stat_mean": _three("Forventning", "Forventing", "Mean"),
    "stat_standard_error": _three("Egen feil", "Eigen feil", "Own error"),
    "stat_p5": _three("5 %", "5 %", "5 %"),
    "stat_p50": _three("Median", "Median", "Median"),
    "stat_p95": _three("95 %", "95 %", "95 %"),
    "stat_probability_profitable": _three("P(lønnsom)", "P(lønsam)", "P(profitable)"),
    "stat_probability_best": _three("P(best)", "P(best)", "P(best)"),
    "tornado": _three(
        "Følsomhet for {alternative}: én forutsetning om gangen, 5 og 95 prosent",
        "Følsemd for {alternative}: éin føresetnad om gongen, 5 og 95 prosent",
        "Sensitivity of {alternative}: one assumption at a time, 5 and 95 percent",
    ),
    "tornado_input": _three("Forutsetning", "Føresetnad", "Assumption"),
    "tornado_low_value": _three("Verdi ved 5 %", "Verdi ved 5 %", "Value at 5 %"),
    "tornado_high_value": _three("Verdi ved 95 %", "Verdi ved 95 %", "Value at 95 %"),
    "tornado_low": _three("Netto ved 5 %", "Netto ved 5 %", "Net at 5 %"),
    "tornado_high": _three("Netto ved 95 %", "Netto ved 95 %", "Net at 95 %"),
    "tornado_swing": _three("Utslag", "Utslag", "Swing"),
    "switching": _three(
        "Vippeverdier for {alternative}: der netto nytte er null",
        "Vippeverdiar for {alternative}: der netto nytte er null",
        "Switching values of {alternative}: where the net benefit is zero",
    ),
    "switch_input": _three("Forutsetning", "Føresetnad", "Assumption"),
    "switch_now": _three("Nå", "No", "Now"),
    "switch_turn": _three("Vipper ved", "Vippar ved", "Turns at"),
    "switch_unit": _three("Enhet", "Eining", "Unit"),
    "indices": _three(
        "Andel av variansen, totalindekser (Sobol), {evaluations} beregninger",
        "Del av variansen, totalindeksar (Sobol), {evaluations} utrekningar",
        "Share of variance, total indices (Sobol), {evaluations} evaluations",
    ),
    "dependent": _three(
        "Indeksene forutsetter uavhengighet; disse er det ikke: {inputs}.",
        "Indeksane føreset uavhengigheit; desse er det ikkje: {inputs}.",
        "The indices assume independence; these are not: {inputs}.",
    ),
    "information": _three(
        "Hva det er verdt å vite mer", "Kva det er verdt å vite meir", "What it is worth to know more"
    ),
    "evpi": _three("Å vite alt (EVPI)", "Å vite alt (EVPI)", "To know everything (EVPI)"),
    "worth": _three("Verdi, MNOK", "Verdi, MNOK", "Worth, MNOK"),
    "acceptability": _three(
        "Sannsynlighet for lønnsomhet etter årlig verdi av ikke-prissatte virkninger {first}-{last}",
        "Sannsyn for lønsemd etter årleg verdi av ikkje-prissette verknader {first}-{last}",
        "Probability of profit by yearly value of non-priced effects {first}-{last}",
    ),
    "yearly_value": _three("MNOK per år", "MNOK per år", "MNOK a year"),
    "break_even": _three(
        "Verdi der det er like sannsynlig som ikke",
        "Verdi der det er like sannsynleg som ikkje",
        "Value at which it is as likely as not",
    ),
    "pairwise": _three(
        "Parvis sammenligning: sannsynlighet for at raden er bedre enn kolonnen, og anger i MNOK",
        "Parvis samanlikning: sannsyn for at rada er betre enn kolonnen, og anger i MNOK",
        "Pairwise: probability that the row beats the column, and regret in MNOK",
    ),
    "null": _three("Nullalternativet", "Nullalternativet", "Null alternative"),
    "regret": _three("Anger, snitt", "Anger, snitt", "Regret, mean"),
    "regret_95": _three("Anger, 95 %", "Anger, 95 %", "Regret, 95 %"),
    "conditions": _three(
        "Når lønner {alternative} seg?", "Når løner {alternative} seg?", "When does {alternative} pay?"
    ),
    "box_input": _three("Forutsetning", "Føresetnad", "Assumption"),
    "box_low": _three("Fra", "Frå", "From"),
    "box_high": _three("Til", "Til", "To"),
    "box_note": _three(
        "Innenfor lønner det seg i {density:.0%} av tilfellene (ellers {before:.0%}). "
        "{coverage:.0%} av de lønnsomme ligger her.",
        "Innanfor løner det seg i {density:.0%} av tilfella (elles {before:.0%}). "
        "{coverage:.0%} av dei lønsame ligg her.",
        "Inside it pays in {density:.0%} of cases (of all draws {before:.0%}). "
        "{coverage:.0%} of those that pay lie here.",
    ),
    "never": _three(
        "Det lønner seg ikke i noen trekning.", "Det løner seg ikkje i noka trekning.", "It pays in no draw."
    ),
    "chapter_frame": _three(
        "Problem, alternativer og forutsetninger",
        "Problem, alternativ og føresetnader",
        "Problem, alternatives and assumptions",
    ),
    "chapter_effects": _three("Prissatte virkninger", "Prissette verknader", "Priced effects"),
    "chapter_non_priced": _three(
        "Ikke-prissatte virkninger", "Ikkje-prissette verknader", "Effects without a price"
    ),
    "chapter_profit": _three(
        "Samfunnsøkonomisk lønnsomhet", "Samfunnsøkonomisk lønsemd", "Profitability to society"
    ),
    "chapter_uncertainty": _three("Usikkerhet", "Uvisse", "Uncertainty"),
    "chapter_distribution": _three("Fordelingsvirkninger", "Fordelingsverknader", "Distribution"),
    "chapter_judgement": _three("Samlet vurdering", "Samla vurdering", "Overall judgement"),
    "chapter_appendix": _three(
        "Vedlegg: alle forutsetninger", "Vedlegg: alle føresetnader", "Appendix: all assumptions"
    ),
    "frame_text": _three(
        "Analyseperioden er {first}-{last}. Nåverdier gjelder {base} og er i {price}-kroner uten merverdiavgift.",
        "Analyseperioden er {first}-{last}. Noverdiar gjeld {base} og er i {price}-kroner utan meirverdiavgift.",
        "The analysis period is {first}-{last}. Present values refer to {base}, in {price} prices without VAT.",
    ),
    "null_text": _three(
        "Nullalternativet: {null}.", "Nullalternativet: {null}.", "The null alternative: {null}."
    ),
    "alternatives_text": _three(
        "Alternativene: {names}.", "Alternativa: {names}.", "The alternatives: {names}."
    ),
    "rules_text": _three(
        "Beregningene følger rundskriv R-109/2021: fallende kalkulasjonsrente, reallønnsvekst for tid, 20 øre "
        "skattefinansieringskostnad per krone over offentlige budsjetter, ingen fordelingsvekter.",
        "Utrekningane følgjer rundskriv R-109/2021: fallande kalkulasjonsrente, reallønsvekst for tid, 20 øre "
        "skattefinansieringskostnad per krone over offentlege budsjett, ingen fordelingsvekter.",
        "The calculations follow circular R-109/2021: falling discount rates, real wage growth for time, a "
        "tax-financing cost of 0.20 per krone over public budgets, no distribution weights.",
    ),
    "no_non_priced": _three(
        "Analysen beskriver ingen ikke-prissatte virkninger.",
        "Analysen skildrar ingen ikkje-prissette verknader.",
        "The analysis describes no effects without a price.",
    ),
    "ranking_holds": _three(
        "Rangeringen {names} gjelder uansett hvilke verdier trinnene får, så lenge et høyere trinn ikke er mindre verdt.",
        "Rangeringa {names} gjeld same kva verdiar stega får, så lenge eit høgare steg ikkje er mindre verdt.",
        "The ranking {names} holds whatever values the steps are given, as long as a higher step is not worth less.",
    ),
    "ranking_open": _three(
        "Rangeringen avhenger av hvilke verdier trinnene får; den kan snu.",
        "Rangeringa kjem an på kva verdiar stega får; ho kan snu.",
        "The ranking depends on the values given to the steps; it may turn.",
    ),
    "nothing_uncertain": _three(
        "Ingen forutsetning er oppgitt som usikker.",
        "Ingen føresetnad er oppgitt som usikker.",
        "No assumption is stated as uncertain.",
    ),
    "no_weights": _three(
        "Tilleggsopplysninger uten fordelingsvekter (R-109/2021 punkt 10.1).",
        "Tilleggsopplysningar utan fordelingsvekter (R-109/2021 punkt 10.1).",
        "Additional information without weights (R-109/2021 section 10.1).",
    ),
    "judgement_line": _three(
        "{name}: forventet netto nytte {mean} MNOK, lønnsom i {chance} av 100 trekninger.",
        "{name}: forventa netto nytte {mean} MNOK, lønsam i {chance} av 100 trekningar.",
        "{name}: expected net benefit {mean} MNOK, profitable in {chance} of 100 draws.",
    ),
    "judgement_text": _three(
        "Den samlede vurderingen veier dette mot de ikke-prissatte virkningene og gjøres av den som har ansvaret.",
        "Den samla vurderinga veg dette mot dei ikkje-prissette verknadene og blir gjord av den som har ansvaret.",
        "The overall judgement weighs this against the effects without a price and is made by those responsible.",
    ),
    "measure": _three("Mål", "Mål", "Measure"),
    "per_krone": _three("Per krone, og break-even", "Per krone, og break-even", "Per krone, and break-even"),
    "per_grant": _three(
        "Nytte per tilskuddskrone (kroner)",
        "Nytte per tilskotskrone (kroner)",
        "Benefit per granted krone (NOK)",
    ),
    "per_public": _three(
        "Netto nytte per krone over statsbudsjettet (kroner)",
        "Netto nytte per krone over statsbudsjettet (kroner)",
        "Net benefit per krone of the state budget (NOK)",
    ),
    "break_even_years": _three(
        "Break-even, MNOK per år {first}-{last}",
        "Break-even, MNOK per år {first}-{last}",
        "Break-even, MNOK a year {first}-{last}",
    ),
    "row": _three("Virkning", "Verknad", "Effect"),
}


def phrase(name: str, language: str) -> str:
    """A phrase in the language."""
    return PHRASES[name][language]
