"""Municipalities that choose: uptake by the grant, its calibration, and the search for rules."""

from __future__ import annotations

import math
from pathlib import Path

import click

from helsetek.engines.economics.commands.group import (
    alternative_option,
    analyse,
    assumptions_of,
    changes,
    chosen_of,
    form_option,
    language_option,
    polite,
    prepared,
    progress,
    register_option,
    seed_option,
    set_option,
    show_table,
    source_argument,
)
from helsetek.engines.economics.errors import AnalysisError


@analyse.command(short_help="How large a grant is attractive.")
@source_argument("2024")
@alternative_option
@set_option
@form_option
@seed_option
@register_option
@language_option
def uptake(
    source: str, alternative: str | None, values: tuple[str, ...], form: str, seed: int, register: Path | None,
    language: str,
) -> None:  # fmt: skip
    """How large a grant is attractive: the share that joins, by the size of the grant."""
    from helsetek.engines.economics.outputs.policy_tables import uptake_table

    with polite():
        found = prepared(assumptions_of(source, values), register)
        chosen = chosen_of(found.problem, alternative)
        show_table(uptake_table(found, chosen, language, seed), form, language)


@analyse.command(short_help="Fit the uptake to given shares.")
@source_argument("rapport-2022-opptak")
@click.option(
    "--share",
    "shares",
    multiple=True,
    required=True,
    metavar="ALTERNATIVE=SHARE",
    help="The share of municipalities that joins (may be repeated).",
)
@set_option
@register_option
def calibrate(source: str, shares: tuple[str, ...], values: tuple[str, ...], register: Path | None) -> None:
    """Find the pull at which a given share of municipalities joins, as lines for an assumptions file.

    \b
    helsetek analyse calibrate rapport-2022-opptak --share nivaa1=0.50 --share nivaa2=0.58
    """
    from helsetek.engines.economics.uptake import calibrated

    with polite():
        found = prepared(assumptions_of(source, values), register)
        targets = changes(shares)
        fitted = calibrated(found.problem.assumptions, found.problem.nodes, targets)
        for name in targets:
            click.echo(f"[alternative.{name}.set]\nattraction = {fitted.value('attraction', name):.6f}")


@analyse.command(short_help="Search for the best rules of the grant.")
@source_argument("2024")
@alternative_option
@click.option("--grid", "choices", type=click.Path(path_type=Path), help="The values to try (TOML).")
@click.option(
    "--points",
    type=click.IntRange(16, 65_536),
    default=1024,
    show_default=True,
    help="Common draws for all rules.",
)
@click.option(
    "--reading",
    "readings",
    multiple=True,
    metavar="NAME:ID=VALUE[,ID=VALUE]",
    help="Show each rule's regret also when this is assumed (may be repeated).",
)
@click.option("--refine", is_flag=True, help="Improve the rule with most net benefit beyond the grid.")
@set_option
@form_option
@seed_option
@register_option
@language_option
def rules(
    source: str, alternative: str | None, choices: Path | None, points: int, readings: tuple[str, ...], refine: bool,
    values: tuple[str, ...], form: str, seed: int, register: Path | None, language: str,
) -> None:  # fmt: skip
    """Search for rules of the grant that no other rule beats (policy search, Pareto set).

    Rules are tried on common draws and checked on fresh ones over every municipality. A grid is TOML: a list of values
    for each of rate, floor, cap, least_partners, step_down, adoption_share, budget.

    \b
    helsetek analyse rules 2024 --alternative vedtatt --reading "tabell 5:introduction_saving=34.2"
    """
    from helsetek.engines.economics.outputs import policy_tables

    with polite():
        found = prepared(assumptions_of(source, values), register)
        tried = policy_tables.read_choices(choices) if choices else policy_tables.CHOICES
        total = max(1, math.prod(len(column) for column in tried.values()))
        with progress() as tell:
            table = policy_tables.rules_table(
                found, chosen_of(found.problem, alternative), language, choices=tried, points=points, seed=seed,
                readings=dict(map(_reading, readings)), refined=refine, progress=lambda done: tell(done / total),
            )  # fmt: skip
        show_table(table, form, language)


def _reading(text: str) -> tuple[str, dict[str, float]]:
    name, colon, assumed = text.partition(":")
    if not colon or not name.strip():
        raise AnalysisError(f'«{text}» is no reading. Write --reading "tabell 5:introduction_saving=34.2".')
    return name.strip(), changes(tuple(assumed.split(",")))
