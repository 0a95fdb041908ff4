"""Carrying out an analysis, listing its assumptions, and where a figure comes from."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from helsetek.engines.economics.commands.group import (
    DEFAULT,
    analyse,
    assumptions_of,
    bias_option,
    day_option,
    language_option,
    log_option,
    polite,
    prepared,
    register_option,
    seed_option,
    set_option,
    simulated,
    source_argument,
    write,
)
from helsetek.engines.economics.outputs.tabular import as_csv, as_text

FORMATS = ("table", "json", "csv", "xlsx", "docx", "html")
REPORT_DRAWS = 65_536


@analyse.command(name="run", short_help="Carry out an analysis (the word may be left out).")
@source_argument()
@click.option(
    "--alternative",
    "alternatives",
    multiple=True,
    metavar="ID",
    help="Only this alternative (may be repeated).",
)
@set_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--out", "-o", type=click.Path(path_type=Path), help="Write to a file, not to the screen.")
@click.option(
    "--draws", type=click.IntRange(8, 16_777_216), help="How many draws; without it, stated values only."
)
@seed_option
@log_option
@day_option
@bias_option
@click.option("--audit", is_flag=True, help="List what in the published report does not add up.")
@register_option
@language_option
def run(
    source: str, alternatives: tuple[str, ...], values: tuple[str, ...], form: str, seed: int, draws: int | None,
    as_of: dt.datetime | None, observations: Path | None, bias: float, audit: bool, register: Path | None,
    language: str, out: Path | None,
) -> None:  # fmt: skip
    """Carry out an analysis (the word «run» may be left out)."""
    from helsetek.engines.economics.outputs import answers

    with polite():
        if audit:
            write(answers.audited(language, form), out, form)
            return
        found = prepared(assumptions_of(source, values, alternatives, as_of, observations, bias), register)
        _warn(found.problem.assumptions, as_of, observations)
        simulation = simulated(
            found.problem, draws or (REPORT_DRAWS if form in ("docx", "html") else None), seed
        )
        day = as_of.date().isoformat() if as_of else ""
        write(answers.made(found, simulation, form, language, day), out, form)


def _warn(found: Any, as_of: dt.datetime | None, observations: Path | None) -> None:
    """Say which assumptions do not hold on the day asked for, and which observations another command counts."""
    from helsetek.engines.economics.living import out_of_force, read_log, results_in

    old = out_of_force(found, as_of.date()) if as_of else []
    if old:
        click.echo(f"Not in force on {as_of:%Y-%m-%d}: {', '.join(old)}.", err=True)
    if observations and (seen := results_in(read_log(observations), as_of.date() if as_of else dt.date.max)):
        said = f"{len(seen)} observed results are not counted here; see helsetek analyse reweight --help."
        click.echo(said, err=True)


@analyse.command(short_help="List every assumption.")
@source_argument()
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)
@language_option
def assumptions(source: str, form: str, language: str) -> None:
    """List every assumption with value, unit and status."""
    from helsetek.engines.economics.outputs import answers
    from helsetek.engines.economics.outputs.main_tables import assumptions_table

    with polite():
        found = assumptions_of(source)
        if form == "json":
            click.echo(json.dumps(answers.plain_assumptions(found, language), ensure_ascii=False, indent=2))
            return
        table = assumptions_table(answers.without_register(found), language)
        click.echo(as_csv([table]) if form == "csv" else as_text(table, language), nl=False)


@analyse.command(short_help="Where a figure comes from.")
@click.argument("cell", required=False)
@click.option(
    "--analysis", "source", default=DEFAULT, show_default=True, help="The analysis the cell belongs to."
)
@set_option
@register_option
@language_option
def why(cell: str | None, source: str, values: tuple[str, ...], register: Path | None, language: str) -> None:
    """Where a figure comes from: formula, terms, assumptions, sources, hash.

    CELL is TABLE.ROW.ALTERNATIVE, for example table8.net.nivaa3. Without it, every cell is listed.
    """
    from helsetek.engines.economics.outputs import why as explaining

    with polite():
        problem = prepared(assumptions_of(source, values), register).problem
        if cell is None:
            click.echo("\n".join(explaining.cells(problem)))
            return
        click.echo(explaining.as_text(problem, explaining.why(problem, cell), language), nl=False)
