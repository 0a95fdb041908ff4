"""The group `helsetek analyse` and what its commands share: options, reading, progress, writing."""

from __future__ import annotations

import datetime as dt
import math
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from helsetek.engines.economics.errors import AnalysisError
from helsetek.engines.economics.outputs.tabular import Table, as_csv, as_text

QUIET_FOR = 2.0
DEFAULT = "rapport-2022"
ORDER = (
    *("run", "assumptions", "why", "explore", "study", "uptake", "calibrate", "rules", "observe", "reweight"),
    "frontier",
)


class Analyses(click.Group):
    """`helsetek analyse FILE` carries out an analysis; a word of its own (assumptions, why, …) does something else."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the work, not of the alphabet."""
        return sorted(self.commands, key=ORDER.index)


@contextmanager
def polite() -> Iterator[None]:
    """What is wrong with an analysis, a file or the machine is said without a stack of calls."""
    try:
        yield
    except AnalysisError as error:
        raise click.ClickException(str(error)) from error
    except MemoryError as error:
        raise click.ClickException("There is not enough memory. Ask for fewer draws.") from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or 'A file'}: {error.strerror or error}.") from error


@click.group(cls=Analyses, no_args_is_help=True)
def analyse() -> None:
    """Carry out, explain and audit cost-benefit analyses.

    ASSUMPTIONS is a TOML file, or one of the analyses that come along: rapport-2022, rapport-2022-tabell5,
    rapport-2022-opptak, 2024. `helsetek analyse run --help` lists the options of a calculation.

    \b
    helsetek analyse rapport-2022               the report's tables 4, 5 and 8
    helsetek analyse min.toml --draws 65536     with uncertainty
    helsetek analyse --audit                    contradictions in the published report
    """


# Options --------------------------------------------------------------------------------------------------------


def source_argument(default: str = DEFAULT) -> Callable[..., Any]:
    """Which analysis."""
    return click.argument("source", metavar="ASSUMPTIONS", required=False, default=default)


set_option = click.option(
    "--set",
    "values",
    multiple=True,
    metavar="ID=VALUE",
    help="Another value (own unit); ID@ALTERNATIVE for one, ID@null for the null alternative.",
)
register_option = click.option(
    "--register", type=click.Path(path_type=Path), help="The municipality table (CSV)."
)
language_option = click.option(
    "--language", type=click.Choice(["nb", "nn", "en"]), default="nb", show_default=True
)
seed_option = click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
draws_option = click.option(
    "--draws", type=click.IntRange(8, 16_777_216), default=65_536, show_default=True, help="How many draws."
)
form_option = click.option(
    "--format", "form", type=click.Choice(["table", "csv"]), default="table", show_default=True
)
alternative_option = click.option("--alternative", help="The alternative to look at; else the first.")
day_option = click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Count observations up to this day."
)
log_option = click.option(
    "--observations", type=click.Path(path_type=Path), help="A log of observations (JSON lines)."
)
bias_option = click.option(
    "--bias",
    type=click.FloatRange(0, 10),
    default=0.25,
    show_default=True,
    help="How much first movers may differ from others (standard deviation of the logarithm).",
)


# Reading --------------------------------------------------------------------------------------------------------


def changes(values: tuple[str, ...]) -> dict[str, float]:
    """From ID=VALUE to numbers; AnalysisError for what is not one, or said twice."""
    found: dict[str, float] = {}
    for text in values:
        name, number = _change(text)
        if name in found:
            raise AnalysisError(f"«{name}» is set twice. Keep one of them.")
        found[name] = number
    return found


def _change(text: str) -> tuple[str, float]:
    name, equals, number = (part.strip() for part in text.partition("="))
    try:
        value = float(number.replace(",", ".")) if equals and name else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise AnalysisError(f"«{text}» is not an assumption and an ordinary number. Write --set vendors=9.")
    return name, value


def assumptions_of(
    source: str, values: tuple[str, ...] = (), alternatives: tuple[str, ...] = (), as_of: dt.datetime | None = None,
    observations: Path | None = None, bias: float = 0.25,
) -> Any:  # fmt: skip
    """Read, updated by what was observed, changed, and narrowed to the alternatives."""
    from helsetek.engines.economics.assumptions import read_assumptions
    from helsetek.engines.economics.living import read_log, updated

    found = read_assumptions(source)
    if observations:
        day = as_of.date() if as_of else dt.date.max
        found = updated(found, read_log(observations), day, bias_sd=bias)
    changed = changes(values)
    found = found.with_values(changed)
    for line in found.outside_range(changed):
        click.echo(f"Note: {line}", err=True)
    return found.only(list(alternatives)) if alternatives else found


def prepared(found: Any, register: Path | None) -> Any:
    """Ready to calculate, with the municipality table where there is one."""
    from helsetek.engines.economics.preparing import find_register, prepare

    return prepare(found, register=register or find_register())


def chosen_of(problem: Any, alternative: str | None) -> str:
    """The alternative asked for, else the first; AnalysisError for an unknown one."""
    chosen = alternative or problem.alternatives[0]
    problem.assumptions.only([chosen])
    return str(chosen)


# Saying ---------------------------------------------------------------------------------------------------------


def simulated(problem: Any, draws: int | None, seed: int) -> Any:
    """A simulation that tells how far it has come; None when no draws are asked for."""
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


def show_table(table: Table, form: str, language: str) -> None:
    """A table on the screen, or as CSV."""
    click.echo(as_csv([table]) if form == "csv" else as_text(table, language), nl=False)


def write(made: str | bytes, out: Path | None, form: str) -> None:
    """To the file, or to the screen where it can be read there."""
    if out is not None:
        out.write_bytes(made.encode() if isinstance(made, str) else made)
        click.echo(f"{out} ({out.stat().st_size:,} bytes)", err=True)
    elif isinstance(made, bytes):
        if sys.stdout.isatty():
            raise AnalysisError(f"A {form} file is not for the screen: add --out FILE.{form}.")
        sys.stdout.buffer.write(made)
    else:
        click.echo(made, nl=False)
