"""`export` and `replay`: what can be made of a report, and whether it is what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from helsetek.engines.kits.commands.options import LANGUAGE, stop
from helsetek.engines.kits.faults import KitBroken, ToolFault
from helsetek.engines.kits.junit import as_junit
from helsetek.engines.kits.library import load_kit
from helsetek.engines.kits.messages import Language, say
from helsetek.engines.kits.pdf import as_pdf
from helsetek.engines.kits.report import replay, verify
from helsetek.engines.kits.tools import Tools, make_engine

_FILE = click.Path(path_type=Path, dir_okay=False)


def write_all(
    report: dict[str, Any], language: Language, *, as_json: Path | None = None, junit: Path | None = None,
    pdf: Path | None = None,
) -> None:  # fmt: skip
    """Writes the files that are asked for."""
    made: list[tuple[Path, bytes]] = []
    if as_json is not None:
        made.append((as_json, json.dumps(report, ensure_ascii=False, indent=1).encode()))
    if junit is not None:
        made.append((junit, as_junit(report, language)))
    if pdf is not None:
        made.append((pdf, as_pdf(report, language)))
    for path, content in made:
        try:
            path.write_bytes(content)
        except OSError as error:
            raise click.ClickException(f"{path} cannot be written: {error.strerror}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{path} is no report") from error
    if not isinstance(found, dict) or "results" not in found:
        raise click.UsageError(f"{path} is no report")
    return found


@click.command()
@click.argument("report", type=_FILE)
@click.option("--junit", type=_FILE, metavar="FILE", help="Write JUnit XML.")
@click.option("--pdf", type=_FILE, metavar="FILE", help="Write a PDF.")
@LANGUAGE
def export(report: Path, junit: Path | None, pdf: Path | None, language: Language) -> None:
    """Make JUnit XML or a PDF of a report (JSON). Ends with 1 when the report is not what its hash says."""
    found = _read(report)
    whole = verify(found)
    click.echo(f"sha256 {found.get('sha256')}: {'whole' if whole else 'CHANGED'}")
    write_all(found, language, junit=junit, pdf=pdf)
    raise SystemExit(0 if whole else 1)


@click.command("replay")
@click.argument("report", type=_FILE)
@click.option(
    "--package",
    "packages",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="The packages of the run.",
)
@click.option("--schemas", type=click.Path(path_type=Path), metavar="DIR", help="The schemas of the run.")
@click.option(
    "--kit", "kit_name", metavar="KIT", help="The kit, where it is not one that comes with the program."
)
@LANGUAGE
def replay_report(
    report: Path, packages: tuple[Path, ...], schemas: Path | None, kit_name: str | None, language: Language
) -> None:
    """Judge the exchanges of a report anew, calling nobody. Ends with 0 when the result is the same to the last bit."""
    found = _read(report)
    try:
        engine = make_engine(packages, schemas)
        kit = load_kit(kit_name or found["kit"]["id"])
        nothing: Any = None
        again = replay(kit, found, Tools(nothing, engine, engine, has_schemas=schemas is not None))
    except KitBroken as error:
        stop(error)
        return
    except ToolFault as fault:
        raise click.ClickException(say(fault.code, language, fault.values)) from fault
    same = again["sha256"] == found["sha256"]
    click.echo(
        f"report {found['sha256']}\nagain  {again['sha256']}\n{'the same' if same else 'NOT the same'}"
    )
    for one, other in zip(found["results"], again["results"], strict=False):
        if one["outcome"] != other["outcome"]:
            click.echo(f"  {one['id']}: {one['outcome']} → {other['outcome']}")
    raise SystemExit(0 if same else 1)
