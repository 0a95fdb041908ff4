"""`helsetek import kommuner FILE`."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from helsetek.common import clock
from helsetek.common.errors import Refusal

from . import klass
from .selectors import municipalities
from .services import load_registry, refresh_municipalities


@click.command("kommuner")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--from",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which the list holds [this 1 January].",
)
@click.option(
    "--into", multiple=True, metavar="OLD=NEW", help="OLD became (part of) NEW. Say it once for each pair."
)
@click.option("--yes", is_flag=True, help="Change without asking.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
def import_kommuner(file: Path, on: datetime | None, into: tuple[str, ...], yes: bool, dry_run: bool) -> None:
    """Bring the municipalities in line with Statistics Norway's list.

    FILE is classification 131 as exported to CSV from Klass, for one day. What would change is shown first:
    municipalities that are new, gone, renamed or renumbered. Mergers and splits are told with --into, for the
    list itself does not say what became what.
    """
    day = on.date() if on else date(clock.today().year, 1, 1)
    load_registry()
    try:
        changes = _changes(file, day, into)
        _show(changes, day)
        if not changes or dry_run:
            click.echo("Nothing was changed.")
        elif yes or click.confirm("Change this?"):
            refresh_municipalities(changes=changes, on=day)
            click.echo("Changed.")
        else:
            click.echo("Nothing was changed.")
    except (klass.NotTheList, Refusal) as error:
        raise click.ClickException(str(error)) from error


def _changes(file: Path, day: date, into: tuple[str, ...]) -> klass.Changes:
    if file.stat().st_size > klass.LARGEST:
        raise klass.NotTheList("The file is too large: this is not the list of municipalities.")
    known = {row.number: row.organisation.name for row in municipalities() if row.valid_to is None}
    return klass.compare(known, klass.read(file.read_bytes(), day), [_pair(text) for text in into])


def _pair(text: str) -> tuple[str, str]:
    old, _, new = text.partition("=")
    if not (old.isdigit() and new.isdigit() and len(old) == len(new) == 4):
        raise click.BadParameter(f"«{text}» is not two numbers as 1234=5678.", param_hint="--into")
    return old, new


def _show(changes: klass.Changes, day: date) -> None:
    def named(number: str) -> str:
        return f"{number} {changes.names.get(number, '')}"

    words = {"merger": "merged into", "split": "divided into", "renumbered": "new number"}
    _list("Renamed", [f"{one.number} {one.before} → {one.after}" for one in changes.renamed])
    _list(
        f"From {day:%d.%m.%Y}",
        [f"{named(one.old)} → {named(one.new)} ({words[one.kind]})" for one in changes.follows],
    )
    _list("New, and left out: say what it came from with --into OLD=NEW", map(named, changes.unexplained_new))
    _list(
        "Gone from the list, and kept: say what it became with --into OLD=NEW",
        map(named, changes.unexplained_gone),
    )
    _list("Rows that cannot be used", [f"line {one.line}: {one.reason}" for one in changes.problems])
    if any(one.kind == "split" for one in changes.follows):
        click.echo("Inhabitants and borders after a split are not known: they stay as they were.")
    if not changes:
        click.echo("The registry agrees with the list.")


def _list(title: str, lines: object) -> None:
    found = list(lines)  # type: ignore[call-overload]
    if found:
        click.echo(f"{title} ({len(found)}):")
        for line in found:
            click.echo(f"  {line}")
