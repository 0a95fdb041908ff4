"""Makes the database ready: its tables, and the demonstration if it is empty."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

Progress = Callable[[str, float], None]
DEMO = "helsetek.config.demo"


def prepare(*, demo: bool) -> None:
    """Brings the tables up to date, and loads the demonstration into an empty database when asked to."""
    import django

    django.setup()
    migrate()
    if demo and importlib.util.find_spec(DEMO) and _demo_is_wanted():
        load_demo()


def migrate() -> None:
    """Runs the migrations that are missing, if any, and says so."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return
    click.echo(f"  Database: {len(plan)} steps", err=True)
    call_command("migrate", interactive=False, verbosity=0)


def _demo_is_wanted() -> bool:
    return bool(importlib.import_module(DEMO).is_empty())


def load_demo() -> None:
    """Loads the demonstration and shows how far it has come."""
    with showing_progress("Demonstration") as progress:
        importlib.import_module(DEMO).load(progress)


@contextmanager
def showing_progress(title: str) -> Iterator[Progress]:
    """A bar on a terminal, elsewhere a line for each new thing and tenth. Give (what, share done from 0 to 1)."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(title, total=1.0)
            yield lambda what, share: bar.update(task, completed=share, description=f"  {title}: {what}")
    else:
        said = ("", 0)

        def say(what: str, share: float) -> None:
            nonlocal said
            if said != (what, int(share * 10)):
                said = (what, int(share * 10))
                click.echo(f"  {title}: {what} ({share:.0%})", err=True)

        yield say
