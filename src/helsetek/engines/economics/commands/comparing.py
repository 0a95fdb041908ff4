"""Cost and effect where the effect is not in kroner."""

from __future__ import annotations

from pathlib import Path

import click

from helsetek.engines.economics.commands.group import (
    analyse,
    form_option,
    language_option,
    polite,
    show_table,
)


@analyse.command(short_help="Cost and effect not in kroner.")
@click.argument("table", metavar="FILE.csv", type=click.Path(path_type=Path))
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    type=click.FloatRange(0),
    help="What a unit of effect is worth (may be repeated); for a simulation.",
)
@form_option
@language_option
def frontier(table: Path, thresholds: tuple[float, ...], form: str, language: str) -> None:
    """Which alternatives are worth considering when effects are not in kroner (cost-effectiveness).

    FILE.csv has the columns alternative, cost, effect. One line for each alternative gives dominance and incremental
    ratios. Many lines for each, equally many and drawn together, are a simulation: give thresholds to have expected
    net benefit, chance of being best and EVPI as well.
    """
    from helsetek.engines.economics.effectiveness import read_outcomes
    from helsetek.engines.economics.outputs.frontier_tables import frontier_table, threshold_table

    with polite():
        found = read_outcomes(table)
        show_table(frontier_table(found, language), form, language)
        if thresholds:
            click.echo()
            show_table(threshold_table(found, thresholds, language), form, language)
