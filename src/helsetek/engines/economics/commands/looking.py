"""Looking at one thing, and what a study would be worth."""

from __future__ import annotations

from pathlib import Path

import click

from helsetek.engines.economics.commands.group import (
    alternative_option,
    analyse,
    assumptions_of,
    chosen_of,
    draws_option,
    form_option,
    language_option,
    polite,
    prepared,
    register_option,
    seed_option,
    set_option,
    show_table,
    simulated,
    source_argument,
)

THINGS = {
    "uncertainty": "mean, percentiles and chance of profit, with the simulation's own error",
    "tornado": "net benefit with each assumption at its 5th and 95th percentile",
    "switching": "at which value of an assumption the net benefit turns",
    "indices": "share of the variance from each assumption (Sobol, total)",
    "information": "what it is worth to know an assumption exactly (EVPI, EVPPI)",
    "acceptability": "chance of profit by the yearly value of what has no price",
    "conditions": "under which conditions the alternative pays (PRIM)",
    "pairwise": "alternatives and null against each other, with regret",
    "actors": "who gains and who pays",
    "groups": "municipalities by size, centrality, region … (--by)",
    "nonpriced": "effects without a price as steps, and whether their ranking can turn",
}


@analyse.command(
    short_help="Uncertainty, sensitivity, comparison, distribution.",
    help="Look at one thing:\n\n\b\n" + "\n".join(f"{name:14} {said}" for name, said in THINGS.items()),
)
@click.argument("what", type=click.Choice(list(THINGS)), metavar="WHAT")
@source_argument()
@alternative_option
@click.option(
    "--by",
    default="size",
    show_default=True,
    help="For groups: size, centrality, kostra, region, county, midt, type, municipality.",
)
@set_option
@draws_option
@seed_option
@form_option
@register_option
@language_option
def explore(
    what: str, source: str, alternative: str | None, by: str, values: tuple[str, ...], seed: int, draws: int, form: str,
    register: Path | None, language: str,
) -> None:  # fmt: skip
    """Look at one thing."""
    from helsetek.engines.economics.outputs import answers

    with polite():
        alone = (alternative,) if alternative and what == "groups" else ()
        found = prepared(assumptions_of(source, values, alone), register)
        chosen = chosen_of(found.problem, alternative)
        simulation = simulated(found.problem, draws, seed) if what in answers.OF_DRAWS else None
        show_table(answers.explored(what, found, chosen, by, simulation, language), form, language)


@analyse.command(short_help="What a study would be worth (EVSI).")
@source_argument()
@click.option(
    "--input",
    "inputs",
    multiple=True,
    metavar="ID",
    help="What the study measures (may be repeated); else the input worth most to know.",
)
@click.option(
    "--noise",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    help="Standard deviation of one observation, over that of what is known before.",
)
@click.option(
    "--size",
    "sizes",
    multiple=True,
    type=click.IntRange(1, 10_000_000),
    help="Number of observations (may be repeated).",
)
@click.option(
    "--cost", type=click.FloatRange(0), default=0.0, show_default=True, help="NOK for each observation."
)
@set_option
@draws_option
@seed_option
@form_option
@register_option
@language_option
def study(
    source: str, inputs: tuple[str, ...], noise: float, sizes: tuple[int, ...], cost: float, values: tuple[str, ...],
    draws: int, seed: int, form: str, register: Path | None, language: str,
) -> None:  # fmt: skip
    """What a study would be worth before it is done (EVSI), by its number of observations.

    \b
    helsetek analyse study rapport-2022 --input introduction_saving --noise 2 --cost 50000
    """
    from helsetek.engines.economics.outputs.study_table import study_table

    with polite():
        problem = prepared(assumptions_of(source, values), register).problem
        table = study_table(
            problem, inputs, language, noise=noise, sizes=sizes or None, cost=cost, draws=draws, seed=seed
        )
        show_table(table, form, language)
