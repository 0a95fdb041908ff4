"""Commands for whoever runs the system."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve at.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port to serve at."
)
def serve(host: str, port: int) -> None:
    """Prepare the database, load the demonstration if it is empty, and serve the web pages until stopped.

    Starts the web server and the worker, and in the demonstration (HELSETEK_ENV=demo, the default) the page
    where you choose who you are. HELSETEK_ENV=production leaves the demonstration out.
    """
    from helsetek.config import serve as server

    sys.exit(server.serve(host=host, port=port))


@click.command()
def worker() -> None:
    """Send letters and notices and do other work in the background, until stopped.

    `helsetek serve` starts one. More may run at once, on other machines too, against the same database.
    """
    importlib.import_module("helsetek.config.worker").run()


@click.command()
def migrate() -> None:
    """Bring the database up to date with the program. Does nothing if it is."""
    from helsetek.config import database

    database.migrate()


_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=_FOLDER)
def backup(folder: Path) -> None:
    """Write the database, the documents and the keys into FOLDER, which is made. The system may run meanwhile.

    Whoever has the folder has everything, the keys too: keep it where only those who may are let in.
    """
    backups = importlib.import_module("helsetek.config.backup")
    with _problems_in_one_sentence(backups.BackupProblem):
        tale = backups.back_up(folder)
    click.echo(f"Backed up in {folder}: {tale.events} events. Last hash: {tale.last_hash}")


@click.command()
@click.argument("folder", type=_FOLDER)
def restore(folder: Path) -> None:
    """Put a back-up back, into an empty home folder and an empty database.

    What is there is never written over. Prove it afterwards: `helsetek audit verify`, `helsetek audit documents`.
    """
    backups = importlib.import_module("helsetek.config.backup")
    with _problems_in_one_sentence(backups.BackupProblem):
        tale = backups.restore(folder)
    click.echo(f"Restored what was backed up at {tale.made_at}: {tale.events} events.")
    click.echo("Now prove it: helsetek audit verify && helsetek audit documents")


@contextmanager
def _problems_in_one_sentence(kind: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kind as problem:
        raise click.ClickException(str(problem)) from problem


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False
)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Run one of Django's own management commands: helsetek manage COMMAND [OPTIONS]."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["helsetek manage", *words])
