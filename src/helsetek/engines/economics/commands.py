"""The command `helsetek analyse`: cost-benefit analyses from assumptions files."""

from __future__ import annotations

import datetime as dt
import json
import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.outputs.tabular import as_csv, as_text

FORMATS = ("table", "json", "csv", "xlsx", "docx", "html")
BINARY = ("xlsx", "docx")
QUIET_FOR = 2.0
DEFAULT = "rapport-2022"


class Analyses(click.Group):
    """`helsetek analyse FILE` carries out an analysis; a word of its own (assumptions, why, …) does something else."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


@contextmanager
def polite() -> Iterator[None]:
    """What is wrong with an analysis is said without a stack of calls."""
    try:
        yield
    except AnalysisError as error:
        raise click.ClickException(str(error)) from error


@click.group(cls=Analyses, no_args_is_help=True)
def analyse() -> None:
    """Carry out, explain and audit cost-benefit analyses.

    \b
    helsetek analyse rapport-2022               the report's tables 4, 5 and 8
    helsetek analyse min.toml --draws 65536     with uncertainty
    helsetek analyse --audit                    contradictions in the published report
    """


def _changes(values: tuple[str, ...]) -> dict[str, float]:
    found = {}
    for text in values:
        name, equals, number = text.partition("=")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            equals = ""
        if not equals:
            raise AnalysisError(f"«{text}» is not an assumption and a number. Write --set vendors=9.")
    return found


def _assumptions(
    source: str, values: tuple[str, ...] = (), alternatives: tuple[str, ...] = (), as_of: dt.datetime | None = None,
    observations: Path | None = None,
) -> Any:  # fmt: skip
    from helsetek.engines.economics.assumptions import read_assumptions
    from helsetek.engines.economics.living import read_log, updated

    found = read_assumptions(source)
    if observations:
        found = updated(found, read_log(observations), as_of.date() if as_of else dt.date.max)
    found = found.with_values(_changes(values))
    return found.only(list(alternatives)) if alternatives else found


def _prepared(found: Any, register: Path | None) -> Any:
    from helsetek.engines.economics.preparing import find_register, prepare

    return prepare(found, register=register or find_register())


source_argument = click.argument("source", metavar="ASSUMPTIONS", required=False, default=DEFAULT)
set_option = click.option(
    "--set",
    "values",
    multiple=True,
    metavar="ID=VALUE",
    help="Another value (own unit); ID@ALTERNATIVE for one.",
)
register_option = click.option(
    "--register", type=click.Path(path_type=Path), help="The municipality table (CSV)."
)
language_option = click.option(
    "--language", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True
)
seed_option = click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
draws_option = click.option(
    "--draws", type=click.IntRange(8, 16_777_216), help="How many draws; without it, stated values only."
)
out_option = click.option(
    "--out", "-o", type=click.Path(path_type=Path), help="Write to a file instead of the screen."
)


@analyse.command(name="run", hidden=True)
@source_argument
@click.option(
    "--alternative",
    "alternatives",
    multiple=True,
    metavar="ID",
    help="Only this alternative (may be repeated).",
)
@set_option
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@seed_option
@draws_option
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Count observations up to this day.")
@click.option(
    "--observations", type=click.Path(exists=True, path_type=Path), help="A log of observations (JSON lines)."
)
@click.option("--audit", is_flag=True, help="List what in the published report does not add up.")
@register_option
@language_option
@out_option
def run(
    source: str, alternatives: tuple[str, ...], values: tuple[str, ...], form: str, seed: int, draws: int | None,
    as_of: dt.datetime | None, observations: Path | None, audit: bool, register: Path | None, language: str,
    out: Path | None,
) -> None:  # fmt: skip
    """Carry out an analysis: a file, or one of rapport-2022, rapport-2022-tabell5, 2024."""
    from helsetek.engines.economics.outputs import answers

    with polite():
        if audit:
            _write(answers.audited(language, form), out, form)
            return
        found = _prepared(_assumptions(source, values, alternatives, as_of, observations), register)
        _warn_of_age(found.problem.assumptions, as_of)
        simulation = _simulated(found.problem, draws or (65_536 if form in ("docx", "html") else None), seed)
        day = as_of.date().isoformat() if as_of else ""
        _write(answers.made(found, simulation, form, language, day), out, form)


def _warn_of_age(found: Any, as_of: dt.datetime | None) -> None:
    """Say which assumptions do not hold on the day asked for."""
    from helsetek.engines.economics.living import out_of_force

    old = out_of_force(found, as_of.date()) if as_of else []
    if old:
        click.echo(f"Not in force on {as_of:%Y-%m-%d}: {', '.join(old)}.", err=True)


def _simulated(problem: Any, draws: int | None, seed: int) -> Any:
    from helsetek.engines.economics.simulation import simulate

    if draws is None:
        return None
    with progress() as tell:
        return simulate(problem, draws=draws, seed=seed, progress=tell)


@contextmanager
def progress() -> Iterator[Callable[[float], None]]:
    """Says how far it has come when it takes more than two seconds."""
    began, said = time.monotonic(), [False]

    def tell(part: float) -> None:
        if time.monotonic() - began > QUIET_FOR and part < 1:
            click.echo(f"\r{part:4.0%}", err=True, nl=False)
            said[0] = True

    yield tell
    if said[0]:
        click.echo("\r    \r", err=True, nl=False)


def _write(made: str | bytes, out: Path | None, form: str) -> None:
    if out is not None:
        out.write_bytes(made.encode() if isinstance(made, str) else made)
        click.echo(f"{out} ({out.stat().st_size:,} bytes)", err=True)
    elif isinstance(made, bytes):
        if sys.stdout.isatty():
            raise AnalysisError(f"A {form} file is not for the screen: add --out FILE.{form}.")
        sys.stdout.buffer.write(made)
    else:
        click.echo(made, nl=False)


@analyse.command()
@source_argument
@click.option(
    "--format", "form", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True
)
@language_option
def assumptions(source: str, form: str, language: str) -> None:
    """List every assumption with value, unit and status."""
    from helsetek.engines.economics.outputs import answers
    from helsetek.engines.economics.outputs.main_tables import assumptions_table
    from helsetek.engines.economics.problem import Problem
    from helsetek.engines.economics.register import nodes

    with polite():
        found = _assumptions(source)
        if form == "json":
            click.echo(json.dumps(answers.plain_assumptions(found, language), ensure_ascii=False, indent=2))
            return
        import numpy as np

        one = nodes(np.zeros(1), np.ones(1), np.zeros(1), np.ones((1, 1)))
        table = assumptions_table(Problem(found, one), language)
        click.echo(as_csv([table]) if form == "csv" else as_text(table, language), nl=False)


@analyse.command()
@click.argument("cell", required=False)
@click.option(
    "--analysis", "source", default=DEFAULT, show_default=True, help="The analysis the cell belongs to."
)
@set_option
@register_option
@language_option
def why(cell: str | None, source: str, values: tuple[str, ...], register: Path | None, language: str) -> None:
    """Where a figure comes from: formula, terms, assumptions, sources, hash. CELL is TABLE.ROW.ALTERNATIVE."""
    from helsetek.engines.economics.outputs import why as explaining

    with polite():
        problem = _prepared(_assumptions(source, values), register).problem
        if cell is None:
            click.echo("\n".join(explaining.cells(problem)))
            return
        click.echo(explaining.as_text(problem, explaining.why(problem, cell), language), nl=False)


@analyse.command()
@click.argument(
    "what",
    type=click.Choice(
        [
            "uncertainty",
            "tornado",
            "switching",
            "indices",
            "information",
            "acceptability",
            "pairwise",
            "conditions",
            "actors",
            "groups",
        ]
    ),
)
@source_argument
@click.option("--alternative", help="The alternative to look at; else the first.")
@click.option(
    "--by",
    default="size",
    show_default=True,
    help="For groups: size, centrality, kostra, region, county, midt, type, municipality.",
)
@set_option
@seed_option
@click.option("--draws", type=click.IntRange(8, 16_777_216), default=65_536, show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "csv"]), default="table", show_default=True)
@register_option
@language_option
def explore(
    what: str, source: str, alternative: str | None, by: str, values: tuple[str, ...], seed: int, draws: int, form: str,
    register: Path | None, language: str,
) -> None:  # fmt: skip
    """Look at one thing: uncertainty, sensitivity, the value of knowing more, comparison, distribution."""
    from helsetek.engines.economics.outputs import answers

    with polite():
        found = _prepared(_assumptions(source, values), register)
        problem = found.problem
        chosen = alternative or problem.alternatives[0]
        problem.assumptions.only([chosen])
        simulation = _simulated(problem, draws, seed) if what in answers.OF_DRAWS else None
        table = answers.explored(what, found, chosen, by, simulation, language)
        click.echo(as_csv([table]) if form == "csv" else as_text(table, language), nl=False)


@analyse.command()
@click.argument("source", metavar="ASSUMPTIONS", default="2024", required=False)
@click.option("--alternative", help="The alternative to look at; else the first.")
@seed_option
@register_option
@language_option
def uptake(source: str, alternative: str | None, seed: int, register: Path | None, language: str) -> None:
    """How large a grant is attractive: the share that joins, by the size of the grant."""
    from helsetek.engines.economics.outputs.policy_tables import uptake_table

    with polite():
        found = _prepared(_assumptions(source), register)
        chosen = alternative or found.problem.alternatives[0]
        click.echo(as_text(uptake_table(found, chosen, language, seed), language), nl=False)


@analyse.command()
@click.argument("source", metavar="ASSUMPTIONS", default="2024", required=False)
@click.option("--alternative", help="The alternative the rules belong to; else the first.")
@click.option(
    "--grid", "choices", type=click.Path(exists=True, path_type=Path), help="The values to try (TOML)."
)
@click.option("--points", type=click.IntRange(16, 65_536), default=1024, show_default=True)
@click.option("--format", "form", type=click.Choice(["table", "csv"]), default="table", show_default=True)
@seed_option
@register_option
@language_option
def rules(
    source: str, alternative: str | None, choices: Path | None, points: int, form: str, seed: int,
    register: Path | None, language: str,
) -> None:  # fmt: skip
    """Search for rules of the grant that no other rule beats."""
    from helsetek.engines.economics.outputs import policy_tables

    with polite():
        found = _prepared(_assumptions(source), register)
        tried = policy_tables.read_choices(choices) if choices else policy_tables.CHOICES
        total = max(1, math.prod(len(values) for values in tried.values()))
        with progress() as tell:
            table = policy_tables.rules_table(
                found, alternative or found.problem.alternatives[0], language, choices=tried, points=points, seed=seed,
                progress=lambda done: tell(done / total),
            )  # fmt: skip
        click.echo(as_csv([table]) if form == "csv" else as_text(table, language), nl=False)


@analyse.command()
@click.argument("log", type=click.Path(path_type=Path))
@click.option("--id", "name", required=True, help="A name of its own, for example the project's case number.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--parameter", required=True, help="The assumption observed.")
@click.option("--alternative", default="")
@click.option("--kind", type=click.Choice(["value", "share", "count"]), required=True)
@click.option("--value", type=float, required=True)
@click.option("--sd", type=float, default=0.0, help="Standard error of a value.")
@click.option(
    "--trials", type=float, default=0.0, help="Of how many (share), or over how many units (count)."
)
@click.option("--first-mover", is_flag=True, help="Among the first to take part.")
@click.option("--project", default="")
def observe(log: Path, name: str, date: dt.datetime, **given: Any) -> None:
    """Add what a project reported to a log of observations; use it with --observations LOG."""
    from helsetek.engines.economics.living import Observation, append

    with polite():
        click.echo(append(log, Observation(id=name, date=date.date(), **given)))
