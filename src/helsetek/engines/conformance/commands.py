"""The command `helsetek validate`: files and folders, one verdict each, as text or as streaming JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import click

from helsetek.engines.conformance.issues import CannotJudge, Issue, Language, Report

SUFFIXES = (".json", ".xml")
WORTH_SEVERAL = 8


@dataclass(frozen=True)
class Order:
    """What is asked of every file."""

    profiles: tuple[str, ...] = ()
    packages: tuple[Path, ...] = ()
    schemas: Path | None = None
    language: Language = "nb"


@dataclass
class _Bench:
    """The engine of this process and what is asked of it."""

    order: Order = field(default_factory=Order)
    engine: Any = None


_bench = _Bench()


def _prepare(order: Order) -> None:
    """Makes the engine of this process."""
    from helsetek.engines.conformance.engine import Engine

    _bench.order = order
    _bench.engine = Engine(order.packages, schemas=order.schemas)


def _judge(name: str) -> tuple[dict[str, Any], str]:
    """One file: its report as JSON has it, and its state."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        report: Report = _bench.engine.validate(content, profiles=_bench.order.profiles)
    except OSError as error:
        report = Report([Issue("fatal", "file.unreadable", "", {"reason": error.strerror})], judged=False)
    except (RecursionError, MemoryError):
        report = Report([Issue("fatal", "limit.machine", "")], judged=False)
    state = "valid" if report.valid else "invalid" if report.judged else "unknown"
    return report.as_dict(name, _bench.order.language), state


def found_files(paths: tuple[str, ...]) -> Iterator[str]:
    """The files named, and those in the folders named."""
    for name in paths:
        path = Path(name)
        if name != "-" and path.is_dir():
            yield from (
                str(one)
                for one in sorted(path.rglob("*"))
                if one.suffix.lower() in SUFFIXES and one.is_file()
            )
        else:
            yield name


def _verdicts(names: list[str], order: Order, processes: int) -> Iterator[tuple[dict[str, Any], str]]:
    """In the order of the names, each as soon as it is there."""
    _prepare(order)
    if processes < 2 or len(names) < WORTH_SEVERAL or "-" in names:
        yield from map(_judge, names)
        return
    with ProcessPoolExecutor(processes, initializer=_prepare, initargs=(order,)) as pool:
        yield from pool.map(_judge, names, chunksize=4)


_WORDS = {
    "nb": {"valid": "gyldig", "invalid": "ugyldig", "unknown": "kunne ikke bedømmes", "line": "linje",
           "fatal": "feil", "error": "feil", "warning": "advarsel", "information": "opplysning"},
    "en": {"valid": "valid", "invalid": "invalid", "unknown": "could not be judged", "line": "line",
           "fatal": "error", "error": "error", "warning": "warning", "information": "information"},
}  # fmt: skip


def _as_text(report: dict[str, Any], state: str, language: Language) -> str:
    words = _WORDS[language]
    lines = [f"{report['file']}: {words[state]}"]
    for issue in report["issues"]:
        line = f" ({words['line']} {issue['line']})" if "line" in issue else ""
        where = f"{issue['path']}{line}: " if issue["path"] else f"{line.strip(' ()')}: " if line else ""
        lines.append(f"  {words[issue['severity']]} [{issue['code']}] {where}{issue['message']}")
    return "\n".join(lines)


class _Progress:
    """How far it has come, on a terminal and for long jobs only."""

    def __init__(self, total: int) -> None:
        self.total, self.done = total, 0
        self.shown = total > WORTH_SEVERAL and sys.stderr.isatty() and not sys.stdout.isatty()

    def step(self) -> None:
        self.done += 1
        if self.shown:
            click.echo(f"\r{self.done}/{self.total}", nl=self.done == self.total, err=True)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option(
    "--profile", "profiles", multiple=True, metavar="URL", help="A profile that the resource must follow."
)
@click.option(
    "--package", "packages", multiple=True, metavar="PATH", type=click.Path(path_type=Path),
    help="A FHIR package: .tgz, a folder, or one definition. May be given several times.",
)  # fmt: skip
@click.option(
    "--schemas", metavar="DIR", type=click.Path(path_type=Path),
    help="A folder with the schemas (XSD) and Schematron of KITH messages.",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--language", type=click.Choice(["nb", "en"]), default="nb", show_default=True)
@click.option("--processes", type=click.IntRange(1, 64), default=None, help="Default: one for each core.")
def validate(
    files: tuple[str, ...], profiles: tuple[str, ...], packages: tuple[Path, ...], schemas: Path | None, form: str,
    language: Language, processes: int | None,
) -> None:  # fmt: skip
    """Validate FHIR resources (R4, JSON or XML) and KITH messages. A folder stands for the files in it, - for input.

    Ends with 0 when all are valid, 1 when any is invalid, 2 when any could not be judged.
    """
    names = list(found_files(files))
    if not names:
        raise click.UsageError("no .json or .xml files there")
    order = Order(profiles, packages, schemas, language)
    states: set[str] = set()
    progress = _Progress(len(names))
    try:
        for report, state in _verdicts(names, order, processes or os.cpu_count() or 1):
            _write(report, state, form, language, sys.stdout)
            states.add(state)
            progress.step()
    except CannotJudge as error:
        click.echo(f"Error: {Issue('fatal', error.code, '', error.values).message(language)}", err=True)
        sys.exit(2)
    sys.exit(2 if "unknown" in states else 1 if "invalid" in states else 0)


def _write(report: dict[str, Any], state: str, form: str, language: Language, out: IO[str]) -> None:
    text = json.dumps(report, ensure_ascii=False) if form == "json" else _as_text(report, state, language)
    click.echo(text, file=out)
    out.flush()
