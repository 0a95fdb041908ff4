"""The command `helsetek`: knows where each command lives, and imports a room only when it is used."""

from __future__ import annotations

import importlib
import os
from importlib.metadata import version
from typing import NamedTuple

import click


class Entry(NamedTuple):
    """Where a command lives (`module:attribute`) and one line about it, so that a list needs no import.

    `django` says whether settings and tables must be ready before the module is imported.
    """

    where: str
    line: str
    django: bool = True


# A room that offers a command writes it in ROOM/commands.py with click and adds one line here.
# Two words make a command in a group: "demo load" is `load` in the group `demo`.
COMMANDS = {
    "serve": Entry(
        "helsetek.config.commands:serve", "Prepare the database and serve the web pages.", django=False
    ),
    "migrate": Entry("helsetek.config.commands:migrate", "Bring the database up to date with the program."),
    "backup": Entry(
        "helsetek.config.commands:backup", "Write the database, the documents and the keys into a folder."
    ),
    "restore": Entry("helsetek.config.commands:restore", "Put a back-up back, into an empty home."),
    "worker": Entry("helsetek.config.commands:worker", "Send letters and notices in the background."),
    "audit documents": Entry(
        "helsetek.casework.commands:audit_documents", "Prove that every stored file is what was stored."
    ),
    "audit verify": Entry(
        "helsetek.casework.commands:audit_verify", "Prove that the event log is whole and unchanged."
    ),
    "archive export": Entry(
        "helsetek.records.commands:archive_export", "Deposit closed cases in a folder, as Noark 5.5."
    ),
    "archive check": Entry(
        "helsetek.records.commands:archive_check", "Read a deposit back and prove that it is whole."
    ),
    "journal fill": Entry(
        "helsetek.records.commands:journal_fill", "Journal what happened before there was a journal."
    ),
    "retention list": Entry(
        "helsetek.records.commands:retention_list", "Tell what has served its time; nothing is deleted."
    ),
    "retention run": Entry(
        "helsetek.records.commands:retention_run", "Delete what two people have agreed on."
    ),
    "docs states": Entry(
        "helsetek.casework.commands:docs_states", "Draw docs/states.md from the transition tables."
    ),
    "draw verify": Entry(
        "helsetek.casework.draw_command:verify",
        "Draw again from a published draw by lot, and compare.",
        django=False,
    ),
    "demo load": Entry(
        "helsetek.config.demo.commands:load", "Load the demonstration into an empty database."
    ),
    "demo reset": Entry(
        "helsetek.config.demo.commands:reset", "Throw everything away and load the demonstration anew."
    ),
    "analyse": Entry(
        "helsetek.engines.economics.commands:analyse",
        "Carry out, explain and audit cost-benefit analyses.",
        django=False,
    ),
    "validate": Entry(
        "helsetek.engines.conformance.commands:validate",
        "Validate FHIR resources and KITH messages.",
        django=False,
    ),
    "conformance list": Entry(
        "helsetek.engines.kits.commands.looking:list_kits", "List the test kits.", django=False
    ),
    "conformance show": Entry(
        "helsetek.engines.kits.commands.looking:show", "Show a kit and its tests.", django=False
    ),
    "conformance check": Entry(
        "helsetek.engines.kits.commands.looking:check", "Check that kits are fit for use.", django=False
    ),
    "conformance run": Entry(
        "helsetek.engines.kits.commands.running:run", "Run a kit against a system.", django=False
    ),
    "conformance export": Entry(
        "helsetek.engines.kits.commands.exporting:export",
        "Make JUnit XML or a PDF of a report.",
        django=False,
    ),
    "conformance replay": Entry(
        "helsetek.engines.kits.commands.exporting:replay_report",
        "Judge the exchanges of a report anew.",
        django=False,
    ),
    "import kommuner": Entry(
        "helsetek.registry.commands:import_kommuner", "Refresh the municipalities from Statistics Norway."
    ),
    "import tilskudd": Entry(
        "helsetek.scheme.commands:import_recipients", "Read a list of grant recipients from tilskudd.no."
    ),
    "manage": Entry(
        "helsetek.config.commands:manage", "Run one of Django's own management commands.", django=False
    ),
}
GROUPS = {
    "conformance": "Test systems against standards with test kits.",
    "archive": "Deposit closed cases, and prove deposits.",
    "audit": "Prove that the event log and the stored files are whole.",
    "docs": "Write the pages that are made from the code.",
    "draw": "Check draws by lot.",
    "demo": "Load or reset the demonstration.",
    "journal": "Keep the public journal.",
    "retention": "Delete what has served its time.",
    "import": "Read data from files of others.",
}


def _load(entry: Entry) -> click.Command:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helsetek.config.settings")
    if entry.django:
        import django

        from helsetek.config import surroundings

        surroundings.check_database_address()
        django.setup()
    module, _, attribute = entry.where.partition(":")
    command: click.Command = getattr(importlib.import_module(module), attribute)
    return command


class LazyGroup(click.Group):
    """A group that lists its commands without importing them."""

    def __init__(self, prefix: str = "", **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]
        self.prefix = prefix

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._lines())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if self.prefix + name in COMMANDS:
            return _load(COMMANDS[self.prefix + name])
        if name in self._lines():
            return LazyGroup(prefix=f"{name} ", name=name, help=GROUPS[name])
        return None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(self._lines().items()))

    def _lines(self) -> dict[str, str]:
        """The names at this level with a line about each."""
        lines = {}
        for full, entry in COMMANDS.items():
            if full.startswith(self.prefix):
                name, _, rest = full.removeprefix(self.prefix).partition(" ")
                lines[name] = GROUPS[name] if rest else entry.line
        return lines


class Main(LazyGroup):
    """The command itself: what commonly goes wrong is said in one sentence."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            from helsetek.config.plain_words import sentence_for

            sentence = sentence_for(error)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from error


@click.group(cls=Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("helsetek"), message="helsetek %(version)s")
def main() -> None:
    """Run a grant scheme for health technology: calls, applications, decisions, payments and effects.

    Settings come from the environment: HELSETEK_HOME is the folder of database, documents and keys;
    DATABASE_URL another database than the SQLite file in that folder.
    """
