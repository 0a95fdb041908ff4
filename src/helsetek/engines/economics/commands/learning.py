"""The living analysis: observations are added to a log, and what they do to the result."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from helsetek.engines.economics.commands.group import (
    analyse,
    assumptions_of,
    bias_option,
    day_option,
    draws_option,
    form_option,
    language_option,
    polite,
    prepared,
    register_option,
    seed_option,
    set_option,
    show_table,
    source_argument,
)


@analyse.command(short_help="Add a project's observation to a log.")
@click.argument("log", type=click.Path(path_type=Path))
@click.option("--id", "name", required=True, help="A name of its own, for example the project's case number.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day it was observed.")
@click.option("--parameter", required=True, help="The assumption observed (for a result: the row).")
@click.option("--alternative", default="", help="The alternative it was observed in; else all.")
@click.option(
    "--kind",
    type=click.Choice(["value", "share", "count", "result"]),
    required=True,
    help="A measured value, so many of so many, events over units, or a row of the tables (MNOK).",
)
@click.option("--value", type=float, required=True)
@click.option("--sd", type=float, default=0.0, help="Standard error of a value or a result.")
@click.option(
    "--trials", type=float, default=0.0, help="Of how many (share), or over how many units (count)."
)
@click.option(
    "--first-mover", is_flag=True, help="Among the first to take part, hence perhaps not like others."
)
@click.option("--project", default="", help="The project that reported it.")
@click.option("--analysis", "source", default="", help="Check that the assumption is one of this analysis.")
def observe(log: Path, name: str, date: dt.datetime, source: str, **given: Any) -> None:
    """Add what a project reported to a log of observations; use it with --observations LOG.

    \b
    helsetek analyse observe logg.jsonl --id 25/123 --date 2025-06-01 --parameter weeks_saved \\
        --alternative nivaa3 --kind value --value 7 --sd 1.5 --first-mover
    """
    from helsetek.engines.economics.living import Observation, append, must_fit

    with polite():
        observation = Observation(id=name, date=date.date(), **given)
        if source:
            must_fit(assumptions_of(source), observation)
        click.echo(append(log, observation))


@analyse.command(short_help="What the observations do to the result.")
@source_argument()
@click.option(
    "--observations",
    required=True,
    type=click.Path(path_type=Path),
    help="A log of observations (JSON lines).",
)
@day_option
@bias_option
@set_option
@draws_option
@seed_option
@form_option
@register_option
@language_option
def reweight(
    source: str, observations: Path, as_of: dt.datetime | None, bias: float, values: tuple[str, ...], draws: int,
    seed: int, form: str, register: Path | None, language: str,
) -> None:  # fmt: skip
    """What the observations do to the net benefit: before, with updated assumptions, and re-weighted by results.

    Assumptions are updated by their conjugate distributions. Observed results (kind «result», rows of the tables) weigh
    the draws, and are refused when fewer than 5 % of the draws are left in effect.
    """
    from helsetek.engines.economics.living import read_log
    from helsetek.engines.economics.outputs.learning_table import learning_table

    with polite():
        before = prepared(assumptions_of(source, values), register).problem
        found = assumptions_of(source, values, (), as_of, observations, bias)
        after = prepared(found, register).problem
        day = as_of.date() if as_of else dt.date.max
        table = learning_table(before, after, read_log(observations), day, language, draws=draws, seed=seed)
        show_table(table, form, language)
