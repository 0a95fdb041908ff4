"""`helsetek audit verify`, `helsetek audit documents` and `helsetek docs states`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from django.conf import settings

from helsetek.common import events

from . import proofs, selectors, state
from .drawing import states_page


@click.command("verify")
def audit_verify() -> None:
    """Prove that no event in the log has been changed, taken out, put in or cut off, and that every ledger balances.

    Walks the chain from its beginning. Ends with code 1 and names the first broken link if there is one. Keep the
    last hash somewhere else from time to time: a later chain must still lead through it. Then every ledger is
    proven, and the first that does not balance is named.
    """
    with click.progressbar(length=events.length(), label="Checking events", file=sys.stderr) as bar:
        step = _Step(bar.update)
        proof = events.verify(step.to)
        step.finish()
    if not proof.holds:
        click.echo(f"Broken at event {proof.broken_at}: {proof.problem}.")
        click.echo(f"The {proof.checked} events before it hold.")
        sys.exit(1)
    click.echo(f"The chain holds: {proof.checked} events. Last hash: {proof.last_hash}")
    _prove_the_rest()


def _prove_the_rest() -> None:
    for name, prove in proofs.all_of_them().items():
        proven = prove()
        if proven.fault:
            click.echo(f"Does not hold ({name}): {proven.fault}.")
            sys.exit(1)
        click.echo(f"Proven: {proven.checked} {name}.")


@click.command("documents")
def audit_documents() -> None:
    """Prove that every stored document and letter is there and is what was stored, by its hash.

    Run it after restoring a back-up. Ends with code 1 and names the files that are missing or changed.
    """
    with click.progressbar(
        length=selectors.document_count(), label="Checking documents", file=sys.stderr
    ) as bar:
        step = _Step(bar.update)
        problems = selectors.damaged_documents(step.to)
        step.finish()
    for problem in problems:
        click.echo(problem)
    strays = selectors.stray_files()
    if strays:
        click.echo(
            f"{len(strays)} files belong to no document (left by acts that were undone); they do no harm."
        )
    click.echo(f"{step.seen - len(problems)} of {step.seen} documents hold.")
    sys.exit(1 if problems else 0)


class _Step:
    """Moves the bar a hundred at a time: drawing costs more than checking."""

    def __init__(self, update: Callable[[int], None]) -> None:
        self.update, self.seen, self.shown = update, 0, 0

    def to(self, count: int) -> None:
        self.seen = count
        if count - self.shown >= 100:
            self.finish()

    def finish(self) -> None:
        self.update(self.seen - self.shown)
        self.shown = self.seen


@click.command("states")
@click.option("--check", is_flag=True, help="Only say whether the page is fresh; code 1 if it is not.")
def docs_states(check: bool) -> None:
    """Draw docs/states.md anew from the transition tables."""
    path: Path = settings.ROOT / "docs" / "states.md"
    page = states_page(state.machines())
    if path.exists() and path.read_text(encoding="utf-8") == page:
        click.echo("docs/states.md is fresh.")
    elif check:
        raise click.ClickException("docs/states.md is not fresh: run helsetek docs states.")
    else:
        path.write_text(page, encoding="utf-8")
        click.echo("docs/states.md is drawn anew.")
