"""Commands of the scheme for whoever runs the system."""

from __future__ import annotations

from pathlib import Path

import click

from helsetek.common import money
from helsetek.common.errors import Refusal

from .recipients import CannotRead, NotUnderstood, Reading, read_file
from .services import reported

BAD_ROWS_SHOWN = 50
GOOD_ROWS_SHOWN = 5


@click.command("tilskudd")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Import the rows that can be read.")
@click.option(
    "--source", default="tilskudd.no", show_default=True, help="Where the list comes from; shown with it."
)
def import_recipients(file: Path, yes: bool, source: str) -> None:
    """Read a list of grant recipients as tilskudd.no gives it (Excel or CSV).

    Shows what was understood and which rows cannot be read, and why. Nothing is imported without --yes.
    """
    try:
        reading = read_file(file)
        _show(reading, reported.known_of(reading))
        if not reading.good:
            raise click.ClickException("There is nothing to import.")
        if not yes:
            click.echo("\nNothing was imported. Run again with --yes to import the rows that can be read.")
            return
        kept = reported.keep_reported(by=None, reading=reading, source=source[:40])
    except (CannotRead, NotUnderstood, Refusal) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"\nImported {kept.new} grants; {kept.known} were here already.")


def _show(reading: Reading, known: int) -> None:
    columns = reading.columns
    click.echo(f"{reading.file_name}: headings in row {columns.heading_row}")
    for meaning, heading in columns.headings.items():
        click.echo(f"  {meaning.replace('_', ' '):<20} «{heading}»")
    if columns.kroner != 1:
        click.echo(f"  amounts are read as {columns.kroner:,} kroner each".replace(",", " "))
    if columns.unused:
        click.echo(f"  not used: {', '.join(columns.unused)}")
    click.echo(
        f"\n{len(reading.good)} rows can be read ({known} are here already), {len(reading.bad)} cannot."
    )
    for (scheme, year), (count, ore) in reading.sums().items():
        click.echo(f"  {year}  {scheme}: {count} grants, {_kroner(ore)}")
    for row in reading.good[:GOOD_ROWS_SHOWN]:
        registered = f" ({row.organisation_number})" if row.organisation_number else ""
        click.echo(f"    row {row.number}: {row.recipient}{registered}, {_kroner(row.amount_ore)}")
    for number, reason in list(reading.bad.items())[:BAD_ROWS_SHOWN]:
        click.echo(f"  row {number}: {reason}")
    if len(reading.bad) > BAD_ROWS_SHOWN:
        click.echo(f"  … and {len(reading.bad) - BAD_ROWS_SHOWN} more")


def _kroner(ore: int) -> str:
    return money.show(ore).replace("\u00a0", " ")
