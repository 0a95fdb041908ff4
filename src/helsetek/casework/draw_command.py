"""`helsetek draw verify`: needs no database, so that anyone can run it on a file that was published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .rules import draws


@click.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Draw again from a published draw (the JSON file of its page), and compare.

    Ends with code 1 when the frame is not the announced one or another result comes out. That the seed was the
    hash of the named event is told by `helsetek audit verify` and the event log.
    """
    try:
        drawn = draws.read(file.read_text(encoding="utf-8"))
        found = draws.problems(drawn)
    except (draws.NoDraw, UnicodeDecodeError) as error:
        raise click.ClickException(str(error)) from error
    for problem in found:
        click.echo(problem)
    if found:
        sys.exit(1)
    click.echo(f"The draw holds: {len(drawn.chosen)} of {len(drawn.units)} by {draws.RULE}, {drawn.method}.")
    for one in drawn.chosen:
        click.echo(one)
