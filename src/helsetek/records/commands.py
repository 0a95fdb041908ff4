"""`helsetek archive export`, `helsetek archive check`, `helsetek journal fill`, and what deletes."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

import click

from helsetek.common.errors import Refusal

from .archive.checking import check
from .selectors import retention as kept
from .services import archive as acts
from .services import disposal, journal


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path, exists=False))
@click.option(
    "--case", "numbers", multiple=True, help="Only this case (2024/000123). May be given many times."
)
def archive_export(folder: Path, numbers: tuple[str, ...]) -> None:
    """Deposit closed cases in FOLDER, in the form of Noark 5.5. The folder is made; it may not be there yet.

    The cases are archived from then on and in no later deposit. Check it afterwards: helsetek archive check FOLDER.
    """
    with click.progressbar(length=0, label="Writing cases", file=sys.stderr) as bar:
        try:
            made = acts.export(folder=folder, numbers=numbers, progress=lambda count: bar.update(1))
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{made.cases} cases and {made.documents} documents ({made.size} bytes) in {folder}.")
    click.echo(f"SHA-256 of arkivuttrekk.xml: {made.checksum}")


@click.command("check")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--schemas",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with the schemas of Noark 5.5, to validate against them too.",
)
def archive_check(folder: Path, schemas: Path | None) -> None:
    """Read a deposit back and prove it: checksums, counts, references, and validity if schemas are given.

    Ends with code 1 and says what is wrong, if anything is. Needs no database.
    """
    report = check(folder, schemas)
    for problem in report.problems:
        click.echo(problem)
    if not report.holds:
        sys.exit(1)
    valid = f" Valid: {', '.join(report.validated)}." if report.validated else ""
    click.echo(
        f"The deposit holds: {report.counts['mappe']} cases, {report.counts['registrering']} records, "
        f"{report.documents} documents.{valid}"
    )


@click.command("fill")
def journal_fill() -> None:
    """Journal what happened before there was a journal. May be run again: nothing is journalled twice."""
    click.echo(f"{journal.catch_up()} entries were added.")


@click.command("list")
@click.option(
    "--csv",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write every thing to this file too.",
)
def retention_list(file: Path | None) -> None:
    """What has served its time today, class by class, and what holds it back. A dry run: nothing is deleted.

    To delete, one person proposes on the page «Deletion» and another confirms; the worker, or helsetek retention run,
    then carries it out.
    """
    lines = kept.dry_run()
    due = Counter(line.kind for line in lines if not line.held)
    held = Counter(line.kind for line in lines if line.held)
    for rule in kept.rules():
        how = "by itself" if rule.by_itself else f"{due[rule.kind]} due, {held[rule.kind]} held back"
        click.echo(f"{rule.kind}: {rule.period} {rule.unit} ({rule.source.partition(';')[0]}): {how}")
    if file:
        with file.open("w", encoding="utf-8", newline="") as handle:
            rows = csv.writer(handle)
            rows.writerow(["class", "thing", "case", "since", "fate", "held because"])
            rows.writerows(
                [one.kind, one.thing, one.case_number, one.since.isoformat(), one.fate, one.held]
                for one in lines
            )


@click.command("run")
def retention_run() -> None:
    """Delete what two people have agreed on, and the short-lived traces. May be run again at any time."""
    deleted, swept = disposal.carry_out_confirmed(), disposal.sweep()
    click.echo(f"{deleted} things and {swept} traces were deleted.")
